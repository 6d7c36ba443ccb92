//! The suites on the page's thread of a browser.
#![cfg(target_arch = "wasm32")]

mod browser;
mod suites;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn every_suite_holds_on_the_page() {
    assert!(!browser::in_a_worker());
    browser::hold(suites::all()).await;
}
