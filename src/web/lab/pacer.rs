//! How fast the runs go: as fast as they can, so many steps a second, one step at a time, or not at all.
//!
//! The pool holds all runs on one leash; a timed run lengthens it at every frame of the browser.

use crate::run::schedule::Leash;
use crate::web::clerk::now;
use crate::web::frames::OncePerFrame;
use crate::web::pool::Pool;
use std::cell::Cell;
use std::rc::Rc;

/// Steps a second; none is as fast as the machine can.
pub const SPEEDS: [Option<f64>; 6] = [Some(1.0), Some(10.0), Some(100.0), Some(1_000.0), Some(10_000.0), None];
pub const FULL_SPEED: usize = SPEEDS.len() - 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Run,
    Pause,
    /// Every run makes one decision more.
    Decision,
    /// Every run ends one episode more.
    Episode,
}

pub struct Pacer {
    clock: Rc<Clock>,
    next_frame: OncePerFrame,
    pool: Pool,
    pub speed: usize,
    pub running: bool,
    /// Where the page is not seen, everything rests.
    pub hidden: bool,
    /// What the runs are held at while it is seen.
    leash: Leash,
}

/// What the frames lengthen the leash by.
struct Clock {
    speed: Cell<Option<f64>>,
    steps: Cell<f64>,
    last: Cell<f64>,
    hidden: Cell<bool>,
}

impl Pacer {
    pub fn new(pool: &Pool) -> Pacer {
        let clock = Rc::new(Clock {
            speed: Cell::new(None),
            steps: Cell::new(0.0),
            last: Cell::new(0.0),
            hidden: Cell::new(false),
        });
        let (ticking, pulling) = (clock.clone(), pool.clone());
        let again: Rc<std::cell::OnceCell<OncePerFrame>> = Rc::default();
        let asking = again.clone();
        let next_frame = OncePerFrame::new(move || {
            let Some(speed) = ticking.speed.get() else { return };
            let time = now();
            // A tab that was hidden has no frames, and does not make up for them.
            let seconds = f64::min((time - ticking.last.replace(time)) / 1000.0, 0.25);
            ticking.steps.set(ticking.steps.get() + speed * seconds);
            if !ticking.hidden.get() {
                pulling.set_leash(Leash::Steps(ticking.steps.get() as u64));
            }
            if let Some(next) = asking.get() {
                next.ask();
            }
        });
        let _ = again.set(next_frame.clone());
        Pacer {
            clock,
            next_frame,
            pool: pool.clone(),
            speed: FULL_SPEED,
            running: true,
            hidden: false,
            leash: Leash::Free,
        }
    }

    /// Goes on at a pace; a timed one is counted from where the furthest run is, which has made so many steps.
    pub fn set(&mut self, pace: Pace, steps: u64) {
        self.running = pace == Pace::Run;
        self.clock.speed.set(None);
        match pace {
            Pace::Pause => self.hold(Leash::Steps(0)),
            Pace::Decision => self.lengthen(Leash::MoreSteps(1)),
            Pace::Episode => self.lengthen(Leash::MoreEpisodes(1)),
            Pace::Run => match SPEEDS[self.speed] {
                None => self.hold(Leash::Free),
                timed => {
                    self.hold(Leash::Steps(0));
                    self.clock.speed.set(timed);
                    self.clock.steps.set(steps as f64);
                    self.clock.last.set(now());
                    self.next_frame.ask();
                }
            },
        }
    }

    /// Once, from where each run stands: a page that is seen again does not do it anew.
    fn lengthen(&mut self, more: Leash) {
        self.leash = Leash::Steps(0);
        self.pool.set_leash(more);
    }

    fn hold(&mut self, leash: Leash) {
        self.leash = leash;
        self.pool.set_leash(if self.hidden { Leash::Steps(0) } else { leash });
    }

    /// The page has gone out of sight, or has come back.
    pub fn hide(&mut self, hidden: bool) {
        if self.hidden == hidden {
            return;
        }
        self.hidden = hidden;
        self.clock.hidden.set(hidden);
        self.hold(self.leash);
    }

    /// A run has come so far: the clock goes on from there.
    pub fn heard(&self, steps: u64) {
        self.clock.steps.set(f64::max(self.clock.steps.get(), steps as f64));
    }

    pub fn set_speed(&mut self, speed: usize, steps: u64) {
        self.speed = usize::min(speed, FULL_SPEED);
        if self.running {
            self.set(Pace::Run, steps);
        }
    }
}
