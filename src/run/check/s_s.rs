//! The kinds of the (s,S) policy.

use super::case::renamed;
use super::{Case, Got};
use crate::analytics::stock::DiscreteDemand;
use crate::analytics::stock::s_s::{LONGEST_LEAD_TIME, SsShop, s_s_best, s_s_cost, s_s_power_approximation};
use crate::base::Trouble;
use serde_json::Value;

/// s, S, cost, the cost of a lower s, and the power approximation with the deviation √mean.
pub(super) fn s_s_poisson_exact(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let mean = case.number("mean")?;
    let demand = DiscreteDemand::poisson(mean).map_err(renamed("mean demand", "mean"))?;
    let shop = shop(&case, demand)?;
    let mut got = best(&case, &shop)?;
    if case.expects("power_approx") {
        let sd = f64::sqrt(mean);
        let policy = s_s_power_approximation(shop.h, shop.p, shop.k, mean, sd, shop.lead_time as f64)?;
        got.push(Got::number("power_approx.s", policy.reorder));
        got.push(Got::number("power_approx.S", policy.up_to));
    }
    Ok(got)
}

/// s, S, cost, and the cost of a lower s.
pub(super) fn s_s_discrete_exact(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let shop = shop(&case, case.demand()?)?;
    best(&case, &shop)
}

fn shop(case: &Case, demand: DiscreteDemand) -> Result<SsShop, Trouble> {
    Ok(SsShop {
        h: case.number("h")?,
        p: case.number("p")?,
        k: case.number("K")?,
        demand,
        lead_time: case.count_or_zero("lead_time", LONGEST_LEAD_TIME)?,
    })
}

fn best(case: &Case, shop: &SsShop) -> Result<Vec<Got>, Trouble> {
    let best = s_s_best(shop).map_err(renamed("mean demand", "mean"))?;
    let theirs = case.whole_decision("s").zip(case.whole_decision("S"));
    let priced = theirs.and_then(|(s, up_to)| s_s_cost(shop, s, up_to).ok());
    let mut got = vec![
        Got::whole("s", best.reorder).or_costs(priced, best.cost),
        Got::whole("S", best.up_to).or_costs(priced, best.cost),
        Got::number("cost", best.cost),
    ];
    if case.expects("cost_at_s_minus_1_S") {
        // The neighbour of the policy that is expected: with ties, ours has other neighbours.
        let (s, up_to) = theirs.unwrap_or((best.reorder, best.up_to));
        got.push(Got::number("cost_at_s_minus_1_S", s_s_cost(shop, s - 1, up_to)?));
    }
    Ok(got)
}
