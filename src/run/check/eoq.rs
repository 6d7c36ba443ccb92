//! The kinds of the economic order quantity.

use super::{Case, Got};
use crate::analytics::stock::{discounts, discounts::PriceList, eoq as formula};
use crate::base::Trouble;
use serde_json::Value;

/// Q, cost, and the cost of half as much again.
pub(super) fn eoq(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (k, h, demand) = (case.number("K")?, case.number("h")?, case.number("demand_rate")?);
    let lot = formula::eoq(k, h, demand)?;
    let cost = |q: f64| formula::eoq_cost(k, h, demand, q);
    let mut got = lot_and_cost(&case, lot.quantity, lot.cost, |q| cost(q).ok());
    if case.expects("cost_at_1p5Q") && lot.quantity > 0.0 {
        got.push(Got::number("cost_at_1p5Q", cost(1.5 * lot.quantity)?));
    }
    Ok(got)
}

/// Q, stockout_fraction, cost.
pub(super) fn eoq_backorders(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (k, h, p) = (case.number("K")?, case.number("h")?, case.number("p")?);
    let demand = case.number("demand_rate")?;
    let lot = formula::eoq_backorders(k, h, p, demand)?;
    let cost = |q: f64| formula::eoq_backorders_cost(k, h, p, demand, q, lot.stockout_fraction).ok();
    let mut got = lot_and_cost(&case, lot.quantity, lot.cost, cost);
    got.push(Got::number("stockout_fraction", lot.stockout_fraction));
    Ok(got)
}

/// Q, cost.
pub(super) fn epq(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (k, h, demand) = (case.number("K")?, case.number("h")?, case.number("demand_rate")?);
    let production = case.number("production_rate")?;
    let lot = formula::epq(k, h, demand, production)?;
    Ok(lot_and_cost(&case, lot.quantity, lot.cost, |q| formula::epq_cost(k, h, demand, production, q).ok()))
}

/// Q, region, cost.
pub(super) fn eoq_all_units_discount(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    discount(case, discounts::all_units_discount, discounts::all_units_discount_cost)
}

/// Q, region, cost.
pub(super) fn eoq_incremental_discount(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    discount(case, discounts::incremental_discount, discounts::incremental_discount_cost)
}

fn lot_and_cost(case: &Case, quantity: f64, cost: f64, cost_of: impl Fn(f64) -> Option<f64>) -> Vec<Got> {
    let theirs = case.decision("Q").and_then(cost_of);
    vec![Got::number("Q", quantity).or_costs(theirs, cost), Got::number("cost", cost)]
}

fn discount(
    case: &Value,
    best: fn(&PriceList) -> Result<discounts::DiscountLot, Trouble>,
    cost: fn(&PriceList, f64) -> Result<f64, Trouble>,
) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (breakpoints, unit_costs) = (case.numbers("breakpoints")?, case.numbers("unit_costs")?);
    let list = PriceList {
        k: case.number("K")?,
        holding_rate: case.number("holding_rate")?,
        demand_rate: case.number("demand_rate")?,
        breakpoints: &breakpoints,
        unit_costs: &unit_costs,
    };
    let lot = best(&list)?;
    let mut got = lot_and_cost(&case, lot.quantity, lot.cost, |q| cost(&list, q).ok());
    // Another region is as good only if it is the one that the expected order falls into.
    let theirs = case.decision("Q").filter(|q| case.decision("region") == Some(list.region(*q) as f64));
    let theirs = theirs.and_then(|q| cost(&list, q).ok());
    got.push(Got::whole("region", lot.region as i64).or_costs(theirs, lot.cost));
    Ok(got)
}
