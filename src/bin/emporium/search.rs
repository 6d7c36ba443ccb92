//! `search`: how a learner's parameters were chosen, in worlds in which nobody is ever measured.

use crate::args::{Args, sentence};
use crate::output;
use emporium::base::{Setting, Trouble, World, stats};
use emporium::run::scenario::{Budget, Checked, MOST_STEPS, Measuring, Scenario};
use emporium::run::{Progress, Reference, Run};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const VALUED: &[&str] = &["--sim", "--preset", "--agent", "--steps", "--seeds", "--episodes", "--try", "--set"];

/// A parameter and the values that are tried of it.
type Tried = (String, Vec<String>);

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, VALUED, &[])?;
    let (Some(sim), Some(agent)) = (args.last("--sim"), args.last("--agent")) else {
        return Err(sentence("search lacks --sim or --agent, which must name a simulator and an agent".into()));
    };
    let seeds = args.whole("--seeds", 1..=1_000)?.unwrap_or(3);
    let episodes = args.whole("--episodes", 1..=10_000)?.unwrap_or(200) as u32;
    let tried = args.all("--try").map(tried).collect::<Result<Vec<Tried>, Trouble>>()?;
    let mut scenario = Scenario::of(sim, args.last("--preset").unwrap_or("everyday"), &[agent]);
    if let Some(steps) = args.whole("--steps", 1..=MOST_STEPS)? {
        scenario.budget = Some(Budget { steps });
    }
    for word in args.all("--set") {
        put(&mut scenario, word.split_once('=').unwrap_or((word, "")));
    }
    let steps = scenario.check()?.schedule.steps;
    scenario.evaluation = Some(Measuring { every: steps, episodes });
    let checked = combinations(&tried)
        .into_iter()
        .map(|combination| {
            let mut scenario = scenario.clone();
            combination.iter().for_each(|(name, value)| put(&mut scenario, (name, value)));
            scenario.check().map(|checked| (spoken(&combination), checked))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let reference = Reference::within(&checked[0].1.shop, World::search(0), episodes)?;
    let mut lines = outcomes(&checked, seeds)?;
    lines.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (name, mean, error, worst) in lines {
        let score = reference.score(mean).map_or_else(|| "–".to_string(), |s| format!("{s:.3}"));
        output::print(&format!("{mean:>12.4} ± {error:<10.4} worst {worst:>12.4}  score {score:>7}  {name}\n"))?;
    }
    Ok(true)
}

fn tried(word: &str) -> Result<Tried, Trouble> {
    let refused = || sentence(format!("--try is “{word}”, but must have the form NAME=VALUE,VALUE,…"));
    let (name, values) = word.split_once('=').ok_or_else(refused)?;
    Ok((name.to_string(), values.split(',').map(str::to_string).collect()))
}

/// Sets a parameter of the contestant, or with `sim.` before it, of the simulator.
fn put(scenario: &mut Scenario, (name, value): (&str, &str)) {
    let setting = Setting::parse(value);
    if let Some(id) = name.strip_prefix("sim.") {
        scenario.set.insert(id.to_string(), setting);
        return;
    }
    for seat in &mut scenario.contestants[0].seats {
        seat.set.insert(name.to_string(), setting.clone());
    }
}

/// Every value of one with every value of the others.
fn combinations(tried: &[Tried]) -> Vec<Vec<(String, String)>> {
    let mut all = vec![Vec::new()];
    for (name, values) in tried {
        let longer = |before: Vec<(String, String)>| {
            values.iter().map(move |value| {
                let mut after = before.clone();
                after.push((name.clone(), value.clone()));
                after
            })
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}

fn spoken(combination: &[(String, String)]) -> String {
    combination.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// Mean, standard error and worst of each combination over the seeds.
fn outcomes(checked: &[(String, Checked)], seeds: u64) -> Result<Vec<(String, f64, f64, f64)>, Trouble> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let jobs = checked.len() * seeds as usize;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs {
                return;
            }
            let earned = earns(&checked[job / seeds as usize].1, 1 + job as u64 % seeds);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((job, earned));
        }
    };
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(job, _)| *job);
    let earned = done.into_iter().map(|(_, earned)| earned).collect::<Result<Vec<f64>, _>>()?;
    let line = |((name, _), xs): (&(String, Checked), &[f64])| {
        let worst = xs.iter().copied().fold(f64::INFINITY, f64::min);
        (name.clone(), stats::mean(xs), stats::standard_error(xs), worst)
    };
    Ok(checked.iter().zip(earned.chunks(seeds as usize)).map(line).collect())
}

fn earns(checked: &Checked, seed: u64) -> Result<f64, Trouble> {
    let mut run = Run::new(&checked.shop, &checked.entrants[0], seed, checked.schedule)?.in_search_worlds();
    while run.advance(1_000_000) == Progress::Running {}
    Ok(run.last().map_or(f64::NAN, |last| last.rewards[0]))
}
