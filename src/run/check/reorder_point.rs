//! The kinds of the (r,Q) policy.

use super::case::renamed;
use super::{Case, Got};
use crate::analytics::stock::reorder_point::{PoissonShop, rq_poisson, rq_poisson_cost};
use crate::analytics::stock::reorder_point_normal::{
    NormalShop, Reorder, rq_eil, rq_eil_cost, rq_eoqb, rq_eoqss, rq_normal_cost,
};
use crate::base::Trouble;
use serde_json::Value;

/// r, Q, cost, and the cost of reordering a unit earlier.
pub(super) fn rq_poisson_exact(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let shop = PoissonShop {
        h: case.number("h")?,
        p: case.number("p")?,
        k: case.number("K")?,
        rate: case.number("lam")?,
        lead_time: case.number("lead_time")?,
    };
    let best = rq_poisson(&shop).map_err(renamed("rate", "lam"))?;
    let theirs = case.whole_decision("r").zip(case.whole_decision("Q"));
    let priced = theirs.and_then(|(r, q)| rq_poisson_cost(&shop, r, q).ok());
    let mut got = vec![
        Got::whole("r", best.reorder).or_costs(priced, best.cost),
        Got::whole("Q", best.quantity).or_costs(priced, best.cost),
        Got::number("cost", best.cost),
    ];
    if case.expects("cost_at_r_plus_1") {
        // The neighbour of the policy that is expected: with ties, ours has other neighbours.
        let (r, q) = theirs.unwrap_or((best.reorder, best.quantity));
        got.push(Got::number("cost_at_r_plus_1", rq_poisson_cost(&shop, r + 1, q)?));
    }
    Ok(got)
}

/// A method's name under `expected`, its cost's name, the method, and the cost of any pair by its terms.
type Method = (
    &'static str,
    &'static str,
    fn(&NormalShop) -> Result<Reorder, Trouble>,
    fn(&NormalShop, f64, f64) -> Result<f64, Trouble>,
);

const METHODS: [Method; 3] = [
    ("eil", "cost", rq_eil, rq_eil_cost),
    ("eoqb", "exact_cost", rq_eoqb, rq_normal_cost),
    ("eoqss", "exact_cost", rq_eoqss, rq_normal_cost),
];

/// r, Q and cost of each approximation that is asked for.
pub(super) fn rq_normal(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let shop = NormalShop {
        h: case.number("h")?,
        p: case.number("p")?,
        k: case.number("K")?,
        mean: case.number("mean")?,
        sd: case.number("sd")?,
        lead_time: case.number("lead_time")?,
    };
    let mut got = Vec::new();
    for (name, cost_name, method, cost_of) in METHODS {
        if !case.expects(name) {
            continue;
        }
        let policy = method(&shop)?;
        let theirs = case.decision(&format!("{name}.r")).zip(case.decision(&format!("{name}.Q")));
        let priced = theirs.and_then(|(r, q)| cost_of(&shop, r, q).ok());
        got.push(Got::number(format!("{name}.r"), policy.reorder).or_costs(priced, policy.cost));
        got.push(Got::number(format!("{name}.Q"), policy.quantity).or_costs(priced, policy.cost));
        got.push(Got::number(format!("{name}.{cost_name}"), policy.cost));
        if cost_name == "cost" && case.decision(&format!("{name}.exact_cost")).is_some() {
            let exact = rq_normal_cost(&shop, policy.reorder, policy.quantity)?;
            got.push(Got::number(format!("{name}.exact_cost"), exact));
        }
    }
    Ok(got)
}
