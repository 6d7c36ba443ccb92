//! The benches of `benches/speed.rs` in a browser: `cargo xtask bench` prints both side by side.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../benches/work/mod.rs"]
mod work;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// How long each of the samples lasts, and how many there are; the median counts.
const SAMPLE_MILLISECONDS: f64 = 150.0;
const SAMPLES: usize = 9;

/// Nanoseconds of one iteration of `f`.
fn sample(f: &mut dyn FnMut(u64)) -> f64 {
    let start = js_sys::Date::now();
    let mut iterations = 0;
    loop {
        for _ in 0..10 {
            f(work::UNITS);
        }
        iterations += 10;
        let passed = js_sys::Date::now() - start;
        if passed > SAMPLE_MILLISECONDS {
            return passed * 1e6 / iterations as f64;
        }
    }
}

#[wasm_bindgen_test]
fn speed() {
    for (name, mut f) in work::all() {
        sample(&mut *f);
        let mut times: Vec<f64> = (0..SAMPLES).map(|_| sample(&mut *f)).collect();
        times.sort_by(f64::total_cmp);
        console_log!("bench speed/{name} {}", times[SAMPLES / 2]);
    }
}
