//! Learners with tables in worlds where the right answer is known in advance.

use super::play::{agent, finished, player, schedule};
use super::suite;
use super::worlds::{self, Bell, Corridor, Levers, Row, Signals};
use emporium::agent::{Agent, Mode, Seen, Transition};
use emporium::base::{Action, Rng, World};
use emporium::run::Shop;
use emporium::run::training::Player;
use emporium::sim::{self, Objective, Status};

suite![
    nothing_follows_a_terminated_step,
    a_truncated_step_is_bootstrapped,
    q_learning_bootstraps_with_the_best,
    sarsa_bootstraps_with_what_it_plays,
    sarsa_keeps_what_it_drew_while_it_is_measured,
    sarsa_draws_anew_after_a_cut,
    trivial_worlds_are_solved,
    what_was_learned_is_saved_and_loaded,
    a_lesson_is_what_is_written_down,
];

const LEARNERS: [&str; 4] = ["q-learning", "sarsa", "expected-sarsa", "double-q"];
/// Every experience replaces the value: what is learned can be read off exactly.
const SHARP: [(&str, f64); 3] = [("alpha", 1.0), ("alpha_power", 0.0), ("gamma", 0.75)];

/// The values of the bell's two choices after learning in it.
fn bell(id: &str, status: Status, horizon: Option<u32>) -> Vec<f64> {
    let shop = worlds::shop(Bell { objective: Objective::Total, status, horizon });
    let run = finished(&shop, vec![player(id, &shop, 0, &SHARP, 400)], 1, schedule(400, 400, 1));
    let Player::Agent(agent) = &run.players()[0] else { panic!("no agent") };
    agent.explain(Seen { observation: &[0.0], mask: &[true, true] }).values
}

/// What an agent does and thinks in every state of the corridor.
fn thoughts(agent: &dyn Agent) -> Vec<(Option<usize>, Vec<f64>)> {
    let think = |x| agent.explain(Seen { observation: &[x as f64], mask: &[true, true] });
    (0..Corridor::STEPS).map(think).map(|opinion| (opinion.choice, opinion.values)).collect()
}

fn what_was_learned_is_saved_and_loaded() {
    let shop = worlds::shop(Corridor::default());
    let curious = [("epsilon_start", 1.0), ("epsilon_end", 1.0)];
    for id in LEARNERS {
        let mut run = finished(&shop, vec![player(id, &shop, 0, &curious, 40_000)], 1, schedule(40_000, 20_000, 1));
        let Player::Agent(learned) = &run.players()[0] else { panic!("no agent") };
        let saved = learned.save();
        let mut fresh = agent(id, &shop, 0, &curious, 40_000);
        assert_ne!(thoughts(&*fresh), thoughts(&**learned), "{id} has learned something");
        fresh.load(&saved).unwrap();
        assert_eq!((thoughts(&*fresh), fresh.diagnostics()), (thoughts(&**learned), learned.diagnostics()), "{id}");
        assert_eq!(fresh.save(), saved);
        // It goes on to learn in the same way, too.
        let step = Transition {
            seen: Seen { observation: &[1.0], mask: &[true, true] },
            action: &Action::choice(1),
            reward: -3.0,
            next: Seen { observation: &[2.0], mask: &[true, true] },
            status: Status::Terminated,
        };
        let Player::Agent(learned) = &mut run.players_mut()[0] else { panic!("no agent") };
        learned.learn(0, &step, &mut Rng::new(1, "saved"));
        fresh.learn(0, &step, &mut Rng::new(1, "saved"));
        assert_eq!(fresh.save(), learned.save(), "{id}");
        refuses_what_does_not_fit(id, &mut *fresh, &saved);
    }
    let refused = agent("random", &shop, 0, &[], 1).load(&[1]).unwrap_err();
    assert!(refused.en.contains("learns nothing"), "{refused}");
}

fn refuses_what_does_not_fit(id: &str, fresh: &mut dyn Agent, saved: &[u8]) {
    let before = fresh.save();
    let short = fresh.load(&saved[1..]).unwrap_err();
    assert!(short.en.contains(&format!("{} bytes", saved.len() - 1)), "{id}: {short}");
    let mut damaged = saved.to_vec();
    damaged[16..24].copy_from_slice(&f64::NAN.to_le_bytes());
    let damaged = fresh.load(&damaged).unwrap_err();
    assert!(damaged.en.contains("NaN in cell 0"), "{id}: {damaged}");
    let mut turned = saved.to_vec();
    turned[0] = 5;
    let turned = fresh.load(&turned).unwrap_err();
    assert!(turned.en.contains("5 choices, but this table has 2"), "{id}: {turned}");
    assert_eq!(fresh.save(), before, "{id} stays as it was");
}

fn nothing_follows_a_terminated_step() {
    for id in LEARNERS {
        assert_eq!(bell(id, Status::Terminated, Some(10)), [1.0, 1.0], "{id}");
        assert_eq!(bell(id, Status::Terminated, Some(1)), [1.0, 1.0], "{id}");
    }
}

fn a_truncated_step_is_bootstrapped() {
    for id in LEARNERS {
        // Cut by the run, cut by the world, and not cut at all: 1 / (1 − γ) in each case.
        for (status, horizon) in [(Status::Running, Some(1)), (Status::Truncated, None), (Status::Running, Some(1_000))]
        {
            let values = bell(id, status, horizon);
            assert!(values.iter().all(|v| (v - 4.0).abs() < 1e-5), "{id}: {values:?}");
        }
    }
}

/// A learner that knows the four choices of the second state to be worth 10, 11, 12 and 13, with every
/// decision explored.
fn taught(id: &str) -> (Box<dyn Agent>, Shop) {
    let shop = worlds::shop(Signals::default());
    let explore = [&SHARP[..], &[("epsilon_start", 1.0), ("epsilon_end", 1.0)]].concat();
    let mut agent = agent(id, &shop, 0, &explore, 1_000);
    for choice in 0..4 {
        teach(&mut *agent, 1.0, choice, 10.0 + choice as f64, 1.0, Status::Terminated, &mut Rng::new(1, "teach"));
    }
    (agent, shop)
}

const ALL: [bool; 4] = [true; 4];

fn teach(agent: &mut dyn Agent, state: f64, choice: usize, reward: f64, next: f64, status: Status, rng: &mut Rng) {
    let seen = Seen { observation: &[state], mask: &ALL };
    let next = Seen { observation: &[next], mask: &ALL };
    agent.learn(0, &Transition { seen, action: &Action::choice(choice), reward, next, status }, rng);
}

fn value(agent: &dyn Agent, state: f64, choice: usize) -> f64 {
    agent.explain(Seen { observation: &[state], mask: &ALL }).values[choice]
}

fn play(agent: &mut dyn Agent, lane: usize, state: f64, mode: Mode, rng: &mut Rng) -> usize {
    let mut action = Action::default();
    agent.act(lane, Seen { observation: &[state], mask: &ALL }, rng, mode, &mut action);
    action.choice
}

fn q_learning_bootstraps_with_the_best() {
    let (mut agent, _shop) = taught("q-learning");
    for status in [Status::Running, Status::Truncated] {
        teach(&mut *agent, 0.0, 2, 1.0, 1.0, status, &mut Rng::new(1, "q"));
        assert_eq!(value(&*agent, 0.0, 2), 1.0 + 0.75 * 13.0);
    }
    teach(&mut *agent, 0.0, 2, 1.0, 1.0, Status::Terminated, &mut Rng::new(1, "q"));
    assert_eq!(value(&*agent, 0.0, 2), 1.0);
}

/// Which action SARSA reckoned with, read off the value of the step before.
fn reckoned(agent: &dyn Agent) -> usize {
    (value(agent, 0.0, 0) / 0.75 - 10.0).round() as usize
}

fn sarsa_bootstraps_with_what_it_plays() {
    let (mut agent, _shop) = taught("sarsa");
    let mut rng = Rng::new(4, "sarsa");
    let mut tried = [false; 4];
    for _ in 0..100 {
        teach(&mut *agent, 0.0, 0, 0.0, 1.0, Status::Running, &mut rng);
        let played = play(&mut *agent, 0, 1.0, Mode::Explore, &mut rng);
        assert_eq!(played, reckoned(&*agent));
        tried[played] = true;
    }
    assert_eq!(tried, ALL, "it explored");
}

fn sarsa_keeps_what_it_drew_while_it_is_measured() {
    let (mut agent, _shop) = taught("sarsa");
    let mut rng = Rng::new(4, "sarsa");
    for _ in 0..100 {
        teach(&mut *agent, 0.0, 0, 0.0, 1.0, Status::Running, &mut rng);
        let lane = agent.lanes();
        agent.begin(lane);
        assert_eq!(play(&mut *agent, lane, 1.0, Mode::Exploit, &mut Rng::new(9, "evaluate")), 3);
        assert_eq!(play(&mut *agent, 0, 1.0, Mode::Explore, &mut rng), reckoned(&*agent));
    }
}

fn sarsa_draws_anew_after_a_cut() {
    let (mut agent, _shop) = taught("sarsa");
    let mut rng = Rng::new(4, "sarsa");
    let mut different = 0;
    for _ in 0..100 {
        teach(&mut *agent, 0.0, 0, 0.0, 1.0, Status::Truncated, &mut rng);
        agent.begin(0);
        different += (play(&mut *agent, 0, 1.0, Mode::Explore, &mut rng) != reckoned(&*agent)) as u32;
    }
    assert!((55..95).contains(&different), "{different} of 100 differ, and three in four should");
}

fn trivial_worlds_are_solved() {
    let explore = [("epsilon_start", 1.0)];
    let late = (1..Corridor::STEPS).fold(1.0, |worth, _| worth * Corridor::DISCOUNT);
    let cases = [
        (worlds::shop(Levers), 1.0),
        (worlds::shop(Signals::default()), 1.0),
        (worlds::shop(Row::default()), 1.0),
        (worlds::shop(Corridor::default()), late),
    ];
    for (nth, (shop, best)) in cases.iter().enumerate() {
        for id in LEARNERS {
            for seed in 1..=10 {
                let run =
                    finished(shop, vec![player(id, shop, 0, &explore, 40_000)], seed, schedule(40_000, 40_000, 2));
                let earned = run.last().unwrap().rewards[0];
                assert!((earned - best).abs() < 1e-12, "{id}, world {nth}, seed {seed}: {earned} of {best}");
            }
        }
    }
}

/// Random steps in a shop: at each the lesson is compared with what is then written; how many were terminated.
fn lessons_in(preset: &str, id: &str, set: &[(&str, f64)]) -> u32 {
    let entry = sim::find("inventory").unwrap();
    let shop = Shop::new(entry, &entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap();
    let (mut agent, mut env) = (agent(id, &shop, 0, set, 5_000), shop.open());
    let (mut rng, mut action, mut rewards) = (Rng::new(7, preset), Action::default(), [0.0]);
    let width = shop.spec().seats[0].observation.len();
    let (mut now, mut next) = (vec![0.0; width], vec![0.0; width]);
    let mask = vec![true; shop.spec().seats[0].actions.choices().unwrap()];
    let (mut terminated, mut turns) = (0, [0; 2]);
    let mut status = Status::Terminated;
    for episode in 0..5_000 {
        if status != Status::Running || episode % 50 == 0 {
            env.reset(World::training(1).episode(episode));
            env.observe(0, &mut now);
        }
        action.choice = rng.below(mask.len() as u32) as usize;
        status = env.step(std::slice::from_ref(&action), &mut rewards);
        env.observe(0, &mut next);
        let seen = Seen { observation: &now, mask: &mask };
        let step = Transition {
            seen,
            action: &action,
            reward: rewards[0],
            next: Seen { observation: &next, mask: &mask },
            status,
        };
        let value = |agent: &dyn Agent| agent.explain(seen).values[action.choice];
        let (lesson, before) = (agent.lesson(&step).unwrap(), value(&*agent));
        let terms: Vec<f64> = lesson.terms.iter().map(|term| term.value).collect();
        let [old, rate, reward, gamma, follows, new, ref turn @ ..] = terms[..] else { panic!("{lesson:?}") };
        let is_rule = |old, rate, follows, new| assert_eq!(new, old + rate * (reward + gamma * follows - old), "{id}");
        is_rule(old, rate, follows, new);
        agent.learn(0, &step, &mut rng);
        let written = value(&*agent);
        if let [old_2, rate_2, follows_2, new_2] = *turn {
            // It plays by the mean of two tables, one of which has learned.
            is_rule(old_2, rate_2, follows_2, new_2);
            assert_eq!((0.5 * (old + old_2), reward), (before, rewards[0]), "{id}");
            let either = [0.5 * (new + old_2), 0.5 * (old + new_2)].iter().position(|mean| *mean == written);
            turns[either.unwrap_or_else(|| panic!("{id} writes {written} in {preset}: {lesson:?}"))] += 1;
            assert!(status != Status::Terminated || follows_2 == 0.0);
        } else {
            assert_eq!((old, reward), (before, rewards[0]), "{id}");
            assert_eq!(new, written, "{id} writes something else in {preset}");
        }
        if status == Status::Terminated {
            assert_eq!(follows, 0.0);
            terminated += 1;
        }
        std::mem::swap(&mut now, &mut next);
    }
    assert!(turns == [0; 2] || turns.iter().all(|n| *n > 1_000), "{id}: {turns:?}");
    terminated
}

fn a_lesson_is_what_is_written_down() {
    // SARSA draws what follows only when it learns; where it tries nothing out that is what the lesson says.
    let greedy = [("epsilon_start", 0.0), ("epsilon_end", 0.0)];
    let warm = [("explore", 1.0), ("explore_course", 2.0), ("alpha_course", 1.0), ("gamma_rise", 0.8)];
    let cases: [(&str, &[(&str, f64)]); 8] = [
        ("q-learning", &[]),
        ("q-learning", &SHARP),
        ("q-learning", &warm),
        ("sarsa", &greedy),
        ("expected-sarsa", &[]),
        ("expected-sarsa", &warm),
        ("double-q", &[]),
        ("double-q", &warm),
    ];
    for (id, set) in cases {
        assert_eq!(lessons_in("everyday", id, set), 0);
        assert!(lessons_in("article-as-printed", id, set) > 100);
    }
}
