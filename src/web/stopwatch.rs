//! How long the page's own work keeps the browser: from the first handler of a turn to the end of what it sets off.
//!
//! Yew redraws in a microtask; one that is asked for while it works runs when it has ended or has given way.

use super::clerk::now;
use std::cell::Cell;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(call: &Closure<dyn FnMut()>);
}

thread_local! {
    static BEGUN: Cell<Option<f64>> = const { Cell::new(None) };
    static SLOWEST: Cell<f64> = const { Cell::new(0.0) };
    static END: Closure<dyn FnMut()> = Closure::new(|| {
        if let Some(begun) = BEGUN.take() {
            SLOWEST.set(f64::max(SLOWEST.get(), now() - begun));
        }
    });
}

/// Something begins that the browser waits for.
pub fn begin() {
    if BEGUN.get().is_none() {
        BEGUN.set(Some(now()));
        END.with(queue_microtask);
    }
}

/// Milliseconds of the slowest since the last reset.
pub fn slowest() -> f64 {
    SLOWEST.get()
}

pub fn reset() {
    SLOWEST.set(0.0);
}
