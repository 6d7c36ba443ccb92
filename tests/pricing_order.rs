//! What knowing is worth where the price is the decision: the order of the methods, measured over ten seeds, each
//! with the preset's own plan.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "coming")]

use emporium::base::stats::Interval;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Scenario, Session};

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

#[test]
#[ignore = "a table for people"]
fn table() {
    for preset in emporium::sim::find("pricing").map(|e| (e.presets)()).unwrap() {
        let shop = {
            let entry = emporium::sim::find("pricing").unwrap();
            emporium::run::Shop::new(entry, &entry.params_of(&preset).unwrap()).unwrap()
        };
        for agent in emporium::agent::registry() {
            let fits = agent.usually_fits(&*shop.open(), 0).is_ok();
            if fits && matches!(agent.build, emporium::agent::Build::Agent(_)) {
                told(&preset.id, agent.id, preset.plan.steps);
            }
        }
    }
}
