//! The parameters of matrix factorisation, and the options that stand for them.

use crate::analytics::recommend::factors::{Four, Model, Options};
use crate::base::{ParamRow, Params, Text};

const METHODS: &[(&str, Text)] = &[
    ("least-squares", Text::new("alternating least squares", "交替最小二乘")),
    ("descent", Text::new("stochastic gradient descent", "随机梯度下降")),
];

pub const ROWS: &[ParamRow] = &[
    ParamRow::whole("factors", 1, 50, 5)
        .label("factors", "因子数")
        .help("How many numbers describe a taste and an item.", "用多少个数描述口味和商品。"),
    ParamRow::pick("method", METHODS, 0).label("method", "方法").help("How the numbers are found.", "这些数如何求得。"),
    ParamRow::whole("epochs", 1, 200, 15)
        .label("passes", "遍数")
        .help("How often all ratings are gone through.", "把全部评分过多少遍。"),
    ParamRow::number("penalty", 0.01, 1.0, 0.01, 0.15)
        .label("penalty λ", "惩罚 λ")
        .help("How strongly large numbers are held back.", "对过大的数压制的力度。"),
    ParamRow::number("rate", 0.001, 0.02, 0.001, 0.01)
        .label("rate of descent", "下降速率")
        .help("How far one rating moves the numbers, by descent.", "梯度下降时一个评分移动多少。"),
];

/// The options that the rows say.
pub fn options(params: &Params) -> Options {
    let (reg, rate) = (params.get("penalty"), Four::all(params.get("rate")));
    let model = match params.whole("method") {
        0 => Model::LeastSquares { biased: true, reg },
        _ => Model::Descent { biased: true, rate, reg: Four::all(reg) },
    };
    Options { model, ..Options::descent(params.whole("factors") as u32, params.whole("epochs") as u32) }
}

/// With the rows' own values.
pub fn usual() -> Options {
    options(&Params::defaults(ROWS))
}
