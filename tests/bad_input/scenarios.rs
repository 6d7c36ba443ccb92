//! Scenarios: each field at its worst, and parameters that are allowed one by one but never meant together.

use super::{any_scenario, config, presentable};
use emporium::base::{Kind, Named, Setting, Trouble};
use emporium::run::scenario::{Budget, Measuring, from_json};
use emporium::run::{Scenario, Session};
use emporium::sim;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const GOOD: &str = r#"{ "version": 1, "sim": "inventory", "preset": "everyday", "set": { "lead_time": 2 },
  "contestants": [
    { "key": "a", "label": "Q-learning", "seats": [ { "agent": "q-learning", "set": { "alpha": 0.1 } } ] },
    { "key": "b", "seats": [ { "agent": "s-S" } ] } ],
  "seeds": { "first": 1, "count": 5 },
  "budget": { "steps": 200000 }, "stop": null,
  "evaluation": { "every": 5000, "episodes": 20 } }"#;

/// The sentence that answers the good scenario with one piece of its text replaced.
fn refusal(piece: &str, by: &str) -> String {
    assert!(GOOD.contains(piece), "{piece}");
    let text = GOOD.replacen(piece, by, 1);
    let trouble = from_json(&text).and_then(|s| s.check().map(drop)).expect_err(by);
    presentable(&trouble);
    trouble.en
}

#[test]
fn the_good_one_is_good() {
    let checked = from_json(GOOD).unwrap().check().unwrap();
    assert_eq!((checked.entrants.len(), checked.seeds.count, checked.schedule.steps), (2, 5, 200_000));
    assert_eq!(checked.params.whole("lead_time"), 2);
    assert_eq!(checked.entrants[0].seats[0].1.get("alpha"), 0.1);
}

#[test]
fn each_field_is_named_with_its_value_and_what_is_allowed() {
    let versions = "but this engine reads versions 1 to 1; a newer page may read it";
    let whole = |field: &str, value: u64, low: u64, high: u64| {
        format!("{field} is {value}, but must be a whole number from {low} to {high}")
    };
    let cases = [
        (r#""version": 1"#, r#""version": 2"#, format!("version is 2, {versions}")),
        (r#""version": 1"#, r#""version": 0"#, format!("version is 0, {versions}")),
        (
            r#""lead_time": 2"#,
            r#""lead_time": 7"#,
            "sim: lead_time is 7, but must be a whole number from 0 to 6".into(),
        ),
        (
            r#""lead_time": 2"#,
            r#""lead_time": 1.5"#,
            "sim: lead_time is 1.5, but must be a whole number from 0 to 6".into(),
        ),
        (
            r#""lead_time": 2"#,
            r#""lead_time": "2""#,
            "sim: lead_time is “2”, but must be a whole number from 0 to 6".into(),
        ),
        (
            r#""lead_time": 2"#,
            r#""lead_time": true"#,
            "sim: lead_time is true, but must be a whole number from 0 to 6".into(),
        ),
        (
            r#""alpha": 0.1"#,
            r#""alpha": -0.1"#,
            "contestant a: alpha is -0.1, but must be a number from 0.001 to 1".into(),
        ),
        (
            r#""alpha": 0.1"#,
            r#""beta": 0.1"#,
            "contestant a has no parameter “beta”; its parameters are: alpha, alpha_power, alpha_course, alpha_end, \
             gamma, gamma_start, gamma_rise, gamma_course, explore, epsilon_start, epsilon_end, temperature_start, \
             temperature_end, epsilon_share, explore_course"
                .into(),
        ),
        (r#""key": "b""#, r#""key": "a""#, "key is “a” twice, but must be unique".into()),
        (r#""key": "b""#, r#""key": """#, "key is “” with 0 characters, but must have 1 to 60 printable ones".into()),
        (
            r#"[ { "agent": "s-S" } ]"#,
            r#"[ { "agent": "s-S" }, { "agent": "s-S" } ]"#,
            "contestant b fills 2 seats, but must fill 1 (for all) or 1".into(),
        ),
        (r#"[ { "agent": "s-S" } ]"#, "[]", "contestant b fills 0 seats, but must fill 1 (for all) or 1".into()),
        (r#""count": 5"#, r#""count": 0"#, whole("seeds.count", 0, 1, 1_000)),
        (r#""count": 5"#, r#""count": 1001"#, whole("seeds.count", 1_001, 1, 1_000)),
        (r#""first": 1"#, r#""first": 18446744073709551615"#, whole("seeds.first", u64::MAX, 0, (1 << 53) - 1_000)),
        (r#""steps": 200000"#, r#""steps": 0"#, whole("budget.steps", 0, 1, 10_000_000_000)),
        (r#""steps": 200000"#, r#""steps": 10000000001"#, whole("budget.steps", 10_000_000_001, 1, 10_000_000_000)),
        (r#""every": 5000"#, r#""every": 3"#, whole("evaluation.every", 3, 20, 10_000_000_000)),
        (r#""episodes": 20"#, r#""episodes": 0"#, whole("evaluation.episodes", 0, 1, 10_000)),
        (r#""stop": null"#, r#""stop": { "patience": 0 }"#, whole("stop.patience", 0, 1, 10_000)),
    ];
    for (piece, by, sentence) in cases {
        assert_eq!(refusal(piece, by), sentence);
    }
}

#[test]
fn unknown_names_are_answered_with_the_known_ones() {
    let agents: Vec<&str> = emporium::agent::registry().iter().map(|entry| entry.id).collect();
    let agents = agents.join(", ");
    for (piece, by, start) in [
        (r#""sim": "inventory""#, r#""sim": "bakery""#, "sim is “bakery”, but must be one of: inventory"),
        (
            r#""preset": "everyday""#,
            r#""preset": "EVERYDAY""#,
            "preset is “EVERYDAY”, but inventory has: everyday, lost-sales-L1-p4",
        ),
        (
            r#""agent": "s-S""#,
            r#""agent": "s-s""#,
            &format!("contestant b: agent is “s-s”, but must be one of: {agents}"),
        ),
        (
            r#""lead_time": 2"#,
            r#""leadtime": 2"#,
            "sim has no parameter “leadtime”; its parameters are: demand, mean, ",
        ),
        (
            r#""agent": "s-S""#,
            r#""agent": "value-iteration""#,
            "contestant b: value-iteration does not fit: it plans for a total",
        ),
    ] {
        let sentence = refusal(piece, by);
        assert!(sentence.starts_with(start), "{sentence}");
    }
    let none = Scenario { contestants: vec![], ..from_json(GOOD).unwrap() };
    assert_eq!(none.check().err().unwrap().en, "contestants has 0 entries, but must have 1 to 24");
    let crowd = Scenario::of("inventory", "everyday", &["random"; 25]);
    assert_eq!(crowd.check().err().unwrap().en, "contestants has 25 entries, but must have 1 to 24");
}

#[test]
fn broken_json_is_named_by_its_place() {
    for (piece, by, wanted) in [
        (r#""count": 5"#, r#""count": -5"#, vec!["seeds.count", "-5"]),
        (r#""count": 5"#, r#""count": 99999999999"#, vec!["seeds.count", "99999999999"]),
        (r#""count": 5"#, r#""cuont": 5"#, vec!["seeds.cuont", "count"]),
        (r#""steps": 200000"#, r#""steps": 1e5"#, vec!["budget.steps", "100000"]),
        (r#""steps": 200000"#, r#""steps": "many""#, vec!["budget.steps", "many"]),
        (r#""alpha": 0.1"#, r#""alpha": NaN"#, vec!["contestants[0].seats[0].set", "line 3"]),
        (r#""alpha": 0.1"#, r#""alpha": 1e999"#, vec!["contestants[0].seats[0].set", "out of range"]),
        (r#""alpha": 0.1"#, r#""alpha": [1]"#, vec!["contestants[0].seats[0].set", "a number, true, false or a word"]),
        (r#""sim": "inventory","#, r#""#, vec!["sim"]),
        (r#""sim": "inventory""#, r#""sim": "inventory", "sim": "inventory""#, vec!["sim", "duplicate"]),
        (r#"20 } }"#, r#"20 } } {"#, vec!["goes on after its end"]),
        (r#"20 } }"#, r#"20 } "#, vec!["the text ends while", "line 7"]),
        (r#""seeds": { "first": 1, "count": 5 }"#, r#""seeds": 3"#, vec!["seeds", "it is integer `3`, but must be {"]),
        (r#""version": 1"#, r#""version": "1""#, vec!["version", "must be a whole number"]),
        (GOOD, "[]", vec!["cannot be read"]),
        (GOOD, "", vec!["cannot be read"]),
    ] {
        let sentence = refusal(piece, by);
        assert!(wanted.iter().all(|w| sentence.contains(w)), "{sentence} should name {wanted:?}");
    }
    // A million brackets are not a million calls.
    presentable(&from_json(&"[".repeat(1_000_000)).unwrap_err());
    presentable(&from_json(&GOOD.replacen("inventory", &"x".repeat(3_000_000), 1)).unwrap().check().err().unwrap());
}

/// The time that a check, a build and forty periods may take, on a busy machine too.
const LONGEST: Duration = Duration::from_secs(4);

/// Starts a run of these agents with these parameters; the sentence if it is refused.
fn start(agents: &[&str], set: Named<Setting>) -> Result<(), Trouble> {
    let mut scenario = Scenario { set, ..Scenario::of("inventory", "everyday", agents) };
    scenario.budget = Some(Budget { steps: 20 });
    scenario.evaluation = Some(Measuring { every: 20, episodes: 1 });
    let started = Instant::now();
    let done = scenario.check().and_then(|checked| Session::new(&checked)).map(|mut session| {
        session.advance(40);
        assert!(session.runs.iter().all(|run| run.observation(0).iter().all(|x| x.is_finite())));
    });
    let took = started.elapsed();
    assert!(took < LONGEST, "{took:?}: {scenario:?}");
    done
}

fn words(set: &[(&str, &str)]) -> Named<Setting> {
    set.iter().map(|(id, word)| (id.to_string(), Setting::parse(word))).collect()
}

#[test]
fn endless_demand_is_refused_and_wide_demand_is_quick() {
    for wild in [
        [("demand", "negative-binomial"), ("mean", "0.1"), ("deviation", "60"), ("season", "28")],
        [("demand", "geometric"), ("mean", "100"), ("peak", "10"), ("season", "28")],
    ] {
        let trouble = start(&["random"], words(&wild)).unwrap_err();
        presentable(&trouble);
        assert!(trouble.en.starts_with("a day's demand may reach "), "{trouble}");
        assert!(trouble.en.ends_with(" units, but must stay below 10000: lower mean, deviation or peak"), "{trouble}");
    }
    let wide = [("demand", "geometric"), ("mean", "100"), ("season", "28"), ("lead_time", "6"), ("order_cost", "5")];
    let waits = [("unmet", "waits"), ("backlog", "100"), ("capacity", "300"), ("order_max", "150")];
    for set in [words(&wide), words(&[&wide[..], &waits[..]].concat())] {
        start(&["base-stock", "eoq", "myopic"], set).unwrap();
    }
}

/// Any allowed value of each parameter: each alone is fine, together they may be endless.
fn any_parameters() -> impl Strategy<Value = Vec<(&'static str, Setting)>> {
    let rows = sim::find("inventory").unwrap().params;
    let value = |row: &'static emporium::base::ParamRow| {
        let (low, high) = row.ends();
        let whole = !matches!(row.kind, Kind::Number { .. });
        let between = (low..=high).prop_map(move |x| if whole { x.round() } else { x });
        // The worst is at the ends, and most worlds keep most of their defaults.
        let value = prop_oneof![4 => Just(row.default), 2 => Just(low), 3 => Just(high), 2 => between];
        value.prop_map(move |x| (row.id, row.write(x))).boxed()
    };
    rows.iter().map(value).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn allowed_parameters_are_never_too_much_together(set in any_parameters(), agent in 0..6usize) {
        let agents = ["random", "q-learning", "base-stock", "eoq", "myopic", "order-what-sold"];
        let set = set.into_iter().map(|(id, s)| (id.to_string(), s)).collect();
        if let Err(trouble) = start(&[agents[agent]], set) {
            presentable(&trouble);
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_scenario_is_checked(scenario in any_scenario()) {
        if let Err(trouble) = scenario.check() {
            presentable(&trouble);
        }
    }

    #[test]
    fn any_text_is_read(text in ".{0,80}") {
        presentable(&from_json(&text).unwrap_err());
    }

    #[test]
    fn a_scenario_with_a_wrong_letter_is_read(at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let mut letters: Vec<char> = GOOD.chars().collect();
        let at = at.index(letters.len());
        letters[at] = letter;
        let text: String = letters.into_iter().collect();
        if let Err(trouble) = from_json(&text).and_then(|s| s.check().map(drop)) {
            presentable(&trouble);
        }
    }
}
