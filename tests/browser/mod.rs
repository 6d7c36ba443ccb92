//! What both kinds of browser tests share: one test after the other, each named before it runs, with a pause
//! between them in which the browser answers the driver that looks on.

use js_sys::{Date, Function, Promise, Reflect, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::console_log;

use crate::suites::Test;

/// Whether this is a worker's global scope.
pub fn in_a_worker() -> bool {
    Reflect::has(&global(), &"DedicatedWorkerGlobalScope".into()).unwrap_or(false)
}

/// Runs all tests; one that does not hold ends them, and its name is the last in the log. How long each held
/// its thread is said too, for a driver gives a page up that is silent for half a minute.
pub async fn hold(tests: Vec<Test>) {
    assert!(!tests.is_empty());
    for (name, test) in tests {
        console_log!("{name}");
        let begun = Date::now();
        test();
        console_log!("  {:.1} s", (Date::now() - begun) / 1000.0);
        pause().await;
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &Function, milliseconds: i32);
}

async fn pause() {
    let promise = Promise::new(&mut |resolve, _| set_timeout(&resolve, 0));
    js_sys::futures::JsFuture::from(promise).await.expect("a timer never fails");
}
