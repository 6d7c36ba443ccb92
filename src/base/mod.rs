//! What everything else stands on: random streams, distributions, spaces, parameters, statistics, texts.
//!
//! Imports nothing of ours.

pub mod base64url;
pub mod counts;
pub mod curve;
pub mod hash;
pub mod model;
pub mod named;
pub mod params;
pub mod rng;
pub mod space;
pub mod special;
pub mod stats;
pub mod text;

pub use counts::Counts;
pub use curve::DemandCurve;
pub use model::FiniteModel;
pub use named::Named;
pub use params::{Kind, ParamRow, Params, Setting};
pub use rng::{Episode, Rng, World};
pub use space::{Action, Actions, Dimension};
pub use text::{Text, Trouble};
