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
    let usual = scenario.check()?;
    if usual.entrants[0].has_visitor() {
        return Err(sentence(format!(
            "--agent is “{agent}”, who plays by hand and has nothing to search: name a learner"
        )));
    }
    let steps = usual.schedule.steps;
    scenario.evaluation = Some(Measuring { every: steps, episodes });
    let checked = combinations(&tried)
        .into_iter()
        .map(|combination| {
            let mut scenario = scenario.clone();
            combination.iter().for_each(|(name, value)| put(&mut scenario, (name, value)));
            scenario.check().map(|checked| (spoken(&combination), scenario, checked))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut lines = outcomes(&checked, seeds)?;
    judge(&mut lines, &checked, episodes)?;
    lines.iter().try_for_each(|line| output::print(&line.spoken()))?;
    Ok(true)
}

/// What a combination came to over the seeds.
struct Line {
    name: String,
    mean: f64,
    error: f64,
    worst: f64,
    /// How many of its runs stopped before their time.
    stopped: usize,
    score: Option<f64>,
}

impl Line {
    fn spoken(&self) -> String {
        let Line { name, mean, error, worst, stopped, score } = self;
        if *stopped > 0 {
            return format!("{stopped} of its runs stopped, their numbers ran away  {name}\n");
        }
        let score = score.map_or_else(|| "–".to_string(), |s| format!("{s:.3}"));
        format!("{mean:>12.4} ± {error:<10.4} worst {worst:>12.4}  score {score:>7}  {name}\n")
    }

    /// The best comes first and who stopped last; shops that differ are compared by their scores.
    fn rank(&self, alike: bool) -> f64 {
        let rank = if alike { self.mean } else { self.score.unwrap_or(f64::NAN) };
        if self.stopped > 0 || rank.is_nan() { f64::NEG_INFINITY } else { rank }
    }
}

/// Scores every line by zero and one of its own shop, which are measured once for each shop, and puts them in order.
fn judge(lines: &mut [Line], checked: &[(String, Scenario, Checked)], episodes: u32) -> Result<(), Trouble> {
    let mut known: Vec<(&Scenario, Reference)> = Vec::new();
    for (line, (_, scenario, checked)) in lines.iter_mut().zip(checked) {
        let at = match known.iter().position(|(other, _)| other.set == scenario.set) {
            Some(at) => at,
            None => {
                known.push((scenario, Reference::within(&checked.shop, World::search(0), episodes)?));
                known.len() - 1
            }
        };
        line.score = known[at].1.score(line.mean);
    }
    let alike = known.len() == 1;
    lines.sort_by(|a, b| b.rank(alike).total_cmp(&a.rank(alike)));
    Ok(())
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

/// What each combination earns over the seeds.
fn outcomes(checked: &[(String, Scenario, Checked)], seeds: u64) -> Result<Vec<Line>, Trouble> {
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
            let earned = earns(&checked[job / seeds as usize].2, 1 + job as u64 % seeds);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((job, earned));
        }
    };
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(job, _)| *job);
    let earned = done.into_iter().map(|(_, earned)| earned).collect::<Result<Vec<Option<f64>>, _>>()?;
    let line = |((name, ..), all): (&(String, Scenario, Checked), &[Option<f64>])| {
        let xs: Vec<f64> = all.iter().copied().flatten().collect();
        let worst = xs.iter().copied().fold(f64::INFINITY, f64::min);
        let (mean, error, stopped) = (stats::mean(&xs), stats::standard_error(&xs), all.len() - xs.len());
        Line { name: name.clone(), mean, error, worst, stopped, score: None }
    };
    Ok(checked.iter().zip(earned.chunks(seeds as usize)).map(line).collect())
}

/// What a run earns in the end; nothing is known of one that stopped before.
fn earns(checked: &Checked, seed: u64) -> Result<Option<f64>, Trouble> {
    let mut run = Run::new(&checked.shop, &checked.entrants[0], seed, checked.schedule)?.in_search_worlds();
    while run.advance(1_000_000) == Progress::Running {}
    Ok(run.last().filter(|_| run.trouble().is_none()).map(|last| last.rewards[0]))
}
