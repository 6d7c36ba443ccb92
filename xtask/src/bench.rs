//! `cargo xtask bench`: the same work natively and in Chromium, side by side, and what was aimed at.
//!
//! What bench authors can rely on:
//! - an id is a name and what one time is of: `dqn/step (updates: 0.25)`, `simd-peak/pass`. Steps and updates a second
//!   are reckoned from it;
//! - natively, the bench target `speed` runs under criterion; ids (behind the group's name), the median time of an
//!   iteration and how many elements that has are read from criterion's own files;
//! - for the browser, the integration test `bench_browser` (feature `bench`, built with the profile `site` as the page
//!   is) prints for each bench one line `bench NANOSECONDS ID`;
//! - an id that only one side knows is printed with a dash on the other;
//! - the benches that [`aims`] names are held against what was aimed at, by this run's numbers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;

use crate::browsers::Browser;
use crate::exec::{self, Result};
use crate::project::{self, Project};
use crate::setup::{self, Kit, Need};
use crate::table;
use crate::webdriver;

/// Nanoseconds of one, by id.
type Times = BTreeMap<String, f64>;

/// The command itself.
pub fn run(project: &Project) -> Result<()> {
    let need = Need { site: false, runner: true, chromium: true, firefox: false, axe: false, lints: false };
    let kit = setup::prepare(project, need)?;
    let native = native(project)?;
    let browser = browser(project, &kit)?;
    println!("\n{}\n\n{}", side_by_side(&native, &browser), aims(&native, &browser));
    Ok(())
}

fn native(project: &Project) -> Result<Times> {
    let mut times = Times::new();
    if !project.targets("bench").iter().any(|name| name == "speed") {
        println!("no native benches yet");
        return Ok(times);
    }
    let start = SystemTime::now();
    exec::run(project.cargo().args(["bench", "--locked", "--bench", "speed"]))?;
    collect(&project.target.join("criterion"), start, &mut times);
    Ok(times)
}

fn browser(project: &Project, kit: &Kit) -> Result<Times> {
    if project.tests("bench_browser").is_empty() {
        println!("no benches in the browser yet");
        return Ok(Times::new());
    }
    let mut command = webdriver::cargo_test(project, kit, "site");
    command.args(["--features", "bench", "--test", "bench_browser"]);
    webdriver::run_in(project, kit, Browser::Chromium, &mut command)?;
    let said = exec::run_and_keep(command.args(["--", "--nocapture"]))?;
    Ok(said.lines().filter_map(bench_line).collect())
}

/// Criterion keeps each bench in a folder of its own, `…/new/`; older ones are of earlier runs.
fn collect(folder: &Path, since: SystemTime, times: &mut Times) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if !path.is_dir() {
            continue;
        }
        if entry.file_name() != "new" {
            collect(&path, since, times);
            continue;
        }
        let estimates = path.join("estimates.json");
        let fresh = fs::metadata(&estimates).and_then(|data| data.modified()).is_ok_and(|time| time >= since);
        if fresh && let Some((name, time)) = criterion(&path.join("benchmark.json"), &estimates) {
            times.insert(name, time);
        }
    }
}

fn criterion(bench: &Path, estimates: &Path) -> Option<(String, f64)> {
    let json = |path| serde_json::from_str::<Value>(&project::read(path).ok()?).ok();
    let bench = json(bench)?;
    let (_, id) = bench["full_id"].as_str()?.split_once('/')?;
    let time = json(estimates)?["median"]["point_estimate"].as_f64()?;
    Some((id.to_string(), time / bench["throughput"]["Elements"].as_f64()?))
}

/// The runner may set its own words before the line.
fn bench_line(line: &str) -> Option<(String, f64)> {
    let (_, said) = line.split_once("bench ")?;
    let (time, id) = said.split_once(' ')?;
    Some((id.to_string(), time.parse().ok()?)).filter(|_| id.contains('/'))
}

/// How many steps and how many updates one time is of.
fn steps_and_updates(of: &str) -> [Option<f64>; 2] {
    let updates = of.strip_prefix("step (updates: ").and_then(|rest| rest.strip_suffix(")"));
    match of {
        "step" => [Some(1.0), None],
        "update" => [None, Some(1.0)],
        _ => [updates.map(|_| 1.0), updates.and_then(|n| n.parse().ok())],
    }
}

const HEAD: &[&str] =
    &["bench", "one time is of a", "native", "Chromium", "ratio", "steps/s", "Chromium", "updates/s", "Chromium"];

fn side_by_side(native: &Times, browser: &Times) -> String {
    let mut ids: Vec<&String> = native.keys().chain(browser.keys()).collect();
    ids.sort();
    ids.dedup();
    let row = |id: &String| {
        let (name, of) = id.split_once('/').unwrap_or((id, ""));
        let times = [native.get(id), browser.get(id)];
        let show = |x: Option<f64>, show: fn(f64) -> String| x.map_or_else(|| "-".to_string(), show);
        let mut row = vec![name.to_string(), of.to_string()];
        row.extend(times.map(|time| show(time.copied(), nanoseconds)));
        row.push(show(times[0].zip(times[1]).map(|(here, there)| there / here), ratio));
        for count in steps_and_updates(of) {
            row.extend(times.map(|time| show(time.zip(count).map(|(time, n)| 1e9 * n / time), a_second)));
        }
        row
    };
    table::lay_out(HEAD, &ids.into_iter().map(row).collect::<Vec<_>>())
}

/// Something that was aimed at: at most so much, or at least.
struct Aim {
    what: String,
    found: Option<f64>,
    bound: &'static str,
    wanted: f64,
    show: fn(f64) -> String,
}

impl Aim {
    fn row(self) -> Vec<String> {
        let Aim { what, found, bound, wanted, show } = self;
        let verdict = match found {
            None => "not measured",
            Some(found) if (bound == "at most" && found <= wanted) || (bound == "at least" && found >= wanted) => "met",
            Some(_) => "not met",
        };
        vec![
            what,
            found.map_or_else(|| "-".to_string(), show),
            format!("{bound} {}", show(wanted)),
            verdict.to_string(),
        ]
    }
}

/// What was aimed at, and whether this run's numbers meet it. Stable-Baselines3's PPO makes about 1,700 steps a second in
/// one CartPole with rollouts of 2,048, batches of 64 and ten passes, as many updates a step as here.
fn aims(native: &Times, browser: &Times) -> String {
    let time = |times: &Times, name: &str| {
        let of_it = |(id, _): &(&String, &f64)| id.split('/').next() == Some(name);
        times.iter().find(of_it).map(|(_, time)| *time)
    };
    // How near the dense kernels come to what the processor's 128-bit units could do in the same run.
    let dense = |times| Some(100.0 * time(times, "simd-peak")? / time(times, "dense-64-batch-64")?);
    let has_network = |id: &str| ["dqn", "ppo", "reinforce"].iter().any(|name| id.starts_with(name));
    let slower = |(id, here): (&String, &f64)| Some((browser.get(id).filter(|_| has_network(id))? / here, id.clone()));
    let worst = native.iter().filter_map(slower).max_by(|a, b| a.0.total_cmp(&b.0));
    let (worst, which) = worst.map_or((None, "every bench".to_string()), |(most, id)| (Some(most), id));
    let update = "dqn-update-relu";
    let again = time(browser, update).zip(time(native, update)).map(|(there, here)| there / here);
    let ppo = time(native, "ppo").map(|time| 1e9 / time);
    let aim = |what: &str, found, bound, wanted, show| Aim { what: what.to_string(), found, bound, wanted, show }.row();
    let rows = [
        aim("a DQN’s update natively", time(native, update), "at most", 150e3, nanoseconds),
        aim("the same in Chromium against native", again, "at most", 1.5, ratio),
        aim(&format!("the worst of all with networks: {which}"), worst, "at most", 1.5, ratio),
        aim("PPO’s steps a second natively, with its updates", ppo, "at least", 17e3, a_second),
        aim("dense layers natively, of the peak", dense(native), "at least", 40.0, percent),
        aim("dense layers in Chromium, of the peak", dense(browser), "at least", 40.0, percent),
        aim("100,000 ratings natively", time(native, "user-cf-100000-ratings"), "at most", 50e6, nanoseconds),
    ];
    table::lay_out(&["aim", "found", "wanted", "by this run"], &rows)
}

fn percent(x: f64) -> String {
    format!("{x:.0} %")
}

fn ratio(x: f64) -> String {
    format!("{x:.2}×")
}

fn a_second(x: f64) -> String {
    table::grouped(x as u64)
}

fn nanoseconds(time: f64) -> String {
    match time {
        time if time < 1e3 => format!("{time:.2} ns"),
        time if time < 1e6 => format!("{:.2} µs", time / 1e3),
        time if time < 1e9 => format!("{:.2} ms", time / 1e6),
        time => format!("{:.2} s", time / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_browser_are_read() {
        let expected = Some(("dqn/step (updates: 0.25)".to_string(), 41.5));
        assert_eq!(bench_line("bench 41.5 dqn/step (updates: 0.25)"), expected);
        assert_eq!(bench_line("    console.log: bench 41.5 dqn/step (updates: 0.25)"), expected);
        assert_eq!(bench_line("test bench_browser::bench ... ok"), None);
        assert_eq!(bench_line("bench without a/number"), None);
    }

    #[test]
    fn both_sides_stand_in_one_row() {
        let times = |list: &[(&str, f64)]| list.iter().map(|(id, time)| (id.to_string(), *time)).collect::<Times>();
        let native = times(&[("a/step (updates: 0.25)", 50.0), ("b/update", 2_000.0)]);
        let browser = times(&[("a/step (updates: 0.25)", 60.0), ("c/plan", 3e6)]);
        let text = side_by_side(&native, &browser);
        let lines: Vec<Vec<&str>> =
            text.lines().map(|line| line.split("  ").filter(|c| !c.is_empty()).map(str::trim).collect()).collect();
        let both = ["a", "step (updates: 0.25)", "50.00 ns", "60.00 ns", "1.20×"];
        assert_eq!(lines[1], [&both[..], &["20,000,000", "16,666,666", "5,000,000", "4,166,666"]].concat());
        assert_eq!(lines[2], ["b", "update", "2.00 µs", "-", "-", "-", "-", "500,000", "-"]);
        assert_eq!(lines[3], ["c", "plan", "-", "3.00 ms", "-", "-", "-", "-", "-"]);
    }

    #[test]
    fn aims_are_met_or_not_or_not_measured() {
        let native = Times::from([
            ("dqn-update-relu/update".into(), 150e3),
            ("ppo/step (updates: 0.2)".into(), 60e3),
            ("simd-peak/pass".into(), 40e3),
            ("dense-64-batch-64/pass".into(), 100e3),
        ]);
        let browser = Times::from([("dqn-update-relu/update".into(), 226e3), ("simd-peak/pass".into(), 40e3)]);
        let text = aims(&native, &browser);
        let said: Vec<&str> = text.lines().skip(1).map(|line| line.rsplit("  ").next().unwrap().trim()).collect();
        assert_eq!(said, ["met", "not met", "not met", "not met", "met", "not measured", "not measured"], "{text}");
        assert!(text.contains("16,666") && text.contains("1.51×") && text.contains("dqn-update-relu/update"), "{text}");
    }
}
