//! What every learner comes to in the shops themselves, at its budget, over ten seeds: the interquartile mean of the
//! score, of which zero is the simple rule and one the optimum or the best known; and what teams earn in the store.

#![cfg(not(target_arch = "wasm32"))]

use emporium::base::stats::Summary;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Progress, Reference, Run, Scenario};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEEDS: u64 = 10;
const EPISODES: u32 = 200;

/// A simulator's `everyday`, who learns there for how long, and the least that its score must come to.
type Level = (&'static str, &'static str, u64, f64);

/// Budgets are what a student waits for: under 20 seconds in a browser on two cores.
const LEVELS: &[Level] = &[
    ("inventory", "q-learning", 1_000_000, 0.9),
    ("inventory", "sarsa", 1_000_000, 0.9),
    ("inventory", "expected-sarsa", 1_000_000, 0.9),
    ("inventory", "double-q", 1_000_000, 0.9),
    ("inventory", "dqn", 40_000, 0.85),
    ("inventory", "ppo", 60_000, 0.85),
    ("inventory", "reinforce", 100_000, 0.7),
    ("pricing", "q-learning", 4_000_000, 0.9),
    ("pricing", "sarsa", 8_000_000, 0.9),
    ("pricing", "dqn", 60_000, 0.85),
    ("pricing", "ppo", 100_000, 0.85),
    ("pricing", "reinforce", 200_000, 0.7),
    ("recommend", "dqn", 250_000, 0.85),
    ("recommend", "ppo", 200_000, 0.85),
    ("recommend", "reinforce", 200_000, 0.7),
];

fn scenario(sim: &str, preset: &str, team: &str, steps: u64) -> Scenario {
    let mut scenario = Scenario::of(sim, preset, &[team]);
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: EPISODES });
    scenario
}

/// What ten seeds of each of these scenarios earn.
fn earned(scenarios: &[Scenario]) -> Vec<Vec<f64>> {
    let checked: Vec<_> = scenarios.iter().map(|s| s.check().unwrap()).collect();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(vec![vec![0.0; SEEDS as usize]; scenarios.len()]));
    let work = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            let (at, seed) = (job / SEEDS as usize, job % SEEDS as usize);
            let Some(checked) = checked.get(at) else { return };
            let mut run = Run::new(&checked.shop, &checked.entrants[0], 1 + seed as u64, checked.schedule).unwrap();
            while run.advance(1_000_000) != Progress::Finished {}
            assert!(run.trouble().is_none(), "{:?}", run.trouble());
            done.lock().unwrap()[at][seed] = run.last().unwrap().rewards[0];
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    done.into_inner().unwrap()
}

#[test]
fn learners_reach_their_levels() {
    let scenarios: Vec<Scenario> =
        LEVELS.iter().map(|(sim, id, steps, _)| scenario(sim, "everyday", id, *steps)).collect();
    let mut failed = Vec::new();
    for ((sim, id, steps, least), rewards) in LEVELS.iter().zip(earned(&scenarios)) {
        let shop = scenario(sim, "everyday", id, *steps).check().unwrap().shop;
        let reference = Reference::of(&shop, EPISODES).unwrap();
        let scores: Vec<f64> = rewards.iter().map(|x| reference.score(*x).unwrap()).collect();
        let summary = Summary::of(&scores);
        let line = format!(
            "{sim} {id}, {steps} steps: {:.3} (mean {:.3}, worst {:.3}), at least {least}",
            summary.iqm,
            summary.mean,
            scores.iter().copied().fold(f64::INFINITY, f64::min)
        );
        println!("{line}");
        if summary.iqm < *least {
            failed.push(line);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Means and intervals apart: one's lower end above the other's upper end.
fn is_above(better: &[f64], worse: &[f64]) -> bool {
    Summary::of(better).low > Summary::of(worse).high
}

#[test]
fn teams_of_learners_beat_the_textbook_in_the_store() {
    let teams =
        ["user-cf+elasticity+eoq", "most-popular+list-price+order-what-sold", "knows-shop", "dqn", "ppo", "q-learning"];
    let scenarios: Vec<Scenario> = teams.iter().map(|team| scenario("store", "everyday", team, 60_000)).collect();
    let all = earned(&scenarios);
    for (team, rewards) in teams.iter().zip(&all) {
        let Summary { mean, low, high, .. } = Summary::of(rewards);
        println!("{team}: {mean:.0} ({low:.0} … {high:.0})");
    }
    let [textbook, simple, knows, dqn, ppo, _] = &all[..] else { panic!() };
    assert!(is_above(textbook, simple), "the textbook team earns more than the simple one");
    assert!(is_above(knows, textbook), "who knows the shop earns more than the textbook");
    assert!(is_above(dqn, textbook) && is_above(ppo, textbook), "teams of networks earn more than the textbook");
}

#[test]
fn learners_beat_collaborative_filtering_where_visitors_are_fickle() {
    let who = ["user-cf", "dqn", "ppo"];
    let scenarios: Vec<Scenario> = who.iter().map(|id| scenario("recommend", "fickle", id, 100_000)).collect();
    let all = earned(&scenarios);
    who.iter().zip(&all).for_each(|(id, rewards)| println!("{id}: {:.3}", Summary::of(rewards).mean));
    assert!(is_above(&all[1], &all[0]) && is_above(&all[2], &all[0]));
}
