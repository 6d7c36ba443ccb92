//! (s, S): when the position has fallen to s, order up to S.
//!
//! Searched on the exact chain where there is one of bearable size: the search starts from the reorder
//! point and the lot of EOQ and walks over s, over S and over both together until none gets better, or until it
//! has done so much work that nobody should wait for more. Elsewhere the levels are those of EOQ with reorder point. With a season both levels shift with the standard level of the phase.

use super::chain::{TOLERANCE, climb, searchable_chain};
use super::stock_levels::standard_levels;
use super::stock_rule::{Reorder, Ruled, Then};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, needs_stock};
use crate::base::text::cited;
use crate::base::{Text, Trouble};
use crate::sim::StockFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "s-S",
    label: Text::new("(s, S)", "(s, S) 策略"),
    story: Text::new(
        "Waits until stock has fallen to a low level, then fills it up to a high one; where the average \
         counts and the shop is of bearable size both levels are searched for on the exact model, else they are the \
         textbook's.",
        "等库存降到低水位，再补到高水位；目标为日均且店不太大时，两个水位在精确模型上搜索得出，否则取教科书的水平。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Model,
    params: &[],
    paper: cited(
        "Scarf, H. (1960), The optimality of (S, s) policies in the dynamic inventory problem, Mathematical Methods in the Social Sciences, 196–202",
    ),
    fits: needs_stock,
    build: Build::Agent(build),
};

/// (s, S) relative to the standard level of each phase.
fn rule(standard: &[i64], low: i64, high: i64) -> Reorder {
    Reorder {
        point: standard.iter().map(|l| l + low).collect(),
        then: Then::UpTo(standard.iter().map(|l| l + high).collect()),
    }
}

fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
    let standard = standard_levels(&facts);
    let lot =
        if facts.holding > 0.0 { f64::sqrt(2.0 * facts.order_cost * facts.mean_demand() / facts.holding) } else { 0.0 };
    let textbook = (-1, f64::round(lot) as i64);
    let search = || {
        let mut chain = searchable_chain(case)?;
        let mut search = Search { best: None, value: |low, high| chain.try_rule(&facts, &rule(&standard, low, high)) };
        search.walk(textbook, range(&facts, &standard));
        search.best.map(|(pair, _)| pair)
    };
    let (low, high) = case.levels(ENTRY.id, search).unwrap_or(textbook);
    Ok(Ruled::boxed(facts, rule(&standard, low, high)))
}

/// A search that remembers the best pair of levels that it has valued.
struct Search<F> {
    best: Option<((i64, i64), f64)>,
    value: F,
}

impl<F: FnMut(i64, i64) -> f64> Search<F> {
    fn try_pair(&mut self, low: i64, high: i64) -> f64 {
        let value = (self.value)(low, high);
        if !value.is_nan() && self.best.is_none_or(|(_, best)| value > best) {
            self.best = Some(((low, high), value));
        }
        value
    }

    /// Walks over s, over S and over both together in turn, until none of them gains.
    fn walk(&mut self, (mut low, mut high): (i64, i64), (least, most): (i64, i64)) {
        high = i64::min(high, most);
        let mut before = f64::NEG_INFINITY;
        loop {
            (low, _) = climb(low, least, high, |s| self.try_pair(s, high));
            (high, _) = climb(high, low, most, |t| self.try_pair(low, t));
            let (shift, value) = climb(0, least - low, most - high, |by| self.try_pair(low + by, high + by));
            (low, high) = (low + shift, high + shift);
            // An average is known up to the chain's tolerance: without a clear gain two rules that are as good as
            // each other would take turns for ever. A search whose work is spent knows no value any more.
            if value.is_nan() || value <= before + TOLERANCE {
                break;
            }
            before = value;
        }
        // Where an order costs more than it brings, no walk from the textbook's levels ends at never ordering.
        self.try_pair(least, high);
    }
}

/// How far the levels may lie from the standard ones.
fn range(facts: &StockFacts, standard: &[i64]) -> (i64, i64) {
    let highest = standard.iter().copied().max().unwrap_or(0);
    let lowest = standard.iter().copied().min().unwrap_or(0);
    (-highest - 1, i64::max(facts.capacity - lowest, 0))
}
