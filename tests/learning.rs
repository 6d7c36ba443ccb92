//! What knowing and learning are worth: the order of knowledge on `everyday`, learners that come close to the
//! optimum, and a visitor who plays the optimum by hand.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;
#[path = "suites/worlds.rs"]
mod worlds;

use emporium::agent::planned::{plan, policy_of, value_of};
use emporium::base::{Action, FiniteModel};
use emporium::run::scenario::{Budget, Measuring, Stop};
use emporium::run::training::Player;
use emporium::run::{Progress, Run, Scenario, Session, Shop};
use emporium::sim;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

const SEEDS: u64 = 10;

fn everyday() -> Shop {
    let entry = sim::find("inventory").unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap()
}

fn model(shop: &Shop) -> Box<dyn FiniteModel> {
    shop.open().facts().model.unwrap().build()
}

/// The average reward of an agent's frozen policy, exactly on its chain.
fn exact(agent: &mut dyn emporium::agent::Agent, shop: &Shop) -> f64 {
    let model = model(shop);
    let policy = policy_of(agent, &*model, shop.spec().seats[0].observation.len());
    value_of(&*model, shop.spec(), &policy).unwrap()
}

/// The exact worth of a method with its defaults.
fn worth(id: &str, shop: &Shop) -> f64 {
    exact(&mut *play::agent(id, shop, 0, &[], 1), shop)
}

/// What Q-learning's greedy policy is worth after the preset's whole budget, for each seed.
fn learned(shop: &Shop) -> Vec<f64> {
    let steps = sim::find("inventory").unwrap().preset("everyday").unwrap().plan.steps;
    let (next, done) = (AtomicU64::new(1), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > SEEDS {
                return;
            }
            // The curve is not looked at, so it has two points.
            let players = vec![play::player("q-learning", shop, 0, &[], steps)];
            let mut run = play::finished(shop, players, seed, play::schedule(steps, steps, 1));
            let Player::Agent(agent) = &mut run.players_mut()[0] else { panic!("no agent") };
            done.lock().unwrap().push((seed, exact(&mut **agent, shop)));
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, value)| value).collect()
}

#[test]
fn who_knows_more_earns_more_every_day() {
    let shop = everyday();
    let source = shop.open();
    let optimum = plan(source.facts().model.unwrap(), shop.spec()).unwrap().value;
    // The simple rule remembers yesterday, so it is measured, with an error of about 0.2.
    let zero =
        play::finished(&shop, vec![play::player("order-what-sold", &shop, 0, &[], 1)], 1, play::schedule(1, 1, 20));
    let zero = zero.last().unwrap().rewards[0];
    let [thumb, eoq, s_s] = ["rule-of-thumb", "eoq", "s-S"].map(|id| worth(id, &shop));
    let planned = worth("relative-value-iteration", &shop);
    let line = format!("{zero} < {thumb} < {eoq} < {s_s} ≤ {planned} = {optimum}");
    assert!(zero + 1.0 < thumb && thumb + 1.0 < eoq && eoq + 0.1 < s_s, "{line}");
    assert!(s_s <= planned + 1e-6 && (planned - optimum).abs() < 1e-6, "{line}");
    let learned = learned(&shop);
    let mean = learned.iter().sum::<f64>() / learned.len() as f64;
    assert_eq!(learned.len() as u64, SEEDS);
    assert!(eoq < mean && mean < optimum, "Q-learning: {mean}; {line}");
    for (value, seed) in learned.iter().zip(1..) {
        assert!(*value >= optimum * 1.02, "seed {seed}: {value} costs over 2 % more than {optimum}");
    }
}

/// What is measured in the evaluation worlds is what the chain says, within the error of 10,000 periods.
#[test]
fn measured_and_exact_values_agree() {
    let shop = everyday();
    for id in ["rule-of-thumb", "eoq", "base-stock", "myopic", "constant-order", "s-S", "relative-value-iteration"] {
        let run = play::finished(&shop, vec![play::player(id, &shop, 0, &[], 1)], 1, play::schedule(1, 1, 20));
        let measured = run.last().unwrap();
        let error = emporium::base::stats::standard_error(&measured.samples);
        let exact = worth(id, &shop);
        assert!((measured.rewards[0] - exact).abs() < 4.0 * error, "{id}: {} ± {error}, {exact}", measured.rewards[0]);
        assert_eq!(measured.samples.len(), 20);
    }
}

/// The best level on the chain is no worse than any other, and so are the other searched policies.
#[test]
fn searches_find_the_best_of_their_kind() {
    for preset in ["everyday", "lost-sales-L2-p9"] {
        let entry = sim::find("inventory").unwrap();
        let shop = Shop::new(entry, &entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap();
        let model = model(&shop);
        let env = shop.open();
        let (facts, width) = (env.facts().stock.unwrap(), shop.spec().seats[0].observation.len());
        let mut seen = vec![0.0; width];
        let mut of = |order: &dyn Fn(i64) -> i64| {
            let states = 0..model.states();
            let choice = |state: usize| {
                model.observation_of(state, &mut seen);
                facts.choice_for(order(facts.position(&seen))) as u32
            };
            let policy: Vec<u32> = states.map(choice).collect();
            value_of(&*model, shop.spec(), &policy).unwrap()
        };
        let capacity = facts.capacity;
        let best = (0..=capacity).map(|level| of(&|position| level - position)).fold(f64::NEG_INFINITY, f64::max);
        let mut with_level = Scenario::of("inventory", preset, &["base-stock"]);
        let level = emporium::base::Setting::Word("best".into());
        with_level.contestants[0].seats[0].set.insert("level".into(), level);
        let mut players = with_level.check().unwrap().entrants[0].players(&shop, 1, 1).unwrap();
        let Player::Agent(agent) = &mut players[0] else { panic!("no agent") };
        assert!((exact(&mut **agent, &shop) - best).abs() < 1e-6, "{preset}: base-stock");
        let constant = (0..=capacity).map(|q| of(&|_| q)).fold(f64::NEG_INFINITY, f64::max);
        assert!((worth("constant-order", &shop) - constant).abs() < 1e-6, "{preset}: constant order");
        let pairs = (-1..capacity).flat_map(|s| (s + 1..=capacity).map(move |t| (s, t)));
        let both = pairs.map(|(s, t)| of(&|x| if x <= s { t - x } else { 0 })).fold(f64::NEG_INFINITY, f64::max);
        assert!(
            worth("s-S", &shop) > both - 1e-6,
            "{preset}: (s, S) is worth {}, {both} can be had",
            worth("s-S", &shop)
        );
    }
}

#[test]
fn a_visitor_who_plays_the_optimum_earns_the_optimum() {
    for preset in ["everyday", "article-corrected"] {
        let planner = if preset == "everyday" { "relative-value-iteration" } else { "value-iteration" };
        let mut scenario = Scenario::of("inventory", preset, &[planner, "visitor"]);
        scenario.budget = Some(Budget { steps: 2_000 });
        scenario.evaluation = Some(Measuring { every: 500, episodes: 2 });
        let checked = scenario.check().unwrap();
        let mut session = Session::new(&checked).unwrap();
        session.finish();
        let [planned, by_hand] = &mut session.runs[..] else { panic!("two runs") };
        assert_eq!((planned.finished(), by_hand.advance(9)), (true, Progress::NeedsAction { seat: 0 }));
        // The visitor has the plan in his hand, and reads off what it says to what he sees.
        let mut script = play::agent(planner, &checked.shop, 0, &[], 1);
        let mut day = 0;
        play::by_hand(by_hand, |_, seen| {
            if day % checked.shop.spec().horizon.unwrap() == 0 {
                script.begin(0);
            }
            day += 1;
            let mut action = Action::default();
            let seen = emporium::agent::Seen { observation: seen, mask: &[] };
            let mut rng = emporium::base::Rng::new(0, "unused");
            script.act(0, seen, &mut rng, emporium::agent::Mode::Exploit, &mut action);
            action
        });
        // The worlds are paired, so not only the means are equal.
        let earned = |run: &Run| run.curve()[1..].iter().map(|p| p.earned.to_bits()).collect::<Vec<_>>();
        assert_eq!(earned(planned), earned(by_hand), "{preset}");
        assert!(by_hand.curve()[1].earned.is_finite());
    }
}

#[test]
fn a_stop_rule_ends_a_run_that_learns() {
    let stopped = |stop: Stop| {
        let mut scenario = Scenario::of("inventory", "everyday", &["q-learning"]);
        scenario.budget = Some(Budget { steps: 100_000 });
        scenario.evaluation = Some(Measuring { every: 2_000, episodes: 4 });
        scenario.stop = Some(stop);
        let mut session = Session::new(&scenario.check().unwrap()).unwrap();
        session.finish();
        session.runs.remove(0)
    };
    for target in [-30.0, -26.0, -23.0, -21.0, -19.0, -18.0, -17.0] {
        let run = stopped(Stop { reward: Some(target), patience: None });
        let (last, before) = run.curve().split_last().unwrap();
        assert!(last.reward >= target && before.iter().all(|p| p.reward < target), "{target}: {:?}", run.curve());
        assert!(run.steps() > 0 && run.steps() < 100_000, "{} steps", run.steps());
    }
    let run = stopped(Stop { reward: None, patience: Some(3) });
    let rewards: Vec<f64> = run.curve().iter().map(|p| p.reward).collect();
    let best = rewards.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert_eq!(rewards.iter().position(|r| *r == best), Some(rewards.len() - 4), "{rewards:?}");
}
