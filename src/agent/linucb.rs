//! LinUCB with disjoint linear models (Li, Chu, Langford and Schapire 2010, algorithm 1): contextual bandits.
//!
//! For each choice A = λI + Σxxᵀ and b = Σr·x; it plays the largest θᵀx + α·s·√(xᵀA⁻¹x) with θ = A⁻¹b, where x is what
//! is seen, each number brought to [−1, 1], and a 1. A⁻¹ is kept by the rank-one formula of Sherman and Morrison
//! (1950). Deviation: s, the deviation of rewards around their choices' means, stands beside α, since rewards have
//! any size here. It credits each choice with the reward of its own step.

use super::arms::{self, Arms, best_of};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Note, Opinion, Seen, Transition};
use crate::base::text::{cited, grouped};
use crate::base::{Action, Dimension, ParamRow, Rng, Text, Trouble};
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "linucb",
    label: Text::new("LinUCB", "LinUCB"),
    story: Text::new(
        "Learns what each choice brings as a weighted sum of what it sees, and plays what may be best.",
        "把每个选项的收益学成所见之数的加权和，并选可能最好的。",
    ),
    family: Family::Bandits,
    knows: |_| Knows::Nothing,
    params: &[
        ParamRow::number("alpha", 0.0, 5.0, 0.1, 2.0)
            .label("optimism α", "乐观度 α")
            .help("How much doubt speaks for a choice.", "不确定性给选项加多少分。"),
        ParamRow::number("ridge", 0.01, 100.0, 0.01, 1.0)
            .label("ridge λ", "岭系数 λ")
            .help("How strongly weights are held back before much is known.", "所知不多时对权重压制的力度。"),
    ],
    paper: cited("Li, L., Chu, W., Langford, J. and Schapire, R. E. (2010), A contextual-bandit approach, WWW 2010"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let seat = &case.spec.seats[case.seat];
        let inputs: Vec<Input> = seat.observation.iter().enumerate().filter_map(Input::of).collect();
        let (width, choices) = (inputs.len() + 1, seat.actions.choices().unwrap_or(0));
        let (alpha, ridge) = (case.params.get("alpha"), case.params.get("ridge"));
        let model = || Model::new(width, ridge);
        Ok(Box::new(LinUcb {
            inputs,
            models: (0..choices).map(|_| model()).collect(),
            arms: Arms::new(case),
            alpha,
            x: vec![0.0; width],
            room: vec![0.0; width],
            steps: 0,
        }))
    }),
};

/// Most numbers in all matrices together.
const MOST_NUMBERS: usize = 4_000_000;

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    arms::fits(case)?;
    let seat = &case.spec.seats[case.seat];
    let width = seat.observation.len() + 1;
    let numbers = seat.actions.choices().unwrap_or(0).saturating_mul(width * width);
    if numbers > MOST_NUMBERS {
        let (numbers, most) = (grouped(numbers as u64), grouped(MOST_NUMBERS as u64));
        return Err(trouble!(
            "its matrices would have {numbers} numbers, and at most {most} are allowed",
            "其矩阵将有 {numbers} 个数，最多允许 {most} 个"
        ));
    }
    Ok(())
}

/// A number of the observation, and how it comes to [−1, 1].
struct Input {
    place: usize,
    middle: f64,
    per_unit: f64,
}

impl Input {
    /// Names, which have one level, are no quantities.
    fn of((place, d): (usize, &Dimension)) -> Option<Input> {
        let wide = d.levels > 1 && d.high > d.low;
        wide.then(|| Input { place, middle: 0.5 * (d.low + d.high), per_unit: 2.0 / (d.high - d.low) })
    }
}

/// The linear model of a choice.
struct Model {
    /// A⁻¹, row after row.
    inverse: Vec<f64>,
    b: Vec<f64>,
    theta: Vec<f64>,
}

impl Model {
    fn new(width: usize, ridge: f64) -> Model {
        let mut inverse = vec![0.0; width * width];
        (0..width).for_each(|i| inverse[i * width + i] = 1.0 / ridge);
        Model { inverse, b: vec![0.0; width], theta: vec![0.0; width] }
    }

    fn predicted(&self, x: &[f64]) -> f64 {
        dot(&self.theta, x)
    }

    /// √(xᵀA⁻¹x).
    fn doubt(&self, x: &[f64]) -> f64 {
        let rows = self.inverse.chunks_exact(x.len());
        f64::sqrt(f64::max(rows.zip(x).map(|(row, xi)| xi * dot(row, x)).sum(), 0.0))
    }

    /// A⁻¹ ← A⁻¹ − (A⁻¹x)(A⁻¹x)ᵀ/(1 + xᵀA⁻¹x), b ← b + r·x, θ = A⁻¹b.
    fn update(&mut self, x: &[f64], reward: f64, room: &mut [f64]) {
        let width = x.len();
        room.iter_mut().zip(self.inverse.chunks_exact(width)).for_each(|(y, row)| *y = dot(row, x));
        let scale = 1.0 + dot(room, x);
        for (row, yi) in self.inverse.chunks_exact_mut(width).zip(&*room) {
            row.iter_mut().zip(&*room).for_each(|(a, yj)| *a -= yi * yj / scale);
        }
        self.b.iter_mut().zip(x).for_each(|(b, x)| *b += reward * x);
        self.solve();
    }

    fn solve(&mut self) {
        let rows = self.inverse.chunks_exact(self.b.len());
        self.theta.iter_mut().zip(rows).for_each(|(theta, row)| *theta = dot(row, &self.b));
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

struct LinUcb {
    inputs: Vec<Input>,
    models: Vec<Model>,
    /// For the deviation, and for how often each choice was played.
    arms: Arms,
    alpha: f64,
    /// What is seen, as the models see it.
    x: Vec<f64>,
    room: Vec<f64>,
    steps: u64,
}

fn read(inputs: &[Input], observation: &[f64], x: &mut [f64]) {
    for (x, input) in x.iter_mut().zip(inputs) {
        *x = (observation[input.place] - input.middle) * input.per_unit;
    }
    if let Some(last) = x.last_mut() {
        *last = 1.0;
    }
}

impl Agent for LinUcb {
    fn act(&mut self, _lane: usize, seen: Seen<'_>, _rng: &mut Rng, mode: Mode, action: &mut Action) {
        read(&self.inputs, seen.observation, &mut self.x);
        let bonus = if mode == Mode::Explore { self.alpha * self.arms.deviation() } else { 0.0 };
        let value = |choice: usize| {
            let model = &self.models[choice];
            let doubt = if bonus > 0.0 { bonus * model.doubt(&self.x) } else { 0.0 };
            model.predicted(&self.x) + doubt
        };
        action.choice = best_of(seen.mask, value);
    }

    fn learn(&mut self, _lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        read(&self.inputs, step.seen.observation, &mut self.x);
        self.models[step.action.choice].update(&self.x, step.reward, &mut self.room);
        self.arms.update(step.action.choice, step.reward);
        self.steps += 1;
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        vec![(Text::new("deviation of a reward", "单次奖励的标准差"), self.arms.deviation())]
    }

    /// The matrices and vectors of all choices, then the arms.
    fn save(&self) -> Vec<u8> {
        let models = self.models.iter().flat_map(|model| [arms::bytes(&model.inverse), arms::bytes(&model.b)]);
        models.chain([self.arms.save(self.steps)]).flatten().collect()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let width = self.x.len();
        let models = self.models.len() * (width * width + width);
        let numbers = arms::numbers(saved, models + self.arms.saved_numbers())?;
        self.steps = self.arms.load(&numbers[models..])?;
        for (model, numbers) in self.models.iter_mut().zip(numbers[..models].chunks_exact(width * width + width)) {
            let (inverse, b) = numbers.split_at(width * width);
            model.inverse.copy_from_slice(inverse);
            model.b.copy_from_slice(b);
            model.solve();
        }
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let mut x = self.x.clone();
        read(&self.inputs, seen.observation, &mut x);
        let values: Vec<f64> = self.models.iter().map(|model| model.predicted(&x)).collect();
        let choice = best_of(seen.mask, |choice| values[choice]);
        let doubt = self.alpha * self.arms.deviation() * self.models[choice].doubt(&x);
        Opinion {
            visits: (0..values.len()).map(|choice| self.arms.count(choice)).collect(),
            notes: vec![
                (Text::new("reward that is expected", "预期的奖励"), values[choice]),
                (Text::new("what doubt adds while it learns", "学习时不确定性加的分"), doubt),
            ],
            values,
            choice: Some(choice),
            ..Opinion::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_inverse_is_ridge_regression() {
        // Two numbers, three experiences: (A + xxᵀ)θ = b must hold whatever the order.
        let (mut model, mut room) = (Model::new(2, 0.5), [0.0; 2]);
        let (mut a, mut b) = ([[0.5, 0.0], [0.0, 0.5]], [0.0; 2]);
        for (x, reward) in [([1.0, -0.5], 2.0), ([0.25, 1.0], -1.0), ([1.0, 1.0], 0.5)] {
            model.update(&x, reward, &mut room);
            for i in 0..2 {
                (0..2).for_each(|j| a[i][j] += x[i] * x[j]);
                b[i] += reward * x[i];
            }
        }
        for i in 0..2 {
            assert!((dot(&a[i], &model.theta) - b[i]).abs() < 1e-12);
        }
        let det = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        assert!((model.doubt(&[1.0, 0.0]) - f64::sqrt(a[1][1] / det)).abs() < 1e-12);
    }
}
