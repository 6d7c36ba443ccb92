//! The benches of `benches/speed.rs` in a browser: `cargo xtask bench` prints both side by side.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../benches/work/mod.rs"]
mod work;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// How long a sample lasts. The works take turns, so that what else the machine does meets them all alike; the
/// first rounds, while the browser starts and compiles, do not count, and of the others the median does.
const SAMPLE_MILLISECONDS: f64 = 150.0;
const ROUNDS: usize = 15;
const FIRST_ROUNDS: usize = 6;

/// Nanoseconds of one unit.
fn sample(work: &mut work::Work) -> f64 {
    let (start, mut done) = (js_sys::Date::now(), 0);
    loop {
        (work.run)();
        done += work.units;
        let passed = js_sys::Date::now() - start;
        if passed > SAMPLE_MILLISECONDS {
            return passed * 1e6 / done as f64;
        }
    }
}

#[wasm_bindgen_test]
fn speed() {
    let mut works: Vec<_> = work::all().into_iter().map(|work| (work, Vec::new())).collect();
    for round in 0..FIRST_ROUNDS + ROUNDS {
        for (work, times) in &mut works {
            let time = sample(work);
            if round >= FIRST_ROUNDS {
                times.push(time);
            }
        }
    }
    for (work, mut times) in works {
        times.sort_by(f64::total_cmp);
        console_log!("bench {} {}/{}", times[ROUNDS / 2], work.name, work.of);
    }
}
