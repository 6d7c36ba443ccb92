//! The address line: which scenario it asks for.

use crate::base::{Named, Trouble};
use crate::run::Scenario;
use crate::run::link::Link;
use crate::run::scenario::Seeds;
use wasm_bindgen::JsValue;

/// What is shown when the link asks for nothing: two learners and what to compare it with.
const CONTESTANTS: [&str; 4] = ["q-learning", "sarsa", "eoq", "s-S"];

/// The part of the address after the `#`, without it.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_string()
}

/// This page in another language and with this fragment; what else the address asks for stays.
pub fn in_language(code: &str, fragment: &str) -> String {
    let search = web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default();
    let mut address = format!("?lang={code}");
    for part in search.trim_start_matches('?').split('&').filter(|part| !part.is_empty() && !part.starts_with("lang="))
    {
        address = [&address, "&", part].concat();
    }
    [&address, "#", fragment].concat()
}

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = history, js_name = replaceState)]
    fn replace_state(data: &JsValue, unused: &str, address: &str) -> Result<(), JsValue>;
}

/// Makes the address say what is on the screen, without opening it again.
pub fn say(fragment: &str) {
    // A browser refuses where it is asked too often; the next change says it all again.
    let _ = replace_state(&JsValue::NULL, "", &format!("#{fragment}"));
}

/// The fragment that opens the lab with the page's own scenario.
pub const LAB: &str = "lab";

/// Whether the address asks for the front page: for nothing else, and not from within another page.
pub fn is_front(fragment: &str) -> bool {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    fragment.is_empty() && !root.is_some_and(|root| root.has_attribute("data-embed"))
}

/// What a link's fragment asks for, or the page's own scenario.
pub fn link(fragment: &str) -> Result<Link, Trouble> {
    if fragment.is_empty() || fragment == LAB {
        let mut scenario = Scenario::of("inventory", "everyday", &CONTESTANTS);
        scenario.seeds = Seeds { first: 1, count: 3 };
        return Ok(Link { scenario, view: Named::new() });
    }
    Link::decode(fragment)
}
