//! Published numbers met by a network that learns: Zipkin's lost-sales instances (2008, table 3: L = 2 and 3, p = 4).

#![cfg(not(target_arch = "wasm32"))]
// How long a seed takes is part of the promise.
#![allow(clippy::disallowed_methods)]

use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Progress, Run, Scenario};
use std::time::Instant;

const SEEDS: u64 = 5;
const STEPS: u64 = 300_000;

/// The mean over five seeds of what the frozen policy costs, over the optimum that the paper prints.
#[test]
fn ppo_comes_close_to_the_printed_optimum() {
    for (preset, printed) in [("lost-sales-L2-p4", 4.40), ("lost-sales-L3-p4", 4.60)] {
        let mut scenario = Scenario::of("inventory", preset, &["ppo"]);
        scenario.budget = Some(Budget { steps: STEPS });
        scenario.evaluation = Some(Measuring { every: STEPS, episodes: 20 });
        let checked = scenario.check().unwrap();
        let cost = |seed: u64| {
            let started = Instant::now();
            let mut run = Run::new(&checked.shop, &checked.entrants[0], seed, checked.schedule).unwrap();
            while run.advance(1_000_000) != Progress::Finished {}
            (-run.last().unwrap().rewards[0], started.elapsed().as_secs_f64())
        };
        let seeds: Vec<u64> = (1..=SEEDS).collect();
        let mut all = Vec::new();
        for pair in seeds.chunks(2) {
            std::thread::scope(|scope| {
                let runs: Vec<_> = pair.iter().map(|seed| scope.spawn(|| cost(*seed))).collect();
                all.extend(runs.into_iter().map(|run| run.join().unwrap()));
            });
        }
        let mean = all.iter().map(|(cost, _)| cost).sum::<f64>() / all.len() as f64;
        let slowest = all.iter().map(|(_, seconds)| *seconds).fold(0.0, f64::max);
        println!("{preset}: {mean:.4}, printed {printed}: {:+.2} %; {all:?}", 100.0 * (mean / printed - 1.0));
        assert!(mean < 1.03 * printed, "{preset}: {mean}, printed {printed}");
        assert!(slowest < 120.0, "{preset}: a seed took {slowest} s");
    }
}
