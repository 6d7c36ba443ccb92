//! `cargo xtask bench`: the same work natively and in Chromium, side by side.
//!
//! What bench authors can rely on:
//! - natively, the bench target `speed` runs under criterion; its ids (`group/name`) are read from
//!   criterion's own files, with the median as the time of one iteration;
//! - for the browser, the integration test `bench_browser` (feature `bench`, built with the
//!   profile `site` as the page is) prints for each bench one line `bench NAME NANOSECONDS`, the time of one iteration; NAME is
//!   criterion's id and holds no space;
//! - a name that only one side knows is printed with a dash on the other;
//! - `speed/simd-peak` and `speed/dense-64-batch-64` do the same number of operations in an iteration, so that below the
//!   table the dense kernels stand beside the peak of the same run.

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

/// Nanoseconds of one iteration, by name.
type Times = BTreeMap<String, f64>;

/// The command itself.
pub fn run(project: &Project) -> Result<()> {
    let need = Need { site: false, runner: true, chromium: true, firefox: false, axe: false, lints: false };
    let kit = setup::prepare(project, need)?;
    let native = native(project)?;
    let browser = browser(project, &kit)?;
    println!("\n{}", side_by_side(&native, &browser));
    [("natively", &native), ("in Chromium", &browser)]
        .iter()
        .filter_map(|(side, times)| kernels(side, times))
        .for_each(|line| println!("{line}"));
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
    let name = json(bench)?["full_id"].as_str()?.to_string();
    let time = json(estimates)?["median"]["point_estimate"].as_f64()?;
    Some((name, time))
}

/// The runner may set its own words before the line.
fn bench_line(line: &str) -> Option<(String, f64)> {
    let mut words = line.split_whitespace().skip_while(|word| *word != "bench").skip(1);
    let (name, time) = (words.next()?, words.next()?.parse().ok()?);
    words.next().is_none().then(|| (name.to_string(), time))
}

fn side_by_side(native: &Times, browser: &Times) -> String {
    let mut names: Vec<&String> = native.keys().chain(browser.keys()).collect();
    names.sort();
    names.dedup();
    let dash = || "-".to_string();
    let rows: Vec<Vec<String>> = names
        .into_iter()
        .map(|name| {
            let (here, there) = (native.get(name), browser.get(name));
            let show = |time: Option<&f64>| time.map_or_else(dash, |time| nanoseconds(*time));
            let ratio = match (here, there) {
                (Some(here), Some(there)) if *here > 0.0 => format!("{:.2}×", there / here),
                _ => dash(),
            };
            vec![name.clone(), show(here), show(there), ratio]
        })
        .collect();
    table::lay_out(&["bench", "native", "Chromium", "Chromium/native"], &rows)
}

/// Ten passes of 64 × 64 × 64, forward and twice backward, a multiplication and an addition each.
const OPERATIONS: f64 = 10.0 * 3.0 * 2.0 * 64.0 * 64.0 * 64.0;

/// How near the dense kernels come to what the processor's 128-bit units could do.
fn kernels(side: &str, times: &Times) -> Option<String> {
    let (peak, dense) = (times.get("speed/simd-peak")?, times.get("speed/dense-64-batch-64")?);
    let (most, share) = (OPERATIONS / peak, 100.0 * peak / dense);
    Some(format!("dense kernels {side}: {:.1} of {most:.1} GFLOP/s, {share:.0} % of the peak", OPERATIONS / dense))
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
        let expected = Some(("inventory/step".to_string(), 41.5));
        assert_eq!(bench_line("bench inventory/step 41.5"), expected);
        assert_eq!(bench_line("    console.log: bench inventory/step 41.5"), expected);
        assert_eq!(bench_line("test bench_browser::bench ... ok"), None);
        assert_eq!(bench_line("bench without a number"), None);
    }

    #[test]
    fn kernels_stand_beside_the_peak() {
        let times = Times::from([("speed/simd-peak".into(), 786_432.0), ("speed/dense-64-batch-64".into(), 983_040.0)]);
        let line = "dense kernels natively: 16.0 of 20.0 GFLOP/s, 80 % of the peak";
        assert_eq!(kernels("natively", &times).unwrap(), line);
        assert_eq!(kernels("natively", &Times::new()), None);
    }

    #[test]
    fn both_sides_stand_in_one_row() {
        let native = Times::from([("a".into(), 50.0), ("b".into(), 2_000.0)]);
        let browser = Times::from([("a".into(), 60.0), ("c".into(), 3e6)]);
        let text = side_by_side(&native, &browser);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["a", "50.00", "ns", "60.00", "ns", "1.20×"]);
        assert_eq!(lines[2], ["b", "2.00", "µs", "-", "-"]);
        assert_eq!(lines[3], ["c", "-", "3.00", "ms", "-"]);
    }
}
