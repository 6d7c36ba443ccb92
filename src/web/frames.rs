//! The browser's animation frames: what is asked for several times before the next one is done once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Something that is done at most once in a frame of the browser.
#[derive(Clone)]
pub struct OncePerFrame(Rc<Inner>);

struct Inner {
    asked: Cell<bool>,
    call: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl OncePerFrame {
    pub fn new(work: impl Fn() + 'static) -> OncePerFrame {
        let inner = Rc::new(Inner { asked: Cell::new(false), call: RefCell::new(None) });
        let weak = Rc::downgrade(&inner);
        let call = Closure::new(move || {
            // The work itself may ask for the next frame.
            if let Some(inner) = weak.upgrade() {
                inner.asked.set(false);
                work();
            }
        });
        *inner.call.borrow_mut() = Some(call);
        OncePerFrame(inner)
    }

    /// Asks for the next frame.
    pub fn ask(&self) {
        if self.0.asked.replace(true) {
            return;
        }
        let call = self.0.call.borrow();
        if let (Some(window), Some(call)) = (web_sys::window(), call.as_ref()) {
            // Only a window that is closing refuses, and then there is nobody to look.
            let _ = window.request_animation_frame(call.as_ref().unchecked_ref());
        }
    }
}
