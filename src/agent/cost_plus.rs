//! Cost plus: a fixed margin on what a unit costs, whatever customers think of it. The score's zero of pricing.
//!
//! Where a unit costs nothing there is nothing to add to, and the usual price is kept.

use super::price_rule::{COST, PriceRule, Priced};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_price};
use crate::base::text::cited;
use crate::base::{ParamRow, Text};
use crate::sim::PriceFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "cost-plus",
    label: Text::new("Cost plus", "成本加成"),
    story: Text::new(
        "Adds the same margin to the cost every day, and never looks at who buys.",
        "每天在成本上加同样的利润，从不看谁在买。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Costs,
    params: &[ParamRow::number("margin", 0.0, 300.0, 5.0, 50.0)
        .label("margin", "加成")
        .unit("% of the cost", "占成本的%")
        .help("How much is added to the cost.", "在成本上加多少。")],
    paper: cited("Phillips, R. L. (2005), Pricing and Revenue Optimization, Stanford University Press, section 2.1"),
    fits: |case| needs_price(case).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| {
        let facts = needs_price(case)?.clone();
        Ok(Priced::boxed(facts, CostPlus { factor: 1.0 + case.params.get("margin") / 100.0 }))
    }),
};

struct CostPlus {
    factor: f64,
}

impl PriceRule for CostPlus {
    fn price(&self, facts: &PriceFacts, _observation: &[f64]) -> f64 {
        if facts.unit_cost > 0.0 { facts.unit_cost * self.factor } else { facts.usual_price }
    }

    fn notes(&self, facts: &PriceFacts, _observation: &[f64]) -> Vec<Note> {
        let markup = Text::new("margin on it, %", "成本加成，%");
        vec![(COST, facts.unit_cost), (markup, 100.0 * (self.factor - 1.0))]
    }
}
