//! Pictures of the learners with networks: each layer's weights, what each unit says to what is seen, and what a
//! replay holds.

use super::{Inputs, Replay};
use crate::agent::picture::{Kind, MOST, NOTHING, Picture, numbered, same};
use crate::base::text::Words;
use crate::base::{Actions, Text};
use crate::nn::{Network, Tape};
use crate::sim::Seat;

/// What the pictures of a network are called: of what its units say, and of its weights.
pub type Titles = (Text, Text);

pub const OF_NETWORK: Titles = (Text::new("activations", "激活"), Text::new("weights", "权重"));
pub const OF_POLICY: Titles =
    (Text::new("policy: activations", "策略：激活"), Text::new("policy: weights", "策略：权重"));
pub const OF_CRITIC: Titles =
    (Text::new("critic: activations", "评价：激活"), Text::new("critic: weights", "评价：权重"));

const SEEN: Text = Text::new("what is seen", "所见");
const UNITS: Text = Text::new("units", "单元");
const ANSWERS: Text = Text::new("answers", "输出");
const BIAS: Text = Text::new("bias", "偏置");
const LAYER: Text = Text::new("layer", "层");

/// What a seat's choices are called, or the numbers of its box.
fn outputs(seat: &Seat) -> Vec<Words> {
    match &seat.actions {
        Actions::Choices(labels) => labels.iter().map(|label| same(label)).collect(),
        Actions::Box(numbers) => numbers.iter().map(|d| d.label.into()).collect(),
    }
}

/// A network at an observation: what its units say, then what it weighs.
pub fn mind(pictures: &mut Vec<Picture>, network: &Network, titles: Titles, inputs: &Inputs, seat: &Seat, at: &[f64]) {
    pictures.push(activations(network, titles.0, inputs, at));
    let sizes = network.sizes();
    let last = sizes.len() - 2;
    for layer in 0..=last {
        let (down, across) = (if layer == 0 { SEEN } else { UNITS }, if layer == last { ANSWERS } else { UNITS });
        let mut picture = Picture::new(Kind::Heat, numbered(titles.1, layer as i64 + 1), across.into(), down);
        picture.rows.push(BIAS.into());
        if layer == 0 {
            picture.rows.append(&mut inputs.names(&seat.observation));
        }
        // A critic answers with one number, which is no choice.
        if layer == last && sizes[last + 1] > 1 {
            picture.columns = outputs(seat);
        }
        weights(&mut picture, network, layer);
        pictures.push(picture);
    }
}

/// A row for the biases and for each input of a layer, a column for each unit. Of large layers the first are shown.
fn weights(picture: &mut Picture, network: &Network, layer: usize) {
    let (from, to) = (network.sizes()[layer], usize::min(network.sizes()[layer + 1], MOST));
    picture.width = to as u32;
    for row in 0..=usize::min(from, MOST) {
        // The biases stand below the weights, and here above them.
        let row = if row == 0 { network.biases(layer) } else { network.weights_from(layer, row - 1) };
        row[..to].iter().for_each(|weight| picture.values.push(f64::from(*weight)));
    }
}

/// A strip of bars for each layer: what its units say at an observation.
fn activations(network: &Network, title: Text, inputs: &Inputs, at: &[f64]) -> Picture {
    let mut tape = Tape::new(network, 1);
    inputs.write(at, tape.input_mut(0));
    network.forward(&mut tape);
    let sizes = network.sizes();
    let widest = sizes.iter().fold(0, |most, n| usize::max(most, *n));
    let mut picture = Picture::new(Kind::Bars, title.into(), UNITS.into(), NOTHING);
    let width = usize::min(widest, MOST);
    picture.width = width as u32;
    for layer in 0..sizes.len() {
        let said = tape.layer(layer, 0);
        picture.values.extend((0..width).map(|unit| said.get(unit).map_or(f64::NAN, |x| f64::from(*x))));
        picture.rows.push(match layer {
            0 => SEEN.into(),
            _ if layer + 1 == sizes.len() => ANSWERS.into(),
            _ => numbered(LAYER, layer as i64),
        });
    }
    picture
}

const REWARDS: Text = Text::new("reward of its steps", "各步奖励之和");
const STEPS: Text = Text::new("steps", "步数");
const ENDED: Text = Text::new("nothing follows (1)", "此后结束（1）");

/// Experiences that are shown of a replay.
const SHOWN: usize = 5;

/// Some experiences of a replay, evenly from place to place: a column each, headed by what was done.
pub fn experiences(replay: &Replay, inputs: &Inputs, seat: &Seat) -> Picture {
    let shown = usize::min(replay.held(), SHOWN);
    let mut picture = Picture::new(Kind::Table, Text::new("replay", "经验回放").into(), seat.decision.into(), NOTHING);
    picture.width = shown as u32;
    let done = outputs(seat);
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for i in 0..shown {
        let at = i * replay.held() / shown;
        let experience = replay.experience(at);
        picture.columns.extend(done.get(experience.choice as usize).cloned());
        let mut column = inputs.read(replay.begin(at));
        let rewards: f64 = experience.rewards.iter().copied().map(f64::from).sum();
        column.extend([rewards, experience.rewards.len() as f64, f64::from(u8::from(experience.ended))]);
        column.append(&mut inputs.read(replay.end(at)));
        columns.push(column);
    }
    for (mark, after) in [("", &[REWARDS, STEPS, ENDED][..]), ("→ ", &[])] {
        for Text { en, zh } in inputs.labels(&seat.observation) {
            picture.rows.push(Words::new([mark, en].concat(), [mark, zh].concat()));
        }
        after.iter().for_each(|label| picture.rows.push((*label).into()));
    }
    for row in 0..picture.rows.len() {
        columns.iter().for_each(|column| picture.values.push(column[row]));
    }
    picture
}
