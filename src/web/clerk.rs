//! The clerk at the desk: works in slices of a few milliseconds and says now and then how things stand.
//!
//! A worker has one, and so has the page where workers cannot be had.

use crate::run::protocol::{Desk, FromWorker};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds; the same call on the page and in a worker.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn now() -> f64;
}

/// What a slice should take, in milliseconds: messages wait no longer.
const SLICE: f64 = 8.0;
/// Frames come at most 20 times a second.
const BETWEEN_FRAMES: f64 = 50.0;
const MOST_PERIODS: f64 = 1e7;

#[derive(Default)]
pub struct Clerk {
    desk: Desk,
    /// How many periods each job goes on by in a slice.
    periods: f64,
    last_frames: f64,
}

impl Clerk {
    /// Takes a message; the answers that are due at once.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<FromWorker> {
        self.desk.take(bytes)
    }

    /// Whether there is work that needs nobody.
    pub fn busy(&self) -> bool {
        self.desk.busy()
    }

    /// Works for one slice; the frames, where it is time for them or nothing is left to do.
    pub fn work(&mut self) -> Vec<FromWorker> {
        if !self.desk.busy() {
            // Slices without work would seem to take no time, and the next one would be far too long.
            return self.desk.frames();
        }
        let start = now();
        let more = self.desk.work(self.periods as u64, &now);
        let end = now();
        self.adapt(end - start, more);
        if self.desk.busy() && end - self.last_frames < BETWEEN_FRAMES {
            return Vec::new();
        }
        self.last_frames = end;
        self.desk.frames()
    }

    /// Browsers round their clocks, so that a slice may seem to take no time: grow by doubling at most, and only
    /// where the runs had use for the whole slice.
    fn adapt(&mut self, took: f64, more: bool) {
        let factor = (SLICE / f64::max(took, 0.1)).clamp(0.25, if more { 2.0 } else { 1.0 });
        self.periods = (self.periods * factor).clamp(1.0, MOST_PERIODS);
    }
}
