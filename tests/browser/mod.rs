//! What both kinds of browser tests share: one test after the other, each named before it runs, with a pause
//! between them in which the browser answers the driver that looks on.

use js_sys::{Function, Promise, Reflect, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::console_log;

/// Whether this is a worker's global scope.
pub fn in_a_worker() -> bool {
    Reflect::has(&global(), &"DedicatedWorkerGlobalScope".into()).unwrap_or(false)
}

/// Runs all tests; one that does not hold ends them, and its name is the last in the log.
pub async fn hold(tests: Vec<(&'static str, fn())>) {
    assert!(!tests.is_empty());
    for (name, test) in tests {
        console_log!("{name}");
        test();
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
