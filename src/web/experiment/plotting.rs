//! The chart of an experiment: what has been measured, as the screen wants to see it.

use super::{Experiment, Slot};
use crate::agent;
use crate::base::stats::{half_width, mean};
use crate::chart::curves::{Across, Measured, Middle, Quantity, Scale, Shape, each_seed, end_of_axis, over_seeds};
use crate::chart::{Level, Pen, Plot, Series};
use crate::run::reference::Anchor;
use crate::sim::Objective;
use crate::web::contestants::Face;
use crate::web::screen::{Measure, Screen};
use crate::web::texts::Lang;

impl Experiment {
    pub(super) fn plot(&self, faces: &[Face], screen: &Screen, lang: Lang) -> Plot {
        let versus = self.versus(screen);
        let frozen = Shape {
            quantity: Quantity::Frozen,
            middle: screen.middle,
            across: screen.across,
            scale: self.scale(screen),
        };
        let earned = Shape { quantity: Quantity::Earned, ..frozen };
        let mut series = Vec::new();
        for (i, face) in faces.iter().enumerate().filter(|(i, _)| Some(*i) != versus) {
            // A visitor's policy cannot be frozen: what he earned is all that is known.
            let shape = if face.by_hand { earned } else { frozen };
            series.push(self.series(i, face, versus, screen, &shape));
            if screen.earned && !face.by_hand {
                let Series { label, pen, points, .. } = self.series(i, face, versus, &Screen::default(), &earned);
                let (label, pen) = ([&label, lang.texts().earned].join(lang.texts().comma), Pen { width: 1.0, ..pen });
                series.push(Series { label, pen, points, runs: Vec::new(), beside: true, dots: 0.0 });
            }
        }
        Plot {
            title: self.title(faces, screen, lang),
            across: across_words(screen.across, lang).to_string(),
            end: self.end(&series, screen.across),
            levels: self.levels(faces, screen, lang),
            series,
            ..Plot::default()
        }
    }

    fn series(&self, i: usize, face: &Face, versus: Option<usize>, screen: &Screen, shape: &Shape) -> Series {
        let measured = |i: usize| self.slots_of(i).iter().map(Slot::measured).collect::<Option<Vec<Measured<'_>>>>();
        let (own, others) = (measured(i).unwrap_or_default(), versus.map(|v| measured(v).unwrap_or_default()));
        // What is compared with somebody of whom nothing is known yet has no difference yet.
        let ready = others.as_ref().is_none_or(|others| others.len() == own.len());
        let runs = screen.runs && ready && own.len() > 1;
        Series {
            label: face.label.clone(),
            pen: face.pen,
            points: if ready { over_seeds(&own, others.as_deref(), shape) } else { Vec::new() },
            runs: if runs { each_seed(&own, others.as_deref(), shape) } else { Vec::new() },
            beside: false,
            dots: 0.0,
        }
    }

    /// The contestant that the others are compared with.
    pub(super) fn versus(&self, screen: &Screen) -> Option<usize> {
        match &screen.measure {
            Measure::Versus(key) => self.checked.entrants.iter().position(|e| e.key == *key),
            _ => None,
        }
    }

    /// Whether the heights are scores: asked for, and to be had.
    fn scores(&self, screen: &Screen) -> bool {
        screen.measure == Measure::Score && self.reference.as_ref().is_none_or(|r| r.no_score.is_none())
    }

    /// What is made of a reward. A score of which zero and one are not known yet is no number, and not drawn.
    fn scale(&self, screen: &Screen) -> Scale {
        if self.scores(screen) {
            let score = |x| self.reference.as_ref().and_then(|r| r.score(x)).unwrap_or(f64::NAN);
            return Scale { times: score(1.0) - score(0.0), plus: score(0.0) };
        }
        Scale { times: if self.is_cost() { -1.0 } else { 1.0 }, plus: 0.0 }
    }

    fn title(&self, faces: &[Face], screen: &Screen, lang: Lang) -> String {
        let texts = lang.texts();
        if self.scores(screen) {
            return format!("{}{}{}", texts.score, texts.comma, texts.higher_is_better);
        }
        let better = if self.is_cost() { texts.lower_is_better } else { texts.higher_is_better };
        match self.versus(screen).and_then(|i| faces.get(i)) {
            Some(other) => {
                let difference = format!("{}{}", texts.difference, other.label);
                [self.measure(lang).as_str(), &difference, better].join(texts.comma)
            }
            None => [self.measure(lang).as_str(), better].join(texts.comma),
        }
    }

    /// What is named at the edge: zero and one, or the contestant that is compared with.
    fn levels(&self, faces: &[Face], screen: &Screen, lang: Lang) -> Vec<Level> {
        if let Some(other) = self.versus(screen).and_then(|i| faces.get(i)) {
            return vec![Level { label: other.label.clone(), pen: other.pen, y: 0.0, everywhere: true }];
        }
        let (Some(reference), scale) = (&self.reference, self.scale(screen)) else { return Vec::new() };
        let level = |anchor: &Option<Anchor>, pen: Pen, mark: &str| {
            let anchor = anchor.as_ref()?;
            let y = scale.of(anchor.value);
            let words = if screen.brief { brief_words(anchor, lang).to_string() } else { anchor_words(anchor, lang) };
            let label = || format!("{words}{mark}");
            y.is_finite().then(|| Level { label: label(), pen, y, everywhere: true })
        };
        let texts = lang.texts();
        // A handful of the visitor's days would be a point on an axis of a million steps: a name at the edge.
        let by_hand = faces.iter().enumerate().filter_map(|(i, face)| {
            let (y, days) = self.by_hand(i).map(|(mean, days)| (scale.of(mean), days))?;
            // With its height, for it may lie beyond the axis.
            let shown = libm::round(y * 100.0) / 100.0;
            let label = || format!("{}{}{shown}{}{days}{}", face.label, texts.colon, texts.days_so_far, texts.close);
            y.is_finite().then(|| Level { label: label(), pen: face.pen, y, everywhere: false })
        });
        let one = level(&reference.one, Pen::OPTIMUM, texts.level_one);
        one.into_iter().chain(level(&reference.zero, Pen::SIMPLE, texts.level_zero)).chain(by_hand).collect()
    }

    /// What the visitor's days came to on average so far, and how many they are; only where a day counts by itself.
    pub(super) fn by_hand(&self, contestant: usize) -> Option<(f64, usize)> {
        let film = self.film(contestant).filter(|film| self.is_by_hand(contestant) && !film.is_empty())?;
        let by_day = self.checked.shop.spec().objective == Objective::Average;
        by_day.then(|| (mean(&film.iter().map(|shot| shot.reward).collect::<Vec<f64>>()), film.len()))
    }

    fn end(&self, series: &[Series], across: Across) -> f64 {
        let steps = self.frames().map(|f| f.steps).max().unwrap_or(0) as f64;
        let budget = self.checked.schedule.steps as f64;
        if across == Across::Steps {
            return end_of_axis(steps, budget);
        }
        let furthest = series.iter().filter_map(|s| s.points.last()).map(|p| p.x).fold(0.0, f64::max);
        // Before the first episode has ended there is an axis all the same.
        if furthest == 0.0 {
            return 1.0;
        }
        if self.frames().all(|f| f.finished) {
            return furthest;
        }
        end_of_axis(furthest, furthest * budget / f64::max(steps, 1.0))
    }

    /// The differences of a contestant's last rewards from another's, seed by seed: mean and half of the interval.
    pub(super) fn difference(&self, contestant: usize, other: usize) -> Option<(f64, f64)> {
        let last = |s: &Slot| s.frame.as_ref()?.curves.reward.last().copied().filter(|x| x.is_finite());
        let pairs = self.slots_of(contestant).iter().zip(self.slots_of(other));
        let sign = if self.is_cost() { -1.0 } else { 1.0 };
        let all: Option<Vec<f64>> = pairs.map(|(a, b)| Some(sign * (last(a)? - last(b)?))).collect();
        all.map(|all| (mean(&all), half_width(&all)))
    }
}

pub fn across_words(across: Across, lang: Lang) -> &'static str {
    let texts = lang.texts();
    match across {
        Across::Steps => texts.days_learned,
        Across::Episodes => texts.episodes_learned,
        Across::Seconds => texts.seconds_learned,
    }
}

/// Who stands for zero or one.
pub fn anchor_words(anchor: &Anchor, lang: Lang) -> String {
    let texts = lang.texts();
    if anchor.kind.as_deref() == Some("optimum") {
        return texts.optimum.to_string();
    }
    let labels = anchor.policy.split(" + ").map(|id| agent::find(id).map_or(id, |entry| lang.text(entry.label)));
    let mut labels: Vec<&str> = labels.collect();
    // Who has all seats is named once.
    labels.dedup();
    let before = if anchor.kind.is_some() { [texts.best_known, texts.colon].concat() } else { String::new() };
    format!("{before}{}", labels.join(" + "))
}

/// What stands for zero or one, where its name has no room.
fn brief_words(anchor: &Anchor, lang: Lang) -> &'static str {
    let texts = lang.texts();
    match anchor.kind.as_deref() {
        Some("optimum") => texts.optimum,
        Some(_) => texts.best_known,
        None => texts.simple_rule,
    }
}

/// What stands behind a curve.
pub fn caption(seeds: u32, middle: Middle, lang: Lang) -> String {
    let texts = lang.texts();
    if seeds == 1 {
        return texts.one_run.to_string();
    }
    let of = if middle == Middle::Iqm { texts.iqm_of } else { texts.mean_of };
    format!("{of}{seeds}{}", texts.band)
}
