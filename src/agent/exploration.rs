//! Exploration and its schedules, and the learning rate's, as parameter rows and as numbers.

use super::Note;
use crate::base::{ParamRow, Params, Rng, Text};
use libm::pow;

/// ε has the same rows with each learner's own defaults.
pub const fn epsilon_start(default: f64) -> ParamRow {
    ParamRow::number("epsilon_start", 0.0, 1.0, 0.01, default)
        .label("exploration at first", "初始探索率")
        .help("The share of decisions that are tried at random at the beginning.", "开始时随机尝试的决策占比。")
}
pub const fn epsilon_end(default: f64) -> ParamRow {
    ParamRow::number("epsilon_end", 0.0, 1.0, 0.01, default)
        .label("exploration in the end", "最终探索率")
        .help("The share of decisions that stay random.", "最后仍随机尝试的决策占比。")
}
pub const fn epsilon_share(default: f64) -> ParamRow {
    ParamRow::number("epsilon_share", 0.01, 1.0, 0.01, default)
        .label("share of the run spent falling", "下降阶段占比")
        .help("Exploration falls in a straight line over this share of the run.", "探索率在运行的这一部分中直线下降。")
}
/// The rows of tables.
pub const EPSILON_START: ParamRow = epsilon_start(1.0);
pub const EPSILON_SHARE: ParamRow = epsilon_share(0.6);
pub const ALPHA: ParamRow = ParamRow::number("alpha", 0.001, 1.0, 0.001, 1.0)
    .label("learning rate α", "学习率 α")
    .help("How far one experience moves a value, at its first visit.", "第一次访问时，一次经验让估值移动多少。");
pub const ALPHA_POWER: ParamRow = ParamRow::number("alpha_power", 0.0, 1.0, 0.05, 0.5)
    .label("fall of the learning rate", "学习率衰减")
    .help("α is divided by (visits)^power; 0 keeps it constant.", "α 除以访问次数的幂；0 表示保持不变。");
/// ε falls in a straight line from `start` to `end` over `steps` steps.
#[derive(Clone, Copy, Debug)]
pub struct Epsilon {
    start: f64,
    end: f64,
    per_step: f64,
}

impl Epsilon {
    pub fn new(params: &Params, steps: u64) -> Epsilon {
        let (start, end) = (params.get("epsilon_start"), params.get("epsilon_end"));
        let falling = f64::max(params.get("epsilon_share") * steps as f64, 1.0);
        Epsilon { start, end: f64::min(end, start), per_step: (start - f64::min(end, start)) / falling }
    }

    pub fn note(&self, step: u64) -> Note {
        (Text::new("share of random tries (ε)", "随机尝试的比例（ε）"), self.at(step))
    }

    #[inline]
    pub fn at(&self, step: u64) -> f64 {
        let falling = self.start - self.per_step * step as f64;
        if falling > self.end { falling } else { self.end }
    }
}

/// α·n^(−power) for the n-th visit, tabulated; beyond the table it stays.
#[derive(Clone, Debug)]
pub struct Rate {
    table: Vec<f64>,
}

const VISITS: usize = 16_384;

impl Rate {
    pub fn new(params: &Params) -> Rate {
        let (alpha, power) = (params.get("alpha"), params.get("alpha_power"));
        let at = |n: usize| alpha * pow(n as f64 + 1.0, -power);
        Rate { table: if power == 0.0 { vec![alpha] } else { (0..VISITS).map(at).collect() } }
    }

    #[inline]
    pub fn at(&self, visits: u32) -> f64 {
        self.table[usize::min(visits as usize, self.table.len() - 1)]
    }
}

/// One of the choices that the mask allows, each as likely.
pub fn any_choice(mask: &[bool], rng: &mut Rng) -> usize {
    let allowed = mask.iter().filter(|m| **m).count();
    if allowed == mask.len() || allowed == 0 {
        return rng.below(mask.len() as u32) as usize;
    }
    let nth = rng.below(allowed as u32) as usize;
    mask.iter().enumerate().filter(|(_, m)| **m).nth(nth).map_or(0, |(choice, _)| choice)
}
