//! What a textbook method must find in a seat, or the sentence that says what is there instead.

use super::Case;
use crate::base::Trouble;
use crate::sim::{ItemFacts, PriceFacts};
use crate::trouble;

/// Fits where this seat sets a price.
pub fn needs_price<'a>(case: &Case<'a>) -> Result<&'a PriceFacts, Trouble> {
    case.facts.price.filter(|facts| facts.seat == case.seat).ok_or_else(|| {
        trouble!(
            "this method sets a price, and this seat decides something else",
            "这种方法定价，而这个席位决定的是别的"
        )
    })
}

/// Fits where this seat shows items to visitors.
pub fn needs_items<'a>(case: &Case<'a>) -> Result<&'a ItemFacts, Trouble> {
    case.facts.items.filter(|facts| facts.seat == case.seat).ok_or_else(|| {
        trouble!(
            "this method recommends items, and this seat decides something else",
            "这种方法推荐商品，而这个席位决定的是别的"
        )
    })
}

/// Fits where the world is a shop with stock.
pub fn needs_stock(case: &Case<'_>) -> Result<(), Trouble> {
    match case.facts.stock.filter(|facts| facts.seat == case.seat) {
        Some(_) => Ok(()),
        None => Err(trouble!(
            "this method decides how much to order, and here nothing is ordered by the textbook's rules",
            "这种方法决定订货量，而这里没有符合教科书规则的订货"
        )),
    }
}
