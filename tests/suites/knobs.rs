//! Every parameter at both ends of its range runs, with every agent. A combination may be refused with a sentence
//! that names the parameter or the agent; nothing panics, and nothing becomes infinite.

use super::registry::every_preset;
use super::{Test, play};
use emporium::agent::{self, AgentEntry, Build};
use emporium::base::{Named, ParamRow, Setting};
use emporium::run::scenario::{Budget, Measuring, Taken};
use emporium::run::{Scenario, Session, Shop};
use emporium::sim::{self, Preset, SimEntry};
use std::sync::OnceLock;

const STEPS: u64 = 200;

/// A short run of an agent, or the sentence with which it is refused. A network may run away at the end of its learning
/// rate's range; it must say so.
fn try_run(scenario: &Scenario) -> Result<(), String> {
    let checked = scenario.check().map_err(|t| t.en)?;
    let mut session = Session::new(&checked).map_err(|t| t.en)?;
    session.finish();
    for run in &session.runs {
        match run.trouble() {
            None => assert_eq!(run.steps(), checked.schedule.steps),
            Some(why) => assert!(why.en.contains("learning rate of 0.1 "), "{why}"),
        }
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

fn short(agents: &[&str], steps: u64) -> Scenario {
    let mut scenario = Scenario::of("inventory", "everyday", agents);
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: 1 });
    scenario
}

fn everyday(entry: &'static SimEntry) -> Shop {
    Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap()
}

/// In which seats an agent usually fits.
fn fitting(shop: &Shop, agent: &AgentEntry) -> Vec<bool> {
    let env = shop.open();
    (0..env.spec().seats.len()).map(|seat| agent.usually_fits(&*env, seat).is_ok()).collect()
}

/// Who sits where: the agent where it fits, with a parameter of its own, and chance in the other seats.
fn seats<'a>(fitting: &[bool], agent: &AgentEntry, set: impl IntoIterator<Item = (&'a str, Setting)>) -> Vec<Taken> {
    let set: Named<Setting> = set.into_iter().map(|(id, setting)| (id.to_string(), setting)).collect();
    let own = || Taken { agent: agent.id.to_string(), set: set.clone() };
    let chance = || Taken { agent: "random".to_string(), set: Default::default() };
    fitting.iter().map(|fits| if *fits { own() } else { chance() }).collect()
}

/// Who tries parameters in browsers, where there is less time: numbers are the same there, as fingerprints show.
const IN_BROWSERS: [&str; 4] = ["random", "q-learning", "dqn", "ppo"];

/// Every simulator with all who fit it.
pub fn of_each_world() -> impl Iterator<Item = Test> {
    sim::registry().iter().copied().map(|entry| -> Test {
        let name = format!("{}::worlds_run_at_both_ends_of_their_parameters: {}", module_path!(), entry.id);
        (name, Box::new(move || world_runs_at_both_ends_of_its_parameters(entry)))
    })
}

fn world_runs_at_both_ends_of_its_parameters(entry: &'static SimEntry) {
    let shop = everyday(entry);
    let tried = |agent: &&AgentEntry| {
        let left_out =
            cfg!(target_arch = "wasm32") && !IN_BROWSERS.contains(&agent.id) && !entry.zero.contains(&agent.id);
        !left_out && matches!(agent.build, Build::Agent(_)) && fitting(&shop, agent).contains(&true)
    };
    let agents: Vec<&AgentEntry> = agent::registry().iter().copied().filter(tried).collect();
    let mut ran = 0;
    for row in entry.params {
        let (low, high) = row.ends();
        for end in [low, high] {
            for agent in &agents {
                let mut scenario = Scenario { sim: entry.id.into(), ..short(&[agent.id], STEPS) };
                scenario.contestants[0].seats = seats(&fitting(&shop, agent), agent, []);
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
    let tried = 2 * agents.len() * entry.params.len();
    assert!(10 * ran > 8 * tried, "{}: only {ran} runs of {tried}", entry.id);
}

/// Every parameter of every agent: one at a time, for a browser's page is to answer now and then.
pub fn of_each_parameter() -> impl Iterator<Item = Test> {
    let tried = |agent: &&AgentEntry| !cfg!(target_arch = "wasm32") || IN_BROWSERS.contains(&agent.id);
    let agents = agent::registry().iter().copied().filter(|entry| matches!(entry.build, Build::Agent(_))).filter(tried);
    agents.flat_map(|entry| entry.params.iter().map(move |row| (entry, row))).map(|(entry, row)| -> Test {
        let name = format!("{}::agents_run_at_both_ends_of_their_parameters: {} {}", module_path!(), entry.id, row.id);
        (name, Box::new(move || agent_runs_at_both_ends(entry, row)))
    })
}

fn agent_runs_at_both_ends(entry: &'static AgentEntry, row: &ParamRow) {
    static PRESETS: OnceLock<Vec<(&SimEntry, Preset, Shop)>> = OnceLock::new();
    let presets = PRESETS.get_or_init(every_preset);
    let mut homes = presets.iter().map(|(sim, preset, shop)| (sim, preset, fitting(shop, entry)));
    let home = homes.find(|(_, _, seats)| seats.contains(&true));
    let (sim, preset, places) = home.unwrap_or_else(|| panic!("{} fits nowhere", entry.id));
    let (low, high) = row.ends();
    for end in [low, high] {
        // Long enough that everybody learns, whichever of his parameters is tried.
        let scenario = short(&[entry.id], play::LEARNS_IN);
        let mut scenario = Scenario { sim: sim.id.into(), preset: preset.id.clone(), ..scenario };
        let tried = (row.id, row.write(end));
        let brisk = play::brisk(entry).filter(|(id, _)| *id != row.id);
        scenario.contestants[0].seats = seats(&places, entry, brisk.into_iter().chain([tried]));
        let tried = try_run(&scenario);
        assert_eq!(tried, Ok(()), "{} {} at {end}", entry.id, row.id);
    }
}
