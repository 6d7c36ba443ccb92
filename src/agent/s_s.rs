//! (s, S): when the position has fallen to s, order up to S.
//!
//! Searched on the exact chain where there is one of bearable size: the search starts from the reorder
//! point and the lot of EOQ and walks over s and S in turn until neither gets better, or until it has done so
//! much work that nobody should wait for more. Elsewhere the levels are those of EOQ with reorder point. With a season both levels shift with the standard level of the phase.

use super::chain::{TOLERANCE, climb, searchable_chain};
use super::stock_levels::standard_levels;
use super::stock_rule::{Reorder, Ruled, Then};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, needs_stock};
use crate::base::{Text, Trouble};
use crate::sim::StockFacts;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "s-S",
    label: Text::new("(s, S)", "(s, S) 策略"),
    story: Text::new(
        "Waits until stock has fallen to a low level, then fills it up to a high one; in shops of bearable size both \
         levels are searched for on the exact model, in larger ones they are the textbook's.",
        "等库存降到低水位，再补到高水位；店不太大时两个水位在精确模型上搜索得出，否则取教科书的水平。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Model,
    params: &[],
    paper: "Scarf, H. (1960), The optimality of (S, s) policies in the dynamic inventory problem, Mathematical Methods in the Social Sciences, 196–202",
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
    let (mut low, mut high) = (-1, f64::round(lot) as i64);
    if let Some(mut chain) = searchable_chain(case) {
        let mut average = |low, high| chain.try_rule(&facts, &rule(&standard, low, high));
        let (least, most) = range(&facts, &standard);
        high = i64::min(high, most);
        let mut best = f64::NEG_INFINITY;
        loop {
            let (s, _) = climb(low, least, high, |s| average(s, high));
            let (t, value) = climb(high, s, most, |t| average(s, t));
            // An average is known up to the chain's tolerance: without a clear gain two rules that are as good
            // as each other would take turns for ever. A search whose work is spent knows no value any more.
            if value.is_nan() || value <= best + TOLERANCE {
                break;
            }
            (low, high, best) = (s, t, value);
        }
        // Where an order costs more than it brings, no walk from the textbook's levels ends at never ordering.
        if average(least, high) > best + TOLERANCE {
            low = least;
        }
    }
    Ok(Ruled::boxed(facts, rule(&standard, low, high)))
}

/// How far the levels may lie from the standard ones.
fn range(facts: &StockFacts, standard: &[i64]) -> (i64, i64) {
    let highest = standard.iter().copied().max().unwrap_or(0);
    let lowest = standard.iter().copied().min().unwrap_or(0);
    (-highest - 1, i64::max(facts.capacity - lowest, 0))
}
