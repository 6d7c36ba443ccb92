//! Paired worlds: what comes from outside is the same whatever is done, and everybody is measured in the
//! same worlds, which are not those of the training.

use super::play::{finished, player, schedule};
use super::registry::every_preset;
use super::suite;
use super::worlds::{self, Signals};
use emporium::base::{Action, World};
use emporium::run::{Run, Shop};
use emporium::sim::{self, Status};

suite![
    two_ways_to_play_meet_the_same_demand,
    all_seeds_are_measured_in_the_same_worlds,
    measuring_and_training_are_different_worlds,
    every_day_of_an_episode_draws_anew,
];

/// The demand of each day under a plan of choices, from the scene; nothing if the world shows no demand.
fn demands(shop: &Shop, episode: u64, days: u64, plan: impl Fn(u64) -> usize) -> Option<Vec<f64>> {
    let mut env = shop.open();
    let choices = env.spec().seats[0].actions.choices()?;
    let mut rewards = vec![0.0; env.spec().seats.len()];
    env.reset(World::training(8).episode(episode));
    let mut demands = Vec::new();
    for day in 0..days {
        let status = env.step(&[Action::choice(plan(day) % choices)], &mut rewards);
        demands.push(env.scene().iter().find(|(name, _)| *name == "demand")?.1);
        if status != Status::Running {
            break;
        }
    }
    Some(demands)
}

fn two_ways_to_play_meet_the_same_demand() {
    let mut compared = 0;
    for (entry, preset, shop) in every_preset() {
        if shop.spec().seats.len() > 1 {
            continue;
        }
        let plans: [fn(u64) -> usize; 3] = [|_| 0, |day| (day * 7) as usize, |day| 19 - (day % 20) as usize];
        let seen = plans.map(|plan| demands(&shop, 3, 80, plan));
        let [Some(a), Some(b), Some(c)] = seen else { continue };
        // A world may end sooner under one plan than under another.
        for other in [b, c] {
            let n = usize::min(a.len(), other.len());
            assert_eq!(a[..n], other[..n], "{} {}", entry.id, preset.id);
            compared += n;
        }
        assert_ne!(Some(a), demands(&shop, 4, 80, |_| 0), "{}: episodes are alike", preset.id);
    }
    assert!(compared > 1_000, "only {compared} days could be compared");
}

fn everyday() -> Shop {
    let entry = sim::find("inventory").unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap()
}

fn ordered_what_sold(seed: u64) -> Run {
    let shop = everyday();
    finished(&shop, vec![player("order-what-sold", &shop, 0, &[], 1)], seed, schedule(500, 500, 4))
}

fn all_seeds_are_measured_in_the_same_worlds() {
    let (one, two) = (ordered_what_sold(1), ordered_what_sold(2));
    assert_eq!(one.last(), two.last());
    assert_ne!(one.curve()[1].earned, two.curve()[1].earned, "training worlds hang on the seed");
}

fn measuring_and_training_are_different_worlds() {
    let bits = |world: World| -> Vec<u64> { (0..50).map(|t| world.episode(0).bits(t, 1)).collect() };
    let kinds = [World::training(0), World::training(1), World::evaluation(), World::search(0), World::search(1)];
    for (i, a) in kinds.iter().enumerate() {
        for b in &kinds[..i] {
            assert!(bits(*a).iter().all(|x| !bits(*b).contains(x)));
        }
    }
}

fn every_day_of_an_episode_draws_anew() {
    let mut env = worlds::shop(Signals::default()).open();
    env.reset(World::training(1).episode(0));
    let (mut seen, mut signal, mut rewards) = ([0; 4], [0.0], [0.0]);
    for _ in 0..400 {
        env.step(&[Action::choice(0)], &mut rewards);
        env.observe(0, &mut signal);
        seen[signal[0] as usize] += 1;
    }
    assert!(seen.iter().all(|n| *n > 60), "{seen:?}");
    let days = demands(&everyday(), 1, 200, |_| 3).unwrap();
    let mean = days.iter().sum::<f64>() / 200.0;
    assert!((4.0..6.0).contains(&mean) && days.windows(2).any(|w| w[0] != w[1]), "{days:?}");
}
