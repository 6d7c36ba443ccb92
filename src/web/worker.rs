//! The worker's side: messages go to the clerk, and between slices the worker hears new ones.

use super::clerk::Clerk;
use crate::run::protocol::FromWorker;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    clerk: Clerk,
    /// A message to oneself gives way to the page's messages first; a timer would wait for milliseconds.
    again: MessagePort,
    awake: bool,
}

/// Says that it is ready, and answers from then on.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    let channel = match MessageChannel::new() {
        Ok(channel) => channel,
        // Without it no work gets done; the page hears of it as of any dead worker.
        Err(error) => wasm_bindgen::throw_val(error),
    };
    let worker = Rc::new(RefCell::new(Worker {
        scope: scope.clone(),
        clerk: Clerk::default(),
        again: channel.port2(),
        awake: false,
    }));
    let hear = {
        let worker = worker.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            worker.borrow_mut().hear(&event);
        })
    };
    let go_on = {
        let worker = worker.clone();
        Closure::<dyn FnMut()>::new(move || worker.borrow_mut().go_on())
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    channel.port1().set_onmessage(Some(go_on.as_ref().unchecked_ref()));
    // Both live as long as the worker.
    hear.forget();
    go_on.forget();
    worker.borrow().say(&FromWorker::ready());
}

impl Worker {
    fn hear(&mut self, event: &MessageEvent) {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        for answer in self.clerk.take(&bytes) {
            self.say(&answer);
        }
        if self.clerk.busy() && !self.awake {
            self.awake = true;
            self.call_again();
        }
    }

    fn go_on(&mut self) {
        for frame in self.clerk.work() {
            self.say(&frame);
        }
        self.awake = self.clerk.busy();
        if self.awake {
            self.call_again();
        }
    }

    fn call_again(&self) {
        if let Err(error) = self.again.post_message(&JsValue::NULL) {
            wasm_bindgen::throw_val(error);
        }
    }

    fn say(&self, answer: &FromWorker) {
        let bytes = Uint8Array::from(answer.encode().as_slice());
        let moved = Array::of1(&bytes.buffer());
        if let Err(error) = self.scope.post_message_with_transfer(&bytes, &moved) {
            wasm_bindgen::throw_val(error);
        }
    }
}
