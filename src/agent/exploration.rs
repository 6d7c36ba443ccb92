//! Exploration and its schedules, and the learning rate's, as parameter rows and as numbers.

use super::Note;
use super::course::{Course, Way};
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
        .help("Exploration falls over this share of the run.", "探索率在运行的这一部分中下降。")
}
/// The rows of tables.
pub const EPSILON_START: ParamRow = epsilon_start(1.0);
pub const EPSILON_SHARE: ParamRow = epsilon_share(0.6);
pub const EXPLORE: ParamRow = ParamRow::pick("explore", EXPLORES, 0).label("tries things out", "探索方式").help(
    "Now and then anything at all; or everything, the likelier the more it seems to be worth.",
    "偶尔任选一个；或者什么都试，估值越高的越常试。",
);
const EXPLORES: &[(&str, Text)] = &[
    ("epsilon", Text::new("ε: now and then at random", "ε：偶尔随机")),
    ("softmax", Text::new("softmax: by what seems good", "softmax：按估值")),
];
pub const TEMPERATURE_START: ParamRow = ParamRow::number("temperature_start", 0.001, 1000.0, 0.001, 10.0)
    .label("temperature at first", "初始温度")
    .unit("of the reward", "（与奖励同单位）")
    .help(
        "For softmax: choices that differ in worth by much less are tried alike.",
        "softmax 用：估值差远小于它的选项，尝试得一样多。",
    );
pub const TEMPERATURE_END: ParamRow = ParamRow::number("temperature_end", 0.001, 1000.0, 0.001, 0.1)
    .label("temperature in the end", "最终温度")
    .unit("of the reward", "（与奖励同单位）")
    .help(
        "For softmax: the colder, the more often the best known choice is played.",
        "softmax 用：温度越低，越常选已知最好的。",
    );
pub const EXPLORE_COURSE: ParamRow =
    falls(Way::row("explore_course", Way::Linear)).label("how exploration falls", "探索如何下降");
pub const ALPHA: ParamRow = ParamRow::number("alpha", 0.001, 1.0, 0.001, 1.0)
    .label("learning rate α", "学习率 α")
    .help("How far one experience moves a value, at its first visit.", "第一次访问时，一次经验让估值移动多少。");
pub const ALPHA_POWER: ParamRow = ParamRow::number("alpha_power", 0.0, 1.0, 0.05, 0.5)
    .label("fall of the learning rate", "学习率衰减")
    .help("α is divided by (visits)^power; 0 keeps it constant.", "α 除以访问次数的幂；0 表示保持不变。");
pub const ALPHA_COURSE: ParamRow = rate_course("alpha_course", Way::Constant)
    .help("Besides its fall with visits, α may fall over the run.", "除随访问次数衰减外，α 还可以随运行下降。");
pub const ALPHA_END: ParamRow = ParamRow::number("alpha_end", 0.0, 1.0, 0.01, 0.1)
    .label("learning rate in the end", "最终学习率")
    .unit("of the first", "（占初始）")
    .help("To this share of itself α falls, if it falls over the run.", "如果 α 随运行下降，最终降到这个比例。");

/// The learning rate of a network.
pub const RATE_COURSE: ParamRow = falls(rate_course("rate_course", Way::Linear));

const fn rate_course(id: &'static str, default: Way) -> ParamRow {
    Way::row(id, default).label("learning rate over the run", "学习率随运行的变化")
}

const fn falls(course: ParamRow) -> ParamRow {
    course.help("Exponentially, it falls quickly first and then ever more slowly.", "指数变化：先快后慢。")
}

/// ε from its start to its end; it never rises.
pub fn epsilon(params: &Params, steps: u64) -> Course {
    falling(params, steps, ["epsilon_start", "epsilon_end"])
}

fn falling(params: &Params, steps: u64, [start, end]: [&str; 2]) -> Course {
    let (start, end, way) = (params.get(start), params.get(end), Way::of(params.whole("explore_course")));
    Course::new(way, start, f64::min(start, end), params.get("epsilon_share") * steps as f64)
}

pub fn epsilon_note(epsilon: f64) -> Note {
    (Text::new("share of random tries (ε)", "随机尝试的比例（ε）"), epsilon)
}

/// How a table tries things out, and how much of it at each step.
#[derive(Clone, Copy, Debug)]
pub struct Exploring {
    pub softmax: bool,
    /// ε or the temperature.
    course: Course,
}

impl Exploring {
    pub fn new(params: &Params, steps: u64) -> Exploring {
        let softmax = params.on("explore");
        let ends = if softmax { ["temperature_start", "temperature_end"] } else { ["epsilon_start", "epsilon_end"] };
        Exploring { softmax, course: falling(params, steps, ends) }
    }

    #[inline]
    pub fn at(&self, step: u64) -> f64 {
        self.course.at(step)
    }

    pub fn note(&self, step: u64) -> Note {
        if self.softmax { (Text::new("temperature", "温度"), self.at(step)) } else { epsilon_note(self.at(step)) }
    }
}

/// α·n^(−power) for the n-th visit, tabulated; beyond the table it stays. It may fall over the run besides.
#[derive(Clone, Debug)]
pub struct Rate {
    table: Vec<f64>,
    course: Course,
}

const VISITS: usize = 16_384;

impl Rate {
    pub fn new(params: &Params, steps: u64) -> Rate {
        let (alpha, power) = (params.get("alpha"), params.get("alpha_power"));
        let at = |n: usize| alpha * pow(n as f64 + 1.0, -power);
        let way = Way::of(params.whole("alpha_course"));
        Rate {
            table: if power == 0.0 { vec![alpha] } else { (0..VISITS).map(at).collect() },
            course: Course::new(way, 1.0, params.get("alpha_end"), steps as f64),
        }
    }

    #[inline]
    pub fn at(&self, visits: u32, step: u64) -> f64 {
        self.table[usize::min(visits as usize, self.table.len() - 1)] * self.course.at(step)
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
