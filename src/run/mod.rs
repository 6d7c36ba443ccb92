//! Runs: scenarios, training in slices, evaluation, references, frames, links and the workers' protocol.
//!
//! A run is a function of its scenario. Nothing here reads a clock: budgets and stops count steps.

#[cfg(not(target_arch = "wasm32"))]
pub mod check;
pub mod desk;
pub mod diary;
pub mod edit;
pub mod evaluate;
pub mod film;
pub mod frame;
pub mod inside;
pub mod kept;
pub mod link;
pub mod protocol;
pub mod reference;
pub mod results;
pub mod scenario;
pub mod schedule;
pub mod seats;
pub mod session;
pub mod shop;
pub mod stopwatch;
pub mod training;

pub use edit::Edit;
pub use evaluate::Evaluation;
pub use frame::Frame;
pub use reference::Reference;
pub use scenario::Scenario;
pub use session::Session;
pub use shop::Shop;
pub use training::{Progress, Run};

/// The version of the engine. A link or a fingerprint of another version may give other bits.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");
