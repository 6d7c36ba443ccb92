//! Every parameter at both ends of its range runs, with every agent. A combination may be refused with a sentence
//! that names the parameter or the agent; nothing panics, and nothing becomes infinite.

use super::registry::every_preset;
use super::suite;
use emporium::agent::{self, AgentEntry, Build, Knows};
use emporium::base::Params;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Scenario, Session, Shop};
use emporium::sim;

suite![worlds_run_at_both_ends_of_their_parameters, agents_run_at_both_ends_of_their_parameters,];

const STEPS: u64 = 200;

/// A short run of an agent, or the sentence with which it is refused.
fn try_run(scenario: &Scenario) -> Result<(), String> {
    let checked = scenario.check().map_err(|t| t.en)?;
    let mut session = Session::new(&checked).map_err(|t| t.en)?;
    session.finish();
    for run in &session.runs {
        assert_eq!(run.steps(), STEPS);
        for point in run.curve() {
            assert!(point.reward.is_finite(), "{scenario:?}: {point:?}");
        }
        let observation = run.observation(0);
        let dimensions = &checked.shop.spec().seats[0].observation;
        let inside = |(x, d): (&f64, &emporium::base::Dimension)| (d.low..=d.high).contains(x);
        assert!(observation.iter().zip(dimensions).all(inside), "{scenario:?}: {observation:?}");
    }
    Ok(())
}

fn short(agents: &[&str]) -> Scenario {
    let mut scenario = Scenario::of("inventory", "everyday", agents);
    scenario.budget = Some(Budget { steps: STEPS });
    scenario.evaluation = Some(Measuring { every: STEPS, episodes: 1 });
    scenario
}

fn worlds_run_at_both_ends_of_their_parameters() {
    // Planners and searchers take their time; they are the same in browsers, where only the others are tried.
    let slow = |entry: &AgentEntry| (entry.knows)(&Params::defaults(entry.params)) == Knows::Model;
    let agents = || {
        let tried = |entry: &AgentEntry| matches!(entry.build, Build::Agent(_));
        let left_out = |entry: &AgentEntry| cfg!(target_arch = "wasm32") && slow(entry);
        agent::registry().iter().copied().filter(move |entry| tried(entry) && !left_out(entry))
    };
    for entry in sim::registry() {
        let mut ran = 0;
        // Who never takes a seat of this simulator is refused rightly, once and for all.
        let usual = Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap();
        let sits = |agent: &AgentEntry| agent.usually_fits(&*usual.open(), 0).is_ok();
        for row in entry.params {
            let (low, high) = row.ends();
            for end in [low, high] {
                for agent in agents() {
                    let mut scenario = Scenario { sim: entry.id.into(), ..short(&[agent.id]) };
                    scenario.set.insert(row.id.into(), row.write(end));
                    match try_run(&scenario) {
                        Ok(()) => ran += 1,
                        Err(sentence) => {
                            let at = format!("{} = {end} with {}: {sentence}", row.id, agent.id);
                            assert!(sentence.contains(row.id) || sentence.contains(agent.id), "{at}");
                        }
                    }
                }
            }
        }
        // Refusals are the exception, or the ends would not be tried at all.
        let tried = 2 * agents().filter(|agent| sits(agent)).count() * entry.params.len();
        assert!(10 * ran > 8 * tried, "{}: only {ran} runs of {tried}", entry.id);
    }
}

/// The first preset of the registry in which the agent sits.
fn home_of(agent: &AgentEntry) -> (&'static str, String) {
    let mut presets = every_preset().into_iter();
    let found = presets.find(|(_, _, shop)| agent.usually_fits(&*shop.open(), 0).is_ok());
    found.map(|(entry, preset, _)| (entry.id, preset.id)).unwrap_or_else(|| panic!("{} sits nowhere", agent.id))
}

fn agents_run_at_both_ends_of_their_parameters() {
    for entry in agent::registry() {
        if !matches!(entry.build, Build::Agent(_)) {
            continue;
        }
        let (sim, preset) = home_of(entry);
        for row in entry.params {
            let (low, high) = row.ends();
            for end in [low, high] {
                let mut scenario = Scenario { sim: sim.into(), preset: preset.clone(), ..short(&[entry.id]) };
                scenario.contestants[0].seats[0].set.insert(row.id.into(), row.write(end));
                let tried = try_run(&scenario);
                assert_eq!(tried, Ok(()), "{} {} at {end}", entry.id, row.id);
            }
        }
    }
}
