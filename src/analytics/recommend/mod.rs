//! Recommending: from who rated what, to what somebody would rate next.
//!
//! One method a file. Fitting returns another type, and all fitted types are [`Recommender`]s: they first work out
//! an [`Asker`], somebody of the log or a visitor with a [`Profile`] of his own, and then estimate item after item
//! for him, or explain an estimate by what stands behind it. Letters: `r` a rating, `u`, `v` users, `i`, `j`
//! items, `μ` the mean of all ratings, `b` a bias. The formulas are those of the articles and of the literature
//! that each file names; where the field's package differs from an article, both are options.

mod allowed;
pub mod baseline;
pub mod best;
pub mod content;
pub mod factors;
pub mod hybrid;
mod levels;
pub mod measures;
mod multiplicative;
pub mod neighbours;
#[cfg(test)]
mod neighbours_promises;
pub mod ratings;
pub mod recommender;
pub mod similarity;
pub mod slope_one;
mod solve;
pub mod split;
pub mod text_features;

pub use ratings::{Profile, Rated, Rating, Ratings};
pub use recommender::{Asker, Estimate, Explanation, Of, Part, Recommender};
