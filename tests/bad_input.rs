//! Whatever comes from outside — a link, a scenario, a message to a worker — is run, or refused with a sentence
//! in both languages that names what was wrong and what is allowed; never a panic, and never long work.

// What comes from outside may not take long either.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "bad_input/links.rs"]
mod links;
#[path = "bad_input/messages.rs"]
mod messages;
#[path = "bad_input/scenarios.rs"]
mod scenarios;

use emporium::base::{Setting, Trouble};
use emporium::run::Scenario;
use emporium::run::scenario::{Budget, Contestant, Measuring, Seeds, Stop, Taken};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The same cases every time: a test that fails now and then is no test.
pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20), ..ProptestConfig::default() }
}

/// A refusal that may be shown: one sentence in each language, of bearable length, without gaps.
pub fn presentable(trouble: &Trouble) {
    let chinese = trouble.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(!trouble.en.is_empty() && chinese, "{trouble:?}");
    assert!(trouble.en.len() < 2_000 && trouble.zh.len() < 2_000, "a sentence of {} bytes", trouble.en.len());
    assert!(!trouble.en.chars().any(char::is_control), "{trouble:?}");
}

/// Words of any kind, among them those that mean something.
fn word() -> impl Strategy<Value = String> {
    let known =
        ["inventory", "everyday", "bursty", "q-learning", "s-S", "visitor", "alpha", "lead_time", "mean", "demand"];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_string), ".{0,12}", Just("x".repeat(3_000))]
}

fn number() -> impl Strategy<Value = f64> {
    let odd = [0.0, -0.0, 1.0, -1.0, 0.5, f64::INFINITY, f64::NEG_INFINITY, 1e300, 5e-324, 9.0e15, 0.1 + 0.2];
    prop_oneof![
        proptest::sample::select(odd.to_vec()),
        -1e6..1e6f64,
        any::<f64>().prop_filter("NaN is no equal", |x| !x.is_nan())
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        number().prop_map(Setting::Number),
        any::<bool>().prop_map(Setting::Switch),
        word().prop_map(Setting::Word)
    ]
}

fn settings() -> impl Strategy<Value = emporium::base::Named<Setting>> {
    proptest::collection::vec((word(), setting()), 0..3).prop_map(|entries| entries.into_iter().collect())
}

fn whole() -> impl Strategy<Value = u64> {
    prop_oneof![0..10u64, any::<u64>(), Just(u64::MAX), Just(1 << 53)]
}

fn contestant() -> impl Strategy<Value = Contestant> {
    let taken = (word(), settings()).prop_map(|(agent, set)| Taken { agent, set });
    let seats = proptest::collection::vec(taken, 0..3);
    (word(), proptest::option::of(word()), seats).prop_map(|(key, label, seats)| Contestant { key, label, seats })
}

/// Scenarios that nobody would write.
pub fn any_scenario() -> impl Strategy<Value = Scenario> {
    let stop = (proptest::option::of(number()), proptest::option::of(any::<u32>()));
    let stop = stop.prop_map(|(reward, patience)| Stop { reward, patience });
    let start = (0..3u32, word(), word(), settings());
    let rest = (
        proptest::collection::vec(contestant(), 0..4),
        (whole(), any::<u32>()).prop_map(|(first, count)| Seeds { first, count }),
        proptest::option::of(whole().prop_map(|steps| Budget { steps })),
        proptest::option::of(stop),
        proptest::option::of((whole(), any::<u32>()).prop_map(|(every, episodes)| Measuring { every, episodes })),
    );
    (start, rest).prop_map(|((version, sim, preset, set), (contestants, seeds, budget, stop, evaluation))| Scenario {
        version,
        sim,
        preset,
        set,
        contestants,
        seeds,
        budget,
        stop,
        evaluation,
    })
}
