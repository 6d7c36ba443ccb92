//! The named instances of the visits.

use super::super::{Plan, Preset};
use crate::base::Setting;
use crate::base::text::Words;

const PLAN: Plan = Plan { steps: 400_000, every: 10_000, episodes: 200 };

fn n(x: f64) -> Setting {
    Setting::Number(x)
}

fn preset(id: &str, label: Words, story: Words, set: &[(&'static str, Setting)], steps: u64) -> Preset {
    Preset {
        id: id.into(),
        label,
        story,
        set: set.to_vec(),
        plan: Plan { steps, every: steps / 40, ..PLAN },
        agents: vec![],
        paper: "",
    }
}

pub fn all() -> Vec<Preset> {
    vec![
        preset(
            "everyday",
            Words::new("Every day", "日常"),
            Words::new(
                "Known customers, forty items in eight categories, and what is shown again soon bores.",
                "老顾客，八类四十件商品，反复展示同类会让人厌倦。",
            ),
            &[],
            PLAN.steps,
        ),
        preset(
            "no-boredom",
            Words::new("No boredom", "不会厌倦"),
            Words::new(
                "Nothing ever bores: who predicts best what somebody likes is hard to beat.",
                "永不厌倦：谁最会预测喜好，谁就难以击败。",
            ),
            &[("boredom", n(0.0))],
            PLAN.steps,
        ),
        preset(
            "fickle",
            Words::new("Fickle visitors", "善变的访客"),
            Words::new(
                "The same category twice is one too many: who always shows the favourite soon stands alone.",
                "同一类连看两次就嫌多：总推最爱的人很快会无人理睬。",
            ),
            &[("boredom", n(5.0)), ("boredom_rise", n(0.8))],
            PLAN.steps,
        ),
        preset(
            "newcomers",
            Words::new("Newcomers", "新客"),
            Words::new(
                "Today's visitor is new and has rated nothing: only his answers during the visit tell what he likes.",
                "访客此前没有任何评分：只有本次访问能透露他的喜好。",
            ),
            &[("own_ratings", n(0.0))],
            PLAN.steps,
        ),
        preset(
            "big",
            Words::new("A big shop", "大商店"),
            Words::new(
                "Two hundred items, and past visitors have seen only a few of them.",
                "两百件商品，以往的访客只见过其中几件。",
            ),
            &[("items", n(200.0))],
            2 * PLAN.steps,
        ),
        preset(
            "single-items",
            Words::new("Item by item", "逐件挑选"),
            Words::new(
                "A small shop of two dozen items, and each step names the item itself: who picks well within a \
                 category, too, earns more; who learns has two dozen things to try in place of eight.",
                "小店共有二十四件商品，每一步直接指定商品：类别里也挑得准的赚得更多；学习者要试的选项则从八个变成二十四个。",
            ),
            &[("items", n(24.0)), ("shows", Setting::Word("items".into()))],
            PLAN.steps,
        ),
    ]
}
