//! The named instances of the store.

use super::super::{Plan, Preset};
use crate::base::Setting;
use crate::base::text::Words;

const PLAN: Plan = Plan { steps: 60_000, every: 3_000, episodes: 40 };

fn n(x: f64) -> Setting {
    Setting::Number(x)
}

pub fn all() -> Vec<Preset> {
    vec![everyday(), tiny(), rush(), scarce(), slow_van()]
}

fn preset(id: &str, label: Words, story: Words, set: &[(&'static str, f64)]) -> Preset {
    let set = set.iter().map(|(id, x)| (*id, n(*x))).collect();
    Preset { id: id.into(), label, story, set, plan: PLAN, agents: Vec::new(), paper: "" }
}

fn everyday() -> Preset {
    preset(
        "everyday",
        Words::new("Every day", "日常"),
        Words::new(
            "Three dozen visitors a day, each kind with a favourite of its own, tomorrow's delivery, and a van that \
             costs the same for one crate as for five.",
            "每天三十多位顾客，每类客群各有偏爱；次日到货，车费一箱五箱都一样。",
        ),
        &[],
    )
}

fn tiny() -> Preset {
    preset(
        "tiny",
        Words::new("A corner shop", "街角小店"),
        Words::new(
            "A few visitors, room for nine of each product: so small that the best decision of every moment is known.",
            "顾客寥寥，每种商品只放得下九件：小到每一刻的最优决定都能算出来。",
        ),
        &[
            ("visitors", 6.0),
            ("crate", 3.0),
            ("crates", 3.0),
            ("capacity", 9.0),
            ("start", 6.0),
            ("order_cost", 6.0),
            ("holding", 0.2),
            ("horizon", 30.0),
        ],
    )
}

fn rush() -> Preset {
    preset(
        "rush",
        Words::new("Rush", "客流高峰"),
        Words::new(
            "Twice as many visitors, and shelves that are a third larger: the window and the price decide what runs \
             out first.",
            "顾客翻倍，货架只大三分之一：主推什么、卖多少钱，决定了什么先卖空。",
        ),
        &[("visitors", 72.0), ("capacity", 80.0), ("start", 50.0), ("crates", 6.0)],
    )
}

fn scarce() -> Preset {
    preset(
        "scarce",
        Words::new("Small shelves", "货架狭小"),
        Words::new(
            "There is room for half as much of each product, so what is scarce should cost more and stay out of the \
             window.",
            "每种商品只有一半的货位：紧俏的该涨价，也不该再主推。",
        ),
        &[("visitors", 30.0), ("capacity", 30.0), ("start", 20.0), ("crates", 3.0), ("order_cost", 20.0)],
    )
}

fn slow_van() -> Preset {
    preset(
        "slow-van",
        Words::new("Slow van", "送货慢"),
        Words::new(
            "A delivery takes three days, and tastes differ more: orders must be placed before it is known who comes.",
            "到货要三天，口味差异更大：还不知道来的是谁，就得下单。",
        ),
        &[("lead_time", 3.0), ("variety", 1.6)],
    )
}
