//! What the learners with networks share: how they see, how rewards are scaled, how weights move, and their parameters.

mod actor;
mod inputs;
mod pictures;
mod policy_learner;
mod replay;
mod reward_scale;
mod rollout;
mod saved;
mod trainer;
mod window;

pub use actor::{Actor, How, best_of};
pub use inputs::Inputs;
pub use pictures::{OF_CRITIC, OF_NETWORK, OF_POLICY, experiences, mind};
pub use policy_learner::{PolicyLearner, Practice};
pub use replay::{Experience, Replay};
pub use reward_scale::RewardScale;
pub use rollout::Rollout;
pub use saved::{Reader, Writer};
pub use trainer::{Bounds, Rates, Trainer};
pub use window::Windows;

use super::Case;
use crate::base::{Actions, ParamRow, Text, Trouble};
use crate::trouble;

/// Choices above which a network's output is not tried.
const MOST_CHOICES: usize = 1_000;
/// Numbers above which a network's input is not tried.
const MOST_INPUTS: usize = 500;

pub const HIDDEN: ParamRow = ParamRow::whole("hidden", 4, 256, 64)
    .label("units of a layer", "每层单元数")
    .help("Two hidden layers have so many units each.", "两个隐藏层各有这么多单元。");
pub const RATE_END: ParamRow = ParamRow::number("rate_end", 0.0, 1.0, 0.05, 0.1)
    .label("learning rate in the end", "最终学习率")
    .unit("of the first", "（占初始）")
    .help(
        "To this share of itself the rate falls over the run, if it falls.",
        "如果学习率随运行下降，最终降到这个比例。",
    );
pub const BATCH: ParamRow = ParamRow::whole("batch", 8, 256, 64)
    .label("batch", "批大小")
    .unit("steps", "步")
    .help("One update learns from so many steps at once.", "一次更新同时从这么多步中学习。");

pub const LANES: ParamRow = ParamRow::whole("lanes", 1, 32, 8)
    .label("worlds at once", "并行环境数")
    .help("So many worlds are played side by side while it learns.", "学习时同时进行这么多个环境。");

/// The learning rate has the same row with its own default in each learner.
pub const fn learning_rate(default: f64) -> ParamRow {
    ParamRow::number("learning_rate", 0.00001, 0.1, 0.00001, default)
        .label("learning rate", "学习率")
        .help("How far an update moves the weights.", "一次更新让权重移动多远。")
}

/// Fits where a network can look at the seat and answer for its choices.
pub fn fits_choices(case: &Case<'_>) -> Result<(), Trouble> {
    match &case.spec.seats[case.seat].actions {
        Actions::Box(_) => Err(trouble!(
            "this method compares choices, and this seat's action is a number in a range",
            "这种方法比较离散的选项，而这里的动作是区间内的数"
        )),
        Actions::Choices(_) => fits_any(case),
    }
}

/// Fits where a network can look at the seat and answer for it, by a choice or by numbers.
pub fn fits_any(case: &Case<'_>) -> Result<(), Trouble> {
    let seat = &case.spec.seats[case.seat];
    let (inputs, choices) = (Inputs::new(&seat.observation).width(), seat.actions.choices().unwrap_or(0));
    if choices > MOST_CHOICES {
        return Err(trouble!(
            "a network would have {choices} outputs, and at most {MOST_CHOICES} are allowed",
            "网络将有 {choices} 个输出，最多允许 {MOST_CHOICES} 个"
        ));
    }
    if inputs > MOST_INPUTS {
        return Err(trouble!(
            "a network would have {inputs} inputs, and at most {MOST_INPUTS} are allowed",
            "网络将有 {inputs} 个输入，最多允许 {MOST_INPUTS} 个"
        ));
    }
    Ok(())
}

/// Why learning stopped, in words that name the likely cause.
pub fn ran_away(rate: f64) -> Trouble {
    trouble!(
        "what the network says has run away; the likely cause is a learning rate of {rate} that is too large",
        "网络的输出已发散；可能是学习率 {rate} 过大"
    )
}

/// The loss of an update, and the length of its gradient.
#[derive(Clone, Copy, Debug, Default)]
pub struct Update {
    pub loss: f32,
    pub gradient: f32,
}

/// What the histories of the learners with networks are of.
pub const LOSSES: Text = Text::new("loss", "损失");
pub const GRADIENTS: Text = Text::new("length of the gradient", "梯度长度");

pub const LOSS: Text = Text::new("loss of the last update", "上次更新的损失");
pub const GRADIENT: Text = Text::new("length of its gradient", "其梯度的长度");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::one_seat;
    use crate::base::{Dimension, Params};
    use crate::sim::Objective;

    #[test]
    fn what_counts_are_the_inputs_of_the_network() {
        let refused = |numbers: usize, high: i32| {
            let mut spec = one_seat::spec(one_seat::choices(2), false, Objective::Total);
            spec.seats[0].observation = vec![Dimension::whole("x", Text::new("x", "x"), 0, high); numbers];
            let params = Params::defaults(&[]);
            fits_any(&one_seat::case(&spec, &params, 1)).err().map(|why| why.en)
        };
        // A few whole numbers have a place each, many are one size.
        assert_eq!((refused(49, 9), refused(400, 20)), (None, None));
        assert!(refused(50, 9).is_some_and(|why| why.contains("501 inputs")), "{:?}", refused(50, 9));
    }
}
