//! Losses of estimates: the distance of outputs from their targets. Each returns the loss and writes dLoss/dOutput.

use super::Head;

/// What an error e = output − target costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Penalty {
    /// e².
    Square,
    /// e²/2 up to |e| = δ, beyond that the tangent δ(|e| − δ/2) (Huber 1964): one wild target pulls no harder than δ.
    Huber { delta: f32 },
}

impl Penalty {
    /// The cost, and its derivative by the error.
    pub fn of(self, error: f32) -> (f32, f32) {
        match self {
            Penalty::Square => (error * error, 2.0 * error),
            Penalty::Huber { delta } if error.abs() > delta => {
                (delta * (error.abs() - 0.5 * delta), delta.copysign(error))
            }
            Penalty::Huber { .. } => (0.5 * error * error, error),
        }
    }
}

/// The mean over rows and columns of the squared error; `targets` has a row for each of the head's.
pub fn mean_square(head: Head<'_>, targets: &[f32]) -> f32 {
    mean_penalty(head, Penalty::Square, targets)
}

/// The mean over rows and columns of Huber's penalty.
pub fn huber(head: Head<'_>, delta: f32, targets: &[f32]) -> f32 {
    mean_penalty(head, Penalty::Huber { delta }, targets)
}

/// The mean over rows and columns of a penalty.
pub fn mean_penalty(mut head: Head<'_>, penalty: Penalty, targets: &[f32]) -> f32 {
    assert_eq!(targets.len(), head.rows() * head.width(), "a target for every output");
    let share = head.weight() / targets.len() as f32;
    let mut sum = 0.0;
    for (at, targets) in targets.chunks_exact(head.width()).enumerate() {
        let (outputs, slopes) = head.row(at);
        for ((output, target), slope) in outputs.iter().zip(targets).zip(slopes) {
            let (cost, by_error) = penalty.of(output - target);
            sum += cost;
            *slope = by_error * share;
        }
    }
    sum * share
}

/// Targets for one output of each row: the value of the action that was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    pub choices: &'a [u32],
    pub targets: &'a [f32],
    /// How much each row counts, as where replay prefers some rows; none where all count alike.
    pub weights: Option<&'a [f32]>,
}

/// The mean over rows of a penalty on the one output that was chosen (Mnih et al. 2015, algorithm 1). Output − target
/// of every row is left in `errors`: the temporal difference, by which replay may prefer rows.
pub fn of_choices(mut head: Head<'_>, penalty: Penalty, chosen: Chosen<'_>, errors: &mut [f32]) -> f32 {
    let rows = head.rows();
    assert!(chosen.choices.len() == rows && chosen.targets.len() == rows && errors.len() == rows);
    let share = head.weight() / rows as f32;
    let mut sum = 0.0;
    for (at, error) in errors.iter_mut().enumerate() {
        let (outputs, slopes) = head.row(at);
        let choice = chosen.choices[at] as usize;
        *error = outputs[choice] - chosen.targets[at];
        let (cost, by_error) = penalty.of(*error);
        let weight = chosen.weights.map_or(1.0, |weights| weights[at]);
        sum += weight * cost;
        slopes[choice] = weight * by_error * share;
    }
    sum * share
}
