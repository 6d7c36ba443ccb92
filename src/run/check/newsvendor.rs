//! The kinds of the newsvendor, and base stock, which is one over the lead time.
//!
//! `S_eval` (and `S_eval` alone) is an input that stands under `expected`: the level whose cost `cost_eval`,
//! or profit `profit_eval`, is.

use super::case::renamed;
use super::{Case, Got};
use crate::analytics::stock::newsvendor::WholeLevel;
use crate::analytics::stock::newsvendor_profit::{self as profit, Margins};
use crate::analytics::stock::{base_stock, newsvendor as formula};
use crate::base::Trouble;
use serde_json::Value;

/// S, cost, cost_eval at S_eval.
pub(super) fn newsvendor_normal(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (h, p, mean, sd) = (case.number("h")?, case.number("p")?, case.number("mean")?, case.number("sd")?);
    let lead_time = case.number_or("lead_time", 0.0)?;
    let best = formula::newsvendor_normal(h, p, mean, sd, lead_time)?;
    level(&case, "cost", best.level, best.value, |s| formula::newsvendor_normal_cost(h, p, mean, sd, lead_time, s))
}

/// S, profit, profit_eval at S_eval.
pub(super) fn newsvendor_normal_profit(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (margins, mean, sd) = (margins(&case)?, case.number("mean")?, case.number("sd")?);
    let lead_time = case.number_or("lead_time", 0.0)?;
    let best = profit::newsvendor_normal_profit(&margins, mean, sd, lead_time)?;
    level(&case, "profit", best.level, best.value, |s| {
        profit::newsvendor_normal_profit_at(&margins, mean, sd, lead_time, s)
    })
}

/// S, cost, cost_eval at S_eval.
pub(super) fn newsvendor_poisson(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (h, p, mean) = (case.number("h")?, case.number("p")?, case.number("mean")?);
    let lead_time = case.number_or("lead_time", 0.0)?;
    let best = formula::newsvendor_poisson(h, p, mean, lead_time)?;
    whole_level(&case, "cost", best, |s| formula::newsvendor_poisson_cost(h, p, mean, lead_time, s))
}

/// S, profit, profit_eval at S_eval.
pub(super) fn newsvendor_poisson_profit(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (margins, mean) = (margins(&case)?, case.number("mean")?);
    let lead_time = case.number_or("lead_time", 0.0)?;
    let best = profit::newsvendor_poisson_profit(&margins, mean, lead_time)?;
    whole_level(&case, "profit", best, |s| profit::newsvendor_poisson_profit_at(&margins, mean, lead_time, s))
}

/// S, cost, cost_eval at S_eval.
pub(super) fn newsvendor_discrete(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (h, p) = (case.number("h")?, case.number("p")?);
    let periods = case.count_or_zero("lead_time", 1000)? + 1;
    let demand = case.demand()?.over_periods(periods)?;
    let best = formula::newsvendor_discrete(h, p, &demand)?;
    whole_level(&case, "cost", best, |s| formula::newsvendor_discrete_cost(h, p, &demand, s))
}

/// S, cost, cost_eval at S_eval.
pub(super) fn base_stock_poisson_leadtime(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (h, p, mean, lead_time) =
        (case.number("h")?, case.number("p")?, case.number("lam")?, case.number("lead_time")?);
    let best = base_stock::base_stock_poisson(h, p, mean, lead_time).map_err(renamed("mean", "lam"))?;
    whole_level(&case, "cost", best, |s| base_stock::base_stock_poisson_cost(h, p, mean, lead_time, s))
}

fn margins(case: &Case) -> Result<Margins, Trouble> {
    Ok(Margins {
        revenue: case.number("revenue")?,
        cost: case.number("cost")?,
        salvage: case.number("salvage")?,
        holding: case.number_or("h", 0.0)?,
        shortage: case.number_or("p", 0.0)?,
    })
}

fn level(
    case: &Case,
    value_name: &str,
    level: f64,
    value: f64,
    at: impl Fn(f64) -> Result<f64, Trouble>,
) -> Result<Vec<Got>, Trouble> {
    let theirs = case.decision("S").and_then(|s| at(s).ok());
    let mut got = vec![Got::number("S", level).or_costs(theirs, value), Got::number(value_name, value)];
    if let Some(asked) = case.asked("S_eval")? {
        got.push(Got::number(format!("{value_name}_eval"), at(asked)?));
    }
    Ok(got)
}

fn whole_level(
    case: &Case,
    value_name: &str,
    best: WholeLevel,
    at: impl Fn(i64) -> Result<f64, Trouble>,
) -> Result<Vec<Got>, Trouble> {
    let theirs = case.whole_decision("S").and_then(|s| at(s).ok());
    let mut got = vec![Got::whole("S", best.level).or_costs(theirs, best.value), Got::number(value_name, best.value)];
    if let Some(asked) = case.whole_asked("S_eval")? {
        got.push(Got::number(format!("{value_name}_eval"), at(asked)?));
    }
    Ok(got)
}
