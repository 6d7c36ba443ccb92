//! An experiment: a scenario's runs as far as the page has heard of them, and what is to be shown of it.

mod plotting;
mod rows;
mod trained;
mod visiting;

pub use plotting::across_words;
pub use rows::{Row, Spread};
pub use trained::Trained;

use super::contestants::{Face, faces, is_by_hand, settings};
use super::screen::Screen;
use super::texts::Lang;
use crate::base::Trouble;
use crate::base::hash::Fingerprint;
use crate::chart::Plot;
use crate::chart::curves::{Measured, Middle};
use crate::run::inside::{Gallery, Map, Now, Shot, Told};
use crate::run::kept::{Kept, Learned};
use crate::run::link::Link;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use crate::run::scenario::Checked;
use crate::run::schedule::Leash;
use crate::run::session::fingerprint_of;
use crate::run::{Frame, Reference, Scenario};
use crate::sim::{Preset, Seat};

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
    /// Whether the visitor's last move was refused.
    pub refused: bool,
    /// Which of the contestants came from a file, with what they have learned.
    trained: Vec<Option<Learned>>,
    /// A team that is ready to be taken away, with its contestant.
    ready: Option<(usize, Kept)>,
    /// Which seat the visitor was asked for last.
    seat: u32,
}

/// What is known of a run.
#[derive(Default)]
struct Slot {
    frame: Option<Frame>,
    failed: bool,
    /// The visitor plays his first seed alone.
    absent: bool,
    inside: Inside,
}

/// What was last heard from the inside of a run.
#[derive(Default)]
pub struct Inside {
    pub film: Option<Vec<Shot>>,
    /// How many steps had been made when it was filmed.
    pub filmed: u64,
    /// How many films there were.
    pub films: u32,
    pub now: Option<Now>,
    pub map: Option<Map>,
    pub gallery: Option<Gallery>,
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

/// Everything that is shown of an experiment, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub state: State,
    pub steps: u64,
    pub budget: u64,
    pub plot: Plot,
    pub rows: Vec<Row>,
    /// What the world measures beside the reward.
    pub metrics: Vec<String>,
    /// Who the others are compared with.
    pub versus: String,
    /// The table's heading over the rewards.
    pub measure: String,
    pub seeds: u32,
    /// What stands behind a curve, in words.
    pub caption: String,
    /// The tables have means.
    pub table_caption: String,
    /// Of all runs together, when they have finished.
    pub fingerprint: Option<String>,
    pub no_score: Option<String>,
    /// What stands for the score's one.
    pub one: String,
    /// What was changed of the preset, in words.
    pub changed: String,
    /// The part of the address after the `#` that opens this experiment again.
    pub link: Option<String>,
    pub trouble: Option<String>,
    /// Which runs stopped before their time, and why, in sentences.
    pub stopped: Vec<String>,
}

impl View {
    /// Who came to the highest score, with those whom the seeds do not tell apart from him.
    pub fn best(&self) -> String {
        let mut best: Option<&Row> = None;
        for row in &self.rows {
            if row.score > best.and_then(|best| best.score) {
                best = Some(row);
            }
        }
        let numbers = |row: &Row| (row.mean.unwrap_or(f64::NAN), row.half.unwrap_or(0.0));
        let (highest, around) = best.map_or((f64::NAN, 0.0), numbers);
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by(|a, b| numbers(b).0.total_cmp(&numbers(a).0));
        // Nobody is named who earns less than somebody who is not.
        let level = |row: &&&Row| {
            let (mean, half) = numbers(row);
            highest - mean <= half + around
        };
        let mut names = String::new();
        for row in rows.iter().take_while(level) {
            names.push_str(if names.is_empty() { "" } else { " ≈ " });
            names.push_str(&row.face.label);
        }
        names
    }
}

impl Experiment {
    /// The steps of the furthest run.
    pub fn furthest(&self) -> u64 {
        self.frames().map(|frame| frame.steps).max().unwrap_or(0)
    }

    /// The run that is looked into: the contestant's first seed.
    pub fn job_of(&self, contestant: usize) -> Job {
        self.first_job + 1 + contestant as Job * self.checked.seeds.count
    }

    fn told(&mut self, job: Job, told: Told) {
        let Some(slot) = self.slot(job) else { return };
        match told {
            Told::Film { steps, shots } => {
                (slot.inside.film, slot.inside.filmed) = (Some(shots), steps);
                slot.inside.films += 1;
            }
            Told::Now(now) => slot.inside.now = Some(now),
            Told::Map(map) => slot.inside.map = Some(map),
            Told::Pictures(gallery) => slot.inside.gallery = Some(gallery),
        }
    }

    /// Whether a contestant's first run has finished; nothing while it has not begun.
    pub fn finished(&self, contestant: usize) -> Option<bool> {
        self.slots_of(contestant).first()?.frame.as_ref().map(|frame| frame.finished)
    }

    /// How many runs there are.
    fn present(&self) -> usize {
        self.runs.iter().filter(|slot| !slot.absent).count()
    }

    /// Whether a contestant has a curve to show, or all that there will be of it.
    pub fn has_begun(&self, contestant: usize) -> bool {
        let begun = |frame: &Frame| frame.finished || frame.curves.steps.len() > 1;
        self.slots_of(contestant).first().is_some_and(|slot| slot.failed || slot.frame.as_ref().is_some_and(begun))
    }

    /// Whether nothing more will be heard of a contestant's first run.
    pub fn is_over(&self, contestant: usize) -> bool {
        self.slots_of(contestant).first().is_some_and(|slot| slot.failed || self.finished(contestant) == Some(true))
    }

    /// How many steps a contestant's first run has made.
    pub fn steps_of(&self, contestant: usize) -> u64 {
        self.slots_of(contestant).first().and_then(|slot| slot.frame.as_ref()).map_or(0, |frame| frame.steps)
    }

    /// The last film of a contestant.
    pub fn film(&self, contestant: usize) -> Option<&[Shot]> {
        self.inside(contestant)?.film.as_deref()
    }

    /// What was last heard from the inside of a contestant.
    pub fn inside(&self, contestant: usize) -> Option<&Inside> {
        self.slots_of(contestant).first().map(|slot| &slot.inside)
    }

    /// How the contestants are named and drawn, and which runs of theirs have stopped.
    pub fn faces(&self, lang: Lang) -> Vec<Face> {
        let mut faces = faces(&self.scenario, &self.checked, lang);
        for (contestant, face) in faces.iter_mut().enumerate() {
            self.mark(contestant, face, lang);
        }
        faces
    }

    pub fn new(scenario: Scenario, first_job: Job) -> Result<Experiment, Trouble> {
        let checked = scenario.check()?;
        let preset = checked.sim.preset(&scenario.preset)?;
        let count = checked.seeds.count as usize;
        let slot = |i: usize| Slot {
            absent: !i.is_multiple_of(count) && is_by_hand(&checked.entrants[i / count]),
            ..Slot::default()
        };
        let runs = (0..checked.entrants.len() * count).map(slot).collect();
        Ok(Experiment {
            presets: (checked.sim.presets)(),
            checked,
            preset,
            scenario,
            first_job,
            runs,
            reference: None,
            trouble: None,
            refused: false,
            trained: Vec::new(),
            ready: None,
            seat: 0,
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
            let (scenario, learned) = (self.scenario.clone(), self.learned(contestant as usize).cloned());
            (job, ToWorker::Start { job, scenario, contestant, seed, leash: Leash::Free, keep, learned })
        };
        let runs = (0..self.runs.len() as u32).filter(|i| !self.runs[*i as usize].absent).map(start);
        // The plan behind the reference may take a while, and the curves need not wait for it.
        runs.chain(std::iter::once((self.first_job, measure))).collect()
    }

    /// The first job that another experiment may have.
    pub fn next_job(&self) -> Job {
        self.first_job + 1 + self.runs.len() as Job
    }

    /// Whether what is heard of a job is heard of this experiment.
    pub fn owns(&self, job: Job) -> bool {
        (self.first_job..self.next_job()).contains(&job)
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
            FromWorker::Learned { job, learned } => self.handed_over(job, learned),
            FromWorker::Frame { job, frame } => {
                // Where a finished run is computed again the same bits come, and until then what is known stays.
                let known = |slot: &&mut Slot| slot.frame.as_ref().is_some_and(|known| known.finished);
                if let Some(slot) = self.slot(job).filter(|slot| frame.finished || !known(slot)) {
                    slot.frame = Some(frame);
                }
            }
            FromWorker::Measured { job, reference } => {
                if job == self.first_job {
                    self.reference = Some(reference);
                }
            }
            FromWorker::Refused { job, en, zh } => {
                // What was refused in another experiment is none of this one's.
                if self.slot(job).is_some() {
                    self.trouble = Some(Trouble::new(en, zh));
                    self.refused = self.visitor().is_some_and(|visitor| self.job_of(visitor) == job);
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
        let over = |s: &Slot| s.failed || s.absent || s.frame.as_ref().is_some_and(|f| f.finished);
        let rests = |s: &Slot| over(s) || s.frame.as_ref().is_some_and(|f| f.turn.is_some());
        if self.runs.iter().all(over) {
            State::Finished
        } else if self.runs.iter().all(rests) {
            State::YourTurn
        } else if self.frames().next().is_none() {
            State::Starting
        } else {
            State::Running
        }
    }

    fn frames(&self) -> impl Iterator<Item = &Frame> + Clone {
        self.runs.iter().filter_map(|s| s.frame.as_ref())
    }

    fn is_cost(&self) -> bool {
        self.checked.shop.spec().shown.is_cost
    }

    fn slots_of(&self, contestant: usize) -> &[Slot] {
        let count = self.checked.seeds.count as usize;
        let all = &self.runs[contestant * count..(contestant + 1) * count];
        if all.get(1).is_some_and(|slot| slot.absent) { &all[..1] } else { all }
    }

    pub fn view(&self, screen: &Screen, lang: Lang) -> View {
        let faces = self.faces(lang);
        let stopped = self.stopped(&faces, lang);
        let frames = self.frames();
        let all = frames.clone().all(|f| f.finished) && frames.clone().count() == self.present();
        let fingerprint = all.then(|| Fingerprint::hex(fingerprint_of(frames.clone().map(|f| f.fingerprint))));
        // The visitor plays as long as he likes: nobody waits for the end of his budget.
        let alone = self.checked.entrants.iter().all(is_by_hand);
        let counts = |contestant: usize| alone || !self.is_by_hand(contestant);
        let counted = (0..self.checked.entrants.len()).filter(|&i| counts(i));
        let steps = counted.clone().flat_map(|i| self.slots_of(i)).filter_map(|slot| slot.frame.as_ref());
        let played: usize = counted.map(|i| self.slots_of(i).len()).sum();
        let no_score = self.reference.as_ref().and_then(|r| r.no_score.as_ref());
        View {
            state: self.state(),
            steps: steps.map(|f| f.steps).sum(),
            budget: self.checked.schedule.steps * played as u64,
            plot: self.plot(&faces, screen, lang),
            versus: faces.get(self.compared(screen)).map_or_else(String::new, |face| face.label.clone()),
            metrics: self.metric_words(lang),
            rows: self.rows(faces, screen, lang),
            measure: self.measure(lang),
            seeds: self.checked.seeds.count,
            caption: plotting::caption(self.checked.seeds.count, screen.middle, lang),
            table_caption: plotting::caption(self.checked.seeds.count, Middle::Mean, lang),
            fingerprint,
            one: self.one(lang),
            no_score: no_score.map(|(en, zh)| lang.pick(en, zh).clone()),
            changed: settings(&self.checked.params, &self.scenario.set, lang),
            link: Link { scenario: self.scenario.clone(), view: screen.write() }.encode().ok(),
            trouble: self.trouble.as_ref().map(|t| lang.trouble(t)),
            stopped,
        }
    }

    /// The seats of the shop: each contestant fills all of them.
    pub fn seats(&self) -> &[Seat] {
        &self.checked.shop.spec().seats
    }

    /// The seat that is looked into; an address may name one that there is not.
    pub fn seat(&self, screen: &Screen) -> &Seat {
        &self.seats()[usize::min(screen.seat, self.seats().len() - 1)]
    }

    /// What was heard from inside is of another seat than the one that is looked into now. How far a run is stays.
    pub fn forget_inside(&mut self) {
        for slot in &mut self.runs {
            slot.inside = Inside { now: slot.inside.now.take(), films: slot.inside.films, ..Inside::default() };
        }
    }

    /// What stands for the score's one: the optimum, or the best that is known.
    pub fn one(&self, lang: Lang) -> String {
        let known = self.reference.as_ref().and_then(|r| r.one.as_ref());
        known.map_or_else(|| lang.texts().optimum.to_string(), |one| plotting::anchor_words(one, lang))
    }

    fn measure(&self, lang: Lang) -> String {
        let (shown, texts) = (&self.checked.shop.spec().shown, lang.texts());
        format!("{}{}{}", lang.text(shown.label), texts.comma, lang.text(shown.unit))
    }
}
