//! What methods need of a seat: a model of bearable size, a price to set, items to show, stock to order.

use super::Case;
use crate::base::Trouble;
use crate::base::text::grouped;
use crate::sim::{ItemFacts, ModelSource, Objective, PriceFacts};
use crate::trouble;

/// States above which exact planning is not tried.
pub const MOST_STATES: usize = 2_000_000;

/// Outcomes that a plan is let to begin with, some ten seconds of work. An endless plan usually takes so many sweeps.
pub const MOST_OUTCOMES: f64 = 6e10;
const USUAL_SWEEPS: f64 = 15.0;

/// What the finite model is built from.
pub fn model_of<'a>(case: &Case<'a>) -> Result<&'a dyn ModelSource, Trouble> {
    case.facts.model.ok_or_else(|| trouble!("this world has no finite model", "这个环境没有有限模型"))
}

/// Fits where the world has one seat and a finite model of a bearable size.
pub fn needs_model(case: &Case<'_>) -> Result<(), Trouble> {
    let spec = case.spec;
    if spec.seats.len() > 1 {
        let seats = spec.seats.len();
        return Err(trouble!(
            "exact planning decides for one seat alone, and this world has {seats}",
            "精确规划只适用于单一席位，而这里有 {seats} 个"
        ));
    }
    let source = model_of(case)?;
    let states = source.states();
    if states > MOST_STATES {
        let (states, most) = (grouped(states as u64), grouped(MOST_STATES as u64));
        return Err(trouble!(
            "the model has {states} states, and exact planning is tried up to {most}",
            "模型有 {states} 个状态，精确规划最多处理 {most} 个"
        ));
    }
    let sweeps = match (spec.objective, spec.horizon) {
        (Objective::Average, _) | (_, None) => USUAL_SWEEPS,
        (_, Some(horizon)) => f64::from(horizon),
    };
    let outcomes = sweeps * source.effort().0;
    if outcomes > MOST_OUTCOMES {
        let (outcomes, most) = (grouped(outcomes as u64), grouped(MOST_OUTCOMES as u64));
        return Err(trouble!(
            "a plan would visit {outcomes} outcomes, and exact planning is tried up to {most}",
            "规划需要访问 {outcomes} 个结果，精确规划最多访问 {most} 个"
        ));
    }
    Ok(())
}

/// Fits where this seat sets a price.
pub fn needs_price<'a>(case: &Case<'a>) -> Result<&'a PriceFacts, Trouble> {
    case.facts.price.filter(|facts| facts.seat == case.seat).ok_or_else(|| {
        trouble!(
            "this method sets a price, and this seat decides something else",
            "这种方法定价，而这个席位决定的是别的"
        )
    })
}

/// Fits where this seat shows items to visitors.
pub fn needs_items<'a>(case: &Case<'a>) -> Result<&'a ItemFacts, Trouble> {
    case.facts.items.filter(|facts| facts.seat == case.seat).ok_or_else(|| {
        trouble!(
            "this method recommends items, and this seat decides something else",
            "这种方法推荐商品，而这个席位决定的是别的"
        )
    })
}

/// Fits where the world is a shop with stock.
pub fn needs_stock(case: &Case<'_>) -> Result<(), Trouble> {
    match case.facts.stock.filter(|facts| facts.seat == case.seat) {
        Some(_) => Ok(()),
        None => Err(trouble!(
            "this method decides how much to order, and this seat orders nothing by the textbook's rules",
            "这种方法决定订货量，而这个席位不按教科书规则订货"
        )),
    }
}
