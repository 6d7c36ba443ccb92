//! The levels of stock that the classical policies share: how often demand should be met, and what it takes.
//!
//! Stock is looked at every R periods, and an order takes L: the level S must last for the demand D of L + R periods.
//! Consider the last unit of S. If D < S it is not sold, and lies on the shelf until one unit less is ordered at the
//! next look: it costs h·R. If D ≥ S a customer finds it who else would have found nothing: it saves p. So S should
//! grow while P(D ≥ S)·p > P(D < S)·h·R, which gives the newsvendor's smallest S with P(D ≤ S) ≥ p/(p + h·R) (Silver,
//! Pyke and Peterson 1998, chapter 7); with R = 1 it is p/(p + h).

use crate::sim::StockFacts;

/// The smallest S with P(D over L + R periods ≤ S) ≥ p/(p + h·R).
pub fn protecting_level(facts: &StockFacts, phase: usize) -> i64 {
    facts.demand_over(phase, facts.lead_time + facts.review()).quantile(critical_ratio(facts)) as i64
}

/// p/(p + h·R): how often demand should be met.
pub fn critical_ratio(facts: &StockFacts) -> f64 {
    let sum = facts.shortage + facts.holding * facts.review() as f64;
    if sum > 0.0 { facts.shortage / sum } else { 0.5 }
}

/// The standard level of each phase.
pub fn standard_levels(facts: &StockFacts) -> Vec<i64> {
    (0..facts.demand.len()).map(|phase| protecting_level(facts, phase)).collect()
}
