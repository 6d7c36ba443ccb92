//! What knowing is worth where the price is the decision: the order of the methods, measured over ten seeds, each
//! with the preset's own plan.
#![cfg(not(target_arch = "wasm32"))]
// What is compared here is no bit of a run.
#![allow(clippy::disallowed_methods)]

use emporium::base::stats::Interval;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Scenario, Session, Shop};
use emporium::sim;

const SEEDS: u32 = 10;

/// What a method earns at the end of a run of so many steps, for each seed.
fn earned(preset: &str, agent: &str, steps: u64) -> Vec<f64> {
    let mut scenario = Scenario::of("pricing", preset, &[agent]);
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: 100 });
    scenario.seeds.count = SEEDS;
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    session.runs.iter().map(|run| run.curve().last().unwrap().reward).collect()
}

/// Mean and half the width of its 95 % interval over the seeds.
fn told(preset: &str, agent: &str, steps: u64) -> (f64, f64) {
    let xs = earned(preset, agent, steps);
    let mean = xs.iter().sum::<f64>() / xs.len() as f64;
    let half = Interval::of_mean(xs.len()).half(&xs);
    println!("{preset:>22} {agent:<18} {mean:>10.1} ± {half:.1}");
    (mean, half)
}

/// The ends of a method's interval on `everyday` with the preset's plan.
fn interval(agent: &str) -> (f64, f64) {
    let steps = sim::find("pricing").unwrap().preset("everyday").unwrap().plan.steps;
    let (mean, half) = told("everyday", agent, steps);
    (mean - half, mean + half)
}

#[test]
fn who_knows_more_earns_more() {
    // From those who look at nothing but the cost to those who know everything; intervals lie apart.
    let order = ["cost-plus", "elasticity", "q-learning", "best-fixed", "value-iteration"];
    let intervals = order.map(interval);
    for (pair, names) in intervals.windows(2).zip(order.windows(2)) {
        assert!(pair[0].1 < pair[1].0, "{} earns {:?} and {} {:?}", names[0], pair[0], names[1], pair[1]);
    }
    // A price of a day is not quite the price of a moment, and a ladder not any price: the formula of continuous
    // time comes close to the optimum, and no closer than the worlds in which both are measured allow.
    let (formula, optimum) = (interval("gallego-van-ryzin").0, intervals[4].1);
    assert!((formula / optimum - 1.0).abs() < 0.01, "{formula} and {optimum}");
}

#[test]
fn a_learner_of_any_price_comes_close_to_the_formula() {
    let of = |agent: &str, steps| {
        let (mean, half) = told("any-price", agent, steps);
        (mean - half, mean + half)
    };
    let [markup, formula] = ["cost-plus", "gallego-van-ryzin"].map(|agent| of(agent, 100));
    let learner = of("ppo", 30_000);
    assert!(learner.0 > markup.1 && learner.0 > 0.93 * formula.1, "{markup:?} {learner:?} {formula:?}");
}

#[test]
fn a_lot_that_is_taken_for_a_level_pays_the_van_every_day() {
    let cost = |preset: &str| {
        let mut scenario = Scenario::of("inventory", preset, &["eoq"]);
        scenario.budget = Some(Budget { steps: 100 });
        let mut session = Session::new(&scenario.check().unwrap()).unwrap();
        session.finish();
        -session.runs[0].last().unwrap().rewards[0]
    };
    let [printed, corrected] = ["eoq-as-printed", "eoq-corrected"].map(cost);
    // By hand: the van every day, and 10 on the shelf in the evening. Every fourth day, a quarter of it, and the shelf.
    assert!((45.0..55.0).contains(&printed) && corrected < 0.6 * printed, "{printed} and {corrected}");
}

#[test]
fn the_plan_is_worth_what_the_formula_nearly_is() {
    use emporium::agent::planned::plan;
    use emporium::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
    let entry = sim::find("pricing").unwrap();
    let shop = Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap();
    let env = shop.open();
    let plan = plan(env.facts().model.unwrap(), shop.spec()).unwrap();
    // Demand of 1.2 at 40 with the elasticity −2: a = 1.2·e², α = 1/20.
    let season = ExponentialSeason::new(1.2 * f64::exp(2.0), 0.05, 20.0).unwrap();
    let moment = season.exact(20, 30.0).unwrap()[19].value;
    assert!(plan.value < moment && plan.value > 0.98 * moment, "{} and {moment}", plan.value);
    assert!(plan.value > season.fixed_price(20, 30.0).unwrap().value);
}
