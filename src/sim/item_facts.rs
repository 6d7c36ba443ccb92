//! What recommenders know of a shop: its items, what past customers rated, and whom today's visitor is.

use crate::analytics::recommend::Ratings;
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
    /// What is told of each item, `width` numbers an item.
    pub features: Vec<f64>,
    pub width: usize,
    /// The items that each choice stands for; a category's best-predicted one is shown.
    pub shows: Vec<Vec<u32>>,
}
