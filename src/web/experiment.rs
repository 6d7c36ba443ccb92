//! An experiment: a scenario's runs as far as the page has heard of them, and what is to be shown of it.

use super::contestants::{Face, faces, settings};
use super::texts::Lang;
use crate::base::hash::Fingerprint;
use crate::base::stats::{half_width, mean};
use crate::base::{Named, Trouble};
use crate::chart::curves::{Measured, end_of_axis, over_seeds};
use crate::chart::{Plot, Series};
use crate::run::inside::{Shot, Told};
use crate::run::link::Link;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use crate::run::scenario::Checked;
use crate::run::schedule::Leash;
use crate::run::session::fingerprint_of;
use crate::run::{Frame, Reference, Scenario};
use crate::sim::Preset;

pub struct Experiment {
    pub checked: Checked,
    pub preset: Preset,
    pub presets: Vec<Preset>,
    pub scenario: Scenario,
    /// The first job's number is the reference's; then come the runs in the order (contestant, seed).
    first_job: Job,
    runs: Vec<Slot>,
    reference: Option<Reference>,
    trouble: Option<Trouble>,
}

/// What is known of a run.
#[derive(Default)]
struct Slot {
    frame: Option<Frame>,
    failed: bool,
    film: Option<Vec<Shot>>,
}

impl Slot {
    fn measured(&self) -> Option<Measured<'_>> {
        self.frame.as_ref().map(|f| Measured { curves: &f.curves, over: f.finished })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Starting,
    Running,
    YourTurn,
    Finished,
}

/// A contestant's line in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub face: Face,
    /// The mean over the seeds, as the chart shows it: costs are positive.
    pub mean: Option<f64>,
    /// Half of its 95 % interval.
    pub half: Option<f64>,
    pub score: Option<f64>,
    /// Each seed with the fingerprint of its run so far.
    pub runs: Vec<(u64, String)>,
}

/// Everything that is shown of an experiment, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub state: State,
    pub steps: u64,
    pub budget: u64,
    pub plot: Plot,
    pub rows: Vec<Row>,
    /// The table's heading over the rewards.
    pub measure: String,
    pub seeds: u32,
    /// Of all runs together, when they have finished.
    pub fingerprint: Option<String>,
    pub no_score: Option<String>,
    /// What was changed of the preset, in words.
    pub changed: String,
    /// The part of the address after the `#` that opens this experiment again.
    pub link: Option<String>,
    pub trouble: Option<String>,
}

impl Experiment {
    /// The steps and the ended episodes of the furthest run.
    pub fn furthest(&self) -> (u64, u64) {
        let frames = || self.runs.iter().filter_map(|s| s.frame.as_ref());
        (frames().map(|f| f.steps).max().unwrap_or(0), frames().map(|f| f.episodes).max().unwrap_or(0))
    }

    /// The run that is looked into: the contestant's first seed.
    pub fn job_of(&self, contestant: usize) -> Job {
        self.first_job + 1 + contestant as Job * self.checked.seeds.count
    }

    fn told(&mut self, job: Job, told: Told) {
        let Some(slot) = self.slot(job) else { return };
        if let Told::Film(film) = told {
            slot.film = Some(film);
        }
    }

    /// Whether a contestant's first run has finished; nothing while it has not begun.
    pub fn finished(&self, contestant: usize) -> Option<bool> {
        self.slots_of(contestant).first()?.frame.as_ref().map(|frame| frame.finished)
    }

    /// The last film of a contestant.
    pub fn film(&self, contestant: usize) -> Option<&[Shot]> {
        self.slots_of(contestant).first()?.film.as_deref()
    }

    /// How the contestants are named and drawn.
    pub fn faces(&self, lang: Lang) -> Vec<Face> {
        faces(&self.scenario, &self.checked, lang)
    }

    pub fn new(scenario: Scenario, first_job: Job) -> Result<Experiment, Trouble> {
        let checked = scenario.check()?;
        let preset = checked.sim.preset(&scenario.preset)?;
        let n = checked.entrants.len() * checked.seeds.count as usize;
        Ok(Experiment {
            presets: (checked.sim.presets)(),
            checked,
            preset,
            scenario,
            first_job,
            runs: (0..n).map(|_| Slot::default()).collect(),
            reference: None,
            trouble: None,
        })
    }

    /// What the workers are to do.
    pub fn tasks(&self) -> Vec<(Job, ToWorker)> {
        let measure = ToWorker::Measure { job: self.first_job, scenario: self.scenario.clone() };
        let count = self.checked.seeds.count;
        let start = |i: u32| {
            let job = self.first_job + 1 + i;
            // One run of each contestant can be looked into.
            let keep = i.is_multiple_of(count);
            let (contestant, seed) = (i / count, self.checked.seeds.first + (i % count) as u64);
            (job, ToWorker::Start { job, scenario: self.scenario.clone(), contestant, seed, leash: Leash::Free, keep })
        };
        let runs = (0..self.runs.len() as u32).map(start);
        // The plan behind the reference may take a while, and the curves need not wait for it.
        runs.chain(std::iter::once((self.first_job, measure))).collect()
    }

    /// The first job that another experiment may have.
    pub fn next_job(&self) -> Job {
        self.first_job + 1 + self.runs.len() as Job
    }

    fn slot(&mut self, job: Job) -> Option<&mut Slot> {
        let i = job.checked_sub(self.first_job + 1)?;
        self.runs.get_mut(i as usize)
    }

    /// Keeps what a worker has said.
    pub fn hear(&mut self, answer: FromWorker) {
        match answer {
            FromWorker::Ready { .. } | FromWorker::Cancelled { .. } => {}
            FromWorker::Inside { job, told } => self.told(job, told),
            FromWorker::Frame { job, frame } => {
                if let Some(slot) = self.slot(job) {
                    slot.frame = Some(frame);
                }
            }
            FromWorker::Measured { job, reference } => {
                if job == self.first_job {
                    self.reference = Some(reference);
                }
            }
            FromWorker::Failed { job, en, zh } => {
                self.trouble = Some(Trouble::new(en, zh));
                if let Some(slot) = job.and_then(|job| self.slot(job)) {
                    slot.failed = true;
                }
            }
        }
    }

    fn state(&self) -> State {
        let frames = || self.runs.iter().filter_map(|s| s.frame.as_ref());
        let over = |s: &Slot| s.failed || s.frame.as_ref().is_some_and(|f| f.finished);
        let rests = |s: &Slot| over(s) || s.frame.as_ref().is_some_and(|f| f.turn.is_some());
        if self.runs.iter().all(over) {
            State::Finished
        } else if self.runs.iter().all(rests) {
            State::YourTurn
        } else if frames().next().is_none() {
            State::Starting
        } else {
            State::Running
        }
    }

    fn is_cost(&self) -> bool {
        self.checked.shop.spec().shown.is_cost
    }

    fn slots_of(&self, contestant: usize) -> &[Slot] {
        let count = self.checked.seeds.count as usize;
        &self.runs[contestant * count..(contestant + 1) * count]
    }

    pub fn view(&self, lang: Lang) -> View {
        let faces = faces(&self.scenario, &self.checked, lang);
        let frames = self.runs.iter().filter_map(|s| s.frame.as_ref());
        let all = frames.clone().all(|f| f.finished) && frames.clone().count() == self.runs.len();
        let fingerprint = all.then(|| Fingerprint::hex(fingerprint_of(frames.clone().map(|f| f.fingerprint))));
        let no_score = self.reference.as_ref().and_then(|r| r.no_score.as_ref());
        View {
            state: self.state(),
            steps: frames.map(|f| f.steps).sum(),
            budget: self.checked.schedule.steps * self.runs.len() as u64,
            plot: self.plot(&faces, lang),
            rows: faces.into_iter().enumerate().map(|(i, face)| self.row(i, face)).collect(),
            measure: self.measure(lang),
            seeds: self.checked.seeds.count,
            fingerprint,
            no_score: no_score.map(|(en, zh)| lang.pick(en, zh).clone()),
            changed: settings(&self.checked.params, &self.scenario.set, lang),
            link: Link { scenario: self.scenario.clone(), view: Named::new() }.encode().ok(),
            trouble: self.trouble.as_ref().map(|t| lang.trouble(t)),
        }
    }

    fn measure(&self, lang: Lang) -> String {
        let (shown, texts) = (&self.checked.shop.spec().shown, lang.texts());
        format!("{}{}{}", lang.text(shown.label), texts.comma, lang.text(shown.unit))
    }

    fn plot(&self, faces: &[Face], lang: Lang) -> Plot {
        let texts = lang.texts();
        let better = if self.is_cost() { texts.lower_is_better } else { texts.higher_is_better };
        let furthest = self.runs.iter().filter_map(|s| s.frame.as_ref()).map(|f| f.steps).max();
        let series = faces.iter().enumerate().map(|(i, face)| {
            let curves: Option<Vec<Measured<'_>>> = self.slots_of(i).iter().map(Slot::measured).collect();
            Series {
                label: face.label.clone(),
                pen: face.pen,
                points: curves.map_or_else(Vec::new, |c| over_seeds(&c, self.is_cost())),
            }
        });
        Plot {
            title: format!("{}{}{better}", self.measure(lang), texts.comma),
            across: texts.days_learned.to_string(),
            end: end_of_axis(furthest.unwrap_or(0) as f64, self.checked.schedule.steps as f64),
            series: series.collect(),
        }
    }

    fn row(&self, contestant: usize, face: Face) -> Row {
        let slots = self.slots_of(contestant);
        let last = |s: &Slot| s.frame.as_ref()?.curves.reward.last().copied();
        let rewards: Option<Vec<f64>> = slots.iter().map(last).collect();
        let half = rewards.as_ref().map(|r| half_width(r)).filter(|h| h.is_finite());
        let mean = rewards.map(|r| mean(&r)).filter(|m| m.is_finite());
        let fingerprint = |s: &Slot| s.frame.as_ref().map(|f| (f.seed, Fingerprint::hex(f.fingerprint)));
        Row {
            face,
            mean: mean.map(|m| if self.is_cost() { -m } else { m }),
            half,
            // The score is linear, so that the score of the mean is the mean of the scores.
            score: mean.and_then(|m| self.reference.as_ref()?.score(m)),
            runs: slots.iter().filter_map(fingerprint).collect(),
        }
    }
}
