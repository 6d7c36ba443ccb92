//! The kinds of prices: the best one against a demand curve, for several products, for a stock that must go.

use super::case::renamed;
use super::{Case, Got};
use crate::analytics::pricing::finite_horizon::finite_horizon;
use crate::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
use crate::analytics::pricing::products::{best_prices, profit_at};
use crate::analytics::pricing::{Optimum, best_price};
use crate::base::{DemandCurve, Trouble};
use serde_json::Value;

/// Largest stock of a season: a fixed price is searched for each.
const MOST_UNITS: u32 = 5_000;
/// Most slots of a season; the plan itself has a tighter limit for stock times slots.
const MOST_SLOTS: u32 = 1_000_000;

/// price, quantity, profit of q = a − b·p.
pub(super) fn monopoly_linear(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let curve = DemandCurve::Linear { a: case.number("a")?, b: case.number("b")? };
    monopoly(&case, curve)
}

/// price, quantity, profit of q = A·p^e.
pub(super) fn monopoly_isoelastic(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let curve = DemandCurve::Constant { scale: case.number("A")?, elasticity: case.number("elasticity")? };
    monopoly(&case, curve)
}

/// price, quantity, profit of q = M/(1 + e^(−(a − b·p))).
pub(super) fn monopoly_logit(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (market, a, b) = (case.number("M")?, case.number("a")?, case.number("b")?);
    monopoly(&case, DemandCurve::Logit { market, a, b })
}

fn monopoly(case: &Case, curve: DemandCurve) -> Result<Vec<Got>, Trouble> {
    let cost = case.number_or("cost", 0.0)?;
    let best = best_price(&curve, cost)?;
    let theirs = case.decision("price").map(|p| Optimum::at(&curve, cost, p).profit);
    Ok(vec![
        Got::number("price", best.price).or_costs(theirs, best.profit),
        Got::number("quantity", best.quantity),
        Got::number("profit", best.profit),
    ])
}

/// price and quantity of each product, and their profit together, of q = a − B·p.
pub(super) fn multiproduct_linear(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (a, b, cost) = (case.numbers("a")?, case.matrix("B")?, case.numbers("cost")?);
    let best = best_prices(&a, &b, &cost)?;
    let theirs = case.decisions("price");
    let theirs = theirs.and_then(|prices| profit_at(&a, &b, &cost, &prices).ok().flatten());
    let mut got = vec![Got::number("profit", best.profit)];
    for (i, (price, quantity)) in best.prices.iter().zip(&best.quantities).enumerate() {
        got.push(Got::number(format!("price[{i}]"), *price).or_costs(theirs, best.profit));
        got.push(Got::number(format!("quantity[{i}]"), *quantity));
    }
    Ok(got)
}

/// J, price_now, fixed_price_opt, fixed_price_revenue and deterministic_upper_bound for 1, 2, …, n_max units.
pub(super) fn gallego_vanryzin_exponential(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let season = ExponentialSeason::new(case.number("a")?, case.number("alpha")?, case.number_or("cost", 0.0)?)?;
    let (most, t) = (case.count("n_max", MOST_UNITS)? as usize, case.number("t")?);
    let exact = season.exact(most, t).map_err(renamed("n ", "n_max "))?;
    let fixed = case.expects("fixed_price_opt") || case.expects("fixed_price_revenue");
    let mut got = Vec::new();
    for (i, now) in exact.into_iter().enumerate() {
        let n = i + 1;
        got.push(Got::number(format!("J[{i}]"), now.value));
        got.push(Got::number(format!("price_now[{i}]"), now.price));
        if fixed {
            let best = season.fixed_price(n, t)?;
            let theirs = case.decisions("fixed_price_opt").and_then(|prices| prices.get(i).copied());
            let priced = theirs.and_then(|price| season.earns_at(price, n, t).ok());
            got.push(Got::number(format!("fixed_price_opt[{i}]"), best.price).or_costs(priced, best.value));
            got.push(Got::number(format!("fixed_price_revenue[{i}]"), best.value));
        }
        got.push(Got::number(format!("deterministic_upper_bound[{i}]"), season.deterministic(n, t)?.value));
    }
    Ok(got)
}

/// V0 by stock, and the place of the best price at the first slot and at every slot, by stock from 1 up.
pub(super) fn finite_horizon_pricing(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let (prices, chances) = (case.numbers("prices")?, case.numbers("sale_prob")?);
    let stock = case.count("stock", MOST_SLOTS)? as usize;
    let slots = case.count("periods", MOST_SLOTS)? as usize;
    let plan = finite_horizon(stock, slots, &prices, &chances)?;
    let mut got: Vec<Got> = (0..=stock).map(|s| Got::number(format!("V0[{s}]"), plan.value(0, s))).collect();
    let places = if case.expects("price_index_t") { slots } else { usize::min(slots, 1) };
    for slot in 0..places {
        for s in 1..=stock {
            let path = format!("price_index_t[{slot}][{}]", s - 1);
            let at_first = format!("price_index_at_t0[{}]", s - 1);
            for path in [Some(path), (slot == 0).then_some(at_first)].into_iter().flatten() {
                let choice = plan.choice(slot, s);
                let worth = |i: usize| Some(plan.worth(slot, s, *prices.get(i)?, *chances.get(i)?));
                let theirs = case.whole_decision_at(&path).and_then(|i| usize::try_from(i).ok()).and_then(worth);
                got.push(Got::whole(path, choice as i64).or_costs(theirs, plan.value(slot, s)));
            }
        }
    }
    Ok(got)
}
