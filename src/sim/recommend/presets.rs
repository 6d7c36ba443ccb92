//! The named instances of the visits.

use super::super::{Plan, Preset};
use crate::base::Setting;
use crate::base::text::Words;

const PLAN: Plan = Plan { steps: 400_000, every: 10_000, episodes: 200 };

fn preset(id: &str, label: Words, story: Words, set: &[(&'static str, f64)], steps: u64) -> Preset {
    Preset {
        id: id.into(),
        label,
        story,
        set: set.iter().map(|(id, x)| (*id, Setting::Number(*x))).collect(),
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
            &[("boredom", 0.0)],
            PLAN.steps,
        ),
        preset(
            "fickle",
            Words::new("Fickle visitors", "善变的访客"),
            Words::new(
                "The same category twice is one too many: who always shows the favourite soon stands alone.",
                "同一类连看两次就嫌多：总推最爱的人很快会无人理睬。",
            ),
            &[("boredom", 5.0), ("boredom_rise", 0.8)],
            PLAN.steps,
        ),
        preset(
            "newcomers",
            Words::new("Newcomers", "新客"),
            Words::new(
                "Nobody has rated anything before: only the visit itself says what he likes.",
                "访客此前没有任何评分：只有本次访问能透露他的喜好。",
            ),
            &[("own_ratings", 0.0)],
            PLAN.steps,
        ),
        preset(
            "big",
            Words::new("A big shop", "大商店"),
            Words::new(
                "Two hundred items, and past visitors have seen only a few of them.",
                "两百件商品，以往的访客只见过其中几件。",
            ),
            &[("items", 200.0)],
            2 * PLAN.steps,
        ),
    ]
}
