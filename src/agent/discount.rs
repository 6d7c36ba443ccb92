//! The learner's own discount, which may rise while it learns: short sight is learned quickly, long sight builds on it.
//!
//! François-Lavet, Fonteneau and Ernst (2015), How to discount deep reinforcement learning.

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
    .help(
        "γ rises in a straight line over this share of the run; 0 keeps it constant.",
        "γ 在运行的这一部分中直线上升；0 表示保持不变。",
    );

#[derive(Clone, Copy, Debug)]
pub struct Discount {
    start: f64,
    end: f64,
    rising: f64,
}

impl Discount {
    pub fn new(params: &Params, steps: u64) -> Discount {
        let (end, rising) = (params.get("gamma"), params.get("gamma_rise") * steps as f64);
        let start = if rising > 0.0 { f64::min(params.get("gamma_start"), end) } else { end };
        Discount { start, end, rising: f64::max(rising, 1.0) }
    }

    #[inline]
    pub fn at(&self, step: u64) -> f64 {
        let gone = step as f64 / self.rising;
        if gone >= 1.0 { self.end } else { self.start + (self.end - self.start) * gone }
    }

    /// Where it ends.
    pub fn end(&self) -> f64 {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Setting;

    #[test]
    fn it_rises_in_a_straight_line_and_stays() {
        let mut params = Params::defaults(&[GAMMA, GAMMA_START, GAMMA_RISE]);
        assert_eq!(Discount::new(&params, 1000).at(0), 0.95);
        params.set("a", "gamma_rise", &Setting::Number(0.5)).unwrap();
        let discount = Discount::new(&params, 1000);
        assert_eq!([0, 500, 900].map(|step| discount.at(step)), [0.5, 0.95, 0.95]);
        assert!((discount.at(250) - 0.725).abs() < 1e-12);
    }
}
