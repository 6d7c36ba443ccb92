//! The learner's own discount, which may rise while it learns: short sight is learned quickly, long sight builds on it.
//!
//! François-Lavet, Fonteneau and Ernst (2015), How to discount deep reinforcement learning.

use super::course::{Course, Way};
use crate::base::{ParamRow, Params};

/// γ with each learner's own default.
pub const fn gamma(default: f64) -> ParamRow {
    ParamRow::number("gamma", 0.0, 0.999, 0.001, default).label("discount γ", "折扣 γ").help(
        "How much the learner cares about tomorrow; its own, whatever the world counts.",
        "学习者多看重明天；与环境的目标无关。",
    )
}
pub const GAMMA: ParamRow = gamma(0.95);
pub const GAMMA_START: ParamRow = ParamRow::number("gamma_start", 0.0, 0.999, 0.001, 0.5)
    .label("discount at first", "初始折扣")
    .help("Where γ begins, if it rises.", "如果 γ 上升，从这里开始。");
pub const GAMMA_RISE: ParamRow = ParamRow::number("gamma_rise", 0.0, 1.0, 0.01, 0.0)
    .label("share of the run spent rising", "折扣上升阶段占比")
    .help("γ rises over this share of the run; 0 keeps it constant.", "γ 在运行的这一部分中上升；0 表示保持不变。");
pub const GAMMA_COURSE: ParamRow = Way::row("gamma_course", Way::Linear)
    .label("how the discount rises", "折扣如何上升")
    .help("Exponentially, it rises quickly first and then ever more slowly.", "指数变化：先快后慢。");

/// γ over the run; it ends at `gamma`.
pub fn discount(params: &Params, steps: u64) -> Course {
    let (end, rising) = (params.get("gamma"), params.get("gamma_rise") * steps as f64);
    let way = Way::of(params.whole("gamma_course"));
    if rising == 0.0 || way == Way::Constant {
        return Course::new(Way::Constant, end, end, rising);
    }
    Course::new(way, f64::min(params.get("gamma_start"), end), end, rising)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Setting;

    #[test]
    fn it_rises_and_stays() {
        let mut params = Params::defaults(&[GAMMA, GAMMA_START, GAMMA_RISE, GAMMA_COURSE]);
        assert_eq!(discount(&params, 1000).at(0), 0.95);
        params.set("a", "gamma_rise", &Setting::Number(0.5)).unwrap();
        let linear = discount(&params, 1000);
        assert_eq!([0, 500, 900].map(|step| linear.at(step)), [0.5, 0.95, 0.95]);
        assert!((linear.at(250) - 0.725).abs() < 1e-12);
        params.set("a", "gamma_course", &Setting::Word("exponential".into())).unwrap();
        let bent = discount(&params, 1000);
        assert!(bent.at(0) == 0.5 && (bent.at(250) - (0.95 - 0.045)).abs() < 1e-12, "{}", bent.at(250));
        params.set("a", "gamma_course", &Setting::Word("constant".into())).unwrap();
        assert_eq!(discount(&params, 1000).at(0), 0.95);
    }
}
