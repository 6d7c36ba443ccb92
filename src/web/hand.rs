//! One worker as the page holds it: started from `worker.js` beside the glue, heard, and let go.

use super::pool::Task;
use crate::run::protocol::{Job, ToWorker};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

#[wasm_bindgen]
extern "C" {
    /// The address of the JavaScript around this very module, wherever the site lies.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: String;
}

pub struct Hand {
    pub id: u32,
    /// Messages that come before it says so would be lost.
    pub ready: bool,
    pub tasks: Vec<Task>,
    /// Tasks that were taken back, while the worker has not yet said that it has forgotten them.
    pub cancelling: Vec<Job>,
    /// Finished tasks whose runs the worker keeps.
    pub kept: Vec<Task>,
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _died: Closure<dyn FnMut(Event)>,
}

impl Hand {
    /// Starts a worker with the page's own module, so that the two are never of different versions.
    pub fn start(id: u32, hear: impl Fn(Vec<u8>) + 'static, died: impl Fn() + 'static) -> Result<Hand, JsValue> {
        let glue = GLUE.with(String::clone);
        let worker = idle().map_or_else(|| started(&glue), Ok)?;
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(Uint8Array::new(&event.data()).to_vec());
        });
        let died = Closure::<dyn FnMut(Event)>::new(move |_| died());
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(died.as_ref().unchecked_ref()));
        let first = Object::new();
        Reflect::set(&first, &"glue".into(), &glue.into())?;
        Reflect::set(&first, &"module".into(), &wasm_bindgen::module())?;
        worker.post_message(&first)?;
        Ok(Hand {
            id,
            ready: false,
            tasks: Vec::new(),
            cancelling: Vec::new(),
            kept: Vec::new(),
            worker,
            _hear: hear,
            _died: died,
        })
    }

    /// Whether it can take more tasks.
    pub fn is_free(&self) -> bool {
        self.ready && self.cancelling.is_empty()
    }

    /// Takes all its tasks back.
    pub fn cancel(&mut self) {
        for task in std::mem::take(&mut self.tasks) {
            self.say(&ToWorker::Cancel { job: task.job }.encode());
            self.cancelling.push(task.job);
        }
        for task in std::mem::take(&mut self.kept) {
            self.say(&ToWorker::Cancel { job: task.job }.encode());
        }
    }

    /// The last job that is being forgotten; their numbers rise.
    pub fn latest_cancelled(&self) -> Option<Job> {
        self.cancelling.iter().copied().max()
    }

    pub fn say(&self, message: &[u8]) {
        let bytes = Uint8Array::from(message);
        let moved = Array::of1(&bytes.buffer());
        // Bytes can always be sent; a worker that is gone does not hear them and has its `onerror`.
        let _ = self.worker.post_message_with_transfer(&bytes, &moved);
    }
}

/// A worker that has unpacked the page's module (static/boot.js) and waits for its next work.
fn idle() -> Option<Worker> {
    let idle = Reflect::get(&js_sys::global(), &"idleWorkers".into()).ok()?;
    idle.dyn_into::<Array>().ok()?.pop().dyn_into().ok()
}

fn started(glue: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&Url::new_with_base("worker.js", glue)?.href(), &options)
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
