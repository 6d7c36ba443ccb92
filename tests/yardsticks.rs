//! The learners on the worlds by which others measure theirs: medians of five seeds, each run to its end.

#![cfg(not(target_arch = "wasm32"))]
// Each learner says how long it took.
#![allow(clippy::disallowed_methods)]

mod classic;

use classic::{CartPole, Pendulum};
use emporium::agent::{self, Build, Case};
use emporium::base::{Params, Setting};
use emporium::run::training::{Player, Progress, Schedule};
use emporium::run::{Run, Shop};

/// Seeds, of which the median counts.
const SEEDS: u64 = 5;

/// What the frozen policy of a learner with these parameters earns in 20 worlds after so many steps.
fn earns(shop: &Shop, id: &str, set: &[(&str, f64)], steps: u64, seed: u64) -> f64 {
    let entry = agent::find(id).unwrap();
    let mut params = Params::defaults(entry.params);
    set.iter().for_each(|(name, x)| params.set(id, name, &Setting::Number(*x)).unwrap());
    let env = shop.open();
    let Build::Agent(build) = entry.build else { panic!() };
    let built = build(&Case { seed, ..Case::of(&*env, 0, &params, steps) }).unwrap();
    let schedule = Schedule { steps, every: steps, episodes: 20, stop: None };
    let mut run = Run::with_players(shop, vec![Player::Agent(built)], seed, schedule);
    while run.advance(100_000) != Progress::Finished {}
    run.last().unwrap().rewards[0]
}

fn median(shop: &Shop, id: &str, set: &[(&str, f64)], steps: u64) -> f64 {
    let started = std::time::Instant::now();
    let seeds: Vec<u64> = (1..=SEEDS).collect();
    let mut all = Vec::new();
    std::thread::scope(|scope| {
        for pair in seeds.chunks(2) {
            let runs: Vec<_> = pair.iter().map(|s| scope.spawn(|| earns(shop, id, set, steps, *s))).collect();
            all.extend(runs.into_iter().map(|run| run.join().unwrap()));
        }
    });
    all.sort_by(f64::total_cmp);
    println!("{id}: {all:?} in {:.1} s", started.elapsed().as_secs_f64());
    all[all.len() / 2]
}

const DQN: &[(&str, f64)] =
    &[("gamma", 0.99), ("learning_rate", 0.0023), ("every", 2.0), ("copy", 100.0), ("replay", 50_000.0)];
const PPO: &[(&str, f64)] = &[("gamma", 0.98), ("learning_rate", 0.001), ("lambda", 0.8), ("rollout", 512.0)];
const SWING: &[(&str, f64)] = &[("gamma", 0.9), ("learning_rate", 0.001), ("lambda", 0.95), ("rollout", 2048.0)];

#[test]
fn dqn_balances_the_pole() {
    let shop = Shop::outside(|| Box::new(CartPole::new()));
    assert!(median(&shop, "dqn", DQN, 50_000) >= 475.0);
}

#[test]
fn ppo_balances_the_pole() {
    let shop = Shop::outside(|| Box::new(CartPole::new()));
    assert!(median(&shop, "ppo", PPO, 100_000) >= 475.0);
}

#[test]
fn ppo_swings_the_pendulum_up() {
    let shop = Shop::outside(|| Box::new(Pendulum::new()));
    assert!(median(&shop, "ppo", SWING, 100_000) >= -200.0);
}
