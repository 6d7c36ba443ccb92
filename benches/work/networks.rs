//! Networks: how fast the processor could be, how fast dense layers are, and what a step of learning takes.

use super::Work;
use emporium::base::Rng;
use emporium::nn::lanes::F32x4;
use emporium::nn::loss::{Chosen, Penalty, of_choices};
use emporium::nn::{Activation, Adam, Network, Optimiser, Tape, clip_by_norm, init};

const ROWS: usize = 64;
/// Passes or updates in a call.
const PASSES: u64 = 10;
const DECISIONS: u64 = 1_000;
/// Multiplications and additions in a pass: forward, and backward to the weights and to the inputs.
const FLOPS: u64 = 3 * 2 * 64 * 64 * ROWS as u64;

/// Independent sums, each of which waits for itself: enough of them to keep every arithmetic unit busy.
macro_rules! chains {
    ($rounds:expr, $a:ident, $b:ident, $($x:ident)+) => {{
        $(let mut $x = std::hint::black_box($a);)+
        for _ in 0..$rounds {
            $($x = $x * $a + $b;)+
        }
        let mut sum = $a;
        $(sum = sum + $x;)+
        sum
    }};
}

/// As many multiplications and additions as the dense layer's, with nothing to load or store.
pub fn peak() -> Work {
    Work::new("simd-peak", "pass", PASSES, || {
        let (a, b) = (F32x4::splat(0.999), F32x4::splat(0.001));
        // Twelve sums of four lanes, two operations each.
        let rounds = FLOPS * PASSES / (12 * 4 * 2);
        let sum = chains!(rounds, a, b, c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11);
        std::hint::black_box(sum);
    })
}

/// A network with drawn weights, and a tape with a drawn batch.
fn network(sizes: &[usize], hidden: Activation) -> (Network, Tape) {
    let mut rng = Rng::new(1, "bench");
    let mut network = Network::new(sizes, hidden, Activation::Identity);
    init::he(&mut network, &mut rng);
    let mut tape = Tape::new(&network, ROWS);
    for row in 0..ROWS {
        tape.input_mut(row).iter_mut().for_each(|x| *x = rng.uniform() as f32);
    }
    (network, tape)
}

/// A layer of 64 × 64 with a batch of 64, forward and backward.
pub fn dense() -> Work {
    let (network, mut tape) = network(&[64, 64], Activation::Identity);
    let mut gradient = network.gradient();
    Work::new("dense-64-batch-64", "pass", PASSES, move || {
        for _ in 0..PASSES {
            network.forward(&mut tape);
            (0..ROWS).for_each(|row| tape.output_slope_mut(row)[row] = 1.0);
            network.backward_to_inputs(&mut tape, &mut gradient);
        }
        std::hint::black_box(gradient[0]);
    })
}

const SEEN: usize = 4;
const CHOICES: usize = 8;

/// A DQN's update: the target network's values of what came next, the loss of the chosen values, Adam.
pub fn updates(name: &'static str, hidden: Activation) -> Work {
    let (mut network, mut tape) = network(&[SEEN, 64, 64, CHOICES], hidden);
    let (target, mut gradient) = (network.clone(), network.gradient());
    let mut adam = Adam::new(gradient.len());
    let seen: Vec<Vec<f32>> = (0..ROWS).map(|row| tape.input_mut(row).to_vec()).collect();
    let choices: Vec<u32> = (0..ROWS as u32).map(|row| row % CHOICES as u32).collect();
    let (mut targets, mut errors) = ([0.0; ROWS], [0.0; ROWS]);
    Work::new(name, "update", PASSES, move || {
        for _ in 0..PASSES {
            seen.iter().rev().enumerate().for_each(|(row, next)| tape.input_mut(row).copy_from_slice(next));
            target.forward(&mut tape);
            for (row, goal) in targets.iter_mut().enumerate() {
                *goal =
                    -0.1 + 0.99 * tape.output(row).iter().fold(f32::MIN, |most, q| if *q > most { *q } else { most });
            }
            seen.iter().enumerate().for_each(|(row, now)| tape.input_mut(row).copy_from_slice(now));
            network.forward(&mut tape);
            let chosen = Chosen { choices: &choices, targets: &targets, weights: None };
            of_choices(tape.outputs(), Penalty::Huber { delta: 1.0 }, chosen, &mut errors);
            network.backward(&mut tape, &mut gradient);
            clip_by_norm(&mut gradient, 10.0);
            adam.step(1e-3, network.weights_mut(), &gradient);
        }
        std::hint::black_box(errors[0]);
    })
}

/// What one decision asks of a network.
pub fn decisions() -> Work {
    let (network, mut tape) = network(&[SEEN, 64, 64, CHOICES], Activation::Relu);
    tape.begin(1);
    Work::new("dqn-decision", "decision", DECISIONS, move || {
        (0..DECISIONS).for_each(|_| network.forward(&mut tape));
        std::hint::black_box(tape.output(0)[0]);
    })
}
