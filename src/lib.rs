//! Emporium: shops are simulated, learning agents and classical methods run them side by side.
//!
//! A tour, from the ground up; nobody imports from further down this list than himself:
//!
//! * [`base`]: random streams, distributions, spaces, parameters, statistics, texts. Imports nothing of ours.
//! * [`nn`]: small dense networks, their losses and optimisers. Imports `base`.
//! * [`sim`]: the simulators, one a file, behind the trait [`sim::Env`], and their registry. Imports `base`.
//! * [`analytics`]: classical methods as plain functions: stock formulas, planning. Imports `base`.
//! * [`agent`]: learners and policies, one a file, behind [`agent::Agent`]. Imports `base`, `analytics`, and
//!   of `sim` only its traits.
//! * [`run`]: scenarios, runs, frames, links, the workers' protocol. Imports all of the above.
//! * [`chart`]: draws frames on any plotters backend. Imports `base` and the frames of `run`.
//! * `web`: the page (wasm only). Imports everything, and only the binary imports it.

#![deny(unsafe_code)]

pub mod agent;
pub mod analytics;
pub mod base;
pub mod chart;
pub mod nn;
pub mod run;
pub mod sim;
#[cfg(target_arch = "wasm32")]
pub mod web;
