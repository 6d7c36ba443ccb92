//! The kinds of lost sales with a lead time: the exact optimum and the classical policies, on the simulator's
//! own finite model (Zipkin 2008).

use super::{Case, Got};
use crate::agent::{chain, myopic, planned, stock_levels, stock_rule};
use crate::analytics::constant_order::{self, Costs};
use crate::analytics::planning::Limits;
use crate::base::{Counts, FiniteModel, Params, Setting, Trouble};
use crate::sim::{self, Env, StockFacts};
use crate::trouble;
use chain::Chain;
use serde_json::Value;
use stock_rule::StockRule;

/// How exactly a policy's average cost is computed, far inside any printed digit, and with how much work at most.
const LIMITS: Limits = Limits { tolerance: 1e-6, outcomes: 4e11 };
/// States above which a case is refused; the largest printed instance has some 600,000.
const MOST_STATES: usize = 3_000_000;

/// A lost-sales shop of a case, with one lead time; a capacity of 0 is the textbook's.
fn shop(case: &Case<'_>, lead_time: f64, capacity: i64) -> Result<Box<dyn Env>, Trouble> {
    let entry = sim::find("inventory")?;
    let mut params = Params::defaults(entry.params);
    let mut set = |id: &str, setting: Setting| params.set("inputs", id, &setting);
    set("demand", Setting::Word(case.word("demand.family")?))?;
    set("mean", Setting::Number(case.number("demand.mean")?))?;
    set("deviation", Setting::Number(case.number_or("demand.sd", 0.0)?))?;
    set("lead_time", Setting::Number(lead_time))?;
    set("holding", Setting::Number(case.number("h")?))?;
    set("shortage", Setting::Number(case.number("p")?))?;
    set("order_cost", Setting::Number(case.number_or("K", 0.0)?))?;
    set("unit_cost", Setting::Number(case.number_or("c", 0.0)?))?;
    set("capacity", Setting::Number(capacity as f64))?;
    let env = (entry.build)(&params)?;
    let states = env.facts().model.map_or(0, |m| m.states());
    if states > MOST_STATES {
        return Err(trouble!(
            "lead_time is {lead_time}, which makes {states} states: allowed are at most {MOST_STATES}",
            "lead_time 是 {lead_time}，将有 {states} 个状态：最多允许 {MOST_STATES} 个"
        ));
    }
    Ok(env)
}

/// The textbook's facts and the finite model of a shop.
fn facts_and_model(env: &dyn Env) -> Result<(StockFacts, Box<dyn FiniteModel>), Trouble> {
    let facts = env.facts();
    match (facts.stock, facts.model) {
        (Some(stock), Some(model)) => Ok((stock.clone(), model.build())),
        _ => Err(trouble!("this shop has no finite model", "这个店没有有限模型")),
    }
}

/// optimal_average_cost.
pub(super) fn lost_sales_average_cost(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let env = shop(&case, case.number("lead_time")?, 0)?;
    Ok(vec![Got::number("optimal_average_cost", optimal_cost(&*env)?)])
}

fn optimal_cost(env: &dyn Env) -> Result<f64, Trouble> {
    match env.facts().model {
        Some(source) => Ok(-planned::plan(source, env.spec())?.value),
        None => Err(trouble!("this shop has no finite model", "这个店没有有限模型")),
    }
}

/// Optimal, Myopic, Std. base-stock and Best base-stock for each lead time; Best constant order for all.
pub(super) fn lost_sales_average_cost_table(case: &Value, _: &Value) -> Result<Vec<Got>, Trouble> {
    let case = Case::new(case)?;
    let lead_times = case.numbers("lead_times")?;
    let mut got = Vec::new();
    for (i, &lead_time) in lead_times.iter().enumerate() {
        let env = shop(&case, lead_time, 0)?;
        let mut add = |name: &str, cost: f64| got.push(Got::number(format!("{name}[{i}]"), cost));
        add("Optimal", optimal_cost(&*env)?);
        let (facts, model) = facts_and_model(&*env)?;
        let standard = stock_levels::standard_levels(&facts)[0];
        add("Myopic", cost_of(&*env, model, &facts, &myopic::Myopic::new(&facts))?);
        add("Std. base-stock", base_stock_cost(&case, lead_time, standard)?);
        add("Best base-stock", best_base_stock_cost(&case, lead_time, standard)?);
    }
    if let Some(longest) = lead_times.iter().copied().reduce(f64::max) {
        got.push(Got::number("Best constant order", best_constant_order(&case, longest)?));
    }
    Ok(got)
}

fn cost_of(
    env: &dyn Env,
    model: Box<dyn FiniteModel>,
    facts: &StockFacts,
    rule: &dyn StockRule,
) -> Result<f64, Trouble> {
    Ok(-Chain::new(model, env.spec().seats[0].observation.len(), LIMITS).average(facts, rule)?)
}

/// Stock and orders due never exceed the level, so a shop with just that capacity has the same chain and far
/// fewer states.
fn base_stock_cost(case: &Case<'_>, lead_time: f64, level: i64) -> Result<f64, Trouble> {
    let env = shop(case, lead_time, i64::max(level, 1))?;
    let (facts, model) = facts_and_model(&*env)?;
    cost_of(&*env, model, &facts, &stock_rule::UpTo { levels: vec![level] })
}

/// The cost is convex in the level under lost sales without a fixed cost (Janakiraman & Roundy 2004), and the best
/// level is no higher than the standard one. With a fixed cost every level but 0 pays it nearly as often, so that
/// the top is near, and never to order at all is another candidate.
fn best_base_stock_cost(case: &Case<'_>, lead_time: f64, standard: i64) -> Result<f64, Trouble> {
    let mut trouble = None;
    let mut value = |level| match base_stock_cost(case, lead_time, level) {
        Ok(cost) => -cost,
        Err(t) => {
            trouble = Some(t);
            f64::NAN
        }
    };
    let fixed = case.number_or("K", 0.0)? > 0.0;
    let (near, top) = chain::peak(0, standard, &mut value);
    let best = if fixed { f64::max(chain::climb(near, 0, standard, &mut value).1, value(0)) } else { top };
    trouble.map_or(Ok(-best), Err)
}

/// On a shelf with the room of the standard base-stock level of the longest lead time, as printed.
fn best_constant_order(case: &Case<'_>, longest: f64) -> Result<f64, Trouble> {
    let env = shop(case, longest, 0)?;
    let (facts, _) = facts_and_model(&*env)?;
    let room = stock_levels::standard_levels(&facts)[0] as u32;
    let costs =
        Costs { holding: facts.holding, shortage: facts.shortage, order: facts.order_cost, unit: facts.unit_cost };
    let demand: &Counts = &facts.demand[0];
    Ok(constant_order::best(demand, room, costs).1)
}
