//! Forbidden choices: the masked toy panics when one is played, so every agent that fits is let loose in it.

use super::doors::{Doors, ROOMS};
use super::play::{agent, finished, player, schedule};
use super::registry::quick_agents;
use super::suite;
use super::worlds;
use emporium::agent::{self, Family, Mode, Seen, Transition, Values, planned};
use emporium::base::{Action, FiniteModel, Rng};
use emporium::run::training::Player;
use emporium::sim::{ModelSource, Status};

suite![
    nobody_goes_through_a_shut_door,
    every_open_door_is_tried,
    opinions_keep_to_open_doors,
    nothing_is_expected_behind_a_shut_door,
    learners_reach_the_planner_under_masks,
    where_nothing_is_open_nobody_breaks,
];

/// Everybody who learns by choosing.
const LEARNERS: [&str; 7] = ["q-learning", "sarsa", "expected-sarsa", "double-q", "dqn", "reinforce", "ppo"];

fn nobody_goes_through_a_shut_door() {
    let shop = worlds::shop(Doors::default());
    let fitting = quick_agents(&shop);
    for id in [&LEARNERS[..], &["random", "relative-value-iteration"]].concat() {
        assert!(fitting.iter().any(|e| e.id == id), "{id} should fit");
    }
    for entry in fitting {
        let run = finished(&shop, vec![player(entry.id, &shop, 0, &[], 3_000)], 1, schedule(3_000, 500, 4));
        assert_eq!(run.steps(), 3_000, "{}", entry.id);
    }
}

fn mask_of(room: usize) -> Vec<bool> {
    let doors = Doors::default();
    (0..ROOMS).map(|c| doors.allowed(room, c)).collect()
}

fn every_open_door_is_tried() {
    let shop = worlds::shop(Doors::default());
    for id in [&LEARNERS[..], &["random"]].concat() {
        // A policy that has learned nothing tries about as evenly as chance.
        let tries = agent::find(id).unwrap().params.iter().any(|row| row.id == "epsilon_start");
        let set = if tries { vec![("epsilon_start", 1.0)] } else { vec![] };
        let mut agent = agent(id, &shop, 0, &set, 1_000_000);
        let (mut rng, mut action) = (Rng::new(1, "doors"), Action::default());
        for room in 0..ROOMS {
            let mask = mask_of(room);
            let mut tried = [0; ROOMS];
            for _ in 0..3_000 {
                let seen = Seen { observation: &[room as f64], mask: &mask };
                agent.act(0, seen, &mut rng, Mode::Explore, &mut action);
                tried[action.choice] += 1;
            }
            let share = 3_000 / mask.iter().filter(|m| **m).count();
            for (choice, allowed) in mask.iter().enumerate() {
                let wanted = if *allowed { share * 9 / 10..share * 11 / 10 } else { 0..1 };
                assert!(wanted.contains(&tried[choice]), "{id} in room {room}: {tried:?}");
            }
        }
    }
}

fn opinions_keep_to_open_doors() {
    let shop = worlds::shop(Doors::default());
    for id in [&LEARNERS[..], &["relative-value-iteration"]].concat() {
        let run = finished(&shop, vec![player(id, &shop, 0, &[], 500)], 1, schedule(500, 500, 1));
        let Player::Agent(agent) = &run.players()[0] else { panic!("no agent") };
        for room in 0..ROOMS {
            let mask = mask_of(room);
            let opinion = agent.explain(Seen { observation: &[room as f64], mask: &mask });
            let choice = opinion.choice;
            assert!(choice.is_some_and(|c| mask[c]), "{id} in room {room}: {choice:?}");
            if opinion.values_are == Values::Chance {
                let open = |(chance, open): (&f64, &bool)| *open == (*chance > 0.0);
                assert!(opinion.values.iter().zip(&mask).all(open), "{id} in room {room}: {opinion:?}");
            }
        }
    }
}

fn learners_reach_the_planner_under_masks() {
    let shop = worlds::shop(Doors::default());
    let best = planned::plan(&Doors::default(), shop.spec()).unwrap().value;
    let model = ModelSource::build(&Doors::default());
    for id in LEARNERS {
        let mut run = finished(&shop, vec![player(id, &shop, 0, &[], 40_000)], 1, schedule(40_000, 40_000, 2));
        let Player::Agent(agent) = &mut run.players_mut()[0] else { panic!("no agent") };
        let policy = planned::policy_of(&mut **agent, &*model, 1);
        let value = planned::value_of(&*model, shop.spec(), &policy).unwrap();
        assert!(value > best - 1e-6, "{id} earns {value} of {best}");
    }
}

fn nothing_is_expected_behind_a_shut_door() {
    let shop = worlds::shop(Doors::default());
    let sharp = [("alpha", 1.0), ("alpha_power", 0.0), ("gamma", 0.75), ("epsilon_start", 1.0), ("epsilon_end", 1.0)];
    for id in ["q-learning", "sarsa"] {
        let mut agent = agent(id, &shop, 0, &sharp, 1_000);
        let (mut rng, masks) = (Rng::new(2, "doors"), [mask_of(0), mask_of(1)]);
        let seen = |room: usize| Seen { observation: if room == 0 { &[0.0] } else { &[1.0] }, mask: &masks[room] };
        let mut step = |from: usize, choice: usize, reward: f64, status: Status| {
            let action = &Action::choice(choice);
            agent.learn(0, &Transition { seen: seen(from), action, reward, next: seen(1), status }, &mut rng);
            agent.explain(seen(from)).values[choice]
        };
        // Staying in the second room is not allowed, and so its zero is worth nothing to anybody.
        for (choice, reward) in [(0, -2.0), (2, -4.0), (3, -8.0)] {
            step(1, choice, reward, Status::Terminated);
        }
        for _ in 0..50 {
            let value = step(0, 1, -1.0, Status::Running);
            let allowed: &[f64] = if id == "sarsa" { &[-2.5, -4.0, -7.0] } else { &[-2.5] };
            assert!(allowed.contains(&value), "{id}: {value}");
        }
    }
}

/// No world of ours shuts every door, but somebody's may: then any choice will do, and no number is spoilt.
fn where_nothing_is_open_nobody_breaks() {
    let shop = worlds::shop(Doors::default());
    let learns = |e: &&&agent::AgentEntry| matches!(e.family, Family::Tables | Family::Networks | Family::Bandits);
    for entry in quick_agents(&shop).iter().filter(learns) {
        let mut rollout = Vec::new();
        if super::play::brisk(entry).is_some() {
            rollout.push(("rollout", 256.0));
        }
        let mut agent = agent(entry.id, &shop, 0, &rollout, 600);
        let (mut rng, mut action) = (Rng::new(9, entry.id), Action::default());
        let seen = |room: &'static [f64]| Seen { observation: room, mask: &[false; ROOMS] };
        for lane in (0..agent.lanes()).cycle().take(600) {
            agent.act(lane, seen(&[1.0]), &mut rng, Mode::Explore, &mut action);
            assert!(action.choice < ROOMS, "{}", entry.id);
            let (action, reward, status) = (&action, -1.0, Status::Running);
            agent.learn(lane, &Transition { seen: seen(&[1.0]), action, reward, next: seen(&[2.0]), status }, &mut rng);
        }
        agent.act(0, seen(&[1.0]), &mut rng, Mode::Exploit, &mut action);
        let opinion = agent.explain(seen(&[1.0]));
        assert!(action.choice < ROOMS && opinion.values.iter().all(|v| v.is_finite()), "{}: {opinion:?}", entry.id);
        assert_eq!(agent.trouble(), None, "{}", entry.id);
    }
}
