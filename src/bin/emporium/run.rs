//! `run`: a scenario's runs on all cores, their results as JSON and CSV.

use crate::args::{Args, sentence};
use crate::output;
use crate::solve::assignment;
use emporium::agent;
use emporium::base::{Named, Setting, Trouble};
use emporium::run::kept::{Kept, Learned};
use emporium::run::link::Link;
use emporium::run::results::{ContestantResult, Results};
use emporium::run::scenario::{
    self, Budget, Checked, LARGEST_SEED, MOST_EPISODES, MOST_SEEDS, MOST_STEPS, Measuring, Scenario, Taken,
};
use emporium::run::{Progress, Reference, Run};
use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const VALUED: &[&str] = &[
    "--link",
    "--sim",
    "--preset",
    "--agent",
    "--set",
    "--seeds",
    "--first-seed",
    "--steps",
    "--every",
    "--episodes",
    "--json",
    "--csv",
    "--save",
];

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, VALUED, &["--write-link"])?;
    let scenario = read_scenario(&args)?;
    let checked = scenario.check()?;
    if args.has("--write-link") {
        let link = Link { scenario, view: Named::new() };
        output::print(&(link.encode()? + "\n"))?;
        return Ok(true);
    }
    if let Some(entrant) = checked.entrants.iter().find(|e| e.has_visitor()) {
        let key = &entrant.key;
        return Err(sentence(format!(
            "contestant {key} is the visitor, who plays by hand, but the command line has no hands: name an agent"
        )));
    }
    let places = [args.last("--csv"), args.last("--json")];
    if places == [Some("-"); 2] {
        return Err(sentence("--csv and --json are both “-”, but only one of them can go to standard output".into()));
    }
    if args.last("--save") == Some("-") {
        return Err(sentence("--save is “-”, but a kept team is no text and must go to a file: name one".into()));
    }
    places.into_iter().chain([args.last("--save")]).flatten().try_for_each(output::can_be_written)?;
    let jobs = checked.entrants.len() * checked.seeds.count as usize;
    if let Some(place) = args.last("--save").filter(|_| jobs != 1) {
        return Err(sentence(format!(
            "--save is “{place}”, but keeps one run, and there are {jobs}: one contestant, one seed"
        )));
    }
    let (runs, reference) = run_all(&checked)?;
    let results = Results::of(&scenario, &checked, reference, &runs);
    if let Some(place) = args.last("--csv") {
        output::write(place, &csv(&results))?;
    }
    if let Some(place) = args.last("--json") {
        output::write(place, &output::json(&results)?)?;
    } else if args.last("--csv").is_none() {
        output::print(&table(&results, &checked))?;
    }
    if let (Some(place), Some((run, _))) = (args.last("--save"), runs.first()) {
        save(place, &scenario, run)?;
    }
    Ok(true)
}

/// Keeps the team of a run. Where it is refused, the empty file that was made to try the place does not stay.
fn save(place: &str, scenario: &Scenario, run: &Run) -> Result<(), Trouble> {
    let written = Learned::of(run).and_then(|learned| Kept::of(scenario, 0, learned).write()).map_err(|why| {
        if std::fs::metadata(place).is_ok_and(|file| file.len() == 0) {
            drop(std::fs::remove_file(place));
        }
        sentence(format!("{place} is not written: {why}"))
    })?;
    std::fs::write(place, written).map_err(|e| sentence(format!("{place} cannot be written: {e}")))
}

fn read_scenario(args: &Args) -> Result<Scenario, Trouble> {
    let given = args.rest.len() + args.last("--link").is_some() as usize + args.last("--sim").is_some() as usize;
    if given != 1 {
        return Err(sentence(format!(
            "run is given {given} scenarios, but must be given one: a file, --link or --sim"
        )));
    }
    if args.last("--sim").is_none() {
        for option in ["--agent", "--preset"] {
            if let Some(word) = args.last(option) {
                return Err(sentence(format!(
                    "{option} is “{word}”, but the file or the link says who plays where: allowed only with --sim"
                )));
            }
        }
    }
    let mut scenario = if let Some(place) = args.rest.first() {
        scenario::from_json(&output::read(place)?).map_err(|t| sentence(format!("{place}: {t}")))?
    } else if let Some(link) = args.last("--link") {
        Link::decode(link)?.scenario
    } else {
        let agents: Vec<&str> = args.all("--agent").collect();
        if agents.is_empty() {
            return Err(sentence("run lacks --agent, which must name at least one agent".into()));
        }
        Scenario::of(args.last("--sim").unwrap_or(""), args.last("--preset").unwrap_or("everyday"), &agents)
    };
    override_with(args, &mut scenario)?;
    Ok(scenario)
}

/// Options on the command line win over what the file or the link says.
fn override_with(args: &Args, scenario: &mut Scenario) -> Result<(), Trouble> {
    for word in args.all("--set") {
        let (name, value) = assignment(word)?;
        let Some((place, id)) = name.split_once('.') else {
            return Err(sentence(format!(
                "--set is “{word}”, but must have the form sim.NAME=VALUE or KEY.NAME=VALUE"
            )));
        };
        let setting = Setting::parse(value);
        if place == "sim" {
            scenario.set.insert(id.to_string(), setting);
            continue;
        }
        let Some(contestant) = scenario.contestants.iter_mut().find(|c| c.key == place) else {
            let keys: Vec<&str> = scenario.contestants.iter().map(|c| c.key.as_str()).collect();
            return Err(sentence(format!(
                "--set names “{place}”, but must name sim or a contestant: {}",
                keys.join(", ")
            )));
        };
        // In a team, those are meant who have such a parameter.
        let has = |taken: &Taken| agent::find(&taken.agent).is_ok_and(|e| e.params.iter().any(|row| row.id == id));
        let somebody = contestant.seats.iter().any(has);
        for seat in contestant.seats.iter_mut().filter(|seat| !somebody || has(seat)) {
            seat.set.insert(id.to_string(), setting.clone());
        }
    }
    if let Some(count) = args.whole("--seeds", 1..=u64::from(MOST_SEEDS))? {
        scenario.seeds.count = count as u32;
    }
    if let Some(first) = args.whole("--first-seed", 0..=LARGEST_SEED)? {
        scenario.seeds.first = first;
    }
    if let Some(steps) = args.whole("--steps", 1..=MOST_STEPS)? {
        scenario.budget = Some(Budget { steps });
    }
    // How seldom at least hangs on the budget: the scenario's check knows.
    let every = args.whole("--every", 0..=MOST_STEPS)?;
    let episodes = args.whole("--episodes", 1..=u64::from(MOST_EPISODES))?.map(|n| n as u32);
    if every.is_some() || episodes.is_some() {
        let schedule = Scenario { evaluation: None, ..scenario.clone() }.check()?.schedule;
        let now = scenario.evaluation.unwrap_or(Measuring { every: schedule.every, episodes: schedule.episodes });
        let episodes = episodes.unwrap_or(now.episodes);
        scenario.evaluation = Some(Measuring { every: every.unwrap_or(now.every), episodes });
    }
    Ok(())
}

/// One (contestant, seed) pair after the other, on all cores; in their order at the end. Beside them zero and one
/// are measured.
fn run_all(checked: &Checked) -> Result<(Vec<(Run, f64)>, Reference), Trouble> {
    let count = checked.seeds.count as usize;
    let jobs = checked.entrants.len() * count;
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(jobs);
    let progress = Progressing::new(jobs);
    let reference = std::thread::scope(|scope| {
        let reference = scope.spawn(|| Reference::of(&checked.shop, checked.schedule.episodes));
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= jobs {
                        break;
                    }
                    let outcome = run_one(checked, job / count, (job % count) as u64);
                    if let Ok(mut done) = done.lock() {
                        done.push((job, outcome));
                        progress.show(done.len());
                    }
                }
            });
        }
        reference.join()
    });
    let reference = reference.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(job, _)| *job);
    Ok((done.into_iter().map(|(_, outcome)| outcome).collect::<Result<_, _>>()?, reference))
}

fn run_one(checked: &Checked, entrant: usize, nth: u64) -> Result<(Run, f64), Trouble> {
    let start = Instant::now();
    let mut run = Run::new(&checked.shop, &checked.entrants[entrant], checked.seeds.first + nth, checked.schedule)?;
    while run.advance(1_000_000) == Progress::Running {}
    Ok((run, start.elapsed().as_secs_f64()))
}

/// A line on the terminal that says how far the runs are.
struct Progressing {
    jobs: usize,
    shown: bool,
}

impl Progressing {
    fn new(jobs: usize) -> Progressing {
        let progressing = Progressing { jobs, shown: std::io::stderr().is_terminal() };
        progressing.show(0);
        progressing
    }

    fn show(&self, done: usize) {
        if self.shown {
            let end = if done == self.jobs { "; waiting for the optimum where it takes longer\n" } else { "" };
            eprint!("\r{done} of {} runs{end}", self.jobs);
        }
    }
}

/// A row for each point of each run.
fn csv(results: &Results) -> String {
    let mut text = String::from("contestant,agent,seed,steps,episodes,reward,score,earned\n");
    for contestant in &results.contestants {
        for seed in &contestant.seeds {
            let curve = &seed.curve;
            for i in 0..curve.steps.len() {
                let cell = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
                let score = curve.score[i].map_or_else(String::new, |s| s.to_string());
                text += &format!(
                    "{},{},{},{},{},{},{score},{}\n",
                    quoted(&contestant.key),
                    quoted(&contestant.agent),
                    seed.seed,
                    curve.steps[i],
                    curve.episodes[i],
                    cell(curve.reward[i]),
                    cell(curve.earned[i])
                );
            }
        }
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}

/// The runs that ended before their time, and why.
fn stopped(c: &ContestantResult) -> impl Iterator<Item = (&str, u64, &[String; 2])> {
    c.seeds.iter().filter_map(|s| s.stopped.as_ref().map(|why| (c.key.as_str(), s.seed, why)))
}

/// What a person wants to see first.
fn table(results: &Results, checked: &Checked) -> String {
    let (shown, seeds, steps) = (&checked.shop.spec().shown, checked.seeds.count, checked.schedule.steps);
    let (what, unit) = (shown.label.en, shown.unit.en);
    let sign = if shown.is_cost { -1.0 } else { 1.0 };
    let mut text = format!("{what} in {unit}, after at most {steps} steps of learning, over {seeds} seeds\n");
    text += &format!("{:<6} {:<28} {:>12} {:>24} {:>8}\n", "key", "agent", "mean", "95 % interval", "score");
    for c in &results.contestants {
        let r = &c.summary.reward;
        let score = c.summary.score.map_or_else(|| "–".to_string(), |s| format!("{:.3}", s.mean));
        let (low, high) = if shown.is_cost { (-r.high, -r.low) } else { (r.low, r.high) };
        let interval = if low.is_finite() { format!("{low:.4} … {high:.4}") } else { "–".to_string() };
        text += &format!("{:<6} {:<28} {:>12.4} {:>24} {:>8}\n", c.key, c.agent, sign * r.mean, interval, score);
    }
    for (name, anchor) in [("zero", &results.reference.zero), ("one", &results.reference.one)] {
        if let Some(a) = anchor {
            let kind = a.kind.as_ref().map_or_else(String::new, |kind| format!(" {:>24}", kind.replace('_', " ")));
            text += &format!("{name:<6} {:<28} {:>12.4}{kind}\n", a.policy, sign * a.value);
        }
    }
    for (c, seed, [why, _]) in results.contestants.iter().flat_map(stopped) {
        text += &format!("{c}: seed {seed} stopped: {why}\n");
    }
    if let Some((why, _)) = &results.reference.no_score {
        text += &format!("no score: {why}\n");
    }
    text + &format!("fingerprint {}\n", results.fingerprint)
}
