//! The kinds of recommending, computed from a case's inputs and the block of ratings that it names.

mod data;
pub(super) mod factors;
pub(super) mod methods;
mod options;
pub(super) mod tables;
