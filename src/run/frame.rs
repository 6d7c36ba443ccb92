//! Frames: the plain numbers that charts, tables, exports and the accessible text all read.

use crate::base::text::Words;
use crate::run::stopwatch::Stopwatch;
use crate::run::training::{Progress, Run};
use serde::{Deserialize, Serialize};

/// The most points that a frame carries, however long the run.
pub const MOST_POINTS: usize = 500;

/// The curves of a run, thinned to every so many-th point and the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    pub steps: Vec<u64>,
    pub episodes: Vec<u64>,
    pub reward: Vec<f64>,
    pub earned: Vec<f64>,
    /// Of computing, until each point was there; empty where nobody has looked at a clock.
    pub seconds: Vec<f64>,
}

/// The visitor's turn: which seat waits for his move, what it sees, and which of its choices it has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    pub seat: u32,
    pub observation: Vec<f64>,
    /// Empty for a box.
    pub mask: Vec<bool>,
}

/// A run as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub seed: u64,
    pub steps: u64,
    pub budget: u64,
    pub episodes: u64,
    /// Of computing, so far.
    pub seconds: f64,
    pub finished: bool,
    /// Whose move the visitor owes.
    pub turn: Option<Turn>,
    pub curves: Curves,
    pub metrics: Vec<f64>,
    pub fingerprint: u64,
    /// Why it stopped before its time.
    pub stopped: Option<Words>,
}

impl Frame {
    pub fn of(run: &Run, progress: &Progress, watch: &Stopwatch) -> Frame {
        let curve = run.curve();
        let mut stride = 1;
        while curve.len().div_ceil(stride) >= MOST_POINTS {
            stride *= 2;
        }
        let mut curves = Curves::default();
        for (i, point) in curve.iter().enumerate() {
            if i % stride == 0 || i + 1 == curve.len() {
                curves.steps.push(point.steps);
                curves.episodes.push(point.episodes);
                curves.reward.push(point.reward);
                curves.earned.push(point.earned);
                curves.seconds.extend(watch.points().get(i));
            }
        }
        let turn = match progress {
            &Progress::NeedsAction { seat } => Some(Turn {
                seat: seat as u32,
                observation: run.observation(seat).to_vec(),
                mask: run.mask(seat).to_vec(),
            }),
            _ => None,
        };
        Frame {
            seed: run.seed(),
            steps: run.steps(),
            budget: run.schedule().steps,
            episodes: run.episodes(),
            seconds: watch.seconds(),
            finished: run.finished(),
            turn,
            curves,
            metrics: run.last().map_or_else(Vec::new, |e| e.metrics.clone()),
            fingerprint: run.fingerprint(),
            stopped: run.trouble().map(|t| Words::new(t.en.clone(), t.zh.clone())),
        }
    }
}
