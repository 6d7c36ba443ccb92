//! The list price, every day: what a shop charges that does not think about prices.

use super::price_rule::{PRICE, PriceRule, Priced};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_price};
use crate::base::Text;
use crate::sim::PriceFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "list-price",
    label: Text::new("List price", "标价"),
    story: Text::new("Charges what has always been charged.", "一直按原来的价格卖。"),
    family: Family::Classical,
    knows: |_| Knows::Nothing,
    params: &[],
    paper: "",
    fits: |case| needs_price(case).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| Ok(Priced::boxed(needs_price(case)?.clone(), ListPrice))),
};

struct ListPrice;

impl PriceRule for ListPrice {
    fn price(&self, facts: &PriceFacts, _observation: &[f64]) -> f64 {
        facts.usual_price
    }

    fn notes(&self, facts: &PriceFacts, _observation: &[f64]) -> Vec<Note> {
        vec![(PRICE, facts.usual_price)]
    }
}
