//! What page and worker say to each other, and the worker's desk that answers: no browser in it.
//!
//! Messages are bytes. A message that cannot be read is answered with a sentence.

use crate::agent::Agent;
use crate::base::{Action, Named, Setting, Trouble};
use crate::run::inside::{Ask, Told};
use crate::run::reference::optimum;
use crate::run::scenario::Scenario;
use crate::run::stopwatch::Stopwatch;
use crate::run::training::{Leash, Progress, Run};
use crate::run::{ENGINE, Frame, Reference};
use crate::trouble;
use serde::{Deserialize, Serialize};

/// The number of a job, given by the page.
pub type Job = u32;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Run this contestant of the scenario with this seed.
    Start {
        job: Job,
        scenario: Scenario,
        contestant: u32,
        seed: u64,
        leash: Leash,
        /// Whether it can be looked into after it has finished.
        keep: bool,
    },
    /// How far the run may go on for now.
    Leash {
        job: Job,
        leash: Leash,
    },
    /// Measure what zero and one stand for.
    Measure {
        job: Job,
        scenario: Scenario,
    },
    /// The visitor's move.
    Move {
        job: Job,
        seat: u32,
        choice: u32,
        values: Vec<f64>,
    },
    Cancel {
        job: Job,
    },
    /// Look inside a run.
    Look {
        job: Job,
        ask: Ask,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// Said first: messages before it would be lost.
    Ready {
        engine: String,
    },
    Frame {
        job: Job,
        frame: Frame,
    },
    Measured {
        job: Job,
        reference: Reference,
    },
    /// The job is forgotten. While a worker plans it hears nothing, and so says this late.
    Cancelled {
        job: Job,
    },
    /// Something went wrong, in both languages; without a job where the message itself could not be read.
    Failed {
        job: Option<Job>,
        en: String,
        zh: String,
    },
    Inside {
        job: Job,
        told: Told,
    },
    /// The visitor's move cannot be made: the run waits for another, as its next frame says.
    Refused {
        job: Job,
        en: String,
        zh: String,
    },
}

impl ToWorker {
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    pub fn decode(bytes: &[u8]) -> Result<ToWorker, Trouble> {
        decode(bytes)
    }
}

impl FromWorker {
    pub fn ready() -> FromWorker {
        FromWorker::Ready { engine: ENGINE.to_string() }
    }

    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    pub fn decode(bytes: &[u8]) -> Result<FromWorker, Trouble> {
        decode(bytes)
    }

    fn failed(job: Option<Job>, t: Trouble) -> FromWorker {
        FromWorker::Failed { job, en: t.en, zh: t.zh }
    }
}

fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Trouble> {
    let length = bytes.len();
    let unreadable = |_| trouble!("a message of {length} bytes cannot be read", "无法读取一条 {length} 字节的消息");
    postcard::from_bytes(bytes).map_err(unreadable)
}

struct Running {
    job: Job,
    run: Run,
    progress: Progress,
    watch: Stopwatch,
    keep: bool,
    /// Whether the page has had its last frame.
    told: bool,
    /// Which of the desk's worlds it plays in.
    world: usize,
}

impl Running {
    fn frame(&self) -> FromWorker {
        FromWorker::Frame { job: self.job, frame: Frame::of(&self.run, &self.progress, &self.watch) }
    }
}

/// A world that runs play in, and who knows it better: worked out when first asked, for all of them.
struct Known {
    sim: String,
    preset: String,
    set: Named<Setting>,
    adviser: Option<Option<Box<dyn Agent>>>,
}

/// The worker's desk: the jobs that it works on.
#[derive(Default)]
pub struct Desk {
    jobs: Vec<Running>,
    worlds: Vec<Known>,
}

impl Desk {
    /// Takes a message; the answers that are due at once.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<FromWorker> {
        match ToWorker::decode(bytes) {
            Ok(message) => self.answer(message),
            Err(t) => vec![FromWorker::failed(None, t)],
        }
    }

    fn answer(&mut self, message: ToWorker) -> Vec<FromWorker> {
        let said = match message {
            ToWorker::Start { job, scenario, contestant, seed, leash, keep } => {
                match start(&scenario, contestant, seed) {
                    Ok(mut run) => {
                        run.set_leash(leash);
                        let (progress, watch) = (Progress::Running, Stopwatch::default());
                        let world = self.world_of(scenario);
                        self.jobs.push(Running { job, run, progress, watch, keep, told: false, world });
                        None
                    }
                    Err(t) => Some(FromWorker::failed(Some(job), t)),
                }
            }
            ToWorker::Leash { job, leash } => {
                // A run that has finished is forgotten, and needs none.
                if let Some(running) = self.jobs.iter_mut().find(|r| r.job == job) {
                    running.run.set_leash(leash);
                    if running.progress == Progress::Resting {
                        running.progress = Progress::Running;
                    }
                }
                None
            }
            ToWorker::Measure { job, scenario } => {
                let measured = scenario.check().and_then(|c| Reference::of(&c.shop, c.schedule.episodes));
                Some(match measured {
                    Ok(reference) => FromWorker::Measured { job, reference },
                    Err(t) => FromWorker::failed(Some(job), t),
                })
            }
            ToWorker::Move { job, seat, choice, values } => {
                let Some(running) = self.jobs.iter_mut().find(|r| r.job == job) else {
                    let t = trouble!("there is no run {job} to make a move in", "没有编号为 {job} 的运行");
                    return vec![FromWorker::failed(Some(job), t)];
                };
                match running.run.answer(seat as usize, Action { choice: choice as usize, values }) {
                    Ok(()) => {
                        running.progress = Progress::Running;
                        None
                    }
                    // The run is as it was, and waits for another move.
                    Err(t) => return vec![FromWorker::Refused { job, en: t.en, zh: t.zh }, running.frame()],
                }
            }
            ToWorker::Cancel { job } => {
                self.jobs.retain(|r| r.job != job);
                if self.jobs.is_empty() {
                    self.worlds.clear();
                }
                Some(FromWorker::Cancelled { job })
            }
            ToWorker::Look { job, ask } => Some(match self.look(job, &ask) {
                Ok(told) => FromWorker::Inside { job, told },
                Err(t) => FromWorker::failed(None, t),
            }),
        };
        said.into_iter().collect()
    }

    /// The world that a scenario's runs play in.
    fn world_of(&mut self, scenario: Scenario) -> usize {
        let Scenario { sim, preset, set, .. } = scenario;
        let known = self.worlds.iter().position(|w| w.sim == sim && w.preset == preset && w.set == set);
        known.unwrap_or_else(|| {
            self.worlds.push(Known { sim, preset, set, adviser: None });
            self.worlds.len() - 1
        })
    }

    fn look(&mut self, job: Job, ask: &Ask) -> Result<Told, Trouble> {
        let running = self
            .jobs
            .iter_mut()
            .find(|r| r.job == job)
            .ok_or_else(|| trouble!("there is no run {job} to look into", "没有编号为 {job} 的运行可看"))?;
        let shop = running.run.shop();
        let adviser = match ask {
            Ask::Map { .. } => &mut None,
            _ => self.worlds[running.world]
                .adviser
                .get_or_insert_with(|| optimum(shop).map(|(_, plan)| Box::new(plan.agent) as Box<dyn Agent>)),
        };
        running.run.tell(ask, adviser.as_deref())
    }

    /// Whether there is work that needs nobody.
    pub fn busy(&self) -> bool {
        self.jobs.iter().any(|r| r.progress == Progress::Running)
    }

    /// Every running job goes on by `periods`; whether one of them could have gone on for longer. `now` is a clock in
    /// milliseconds, looked at once for each job: where one ends the next one begins.
    pub fn work(&mut self, periods: u64, now: &dyn Fn() -> f64) -> bool {
        let (mut more, mut start) = (false, now());
        for running in self.jobs.iter_mut().filter(|r| r.progress == Progress::Running) {
            let before = running.run.steps();
            running.progress = running.run.advance(periods);
            more |= running.progress == Progress::Running;
            let end = now();
            running.watch.note(&running.run, before, (end - start) / 1_000.0);
            start = end;
        }
        more
    }

    /// A frame of every job that goes on; finished jobs are handed over, and forgotten unless they are kept.
    pub fn frames(&mut self) -> Vec<FromWorker> {
        let mut frames = Vec::new();
        self.jobs.retain_mut(|r| {
            if !r.told {
                frames.push(r.frame());
                r.told = r.progress == Progress::Finished;
            }
            !r.told || r.keep
        });
        frames
    }
}

fn start(scenario: &Scenario, contestant: u32, seed: u64) -> Result<Run, Trouble> {
    let checked = scenario.check()?;
    let n = checked.entrants.len();
    let entrant = checked.entrants.get(contestant as usize).ok_or_else(|| {
        trouble!(
            "contestant is {contestant}, but the scenario has {n}, counted from 0",
            "contestant 是 {contestant}，但场景只有 {n} 个（从 0 起）"
        )
    })?;
    Run::new(&checked.shop, entrant, seed, checked.schedule)
}
