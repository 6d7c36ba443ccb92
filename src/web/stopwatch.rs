//! How long the page's own work takes: its handlers and its redraws, measured where they happen.

use super::clerk::now;
use std::cell::Cell;

thread_local! {
    static BEGUN: Cell<f64> = const { Cell::new(f64::NAN) };
    static SLOWEST: Cell<f64> = const { Cell::new(0.0) };
}

/// Something begins that the browser waits for.
pub fn begin() {
    BEGUN.set(now());
}

/// It has come so far.
pub fn lap() {
    let took = now() - BEGUN.get();
    if took > SLOWEST.get() {
        SLOWEST.set(took);
    }
}

/// Measures a handler.
pub fn timed<T>(work: impl FnOnce() -> T) -> T {
    begin();
    let done = work();
    lap();
    done
}

/// Milliseconds of the slowest since the last reset.
pub fn slowest() -> f64 {
    SLOWEST.get()
}

pub fn reset() {
    SLOWEST.set(0.0);
}
