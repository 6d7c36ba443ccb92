//! Hears when the size of an element or the theme changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, MediaQueryList, ResizeObserver};
use yew::NodeRef;

/// Calls when the size or the theme changes, as long as it lives.
pub struct Watch {
    _closure: Closure<dyn FnMut()>,
    call: js_sys::Function,
    observer: ResizeObserver,
    theme: MediaQueryList,
}

/// What boot.js says when a host page has chosen the theme.
const DRESSED: &str = "emporium-theme";

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

impl Watch {
    pub fn start(node: &NodeRef, call: impl Fn() + 'static) -> Option<Watch> {
        let element = node.cast::<Element>()?;
        let closure = Closure::<dyn FnMut()>::new(call);
        let function = closure.as_ref().unchecked_ref::<js_sys::Function>();
        let observer = ResizeObserver::new(function).ok()?;
        observer.observe(&element);
        let theme = web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()??;
        theme.set_onchange(Some(function));
        document()?.add_event_listener_with_callback(DRESSED, function).ok()?;
        let call = function.clone();
        Some(Watch { _closure: closure, call, observer, theme })
    }
}

/// Whether the visitor has asked his machine for as little motion as can be.
pub fn likes_stillness() -> bool {
    let asked = |window: web_sys::Window| window.match_media("(prefers-reduced-motion: reduce)").ok()?;
    web_sys::window().and_then(asked).is_some_and(|query| query.matches())
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        self.theme.set_onchange(None);
        // Whoever is not heard any more need not be told.
        let _ = document().map(|d| d.remove_event_listener_with_callback(DRESSED, &self.call));
    }
}
