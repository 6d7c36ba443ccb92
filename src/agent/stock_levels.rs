//! The levels of stock that the classical policies share: how often demand should be met, and what it takes.

use crate::sim::StockFacts;

/// The smallest S with P(D over L+1 periods ≤ S) ≥ p/(p + h); where stock is looked at less often than once a period,
/// over L and the periods between two looks.
pub fn protecting_level(facts: &StockFacts, phase: usize) -> i64 {
    facts.demand_over(phase, facts.lead_time + facts.review()).quantile(critical_ratio(facts)) as i64
}

/// p/(p + h): how often demand should be met.
pub fn critical_ratio(facts: &StockFacts) -> f64 {
    let sum = facts.shortage + facts.holding;
    if sum > 0.0 { facts.shortage / sum } else { 0.5 }
}

/// The standard level of each phase.
pub fn standard_levels(facts: &StockFacts) -> Vec<i64> {
    (0..facts.demand.len()).map(|phase| protecting_level(facts, phase)).collect()
}
