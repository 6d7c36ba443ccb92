//! The rules of learning, number by number.

use super::*;
use crate::agent::one_seat::{case, choices, params, spec};
use crate::sim::Objective;

/// Every experience replaces the value, and nothing changes over the run.
const SHARP: [(&str, f64); 5] =
    [("alpha", 1.0), ("alpha_power", 0.0), ("gamma", 0.5), ("epsilon_start", 0.3), ("epsilon_end", 0.3)];
const ALL: [bool; 3] = [true; 3];

fn tabular(rule: Rule, set: &[(&str, f64)], masked: bool) -> Tabular {
    let spec = spec(choices(3), masked, Objective::Total);
    let params = params(&USUAL, &[&SHARP, set].concat());
    Tabular::new(&case(&spec, &params, 1_000), rule)
}

fn seen<'a>(observation: &'a [f64], mask: &'a [bool]) -> Seen<'a> {
    Seen { observation, mask }
}

/// One step from 0 to 1 by the first choice, with nothing earned; what its value is then.
fn learned(agent: &mut Tabular, mask: &[bool], rng: &mut Rng) -> f64 {
    let step = Transition {
        seen: seen(&[0.0], &ALL),
        action: &Action::choice(0),
        reward: 0.0,
        next: seen(&[1.0], mask),
        status: Status::Running,
    };
    agent.learn(0, &step, rng);
    agent.value(0, 0)
}

/// Writes the values of what is seen next.
fn teach(table: &mut Table, values: [f64; 3]) {
    values.into_iter().enumerate().for_each(|(choice, value)| table.update(1, choice, value, 0));
}

#[test]
fn the_expectation_is_that_of_what_is_played() {
    let mut rng = Rng::new(1, "expected");
    let two = [true, true, false];
    for (set, mask, expected) in [
        // 0.7 of the best, and 0.1 of each.
        (vec![], &ALL, 0.7 * 8.0 + 0.1 * (2.0 + 4.0 + 8.0)),
        (vec![], &two, 0.7 * 4.0 + 0.15 * (2.0 + 4.0)),
        (vec![], &[false; 3], 2.0),
        (vec![("explore", 1.0), ("temperature_start", 4.0), ("temperature_end", 4.0)], &ALL, {
            let weights = [exp(-6.0 / 4.0), exp(-4.0 / 4.0), 1.0];
            (2.0 * weights[0] + 4.0 * weights[1] + 8.0) / weights.iter().sum::<f64>()
        }),
        (vec![("explore", 1.0), ("temperature_start", 2.0), ("temperature_end", 2.0)], &two, {
            (2.0 * exp(-1.0) + 4.0) / (exp(-1.0) + 1.0)
        }),
        // So cold that nothing but the best is left, and nothing becomes infinite.
        (vec![("explore", 1.0), ("temperature_start", 0.001), ("temperature_end", 0.001)], &ALL, 8.0),
        (vec![("explore", 1.0)], &[false; 3], 2.0),
    ] {
        let mut agent = tabular(Rule::Expected, &set, true);
        teach(&mut agent.table, [2.0, 4.0, 8.0]);
        let value = learned(&mut agent, mask, &mut rng);
        assert!((value - 0.5 * expected).abs() < 1e-12, "{set:?} {mask:?}: {value}, not half of {expected}");
    }
}

#[test]
fn softmax_plays_by_its_chances() {
    for (mask, chances) in [(ALL, [0.25, 0.25, 0.5]), ([true, false, true], [1.0 / 3.0, 0.0, 2.0 / 3.0])] {
        let set = [("explore", 1.0), ("temperature_start", 1.0), ("temperature_end", 1.0)];
        let mut agent = tabular(Rule::Best, &set, true);
        // e^(ln 2) is twice e^0.
        teach(&mut agent.table, [1.0, 1.0, 1.0 + std::f64::consts::LN_2]);
        let (mut rng, mut action, mut played) = (Rng::new(3, "softmax"), Action::default(), [0.0; 3]);
        for _ in 0..40_000 {
            agent.act(0, seen(&[1.0], &mask), &mut rng, Mode::Explore, &mut action);
            played[action.choice] += 1.0 / 40_000.0;
        }
        let close =
            played.iter().zip(chances).all(|(a, b): (&f64, f64)| (a - b).abs() < 0.01 && (b > 0.0 || *a == 0.0));
        assert!(close, "{played:?}, not {chances:?}");
        let told = agent.explain(seen(&[1.0], &mask)).notes[1].1;
        assert!((told - chances[2]).abs() < 1e-12, "{told}");
        agent.act(0, seen(&[1.0], &mask), &mut rng, Mode::Exploit, &mut action);
        assert_eq!(action.choice, 2);
    }
}

#[test]
fn one_table_chooses_and_the_other_judges() {
    let mut turns = [0, 0];
    let mut rng = Rng::new(5, "double");
    for _ in 0..40 {
        let mut agent = tabular(Rule::Double, &[], true);
        teach(&mut agent.table, [1.0, 9.0, 20.0]);
        teach(agent.second.as_mut().unwrap(), [5.0, 3.0, 7.0]);
        learned(&mut agent, &[true, true, false], &mut rng);
        let values = [agent.table.value(0, 0), agent.second.as_ref().unwrap().value(0, 0)];
        // The first thinks the second choice best, which the second table holds for 3; that one the first choice, for 1.
        match values {
            [1.5, 0.0] => turns[0] += 1,
            [0.0, 0.5] => turns[1] += 1,
            other => panic!("{other:?}"),
        }
        assert_eq!(agent.best(1, &[true, true, false]), 1, "it plays by the mean of both");
    }
    assert!(turns[0] > 8 && turns[1] > 8, "{turns:?}");
}

#[test]
fn the_learning_rate_may_fall_over_the_run() {
    let mut agent = tabular(Rule::Best, &[("alpha_course", 1.0), ("alpha_end", 0.2), ("gamma", 0.0)], false);
    agent.steps = 500;
    agent.table.update(0, 0, 10.0, agent.steps);
    assert!((agent.value(0, 0) - 6.0).abs() < 1e-12, "{}", agent.value(0, 0));
}

#[test]
fn the_discount_may_rise_over_the_run() {
    let mut agent = tabular(Rule::Best, &[("gamma_rise", 1.0), ("gamma_start", 0.1)], false);
    teach(&mut agent.table, [0.0, 10.0, 0.0]);
    assert_eq!(learned(&mut agent, &ALL, &mut Rng::new(1, "rise")), 1.0);
    agent.steps = 500;
    assert!((learned(&mut agent, &ALL, &mut Rng::new(1, "rise")) - 3.0).abs() < 1e-12);
}

#[test]
fn two_tables_are_kept_or_neither() {
    let spec = spec(choices(3), false, Objective::Total);
    let params = params(&USUAL, &[]);
    let mut agent = Tabular::new(&case(&spec, &params, 1_000), Rule::Double);
    teach(agent.second.as_mut().unwrap(), [1.0, 2.0, 3.0]);
    let saved = agent.save();
    let mut fresh = Tabular::new(&case(&spec, &params, 1_000), Rule::Double);
    let mut sick = saved.clone();
    // The second table's first value.
    let half = saved.len() / 2;
    sick[half + 16..half + 24].copy_from_slice(&f64::NAN.to_le_bytes());
    let untouched = fresh.save();
    assert!(fresh.load(&sick).unwrap_err().en.contains("finite"));
    assert_eq!(fresh.save(), untouched);
    fresh.load(&saved).unwrap();
    assert_eq!((fresh.save(), fresh.value(1, 2)), (saved, 1.5));
}
