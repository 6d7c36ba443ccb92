//! The plans against each other and against the shop that is really played.

use super::joint::Joint;
use super::worth::Worth;
use super::{Moment, Plan, ShopFacts, Triple};
use crate::base::{Action, Params, World};
use crate::sim::{self, Env};

fn shop(preset: &str) -> Box<dyn Env> {
    let entry = sim::find("store").unwrap();
    (entry.build)(&entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap()
}

/// The mean total and its standard error of a way to decide.
fn earns(env: &mut dyn Env, episodes: u64, mut decide: impl FnMut(&Moment<'_>, &[f64]) -> Triple) -> (f64, f64) {
    let facts = env.facts().shop.unwrap().clone();
    let totals: Vec<f64> = (0..episodes)
        .map(|episode| {
            env.reset(World::search(1).episode(episode));
            let mut seen = vec![0.0; env.spec().seats[2].observation.len()];
            let mut rewards = [0.0; 3];
            (0..facts.days)
                .map(|day| {
                    env.observe(2, &mut seen);
                    let whole = |from: usize| [0, 1, 2].map(|i| seen[from + i] as usize);
                    let (stock, due) = (whole(facts.stock), whole(facts.due));
                    let (segment, turn) = (seen[facts.segment] as usize, seen[facts.turn] as usize);
                    let moment = Moment { day, segment, turn, stock: &stock, due: &due };
                    env.step(&decide(&moment, &seen).map(Action::choice), &mut rewards);
                    rewards[0]
                })
                .sum()
        })
        .collect();
    (crate::base::stats::mean(&totals), crate::base::stats::standard_error(&totals))
}

/// EOQ with reorder point by the store's own facts.
fn eoq(env: &dyn Env) -> impl Fn(&[f64]) -> usize + use<> {
    use crate::agent::stock_levels::protecting_level;
    let facts = env.facts().stock.unwrap().clone();
    move |seen| {
        let phase = facts.phase(seen);
        if facts.position(seen) > protecting_level(&facts, phase) {
            return 0;
        }
        let lot = f64::sqrt(2.0 * facts.order_cost * facts.mean_demand_of(phase) / facts.holding);
        facts.choice_for(f64::round(lot) as i64)
    }
}

#[test]
#[ignore = "prints what teams earn"]
fn what_teams_earn() {
    let mut out = String::new();
    for preset in ["everyday", "tiny", "rush", "scarce", "slow-van"] {
        let mut env = shop(preset);
        let env = &mut *env;
        let stock = env.facts().stock.unwrap().clone();
        let order = eoq(env);
        let sold = |seen: &[f64]| stock.choice_for(seen[stock.sold.unwrap()] as i64);
        let simple = earns(env, 400, |_, seen| [0, 3, sold(seen)]);
        let rungs: Vec<i64> = (0..7).map(|r| earns(env, 200, |m, seen| [m.segment, r, order(seen)]).0 as i64).collect();
        let favourite = earns(env, 200, |m, seen| [m.segment, 3, sold(seen)]);
        let popular = earns(env, 200, |_, seen| [0, 3, order(seen)]);
        let facts = env.facts().shop.unwrap().clone();
        let plan = Plan::new(&facts);
        let best = earns(env, 400, |moment, _| plan.best(moment));
        let near = Worth::new(&facts);
        let near = earns(env, 400, |moment, _| near.best(moment));
        out += &format!(
            "{preset}: simple {simple:?} favourite {favourite:?} popular-eoq {popular:?} fav-eoq by rung {rungs:?} near {near:?} best {best:?}\n"
        );
    }
    panic!("{out}");
}

#[test]
fn the_exact_plan_earns_what_it_promises() {
    let mut env = shop("tiny");
    let facts: ShopFacts = env.facts().shop.unwrap().clone();
    assert!(Joint::is_bearable(&facts));
    let joint = Joint::new(&facts);
    let start = [facts.capacity.min(6); 3];
    let (mean, error) = earns(&mut *env, 4_000, |moment, _| joint.best(moment));
    let promised = joint.value(&start);
    assert!((mean - promised).abs() < 3.5 * error, "earned {mean} ± {error}, promised {promised}");
}
