//! Constant order: the same quantity every day, whatever is in stock.
//!
//! With lost sales and a long lead time this is not foolish: today's order arrives in a world of which
//! today's stock says little (Reiman 2004; Goldberg et al. 2016).

use super::chain::{climb, searchable_chain};
use super::stock_rule::{LOT, Ruled, StockRule};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Note, needs_stock};
use crate::base::text::cited;
use crate::base::{Text, Trouble};
use crate::sim::StockFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "constant-order",
    label: Text::new("Constant order", "定量订货"),
    story: Text::new("Orders the same every day and looks at nothing.", "每天订同样多，什么都不看。"),
    family: Family::Classical,
    knows: |_| Knows::Model,
    params: &[],
    paper: cited("Reiman, M. I. (2004), A new and simple policy for the continuous review lost-sales inventory model"),
    fits: needs_stock,
    build: Build::Agent(build),
};

struct Constant {
    quantity: i64,
}

impl StockRule for Constant {
    fn order(&self, _facts: &StockFacts, _observation: &[f64]) -> i64 {
        self.quantity
    }

    fn notes(&self, _facts: &StockFacts, _observation: &[f64]) -> Vec<Note> {
        vec![(LOT, self.quantity as f64)]
    }
}

/// The best quantity on the exact chain, or the mean demand rounded down where that is too large.
fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
    let usual = f64::floor(facts.mean_demand() * facts.review() as f64) as i64;
    let search = || {
        let mut chain = searchable_chain(case)?;
        let most = i64::from(facts.quantities.last().copied().unwrap_or(0));
        // Where the search knows no value it leaves the quantity as it was.
        let (best, _) = climb(usual, 0, most, |quantity| chain.try_rule(&facts, &Constant { quantity }));
        Some((best, best))
    };
    let (quantity, _) = case.levels(ENTRY.id, search).unwrap_or((usual, usual));
    Ok(Ruled::boxed(facts, Constant { quantity }))
}
