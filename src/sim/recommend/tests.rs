//! The visit's dynamics and the world's shape, and how far those come who see only the observation.

use super::*;
use crate::base::World;

fn env(set: &[(&str, f64)]) -> Recommend {
    let mut params = Params::defaults(config::ROWS);
    for (id, x) in set {
        let row = config::ROWS.iter().find(|row| row.id == *id).unwrap();
        params.set("sim", id, &row.write(*x)).unwrap();
    }
    Recommend::new(&params).unwrap()
}

/// Plays one choice after the other; rewards, and how the visit ended.
fn play(env: &mut Recommend, episode: u64, choices: impl Fn(u32) -> usize) -> (Vec<f64>, Status) {
    env.reset(World::training(1).episode(episode));
    let (mut rewards, mut reward) = (Vec::new(), [0.0]);
    loop {
        let status = env.step(&[Action::choice(choices(env.visit.step))], &mut reward);
        rewards.push(reward[0]);
        if status != Status::Running {
            return (rewards, status);
        }
    }
}

#[test]
fn answers_come_as_often_as_the_logit_says() {
    // Nobody has a mood, so that the facts know everything about the first step.
    let mut env = env(&[("mood", 0.0)]);
    let (truth, choices) = (env.facts.truth.clone().unwrap(), env.config.choices());
    let (mut expected, mut seen, n) = (0.0, 0.0, 20_000);
    for episode in 0..n {
        env.reset(World::training(2).episode(episode));
        let mut reward = [0.0];
        env.step(&[Action::choice(3)], &mut reward);
        expected += truth.funnel.worth(truth.values[env.visit.visitor * choices + 3], truth.worth);
        seen += reward[0];
    }
    let (expected, seen) = (expected / n as f64, seen / n as f64);
    assert!((expected - seen).abs() < 0.015, "{seen} where {expected} is expected");
}

#[test]
fn impatient_visitors_leave_and_patient_ones_stay_to_the_end() {
    let mut never = env(&[("click_level", -5.0), ("strength", 0.1), ("patience", 3.0), ("price_weight", 0.0)]);
    let lengths: Vec<usize> = (0..50).map(|episode| play(&mut never, episode, |_| 0).0.len()).collect();
    assert!(lengths.iter().filter(|length| **length == 3).count() > 40, "{lengths:?}");
    let mut patient = env(&[("patience", 40.0)]);
    let (rewards, status) = play(&mut patient, 1, |step| step as usize % CATEGORIES);
    assert_eq!((rewards.len(), status), (20, Status::Terminated));
}

#[test]
fn what_is_shown_again_bores_and_earns_less() {
    let mut env = env(&[("patience", 40.0), ("boredom", 4.0)]);
    let mean = |env: &mut Recommend, choices: fn(u32) -> usize| {
        (0..400).map(|episode| play(env, episode, choices).0.iter().sum::<f64>()).sum::<f64>() / 400.0
    };
    let (same, turns) = (mean(&mut env, |_| 2), mean(&mut env, |step| step as usize % CATEGORIES));
    assert!(turns > 2.0 * same, "{turns} {same}");
    assert!(env.visit.boredom.iter().all(|b| (0.0..=1.0).contains(b)));
}

#[test]
fn totals_add_up_to_the_reward() {
    let mut env = env(&[]);
    let (rewards, _) = play(&mut env, 7, |step| step as usize % 3);
    let of = |total: Total| env.totals[total as usize];
    let worth = 0.1 * of(Total::Clicks) + 0.3 * of(Total::Carts) + of(Total::Purchases);
    assert!((worth - rewards.iter().sum::<f64>()).abs() < 1e-9);
    assert_eq!((of(Total::Steps) as usize, of(Total::Changes)), (rewards.len(), of(Total::Pairs)));
    assert!(of(Total::Clicks) >= of(Total::Carts) && of(Total::Carts) >= of(Total::Purchases));
}

#[test]
fn the_world_is_a_function_of_its_number() {
    let of = |world: f64| env(&[("world", world)]).world;
    let (one, again, other) = (of(1.0), of(1.0), of(2.0));
    assert!(one.log == again.log && one.picks == again.picks && one.tastes == again.tastes);
    assert!(one.log != other.log && one.prices != other.prices);
    assert_eq!(one.log.len(), 300 * 15 + 200 * 8);
    // Eight ratings go once round the categories.
    let rated: Vec<usize> = one.log.of_user(300).iter().map(|r| r.id as usize % CATEGORIES).collect();
    assert_eq!(rated.iter().collect::<std::collections::BTreeSet<_>>().len(), 8, "{rated:?}");
    let picks = one.picks.chunks(CATEGORIES);
    assert!(picks.into_iter().all(|row| row.iter().enumerate().all(|(c, item)| *item as usize % CATEGORIES == c)));
}

#[test]
fn people_rate_what_they_think() {
    let env = env(&[]);
    let (world, config) = (&env.world, &env.config);
    let mut pairs = Vec::new();
    for visitor in 0..VISITORS {
        let taste = &world.tastes[visitor * FEATURES..(visitor + 1) * FEATURES];
        for rated in world.log.of_user(world.first + visitor as u32) {
            pairs.push((world.value(config, taste, rated.id as usize), rated.rating));
        }
    }
    let n = pairs.len() as f64;
    let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|p| f(p.0 - x, p.1 - y)).sum::<f64>();
    let correlation = sum(&|a, b| a * b) / f64::sqrt(sum(&|a, _| a * a) * sum(&|_, b| b * b));
    assert!(correlation > 0.9, "{correlation}");
}

#[test]
fn newcomers_are_no_part_of_the_log() {
    let env = env(&[("own_ratings", 0.0)]);
    assert_eq!((env.world.log.users(), env.facts.visitors.clone()), (300, 300..500));
    let mut observation = vec![0.0; env.spec.seats[0].observation.len()];
    env.observe(0, &mut observation);
    assert!(observation[env.facts.visitor] >= 300.0);
    assert_eq!(observation.len(), 4 + CATEGORIES);
}

#[test]
fn more_ratings_than_items_are_refused() {
    let mut params = Params::defaults(config::ROWS);
    params.set("sim", "items", &crate::base::Setting::Number(16.0)).unwrap();
    params.set("sim", "past_ratings", &crate::base::Setting::Number(17.0)).unwrap();
    let Err(trouble) = Recommend::new(&params) else { panic!("must be refused") };
    assert_eq!(trouble.en, "past_ratings is 17, but must be at most items, which is 16");
}
