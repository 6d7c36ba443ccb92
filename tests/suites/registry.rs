//! Contracts that every line of the registries keeps: seed-exact, in bounds, finite, and ending; ids that
//! are unique and of one form.

use super::play::{LEARNS_IN, brisk, finish, schedule};
use super::{Test, suite};
use emporium::agent::{self, AgentEntry, Family, Knows};
use emporium::base::{Action, Actions, Dimension, Params, Rng, World};
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Run, Scenario, Session, Shop};
use emporium::sim::{self, Env, Per, Preset, SimEntry, Spec, Status};
use std::collections::BTreeSet;
use std::sync::Arc;

suite![
    ids_are_unique_and_of_one_form,
    every_simulator_has_presets_that_name_agents,
    what_is_seen_stays_in_bounds,
    an_episode_is_the_same_twice,
    a_reset_leaves_nothing_behind,
    other_seeds_are_other_worlds,
    episodes_end_at_the_horizon,
];

/// Periods that a world is played where nothing learns.
const PERIODS: u32 = 150;
/// States up to which planners and searchers are let loose here.
const MOST_STATES: usize = 2_000;

/// Every preset of every simulator with its shop.
pub fn every_preset() -> Vec<(&'static SimEntry, Preset, Shop)> {
    let of = |entry: &'static SimEntry| {
        (entry.presets)().into_iter().map(move |preset| {
            let params: Params = entry.params_of(&preset).unwrap();
            let shop = Shop::new(entry, &params).unwrap();
            (entry, preset, shop)
        })
    };
    sim::registry().iter().copied().flat_map(of).collect()
}

/// The agents that fit a world and answer quickly in it: where its model is large, those that never look
/// at it. The visitor is not among them.
pub fn quick_agents(shop: &Shop) -> Vec<&'static AgentEntry> {
    let env = shop.open();
    let (spec, facts) = (env.spec(), env.facts());
    let small = facts.model.is_none_or(|m| m.states() <= MOST_STATES);
    let fits = |entry: &&AgentEntry| {
        matches!(entry.build, agent::Build::Agent(_))
            && (small || (entry.knows)(&Params::defaults(entry.params)) == Knows::Nothing)
            && (0..spec.seats.len()).all(|seat| entry.usually_fits(&*env, seat).is_ok())
    };
    agent::registry().iter().copied().filter(fits).collect()
}

/// A random action that is allowed.
fn draw(env: &dyn Env, seat: usize, rng: &mut Rng, mask: &mut Vec<bool>, action: &mut Action) {
    match &env.spec().seats[seat].actions {
        Actions::Choices(labels) => {
            mask.resize(labels.len(), true);
            env.mask(seat, mask);
            let allowed: Vec<usize> = (0..labels.len()).filter(|c| mask[*c]).collect();
            assert!(!allowed.is_empty(), "a seat has no allowed choice");
            action.choice = allowed[rng.below(allowed.len() as u32) as usize];
        }
        Actions::Box(ds) => {
            let any = |d: &Dimension, rng: &mut Rng| d.low + (d.high - d.low) * rng.uniform();
            action.values.iter_mut().zip(ds).for_each(|(x, d)| *x = any(d, rng));
        }
    }
}

/// Every number that a random episode shows: observations, rewards, totals.
fn random_episode(env: &mut dyn Env, episode: u64, draws: u64) -> Vec<f64> {
    let spec: Spec = env.spec().clone();
    let mut rng = Rng::new(draws, "contract");
    let mut actions: Vec<Action> = spec.seats.iter().map(|s| s.actions.buffer()).collect();
    let (mut rewards, mut mask, mut seen) = (vec![0.0; actions.len()], Vec::new(), Vec::new());
    env.reset(World::training(1).episode(episode));
    for _ in 0..PERIODS {
        for (seat, action) in actions.iter_mut().enumerate() {
            let mut observation = vec![f64::NAN; spec.seats[seat].observation.len()];
            env.observe(seat, &mut observation);
            seen.extend(observation);
            draw(env, seat, &mut rng, &mut mask, action);
        }
        let status = env.step(&actions, &mut rewards);
        seen.extend(&rewards);
        if status != Status::Running {
            break;
        }
    }
    seen.extend(env.totals());
    seen.extend(env.scene().iter().map(|(_, x)| x));
    seen
}

fn ids_are_unique_and_of_one_form() {
    let kebab = |id: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(inner) && !id.ends_with('-')
    };
    let snake = |id: &str| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(inner)
    };
    let unique = |what: String, ids: Vec<&str>, form: &dyn Fn(&str) -> bool| {
        assert!(ids.iter().all(|id| form(id)), "{what}: {ids:?}");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(set.len(), ids.len(), "{what} has an id twice: {ids:?}");
    };
    unique("simulators".into(), sim::registry().iter().map(|e| e.id).collect(), &kebab);
    unique("agents".into(), agent::registry().iter().map(|e| e.id).collect(), &kebab);
    for entry in agent::registry() {
        unique(entry.id.into(), entry.params.iter().map(|r| r.id).collect(), &snake);
    }
    for entry in sim::registry() {
        let presets = (entry.presets)();
        unique(entry.id.into(), entry.params.iter().map(|r| r.id).collect(), &snake);
        unique(entry.id.into(), presets.iter().map(|p| p.id.as_str()).collect(), &kebab);
    }
    for (entry, preset, shop) in every_preset() {
        let what = |part: &str| format!("{} {}: {part}", entry.id, preset.id);
        let spec = shop.spec();
        unique(what("metrics"), spec.metrics.iter().map(|m| m.id).collect(), &snake);
        unique(what("seats"), spec.seats.iter().map(|s| s.id).collect(), &snake);
        for seat in &spec.seats {
            let ids = seat.observation.iter().map(|d| d.id.as_str()).collect();
            unique(what("observation"), ids, &snake);
        }
    }
}

fn every_simulator_has_presets_that_name_agents() {
    for entry in sim::registry() {
        let presets = (entry.presets)();
        assert!(presets.len() >= 3, "{} has {} presets", entry.id, presets.len());
        assert_eq!(presets[0].id, "everyday", "{}: the default stands first", entry.id);
        for preset in presets {
            let plan = preset.plan;
            assert!(plan.every >= 1 && plan.every <= plan.steps && plan.episodes >= 2);
            let mut ids = preset.agents.iter().map(|(id, _)| *id);
            assert!(ids.all(|id| agent::find(id).is_ok()), "{}", preset.id);
        }
        let anchors = entry.zero.iter().chain(entry.best_known.iter().copied().flatten());
        anchors.for_each(|id| assert!(agent::find(id).is_ok(), "{} names {id}", entry.id));
    }
}

fn what_is_seen_stays_in_bounds() {
    for (entry, preset, shop) in every_preset() {
        let at = format!("{} {}", entry.id, preset.id);
        let mut env = shop.open();
        let spec = env.spec().clone();
        let mut rng = Rng::new(5, "bounds");
        let mut actions: Vec<Action> = spec.seats.iter().map(|s| s.actions.buffer()).collect();
        let (mut rewards, mut mask) = (vec![0.0; actions.len()], Vec::new());
        let mut running = false;
        for period in 0..4 * PERIODS as u64 {
            if !running || period % 90 == 0 {
                env.reset(World::training(3).episode(period));
            }
            for (seat, action) in actions.iter_mut().enumerate() {
                let dimensions = &spec.seats[seat].observation;
                let mut observation = vec![f64::NAN; dimensions.len()];
                env.observe(seat, &mut observation);
                for (x, d) in observation.iter().zip(dimensions) {
                    assert!((d.low..=d.high).contains(x), "{at}: {} is {x}", d.id);
                    let whole = f64::from(d.levels) == d.high - d.low + 1.0;
                    assert!(!whole || x.fract() == 0.0, "{at}: {} is {x}", d.id);
                }
                draw(&*env, seat, &mut rng, &mut mask, action);
            }
            running = env.step(&actions, &mut rewards) == Status::Running;
            assert!(rewards.iter().chain(env.totals()).all(|x| x.is_finite()), "{at}: {rewards:?}");
            assert!(env.scene().iter().all(|(_, x)| x.is_finite()), "{at}: {:?}", env.scene());
        }
    }
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.to_bits() == y.to_bits())
}

fn an_episode_is_the_same_twice() {
    for (entry, preset, shop) in every_preset() {
        let once = random_episode(&mut *shop.open(), 4, 1);
        assert!(same(&once, &random_episode(&mut *shop.open(), 4, 1)), "{} {}", entry.id, preset.id);
        assert!(!same(&once, &random_episode(&mut *shop.open(), 5, 1)), "{} {}", entry.id, preset.id);
    }
}

fn a_reset_leaves_nothing_behind() {
    for (entry, preset, shop) in every_preset() {
        let fresh = random_episode(&mut *shop.open(), 4, 1);
        let mut used = shop.open();
        random_episode(&mut *used, 9, 2);
        assert!(same(&fresh, &random_episode(&mut *used, 4, 1)), "{} {}", entry.id, preset.id);
    }
}

/// A short run of one agent.
fn short(entry: &SimEntry, preset: &Preset, agent: &str, first: u64) -> Session {
    let mut scenario = Scenario::of(entry.id, &preset.id, &[agent]);
    // Only networks need longer until they learn.
    let found = agent.split('+').filter_map(|id| agent::find(id).ok());
    let steps = if found.clone().any(|e| e.family == Family::Networks) { LEARNS_IN } else { 240 };
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: 2 });
    for (id, setting) in found.filter_map(brisk) {
        scenario.contestants[0].seats.iter_mut().for_each(|seat| seat.set.insert(id.into(), setting.clone()));
    }
    scenario.seeds.first = first;
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    session
}

/// Every contestant in every preset into which it fits.
pub fn of_each_contestant() -> impl Iterator<Item = Test> {
    every_preset().into_iter().flat_map(|(entry, preset, shop)| {
        let agents = quick_agents(&shop);
        assert!(agents.len() >= 2, "{} {} has hardly a contestant", entry.id, preset.id);
        let (preset, shop) = (Arc::new(preset), Arc::new(shop));
        agents.into_iter().map(move |agent| -> Test {
            let at = format!("{} {} {}", entry.id, preset.id, agent.id);
            let (preset, shop) = (preset.clone(), shop.clone());
            let name = format!("{}::every_contestant_is_seed_exact: {at}", module_path!());
            (name, Box::new(move || every_contestant_is_seed_exact(entry, &preset, &shop, agent, &at)))
        })
    })
}

fn every_contestant_is_seed_exact(entry: &SimEntry, preset: &Preset, shop: &Shop, agent: &AgentEntry, at: &str) {
    let session = short(entry, preset, agent.id, 1);
    assert_eq!(session.fingerprint(), short(entry, preset, agent.id, 1).fingerprint(), "{at}");
    let run = &session.runs[0];
    assert_eq!(run.curve().len(), 2, "{at}");
    for point in run.curve() {
        assert!(point.reward.is_finite(), "{at}: {point:?}");
        for (m, metric) in point.metrics.iter().zip(&shop.spec().metrics) {
            // A share of nothing is not a number: no turnover without any stock.
            let share = matches!(metric.per, Per::Total(_));
            assert!(m.is_finite() || (share && m.is_nan()), "{at}: {} is {m}", metric.id);
        }
    }
    // Who plays many worlds at once may not have come to an end in any.
    let average = shop.spec().objective == emporium::sim::Objective::Average;
    assert!(run.curve()[1].earned.is_finite() || (run.episodes() == 0 && !average), "{at}");
}

fn other_seeds_are_other_worlds() {
    for entry in sim::registry() {
        // The simple rule draws nothing itself, so that only the worlds can differ. Where it sells all that there is
        // it earns the same in each of them, and the next preset tells.
        let earned =
            |preset: &Preset, seed| short(entry, preset, &entry.zero.join("+"), seed).runs[0].curve()[1].earned;
        let differs = |preset: &Preset| earned(preset, 1).to_bits() != earned(preset, 2).to_bits();
        assert!((entry.presets)().iter().take(2).any(differs), "{}", entry.id);
    }
}

fn episodes_end_at_the_horizon() {
    for (entry, preset, shop) in every_preset() {
        let at = format!("{} {}", entry.id, preset.id);
        let Some(horizon) = shop.spec().horizon.map(u64::from).filter(|h| *h <= 1_000) else { continue };
        let env = shop.open();
        let players =
            |e: &AgentEntry| (0..env.spec().seats.len()).map(|s| super::play::player(e.id, &shop, s, &[], 1)).collect();
        let mut run =
            Run::with_players(&shop, players(agent::find("random").unwrap()), 1, schedule(3 * horizon, 3 * horizon, 1));
        finish(&mut run, 1_000);
        assert!(run.episodes() >= 3, "{at}: {} episodes in three horizons", run.episodes());
        assert_eq!(run.steps(), 3 * horizon, "{at}");
    }
}
