//! What recommenders know of a shop: its items, what past customers rated, and whom today's visitor is.

use super::taste::{Boredom, Funnel};
use crate::analytics::recommend::Ratings;
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub struct ItemFacts {
    /// Who shows items.
    pub seat: usize,
    /// Who rated what before today: past visitors, and the known customers who come back.
    pub log: Arc<Ratings>,
    /// Which number of the observation is today's visitor's number in the log: a name, not a quantity (it has one
    /// level, so that tables and networks leave it out). A number without ratings is a newcomer.
    pub visitor: usize,
    /// The numbers of those who may visit.
    pub visitors: Range<u32>,
    /// What is told of each item, `width` numbers an item.
    pub features: Vec<f64>,
    pub width: usize,
    /// The items that each choice stands for; a category's best-predicted one is shown.
    pub shows: Vec<Vec<u32>>,
    /// Which number of the observation is the step of the visit.
    pub step: usize,
    /// Which number of the observation is the answer to what was shown last: 0 none, 1 click, 2 cart, 3 purchase.
    pub response: Option<usize>,
    /// The category of each choice.
    pub category: Vec<usize>,
    /// What only those may look at who know the model.
    pub truth: Option<Arc<TasteFacts>>,
}

/// The whole truth about the visitors, but for today's mood.
#[derive(Clone, Debug, PartialEq)]
pub struct TasteFacts {
    /// What each of the visitors thinks of what each choice shows him, one visitor after the other.
    pub values: Vec<f64>,
    pub funnel: Funnel,
    /// What a click, a cart and a purchase earn.
    pub worth: [f64; 3],
    pub boredom: Boredom,
    /// Which number of the observation is the boredom of the first category, of `categories`, and what stands there
    /// for full boredom.
    pub bored: usize,
    pub categories: usize,
    pub full: f64,
    /// Patience at the beginning, and what a step costs without a click and with one.
    pub patience: f64,
    pub costs: [f64; 2],
}
