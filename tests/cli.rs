//! The command line, as teachers' machines and documentation builds use it: stable names, the same bits as
//! everywhere else, and one sentence where the input is wrong.
#![cfg(not(target_arch = "wasm32"))]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output};

/// Runs the program with these words.
fn emporium(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_emporium")).args(words).output().unwrap()
}

/// Its standard output, where it must succeed.
fn said(words: &[&str]) -> String {
    let output = emporium(words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&said(words)).unwrap()
}

const RUN: [&str; 11] =
    ["run", "--sim", "inventory", "--agent", "q-learning", "--agent", "s-S", "--steps", "300", "--every", "100"];

fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, more].concat()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The names must be there; more may be.
fn has(value: &Value, names: &[&str]) {
    let missing: Vec<_> = names.iter().filter(|name| value.get(name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} missing from {:?}", keys(value));
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

#[test]
fn list_tells_what_there_is() {
    let all = json(&["list", "--json"]);
    has(&all, &["engine", "simulators", "agents"]);
    for sim in list(&all["simulators"]) {
        has(sim, &["id", "label", "story", "presets", "seats", "objective", "metrics", "parameters"]);
        list(&sim["presets"]).iter().for_each(|p| has(p, &["id", "label", "story", "set", "budget", "evaluation"]));
        list(&sim["metrics"]).iter().for_each(|m| has(m, &["id", "label", "unit"]));
    }
    for agent in list(&all["agents"]) {
        has(agent, &["id", "label", "family", "knows", "parameters", "fits"]);
        for fit in list(&agent["fits"]) {
            has(fit, &["sim", "preset", "fits", "reason"]);
            assert_eq!(fit["fits"].as_bool().unwrap(), fit["reason"].is_null(), "{}: {fit}", agent["id"]);
        }
    }
    let rows = list(&all["simulators"]).iter().chain(list(&all["agents"])).flat_map(|e| list(&e["parameters"]));
    for row in rows {
        has(row, &["id", "label", "unit", "help", "default", "kind"]);
        has(&row["label"], &["en", "zh"]);
        let more: &[&str] = match row["kind"].as_str().unwrap() {
            "choice" => &["options"],
            "switch" => &[],
            _ => &["low", "high"],
        };
        has(row, more);
    }
    let ids: Vec<&str> = list(&all["agents"]).iter().map(|a| a["id"].as_str().unwrap()).collect();
    let known: Vec<&str> = emporium::agent::registry().iter().map(|e| e.id).collect();
    assert_eq!(ids, known);
    assert!(said(&["list"]).contains("lost-sales-L4-p39"));
}

#[test]
fn run_answers_with_the_promised_names() {
    let results = json(&with(&RUN, &["--seeds", "3", "--json", "-"]));
    assert_eq!(keys(&results), BTreeSet::from(["engine", "scenario", "reference", "contestants", "fingerprint"]));
    has(&results["reference"]["zero"], &["policy", "value"]);
    has(&results["reference"]["one"], &["kind", "policy", "value"]);
    let contestants = list(&results["contestants"]);
    assert_eq!(contestants.iter().map(|c| c["key"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    for contestant in contestants {
        has(contestant, &["key", "agent", "seeds", "summary"]);
        let seeds = list(&contestant["seeds"]);
        assert_eq!(seeds.iter().map(|s| s["seed"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
        for seed in seeds {
            has(seed, &["curve", "final", "env_steps", "seconds", "fingerprint"]);
            has(&seed["curve"], &["steps", "episodes", "reward", "score"]);
            has(&seed["final"], &["reward", "score", "metrics"]);
            assert_eq!(seed["curve"]["steps"], serde_json::json!([0, 100, 200, 300]));
            assert_eq!(seed["curve"]["reward"][3], seed["final"]["reward"]);
            assert_eq!((seed["env_steps"].as_u64(), seed["fingerprint"].as_str().map(str::len)), (Some(300), Some(16)));
        }
        let summary = &contestant["summary"];
        has(summary, &["reward", "score", "metrics", "n"]);
        assert_eq!(summary["n"], 3);
        has(&summary["reward"], &["mean", "iqm", "low", "high"]);
        has(&summary["metrics"]["cost"], &["mean", "iqm", "low", "high"]);
        let rewards: Vec<f64> = seeds.iter().map(|s| s["final"]["reward"].as_f64().unwrap()).collect();
        let mean = rewards.iter().sum::<f64>() / 3.0;
        assert!((summary["reward"]["mean"].as_f64().unwrap() - mean).abs() < 1e-9);
    }
    let score = |i: usize| contestants[i]["summary"]["score"]["mean"].as_f64().unwrap();
    assert!(score(0) < score(1) && (0.9..1.1).contains(&score(1)), "{} and {}", score(0), score(1));
}

fn fingerprints(words: &[&str]) -> Vec<String> {
    let results = json(words);
    let seeds = list(&results["contestants"]).iter().flat_map(|c| list(&c["seeds"]));
    seeds.map(|s| s["fingerprint"].as_str().unwrap().to_string()).collect()
}

#[test]
fn file_link_and_options_run_the_same() {
    let by_options =
        fingerprints(&with(&RUN, &["--seeds", "2", "--set", "sim.lead_time=2", "--set", "a.alpha=0.3", "--json", "-"]));
    assert_eq!(by_options.len(), 4);
    let link = said(&with(&RUN, &["--seeds", "2", "--set", "sim.lead_time=2", "--set", "a.alpha=0.3", "--write-link"]));
    let address = format!("https://example.org/#{}", link.trim());
    assert_eq!(fingerprints(&["run", "--link", &address, "--json", "-"]), by_options);
    let scenario = emporium::run::link::Link::decode(&address).unwrap().scenario;
    let place = std::env::temp_dir().join(format!("emporium-{}.json", std::process::id()));
    std::fs::write(&place, serde_json::to_string(&scenario).unwrap()).unwrap();
    assert_eq!(fingerprints(&["run", place.to_str().unwrap(), "--json", "-"]), by_options);
    // And the library gives the same bits as its program.
    let mut session = emporium::run::Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    let here = session.runs.iter().map(|run| format!("{:016x}", run.fingerprint()));
    assert_eq!(here.collect::<Vec<_>>(), by_options);
    std::fs::remove_file(place).unwrap();
    assert_ne!(fingerprints(&with(&RUN, &["--seeds", "2", "--json", "-"])), by_options);
}

#[test]
fn tables_are_written_too() {
    let csv = said(&with(&RUN, &["--csv", "-"]));
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().starts_with("contestant,agent,seed,steps,episodes,reward,score"));
    assert_eq!(lines.clone().count(), 8);
    assert!(lines.all(|line| line.split(',').count() == 8), "{csv}");
    assert!(said(&RUN).contains("s-S"));
    assert!(said(&["help"]).contains("emporium solve"));
}

#[test]
fn solve_finds_the_optimum_or_says_why_not() {
    let answer = json(&["solve", "--sim", "inventory", "--json", "-"]);
    has(
        &answer,
        &["objective", "average_reward", "average_cost", "discounted", "method", "states", "seconds", "policy"],
    );
    assert!((answer["average_cost"].as_f64().unwrap() - 14.312_098_6).abs() < 1e-6, "{answer}");
    assert_eq!((answer["states"].as_u64(), &answer["discounted"]), (Some(33), &Value::Null));
    let article = json(&["solve", "--sim", "inventory", "--preset", "article-corrected", "--json", "-"]);
    assert!(article["discounted"].is_number() && article["average_cost"].is_null());
}

#[test]
fn check_counts_what_passed() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/inventory.json");
    let output = said(&["check", place]);
    let last = output.lines().last().unwrap();
    assert!(last.ends_with(" unknown") && last.contains(" passed, 0 failed, "), "{last}");
}

/// A learner whose numbers run away, and one whose do not.
const SICK: &str = "--sim inventory --agent dqn --steps 3000";
const WAYS: [&str; 4] = ["gamma=0.999", "copy=1", "every=1", "double=false"];

#[test]
fn what_has_run_away_is_not_kept() {
    let place = std::env::temp_dir().join(format!("emporium-{}.team", std::process::id()));
    let place = place.to_str().unwrap();
    let set: Vec<String> = WAYS.iter().chain(&["learning_rate=0.1"]).map(|way| format!("a.{way}")).collect();
    let set = set.iter().flat_map(|way| ["--set", way]);
    let words: Vec<&str> = ["run"].into_iter().chain(SICK.split(' ')).chain(set).chain(["--save", place]).collect();
    let output = emporium(&words);
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{sentence}");
    assert!(sentence.contains(place) && sentence.contains("learning rate of 0.1"), "{sentence}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("seed 1 stopped"));
    assert!(!std::path::Path::new(place).exists());
}

#[test]
fn a_search_ranks_what_it_can_compare() {
    // Who has run away comes last, whatever it had earned before.
    let set = WAYS.iter().flat_map(|way| ["--set", way]);
    let tried = ["--seeds", "1", "--episodes", "2", "--try", "learning_rate=0.1,0.001"];
    let said_of_both = said(&["search"].into_iter().chain(SICK.split(' ')).chain(set).chain(tried).collect::<Vec<_>>());
    let [first, last] = said_of_both.lines().collect::<Vec<_>>()[..] else { panic!("{said_of_both}") };
    assert!(first.ends_with("learning_rate=0.001") && first.contains("score"), "{first}");
    assert!(last.ends_with("learning_rate=0.1") && last.contains("1 of its runs stopped"), "{last}");
    // The optimum is one in every shop, whatever its costs.
    let words = "search --sim inventory --agent relative-value-iteration --steps 100 --seeds 1 --episodes 20";
    let shops = ["--try", "sim.shortage=2,9,40"];
    let lines = said(&words.split(' ').chain(shops).collect::<Vec<_>>());
    assert_eq!(lines.matches("score   1.000").count(), 3, "{lines}");
}

/// Words that are wrong, and what the sentence about them must name.
const WRONG: &[(&str, &[&str])] = &[
    ("fly", &["“fly”", "list, run, play, search, solve, check, help"]),
    ("list everything", &["“everything”", "--json"]),
    ("list --jsn", &["“--jsn”", "must be one of: --json"]),
    ("run", &["given 0 scenarios", "a file, --link or --sim"]),
    ("run a.json --sim inventory", &["given 2 scenarios"]),
    ("run a.json --agent q-learning", &["--agent is “q-learning”", "only with --sim"]),
    ("run --link 1.AAAA --preset bursty", &["--preset is “bursty”", "only with --sim"]),
    ("run nowhere.json", &["nowhere.json cannot be read"]),
    ("run --sim inventory", &["lacks --agent"]),
    ("run --sim bakery --agent eoq", &["sim is “bakery”", "inventory"]),
    ("run --sim inventory --agent genius", &["agent is “genius”", "q-learning, sarsa"]),
    ("run --sim inventory --preset moon --agent eoq", &["preset is “moon”", "everyday"]),
    ("run --sim inventory --agent eoq --seeds 0", &["--seeds is “0”", "from 1 to 1000"]),
    ("run --sim inventory --agent eoq --seeds many", &["--seeds is “many”", "whole number"]),
    ("run --sim inventory --agent eoq --seeds -1", &["--seeds is “-1”", "from 1 to 1000"]),
    ("run --sim inventory --agent eoq --seeds 99999999999", &["--seeds is “99999999999”", "from 1 to 1000"]),
    ("run --sim inventory --agent eoq --steps 0", &["--steps is “0”", "from 1 to 10000000000"]),
    ("run --sim inventory --agent eoq --every 0", &["evaluation.every is 0", "from 100 to"]),
    ("run --sim inventory --agent eoq --episodes 20000", &["--episodes is “20000”", "from 1 to 10000"]),
    (
        "run --sim inventory --agent eoq --first-seed 99999999999999999",
        &["--first-seed is “99999999999999999”", "from 0 to 9007199254739992"],
    ),
    ("run --sim inventory --agent eoq --set lead_time=2", &["“lead_time=2”", "sim.NAME=VALUE"]),
    ("run --sim inventory --agent eoq --set sim.lead_time", &["“sim.lead_time”", "NAME=VALUE"]),
    ("run --sim inventory --agent eoq --set sim.lead_time=9", &["lead_time is 9", "from 0 to 6"]),
    ("run --sim inventory --agent eoq --set sim.mean=NaN", &["mean is NaN", "from 0.1 to 100"]),
    ("run --sim inventory --agent eoq --set sim.mean=-inf", &["mean is -inf", "from 0.1 to 100"]),
    ("run --sim inventory --agent eoq --set sim.tempo=1", &["“tempo”", "lead_time"]),
    ("run --sim inventory --agent eoq --set b.safety=1", &["“b”", "a contestant: a"]),
    ("run --sim inventory --agent eoq --set a.safety=9", &["contestant a: safety is 9", "from -3 to 3"]),
    ("run --sim inventory --agent eoq --set sim.order_cost=0", &["eoq does not fit", "above 0"]),
    ("run --sim inventory --agent visitor", &["contestant a", "name an agent"]),
    ("run --link 1.AAAA", &["link is damaged"]),
    ("run --link 9.AAAA", &["version 9", "reads version 1"]),
    ("run --link", &["--link stands last", "a value"]),
    ("run --sim inventory --agent eoq --fast", &["“--fast”", "--preset"]),
    ("run --sim inventory --agent eoq --steps 10 --json /nowhere/x.json", &["/nowhere/x.json cannot be written"]),
    ("run --sim inventory --agent eoq --steps 10 --save -", &["--save is “-”", "must go to a file"]),
    ("search --sim inventory --agent visitor", &["--agent is “visitor”", "by hand"]),
    ("solve", &["lacks --sim"]),
    ("solve everything", &["“everything”"]),
    ("solve --sim bakery", &["sim is “bakery”", "inventory"]),
    ("solve --sim inventory --set lead_time=9", &["lead_time is 9", "from 0 to 6"]),
    ("solve --sim inventory --set lead_time=6", &["no exact answer", "2,760,681 states", "2,000,000"]),
    ("check", &["names no file", "at least one"]),
    ("check nowhere.json", &["nowhere.json cannot be read"]),
];

#[test]
fn wrong_words_get_one_sentence_and_status_2() {
    for (words, names) in WRONG {
        let output = emporium(&words.split(' ').collect::<Vec<_>>());
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words}: {sentence}");
        assert_eq!(sentence.lines().count(), 1, "{words}: {sentence}");
        assert!(sentence.starts_with("emporium: ") && sentence.ends_with('\n'), "{words}: {sentence}");
        assert!(names.iter().all(|name| sentence.contains(name)), "{words}: {sentence} should name {names:?}");
        assert!(output.stdout.is_empty(), "{words}");
    }
}
