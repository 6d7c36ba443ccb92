//! A dozen short runs whose fingerprints are written down: the same bits natively, in Chromium and in
//! Firefox, on the page's thread and in a worker.

use super::{Test, suite};
use emporium::base::Setting;
use emporium::run::scenario::{Budget, Measuring, Stop, Taken};
use emporium::run::{Scenario, Session};

suite![every_line_is_that_of_a_run];

/// `name hex`, a line each.
const WRITTEN: &str = include_str!("../fingerprints.txt");

fn scenario(preset: &str, agents: &[&str], steps: u64) -> Scenario {
    let mut scenario = Scenario::of("inventory", preset, agents);
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps.div_ceil(3), episodes: 4 });
    scenario
}

/// With parameters of the simulator, as on a command line.
fn set(mut scenario: Scenario, settings: &[(&str, &str)]) -> Scenario {
    scenario.set.extend(settings.iter().map(|(id, word)| (id.to_string(), Setting::parse(word))));
    scenario
}

/// With parameters of the first contestant.
fn tuned(mut scenario: Scenario, settings: &[(&str, &str)]) -> Scenario {
    let seat: &mut Taken = &mut scenario.contestants[0].seats[0];
    seat.set.extend(settings.iter().map(|(id, word)| (id.to_string(), Setting::parse(word))));
    scenario
}

/// The runs, with the names under which their fingerprints are written down.
pub fn scenarios() -> Vec<(String, Scenario)> {
    let learners = ["q-learning", "sarsa"];
    let mut seeds = scenario("everyday", &learners, 6_000);
    (seeds.seeds.first, seeds.seeds.count) = (9_007_199_254_739_000, 3);
    let mut patient = scenario("everyday", &learners, 9_000);
    patient.evaluation = Some(Measuring { every: 300, episodes: 4 });
    patient.stop = Some(Stop { reward: Some(-21.0), patience: Some(4) });
    let classical =
        ["order-what-sold", "rule-of-thumb", "eoq", "base-stock", "myopic", "constant-order", "s-S", "random"];
    let best = set(scenario("everyday", &["relative-value-iteration", "base-stock"], 900), &[]);
    let waits = [("unmet", "waits"), ("backlog", "12"), ("lead_time", "2"), ("order_max", "12"), ("capacity", "30")];
    let season = [("season", "5"), ("swing", "0.35"), ("peak", "2.5"), ("forecast", "holt-winters")];
    let profit =
        [("reward", "profit"), ("price", "7.5"), ("unit_cost", "2.5"), ("objective", "total"), ("horizon", "40")];
    let at_once = [("lead_time", "0"), ("demand", "geometric"), ("holding", "0.7"), ("forecast", "moving-average")];
    let cases = vec![
        ("learners", seeds),
        ("learners-that-stop", patient),
        ("classical", scenario("everyday", &classical, 900)),
        ("optimum", tuned_second(best, &[("level", "best")])),
        (
            "tuned",
            tuned(
                scenario("everyday", &["q-learning"], 5_000),
                &[("alpha", "0.37"), ("alpha_power", "0.65"), ("gamma", "0.9")],
            ),
        ),
        (
            "softmax",
            tuned(
                scenario("everyday", &["expected-sarsa"], 3_000),
                &[
                    ("explore", "softmax"),
                    ("explore_course", "exponential"),
                    ("alpha_course", "linear"),
                    ("gamma_rise", "0.5"),
                    ("gamma_course", "exponential"),
                ],
            ),
        ),
        ("bursty", scenario("bursty", &["sarsa", "myopic", "s-S", "relative-value-iteration"], 2_000)),
        ("peak-season", scenario("peak-season", &["q-learning", "eoq", "base-stock"], 3_000)),
        ("season-with-forecast", set(scenario("everyday", &["q-learning", "myopic"], 3_000), &season)),
        (
            "article-as-printed",
            scenario("article-as-printed", &["q-learning", "sarsa", "random", "value-iteration"], 3_000),
        ),
        ("article-corrected", scenario("article-corrected", &["q-learning", "base-stock", "value-iteration"], 3_000)),
        ("waiting", set(scenario("everyday", &["sarsa", "base-stock", "myopic"], 3_000), &waits)),
        ("profit", set(scenario("everyday", &["q-learning", "value-iteration"], 3_000), &profit)),
        ("at-once", set(scenario("everyday", &["sarsa", "s-S"], 3_000), &at_once)),
        ("lead-time-3", scenario("geometric-L3-p9", &["random", "order-what-sold", "myopic"], 900)),
        (
            "lost-sales",
            scenario("lost-sales-L2-p19", &["q-learning", "constant-order", "relative-value-iteration"], 2_000),
        ),
    ];
    let named = cases.into_iter().map(|(name, scenario)| (name.to_string(), scenario));
    named.chain(every_pair()).collect()
}

/// Every agent in the everyday shop of every simulator, so that none has bits that nobody compares.
fn every_pair() -> impl Iterator<Item = (String, Scenario)> {
    let everyday = super::registry::every_preset().into_iter().filter(|(_, preset, _)| preset.id == "everyday");
    everyday.flat_map(|(entry, preset, shop)| {
        super::registry::quick_agents(&shop).into_iter().map(move |agent| {
            let mut scenario =
                Scenario { sim: entry.id.to_string(), ..scenario(&preset.id, &[agent.id], super::play::LEARNS_IN) };
            if let Some((id, setting)) = super::play::brisk(agent) {
                scenario.contestants[0].seats.iter_mut().for_each(|s| s.set.insert(id.into(), setting.clone()));
            }
            (format!("{}/{}", entry.id, agent.id), scenario)
        })
    })
}

fn tuned_second(mut scenario: Scenario, settings: &[(&str, &str)]) -> Scenario {
    scenario.contestants.swap(0, 1);
    tuned(scenario, settings)
}

/// The fingerprint of all runs of a scenario.
pub fn fingerprint(scenario: &Scenario) -> u64 {
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    session.fingerprint()
}

/// A line of the file as it should be.
fn line((name, scenario): &(String, Scenario)) -> String {
    format!("{name} {:016x}\n", fingerprint(scenario))
}

/// The file as it should be: it is written natively.
#[cfg(not(target_arch = "wasm32"))]
pub fn lines() -> String {
    scenarios().iter().map(line).collect()
}

fn every_line_is_that_of_a_run() {
    let written = WRITTEN.lines().map(|line| line.split_once(' ').unwrap().0);
    assert!(written.eq(scenarios().iter().map(|(name, _)| name)), "other names in tests/fingerprints.txt");
}

/// Each run, whose line must stand in the file.
pub fn of_each_line() -> impl Iterator<Item = Test> {
    scenarios().into_iter().map(|case| -> Test {
        let name = format!("{}: {}", module_path!(), case.0);
        let holds = move || {
            let line = line(&case);
            let stands = WRITTEN.split_inclusive('\n').any(|written| written == line);
            assert!(stands, "other bits than those in tests/fingerprints.txt: {line}");
        };
        (name, Box::new(holds))
    })
}
