//! What all fitted methods can do: estimate for somebody of the log, for a visitor, and explain.

use super::ratings::{Profile, Rated};
use std::borrow::Cow;

/// What a method says about one item.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Within the scale.
    pub rating: f64,
    /// Whether nothing but an average stands behind it: nobody alike, or nothing known of the user or the item.
    pub fallback: bool,
}

/// Somebody to be served, with what a method works out of his ratings once for all items. The log or the profile
/// is lent, not copied.
#[derive(Clone, Debug, Default)]
pub struct Asker<'a> {
    /// What he rated.
    pub(super) rated: &'a [Rated],
    /// His number in the log, so that he is not taken for his own neighbour.
    pub(super) user: Option<u32>,
    /// What the method adds for him: his mean, or his bias.
    pub(super) level: f64,
    /// How far his ratings spread.
    pub(super) spread: f64,
    /// How alike each user is, or his factors.
    pub(super) vector: Cow<'a, [f64]>,
    /// The same for each method of a hybrid.
    pub(super) parts: Vec<Asker<'a>>,
}

/// What a part of an explanation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A user of the log who is alike.
    User(u32),
    /// An item that he rated.
    Item(u32),
    /// A factor of a factorisation.
    Factor(u32),
    /// A method of a hybrid.
    Method(u32),
    /// How much higher he rates than others.
    UserBias,
    /// How much higher the item is rated than others.
    ItemBias,
}

/// One of the things behind an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub of: Of,
    /// How alike it is; the mean difference of slope one; a factor of the item.
    pub similarity: f64,
    /// The rating that it contributes, or the number that stands for it.
    pub rating: f64,
    /// Its share in the sum.
    pub weight: f64,
    /// What it adds to the estimate.
    pub pull: f64,
}

/// `start` and all pulls add up to the estimate, before it is held within the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub start: f64,
    pub parts: Vec<Part>,
    pub estimate: Estimate,
}

/// A fitted method. Numbers of users and items that the log does not have are strangers, never an error.
pub trait Recommender {
    /// How many items there are.
    fn items(&self) -> u32;

    /// Somebody of the log.
    fn user(&self, user: u32) -> Asker<'_>;

    /// Somebody else.
    fn visitor<'a>(&'a self, profile: &'a Profile) -> Asker<'a>;

    fn estimate(&self, asker: &Asker, item: u32) -> Estimate;

    fn explain(&self, asker: &Asker, item: u32) -> Explanation;

    /// How alike a user or an item is to each other one; empty where the method does not compare such.
    fn alike(&self, _of: Of) -> Cow<'_, [f64]> {
        Cow::Borrowed(&[])
    }

    /// One pair of the log's numbers.
    fn predict(&self, user: u32, item: u32) -> Estimate {
        self.estimate(&self.user(user), item)
    }

    /// Every item for a visitor: what a page shows best first.
    fn serve(&self, profile: &Profile, estimates: &mut Vec<Estimate>) {
        let asker = self.visitor(profile);
        estimates.clear();
        estimates.extend((0..self.items()).map(|item| self.estimate(&asker, item)));
    }
}
