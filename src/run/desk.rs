//! The worker's desk: takes the page's messages, has runs go on in slices, and says how they stand. No browser in it.

use crate::agent::Agent;
use crate::agent::planned::Planned;
use crate::base::{Action, Named, Setting, Trouble};
use crate::run::inside::{Ask, Told};
use crate::run::kept::Learned;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use crate::run::reference::optimum;
use crate::run::scenario::{Checked, Entrant, Scenario};
use crate::run::seats::Player;
use crate::run::stopwatch::Stopwatch;
use crate::run::training::{Leash, Progress, Run};
use crate::run::{Frame, Reference, Shop};
use crate::trouble;

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
    /// How many of a slice's periods it goes on by, and the milliseconds that they took last.
    share: f64,
    took: f64,
}

impl Running {
    /// Goes on by its share of a slice. Where it is quicker than others it plays more, so that all have the same time:
    /// a table need not wait for a network.
    fn go_on(&mut self, periods: u64) -> bool {
        self.progress = self.run.advance(f64::max(self.share * periods as f64, 1.0) as u64);
        self.progress == Progress::Running
    }

    /// Draws its share towards the one that takes as long as others' on average.
    fn level(&mut self, mean: f64) {
        if self.took > 0.0 && mean > 0.0 {
            self.share = f64::max(self.share * (mean / self.took).clamp(0.5, 2.0), 1e-3);
        }
    }

    fn frame(&self) -> FromWorker {
        FromWorker::Frame { job: self.job, frame: Frame::of(&self.run, &self.progress, &self.watch) }
    }
}

/// A world that runs play in. They all share its shop, and with it whatever is worked out there.
struct Known {
    sim: String,
    preset: String,
    set: Named<Setting>,
    shop: Shop,
    /// Whether it is known who knows better, or found out at once.
    advised: bool,
}

/// Outcomes of a sweep up to which a plan keeps nobody waiting.
const QUICK_SWEEP: f64 = 2e7;
/// Points of every curve that are to be seen before a reference is measured.
const FIRST_POINTS: usize = 2;
/// And before a long plan is begun.
const POINTS_BEFORE_PLANS: usize = 5;

/// Long work that is begun between two slices, so that those who run already need not wait for all of it.
struct Due {
    job: Job,
    world: usize,
    work: Work,
}

enum Work {
    Run(Checked, Starter),
    Measure(Checked),
    /// Finds out who knows better, for those who look into runs later.
    Plan,
}

struct Starter {
    contestant: usize,
    seed: u64,
    leash: Leash,
    keep: bool,
    learned: Option<Learned>,
}

impl Starter {
    fn run(&self, shop: &Shop, checked: &Checked) -> Result<Run, Trouble> {
        let (entrant, schedule) = (entrant(checked, self.contestant)?, checked.schedule);
        let Some(learned) = &self.learned else { return Run::new(shop, entrant, self.seed, schedule) };
        let players = learned.players(shop, entrant, schedule.steps)?.into_iter().map(Player::frozen).collect();
        Ok(Run::with_players(shop, players, self.seed, schedule))
    }
}

/// The worker's desk: the jobs that it works on.
#[derive(Default)]
pub struct Desk {
    jobs: Vec<Running>,
    due: Vec<Due>,
    /// Answers that were found between slices and not yet taken.
    found: Vec<FromWorker>,
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
            ToWorker::Start { job, scenario, contestant, seed, leash, keep, learned } => {
                let starter = Starter { contestant: contestant as usize, seed, leash, keep, learned };
                self.prepare(job, scenario, Some(starter))
            }
            ToWorker::Leash { job, leash } => {
                for due in self.due.iter_mut().filter(|due| due.job == job) {
                    if let Work::Run(_, starter) = &mut due.work {
                        starter.leash = leash;
                    }
                }
                // A run that has finished is forgotten, and needs none.
                if let Some(running) = self.jobs.iter_mut().find(|r| r.job == job) {
                    running.run.set_leash(leash);
                    if running.progress == Progress::Resting {
                        running.progress = Progress::Running;
                    }
                }
                None
            }
            ToWorker::Measure { job, scenario } => self.prepare(job, scenario, None),
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
                self.due.retain(|due| due.job != job);
                if self.jobs.is_empty() && self.due.is_empty() {
                    self.worlds.clear();
                }
                Some(FromWorker::Cancelled { job })
            }
            ToWorker::Look { job, ask } => Some(match self.look(job, &ask) {
                Ok(told) => FromWorker::Inside { job, told },
                Err(t) => FromWorker::failed(None, t),
            }),
            ToWorker::Learned { job } => {
                self.hurry(job);
                // Where it could not begin, that is said.
                let running = self.jobs.iter().find(|r| r.job == job);
                running.map(|r| match Learned::of(&r.run) {
                    Ok(learned) => FromWorker::Learned { job, learned },
                    Err(Trouble { en, zh }) => FromWorker::Refused { job, en, zh },
                })
            }
        };
        said.into_iter().collect()
    }

    /// Checks what is asked for, and begins with it at once where nothing is to be planned before.
    fn prepare(&mut self, job: Job, scenario: Scenario, starter: Option<Starter>) -> Option<FromWorker> {
        let checked = match scenario.check() {
            Ok(checked) => checked,
            Err(t) => return Some(FromWorker::failed(Some(job), t)),
        };
        let world = self.world_of(scenario, &checked.shop);
        let Some(starter) = starter else {
            self.due.push(Due { job, world, work: Work::Measure(checked) });
            return None;
        };
        let plans = checked.entrants.get(starter.contestant).is_some_and(Entrant::plans);
        let due = Due { job, world, work: Work::Run(checked, starter) };
        if !plans {
            return self.begin(due);
        }
        self.due.push(due);
        None
    }

    /// Begins with a run, measures the reference, or plans.
    fn begin(&mut self, Due { job, world, work }: Due) -> Option<FromWorker> {
        let Known { shop, advised, .. } = &mut self.worlds[world];
        let answer = match work {
            Work::Run(checked, starter) => match starter.run(shop, &checked) {
                Ok(mut run) => {
                    run.set_leash(starter.leash);
                    let (progress, watch, keep) = (Progress::Running, Stopwatch::default(), starter.keep);
                    self.jobs.push(Running {
                        job,
                        run,
                        progress,
                        watch,
                        keep,
                        told: false,
                        world,
                        share: 1.0,
                        took: 0.0,
                    });
                    return None;
                }
                Err(t) => Err(t),
            },
            Work::Measure(checked) => {
                *advised = true;
                Reference::of(shop, checked.schedule.episodes)
            }
            Work::Plan => {
                *advised = true;
                optimum(shop);
                return None;
            }
        };
        Some(match answer {
            Ok(reference) => FromWorker::Measured { job, reference },
            Err(t) => FromWorker::failed(Some(job), t),
        })
    }

    /// Begins at once with what would have waited for its turn.
    fn hurry(&mut self, job: Job) {
        let waits = |due: &Due| due.job == job && matches!(due.work, Work::Run(..));
        if let Some(at) = self.due.iter().position(waits) {
            let due = self.due.remove(at);
            let found = self.begin(due);
            self.found.extend(found);
        }
    }

    /// The world that a scenario's runs play in.
    fn world_of(&mut self, scenario: Scenario, shop: &Shop) -> usize {
        let Scenario { sim, preset, set, .. } = scenario;
        let known = self.worlds.iter().position(|w| w.sim == sim && w.preset == preset && w.set == set);
        known.unwrap_or_else(|| {
            // What has no model has nobody who knows better.
            let advised = shop.open().facts().model.is_none_or(|model| model.effort().0 <= QUICK_SWEEP);
            self.worlds.push(Known { sim, preset, set, shop: shop.clone(), advised });
            self.worlds.len() - 1
        })
    }

    fn look(&mut self, job: Job, ask: &Ask) -> Result<Told, Trouble> {
        self.hurry(job);
        let running = self
            .jobs
            .iter_mut()
            .find(|r| r.job == job)
            .ok_or_else(|| trouble!("there is no run {job} to look into", "没有编号为 {job} 的运行可看"))?;
        let world = running.world;
        let adviser = match ask {
            Ask::Map { .. } | Ask::Pictures { .. } => None,
            _ if self.worlds[world].advised => optimum(running.run.shop()).map(|(_, plan)| Planned::new(plan)),
            _ => {
                // A long plan is made when nobody waits for it, once. Until then nobody knows better.
                if !self.due.iter().any(|due| due.world == world && !matches!(due.work, Work::Run(..))) {
                    self.due.push(Due { job, world, work: Work::Plan });
                }
                None
            }
        };
        running.run.tell(ask, adviser.as_ref().map(|adviser| adviser as &dyn Agent))
    }

    /// Whether there is work that needs nobody.
    pub fn busy(&self) -> bool {
        !self.due.is_empty() || self.jobs.iter().any(|r| r.progress == Progress::Running)
    }

    /// Every running job goes on by its share of `periods`, and the next one that is due begins; whether one of them
    /// could have gone on for longer. `now` is a clock in milliseconds, looked at once for each job: where one ends the next one
    /// begins.
    pub fn work(&mut self, periods: u64, now: &dyn Fn() -> f64) -> bool {
        let (mut more, mut start) = (false, now());
        for running in self.jobs.iter_mut().filter(|r| r.progress == Progress::Running) {
            let before = running.run.steps();
            more |= running.go_on(periods);
            let end = now();
            running.took = end - start;
            running.watch.note(&running.run, before, running.took / 1_000.0);
            start = end;
        }
        self.level_shares();
        // While one of these is made nothing else is: those who run have something to show first.
        let shown =
            |points: usize| self.jobs.iter().all(|r| r.progress != Progress::Running || r.run.curve().len() >= points);
        let (begun, grown) = (shown(FIRST_POINTS), shown(POINTS_BEFORE_PLANS));
        let ready = |due: &Due| match due.work {
            Work::Run(..) => true,
            Work::Measure(_) | Work::Plan => grown || begun && self.worlds[due.world].advised,
        };
        if let Some(at) = self.due.iter().position(ready) {
            let due = self.due.remove(at);
            let found = self.begin(due);
            self.found.extend(found);
        }
        more
    }

    /// Gives all that run the same time in the next slice, and as many periods together as before.
    fn level_shares(&mut self) {
        let mut running: Vec<&mut Running> = self.jobs.iter_mut().filter(|r| r.progress == Progress::Running).collect();
        let n = running.len() as f64;
        let mean = running.iter().map(|r| r.took).sum::<f64>() / n;
        running.iter_mut().for_each(|r| r.level(mean));
        let all: f64 = running.iter().map(|r| r.share).sum();
        running.iter_mut().for_each(|r| r.share *= n / all);
    }

    /// A frame of every job that goes on; finished jobs are handed over, and forgotten unless they are kept.
    pub fn frames(&mut self) -> Vec<FromWorker> {
        let mut frames = std::mem::take(&mut self.found);
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

fn entrant(checked: &Checked, contestant: usize) -> Result<&Entrant, Trouble> {
    let n = checked.entrants.len();
    checked.entrants.get(contestant).ok_or_else(|| {
        trouble!(
            "contestant is {contestant}, but the scenario has {n}, counted from 0",
            "contestant 是 {contestant}，但场景只有 {n} 个（从 0 起）"
        )
    })
}
