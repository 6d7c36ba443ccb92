//! The page: Yew components, the workers and their pool, the words in two languages.
//!
//! Only here are there a browser and a clock. Page and workers are the same program, and [`start`] asks which
//! of the two it is. Everything that can be computed without a browser lives below, in `run` and `chart`.

mod address;
mod canvas;
mod chart_view;
mod clerk;
mod contestants;
mod experiment;
mod export;
mod fingerprints;
mod frames;
mod front;
mod hand;
mod lab;
mod markup;
pub mod memory;
mod numbers;
mod page;
mod pool;
mod screen;
mod stage;
mod stopwatch;
mod table;
mod texts;
mod theme;
mod worker;

#[global_allocator]
static MEMORY: memory::Blocks = memory::Blocks::new();

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// Starts the page, or the worker.
pub fn start() {
    match js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        Ok(scope) => worker::start(scope),
        Err(_) => page::mount(),
    }
}
