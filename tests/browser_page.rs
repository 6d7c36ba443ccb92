//! The suites on the page's thread of a browser.
#![cfg(target_arch = "wasm32")]

mod browser;
mod suites;

use emporium::base::Rng;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn every_suite_holds_on_the_page() {
    assert!(!browser::in_a_worker());
    browser::hold(suites::all()).await;
}

/// Bytes that say whose they are: the same all over, or as they were filled before the vector grew.
fn is_whole(bytes: &[u8], mark: u8) -> bool {
    bytes.iter().all(|&b| b == mark)
}

#[wasm_bindgen_test]
fn memory_is_given_out_once_and_used_again() {
    let mut rng = Rng::new(1, "memory");
    let mut kept: Vec<(u8, Vec<u8>)> = Vec::new();
    let mut pages = Vec::new();
    for round in 0..6 {
        for i in 0..4_000_u32 {
            let (mark, bytes) = (i as u8, 1 + rng.below(if i % 100 == 0 { 300_000 } else { 700 }) as usize);
            kept.push((mark, vec![mark; bytes]));
            let at = rng.below(kept.len() as u32) as usize;
            if i % 3 == 0 {
                // It grows where it is, or moves with what is in it.
                let (mark, grown) = &mut kept[at];
                grown.resize(grown.len() + bytes, *mark);
                grown.shrink_to_fit();
            }
            if kept.len() > 300 {
                let (mark, gone) = kept.swap_remove(at);
                assert!(is_whole(&gone, mark), "round {round}, {i}");
            }
        }
        assert!(kept.iter().all(|(mark, bytes)| is_whole(bytes, *mark)), "round {round}");
        pages.push(core::arch::wasm32::memory_size(0));
    }
    console_log!("pages of memory after each round: {pages:?}");
    assert!(pages[5] <= pages[2] + pages[2] / 5, "what is given back is used again: {pages:?}");
}
