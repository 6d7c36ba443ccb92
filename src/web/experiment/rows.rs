//! The results of an experiment: a row for each contestant.

use super::{Experiment, Slot};
use crate::base::hash::Fingerprint;
use crate::base::stats::{half_width, mean};
use crate::run::Frame;
use crate::web::contestants::Face;
use crate::web::screen::Screen;
use crate::web::texts::Lang;

/// A mean and half of its 95 % interval, which is NaN for a single seed.
pub type Spread = (f64, f64);

/// A contestant's line in the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub face: Face,
    /// Over the seeds, as the chart shows it: costs are positive.
    pub mean: Option<f64>,
    pub half: Option<f64>,
    pub score: Option<f64>,
    /// The difference from the contestant that is compared with, seed by seed.
    pub difference: Option<Spread>,
    /// How much is missing to the score's one, in per cent of it.
    pub gap: Option<f64>,
    /// In the order of the world's metrics.
    pub metrics: Vec<Option<Spread>>,
    pub seeds: usize,
    /// Of a run, on average.
    pub steps: f64,
    pub seconds: f64,
    /// Each seed with the fingerprint of its run so far.
    pub runs: Vec<(u64, String)>,
}

impl Experiment {
    pub(super) fn rows(&self, faces: Vec<Face>, screen: &Screen, _lang: Lang) -> Vec<Row> {
        let other = self.compared(screen);
        faces.into_iter().enumerate().map(|(i, face)| self.row(i, face, other)).collect()
    }

    /// Who the others are compared with: whom the chart compares with, else the first.
    pub(super) fn compared(&self, screen: &Screen) -> usize {
        self.versus(screen).or_else(|| (0..self.checked.entrants.len()).find(|i| !self.is_by_hand(*i))).unwrap_or(0)
    }

    fn row(&self, contestant: usize, face: Face, other: usize) -> Row {
        let slots = self.slots_of(contestant);
        let frames: Vec<&Frame> = slots.iter().filter_map(|s| s.frame.as_ref()).collect();
        let measured = self.over(slots, |f| f.curves.reward.last().copied());
        let rewards = measured.or_else(|| self.by_hand(contestant).map(|(mean, _)| (mean, f64::NAN)));
        let one = self.reference.as_ref().and_then(|r| r.one.as_ref()).map(|one| one.value);
        let gap = |m: f64| one.filter(|one| *one != 0.0).map(|one| 100.0 * (one - m) / f64::abs(one));
        let metrics = 0..self.checked.shop.spec().metrics.len();
        let average = |of: fn(&Frame) -> f64| mean(&frames.iter().map(|f| of(f)).collect::<Vec<f64>>());
        Row {
            mean: rewards.map(|(m, _)| if self.is_cost() { -m } else { m }),
            half: rewards.map(|(_, half)| half).filter(|h| h.is_finite()),
            // The score is linear, so that the score of the mean is the mean of the scores.
            score: rewards.and_then(|(m, _)| self.reference.as_ref()?.score(m)),
            difference: if contestant == other { None } else { self.difference(contestant, other) },
            gap: rewards.and_then(|(m, _)| gap(m)),
            metrics: metrics.map(|i| self.over(slots, |f| f.metrics.get(i).copied())).collect(),
            seeds: frames.len(),
            steps: average(|f| f.steps as f64),
            seconds: average(|f| f.seconds),
            runs: frames.iter().map(|f| (f.seed, Fingerprint::hex(f.fingerprint))).collect(),
            face,
        }
    }

    /// A number over all seeds of a contestant; none while one of them has none.
    fn over(&self, slots: &[Slot], of: impl Fn(&Frame) -> Option<f64>) -> Option<Spread> {
        let known: Option<Vec<f64>> = slots.iter().map(|s| of(s.frame.as_ref()?).filter(|x| x.is_finite())).collect();
        known.filter(|xs| !xs.is_empty()).map(|xs| (mean(&xs), half_width(&xs)))
    }

    /// What the world measures beside the reward, with units.
    pub(super) fn metric_words(&self, lang: Lang) -> Vec<String> {
        let words = |m: &crate::sim::Metric| match lang.text(m.unit) {
            "" => lang.text(m.label).to_string(),
            unit => format!("{}{}{unit}", lang.text(m.label), lang.texts().comma),
        };
        self.checked.shop.spec().metrics.iter().map(words).collect()
    }
}
