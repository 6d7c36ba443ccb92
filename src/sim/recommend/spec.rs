//! What is seen of a visit, what may be shown, and what is counted.

use super::config::{CATEGORIES, Config, VISITORS};
use super::world::NEUTRAL;
use crate::base::{Actions, Dimension, Text};
use crate::sim::{Metric, Objective, Per, Seat, Shown, Spec};

/// Where in the observation the last response, the last category and the boredoms stand.
pub const RESPONSE: usize = 1;
pub const LAST: usize = 2;
pub const BOREDOM: usize = 3;
/// Full boredom, in per cent.
pub const FULL: f64 = 100.0;

/// The totals that the metrics are made of.
#[derive(Clone, Copy)]
pub enum Total {
    Clicks,
    Carts,
    Purchases,
    Revenue,
    Steps,
    /// Steps whose category differs from the one before, of all that have one before.
    Changes,
    Pairs,
    /// What is left now.
    Patience,
}

/// Where the totals of the items begin, each 1 if it was shown in this visit.
pub const SHOWN: usize = 8;

pub const BOREDOM_IDS: [&str; CATEGORIES] =
    ["boredom_1", "boredom_2", "boredom_3", "boredom_4", "boredom_5", "boredom_6", "boredom_7", "boredom_8"];

/// Where in the observation the visitor's number stands.
pub fn visitor(config: &Config) -> usize {
    BOREDOM + CATEGORIES + if config.newcomers() { 0 } else { CATEGORIES + 2 }
}

/// Tables see which categories bore, and the two that were rated best; of a newcomer, the last answer and what it was
/// about. Networks see all but the visitor's number.
fn observation(config: &Config) -> Vec<Dimension> {
    let categories = CATEGORIES as i32;
    let step = Dimension::whole("step", Text::new("step of the visit", "访问的第几步"), 0, config.length as i32);
    let response = Dimension::whole("response", Text::new("last response", "上次反应"), 0, 3);
    let last = Dimension::whole("last", Text::new("last category", "上次的类别"), 0, categories);
    let mut seen = vec![step.for_networks()];
    seen.extend(if config.newcomers() { [response, last] } else { [response.for_networks(), last.for_networks()] });
    let bored = Text::new("boredom of a category, %", "对某类别的厌倦，%");
    seen.extend(BOREDOM_IDS.iter().map(|id| Dimension::real(*id, bored, 0.0, FULL, 2)));
    if !config.newcomers() {
        let rated = Text::new("own mean rating of a category", "对某类别的平均评分");
        let of = |c: usize| Dimension::real(format!("rating_{}", c + 1), rated, 1.0, 5.0, 9).for_networks();
        seen.extend((0..CATEGORIES).map(of));
        let best = Text::new("category rated best", "评分最高的类别");
        let second = Text::new("category rated second best", "评分第二的类别");
        seen.push(Dimension::whole("favourite", best, 0, categories));
        seen.push(Dimension::whole("second", second, 0, categories));
    }
    let most = (config.past_visitors + VISITORS) as f64 - 1.0;
    seen.push(Dimension::real("visitor", Text::new("visitor's number", "访客编号"), 0.0, most, 1));
    debug_assert!((1.0..=5.0).contains(&NEUTRAL) && seen.len() == visitor(config) + 1);
    seen
}

/// Categories are called A to H, their items A1, A2 and so on.
fn names(config: &Config) -> Vec<String> {
    let letter = |category: usize| char::from(b'A' + category as u8);
    let name = |choice: usize| match config.by_item {
        true => format!("{}{}", letter(choice % CATEGORIES), choice / CATEGORIES + 1),
        false => letter(choice).to_string(),
    };
    (0..config.choices()).map(name).collect()
}

pub fn of(config: &Config) -> Spec {
    let seat = Seat {
        id: "window",
        label: Text::new("recommender", "推荐员"),
        decision: Text::new("show", "展示"),
        observation: observation(config),
        actions: Actions::Choices(names(config)),
        masked: false,
    };
    let label = Text::new("reward of a visit", "每次访问的回报");
    Spec {
        seats: vec![seat],
        horizon: Some(config.length),
        objective: Objective::Total,
        metrics: metrics(config),
        shown: Shown { label, unit: Text::new("points", "分"), is_cost: false },
    }
}

fn metrics(config: &Config) -> Vec<Metric> {
    let metric =
        |id, en, zh, unit, total: Total, per| Metric { id, label: Text::new(en, zh), unit, total: total as usize, per };
    let (share, visit) = (Text::new("", ""), Text::new("a visit", "次/访问"));
    let (euro, steps) = (Text::new("€ a visit", "元/访问"), Text::new("steps", "步"));
    vec![
        metric("clicks", "clicks", "点击", visit, Total::Clicks, Per::Episode),
        metric("carts", "items taken into the cart", "加购", visit, Total::Carts, Per::Episode),
        metric("purchases", "purchases", "购买", visit, Total::Purchases, Per::Episode),
        metric("revenue", "revenue", "销售额", euro, Total::Revenue, Per::Episode),
        metric("length", "length of a visit", "访问长度", steps, Total::Steps, Per::Episode),
        metric(
            "diversity",
            "steps that change the category",
            "更换类别的步数占比",
            share,
            Total::Changes,
            Per::Total(Total::Pairs as usize),
        ),
        Metric {
            id: "coverage",
            label: Text::new("share of all items that any visitor was shown", "至少向一位访客展示过的商品占比"),
            unit: share,
            total: SHOWN,
            per: Per::Met(config.items),
        },
        metric("patience", "patience left at the end", "结束时剩余耐心", share, Total::Patience, Per::Episode),
    ]
}
