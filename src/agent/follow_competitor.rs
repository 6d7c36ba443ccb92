//! Follow the competitor: the price across the street, less a little, and never below cost.

use super::price_rule::{PriceRule, Priced, RIVAL};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_price};
use crate::base::text::cited;
use crate::base::{ParamRow, Text, Trouble};
use crate::sim::PriceFacts;
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "follow-competitor",
    label: Text::new("Follow the competitor", "跟随竞争者"),
    story: Text::new(
        "Looks across the street every morning and asks a little less, but never less than a unit costs.",
        "每天早上看一眼对面，要得比它略低，但不低于成本。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Costs,
    params: &[
        ParamRow::number("undercut", -50.0, 50.0, 1.0, 5.0)
            .label("undercut", "压价")
            .unit("%", "%")
            .help("How far below the competitor's price; negative is above.", "比竞争者低多少；负数表示更高。"),
        ParamRow::number("least_margin", 0.0, 200.0, 5.0, 10.0)
            .label("least margin", "最低加成")
            .unit("% of the cost", "占成本的%")
            .help("It never asks less than cost plus this.", "要价不低于成本加上这个比例。"),
    ],
    paper: cited("Phillips, R. L. (2005), Pricing and Revenue Optimization, Stanford University Press, section 2.1"),
    fits: |case| rival_of(needs_price(case)?).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| {
        let facts = needs_price(case)?.clone();
        let share = |id| case.params.get(id) / 100.0;
        let least = facts.unit_cost * (1.0 + share("least_margin"));
        let rule = Follow { rival: rival_of(&facts)?, factor: 1.0 - share("undercut"), least };
        Ok(Priced::boxed(facts, rule))
    }),
};

fn rival_of(facts: &PriceFacts) -> Result<usize, Trouble> {
    facts
        .rival
        .ok_or_else(|| trouble!("it follows a competitor, and here there is none", "它跟随竞争者，而这里没有竞争者"))
}

struct Follow {
    /// Where the observation has the competitor's price.
    rival: usize,
    factor: f64,
    least: f64,
}

impl PriceRule for Follow {
    fn price(&self, _facts: &PriceFacts, observation: &[f64]) -> f64 {
        f64::max(observation[self.rival] * self.factor, self.least)
    }

    fn notes(&self, _facts: &PriceFacts, observation: &[f64]) -> Vec<Note> {
        vec![(RIVAL, observation[self.rival])]
    }
}
