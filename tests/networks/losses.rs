//! Every loss against finite differences, and against its formula written out in f64.

use super::{batch, near, network, spread};
use emporium::base::Rng;
use emporium::nn::loss::{Chosen, Penalty, huber, mean_square, of_choices};
use emporium::nn::policy::{Choices, Lesson, Surrogate, draw, policy_loss, softmax};
use emporium::nn::{Activation, Head, Network, Tape, gaussian};

const ROWS: usize = 5;

/// A network whose outputs are its biases, so that outputs can be moved one by one.
fn outputs(width: usize, rng: &mut Rng) -> (Network, Tape) {
    let network = network(&[width, width], Activation::Identity, Activation::Identity, rng);
    let mut tape = batch(&network, ROWS, rng);
    network.forward(&mut tape);
    (network, tape)
}

/// Compares what a loss writes with how it changes when an output's input is moved: with the identity as weights the
/// two are the same.
fn check(width: usize, columns: std::ops::Range<usize>, seed: u64, loss: &dyn Fn(Head<'_>) -> f64) {
    let mut rng = Rng::new(seed, "losses");
    let (mut network, mut tape) = outputs(width, &mut rng);
    network.weights_mut().fill(0.0);
    (0..width).for_each(|i| network.weights_from_mut(0, i)[i] = 1.0);
    let at = |tape: &mut Tape| {
        network.forward(tape);
        loss(tape.head(columns.clone()).weighted(0.7))
    };
    at(&mut tape);
    let written: Vec<Vec<f32>> = (0..ROWS).map(|row| tape.output_slope_mut(row).to_vec()).collect();
    let h = 4e-3_f32;
    for (row, slopes) in written.iter().enumerate() {
        for (i, slope) in slopes.iter().enumerate() {
            let mut side = |step: f32| {
                tape.input_mut(row)[i] += step;
                let value = at(&mut tape);
                tape.input_mut(row)[i] -= step;
                value
            };
            let difference = (side(h) - side(-h)) / f64::from(2.0 * h);
            near(f64::from(*slope), difference, 4e-4, &format!("row {row}, output {i}"));
            assert!(columns.contains(&i) || *slope == 0.0);
        }
    }
}

fn drawn(n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::new(seed, "drawn");
    (0..n).map(|_| spread(&mut rng)).collect()
}

#[test]
fn losses_of_estimates_agree_with_finite_differences() {
    check(3, 0..3, 1, &|head| f64::from(mean_square(head, &drawn(15, 2))));
    check(3, 1..2, 1, &|head| f64::from(mean_square(head, &drawn(5, 2))));
    check(9, 2..9, 3, &|head| f64::from(huber(head, 0.3, &drawn(35, 4))));
    let (choices, targets, weights) = ([2, 0, 1, 3, 3], drawn(5, 5), [1.0, 0.5, 0.0, 2.0, 1.5]);
    for (penalty, weights) in [(Penalty::Square, None), (Penalty::Huber { delta: 0.2 }, Some(&weights[..]))] {
        let chosen = Chosen { choices: &choices, targets: &targets, weights };
        check(4, 0..4, 6, &|head| f64::from(of_choices(head, penalty, chosen, &mut [0.0; ROWS])));
    }
}

#[test]
fn losses_of_estimates_are_their_formulas() {
    let (_, mut tape) = outputs(2, &mut Rng::new(1, "formulas"));
    let targets = drawn(10, 9);
    let errors: Vec<f64> = (0..10).map(|i| f64::from(tape.output(i / 2)[i % 2]) - f64::from(targets[i])).collect();
    let square = errors.iter().map(|e| e * e).sum::<f64>() / 10.0;
    near(f64::from(mean_square(tape.outputs(), &targets)), square, 1e-6, "mean square");
    let cost = |e: &f64| if e.abs() <= 0.5 { 0.5 * e * e } else { 0.5 * (e.abs() - 0.25) };
    let hubers = errors.iter().map(cost).sum::<f64>() / 10.0;
    near(f64::from(huber(tape.outputs(), 0.5, &targets)), hubers, 1e-6, "Huber");
    let mut left = [0.0; ROWS];
    let chosen = Chosen { choices: &[1, 0, 1, 1, 0], targets: &targets[..5], weights: None };
    of_choices(tape.outputs(), Penalty::Square, chosen, &mut left);
    near(f64::from(left[0]), f64::from(tape.output(0)[1] - targets[0]), 1e-7, "the first error");
}

const MASKS: [bool; 25] = {
    let mut masks = [true; 25];
    (masks[0], masks[8], masks[9], masks[16], masks[24]) = (false, false, false, false, false);
    masks
};

fn lessons<'a>(advantages: &'a [f32], old: &'a [f32]) -> [Lesson<'a>; 3] {
    let clipped = Surrogate::Clipped { old, epsilon: 0.2 };
    [(Surrogate::Likelihood, 0.0), (Surrogate::Likelihood, 0.3), (clipped, 0.05)].map(|(surrogate, entropy)| Lesson {
        surrogate,
        advantages,
        entropy,
    })
}

#[test]
fn policies_over_choices_agree_with_finite_differences() {
    let (advantages, old) = (drawn(5, 11), [-1.6, -1.2, -1.9, -1.4, -1.0]);
    for (lesson, masks) in lessons(&advantages, &old).into_iter().flat_map(|l| [(l, &MASKS[..]), (l, &[][..])]) {
        let done = Choices { choices: &[2, 0, 1, 3, 3], masks };
        check(7, 1..6, 12, &|head| f64::from(policy_loss(head, done, lesson).loss));
    }
}

#[test]
fn policies_over_boxes_agree_with_finite_differences() {
    let (advantages, old) = (drawn(5, 13), [-1.6, -1.2, -2.9, -1.4, -2.0]);
    let (spreads, actions) = ([-0.4, 0.3], drawn(10, 14));
    for lesson in lessons(&advantages, &old) {
        let loss = |head: Head<'_>, spreads: &[f32], slopes: &mut [f32]| {
            f64::from(gaussian::policy_loss(head, spreads, &actions, lesson, slopes).loss)
        };
        check(3, 0..2, 15, &|head| loss(head, &spreads, &mut [0.0; 2]));
        let (_, mut tape) = outputs(2, &mut Rng::new(16, "boxes"));
        let mut slopes = [0.0; 2];
        loss(tape.outputs(), &spreads, &mut slopes);
        for i in 0..2 {
            let mut side = |h: f32| {
                let mut moved = spreads;
                moved[i] += h;
                loss(tape.outputs(), &moved, &mut [0.0; 2])
            };
            let difference = (side(2e-3) - side(-2e-3)) / 4e-3;
            near(f64::from(slopes[i]), difference, 4e-4, "by the logarithm of a spread");
        }
    }
}

#[test]
fn clipping_tells_what_it_did() {
    let mut network = Network::new(&[1, 2], Activation::Identity, Activation::Identity);
    network.biases_mut(0).copy_from_slice(&[1.0, 0.0]);
    let mut tape = Tape::new(&network, 2);
    network.forward(&mut tape);
    // The policy has moved from even chances to 0.731: r = 1.462, beyond 1.2.
    let old = [libm::logf(0.5); 2];
    let surrogate = Surrogate::Clipped { old: &old, epsilon: 0.2 };
    let lesson = Lesson { surrogate, advantages: &[1.0, -1.0], entropy: 0.0 };
    let heard = policy_loss(tape.outputs(), Choices { choices: &[0, 0], masks: &[] }, lesson);
    let r = 2.0 / (1.0 + libm::exp(-1.0));
    near(f64::from(heard.loss), -(1.2 - r) / 2.0, 1e-6, "the loss");
    near(f64::from(heard.moved), r - 1.0 - libm::log(r), 1e-6, "how far it has moved");
    assert_eq!(heard.clipped, 0.5);
    assert_eq!(tape.output_slope_mut(0), [0.0, 0.0], "a gain beyond the clip pulls no more");
    assert!(tape.output_slope_mut(1)[0] > 0.0, "a loss beyond the clip still does");
}

#[test]
fn softmax_is_a_distribution_over_what_is_allowed() {
    for width in 1..=10 {
        let preferences: Vec<f32> = drawn(width, 17).iter().map(|x| 30.0 * x).collect();
        let mask: Vec<bool> = (0..width).map(|i| i % 3 != 1).collect();
        let mut p = vec![9.0; width];
        let normaliser = softmax(&preferences, &mask, &mut p);
        let open = || (0..width).filter(|i| mask[*i]);
        let exact = libm::log(open().map(|i| libm::exp(f64::from(preferences[i]))).sum());
        near(f64::from(normaliser), exact, 1e-6, "the normaliser");
        for i in 0..width {
            let exact = if mask[i] { libm::exp(f64::from(preferences[i]) - exact) } else { 0.0 };
            near(f64::from(p[i]), exact, 1e-5, "a probability");
        }
        assert!(open().all(|i| p[i] > 0.0 || preferences[i] < -20.0) && (0..width).all(|i| mask[i] || p[i] == 0.0));
    }
}

#[test]
fn draws_follow_the_probabilities() {
    let p = [0.0, 0.25, 0.0, 0.5, 0.25, 0.0];
    let drawn: Vec<usize> = [0.0, 0.2, 0.26, 0.74, 0.76, 0.999_999_999].map(|u| draw(&p, u)).to_vec();
    assert_eq!(drawn, [1, 1, 3, 3, 4, 4]);
}

#[test]
fn normal_densities_are_their_formulas() {
    let (means, spreads, action) = ([0.3, -1.0], [-0.5, 0.7], [0.9, 0.4]);
    let one = |i: usize| {
        let sigma = libm::exp(f64::from(spreads[i] as f32));
        let z = (f64::from(action[i] as f32) - f64::from(means[i] as f32)) / sigma;
        -0.5 * z * z - libm::log(sigma * libm::sqrt(std::f64::consts::TAU))
    };
    let [means, spreads, action] = [means, spreads, action].map(|row: [f64; 2]| row.map(|x| x as f32));
    let log_probability = f64::from(gaussian::log_probability(&means, &spreads, &action));
    near(log_probability, one(0) + one(1), 1e-6, "ln π");
    let entropy = 2.0 * 0.5 * libm::log(std::f64::consts::TAU * std::f64::consts::E) + 0.2;
    near(f64::from(gaussian::entropy(&spreads)), entropy, 1e-6, "the entropy");
}
