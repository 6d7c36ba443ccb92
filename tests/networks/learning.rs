//! Small things that a network must be able to learn.

use super::spread;
use emporium::base::Rng;
use emporium::nn::loss::{huber, mean_square};
use emporium::nn::policy::{Choices, Lesson, Surrogate, draw, policy_loss, softmax};
use emporium::nn::{Activation, Adam, Momentum, Network, Optimiser, Tape, clip_by_norm, init};

#[test]
fn a_sine_is_learned() {
    for activation in [Activation::Relu, Activation::Tanh] {
        let mut rng = Rng::new(1, "sine");
        let mut network = Network::new(&[1, 32, 32, 1], activation, Activation::Identity);
        init::orthogonal(&mut network, std::f64::consts::SQRT_2, 1.0, &mut rng);
        let mut tape = Tape::new(&network, 32);
        let (mut adam, mut gradient) = (Adam::new(network.weights().len()), network.gradient());
        let mut targets = [0.0; 32];
        for step in 0..3_000 {
            for (row, target) in targets.iter_mut().enumerate() {
                let x = spread(&mut rng);
                tape.input_mut(row)[0] = x;
                *target = libm::sinf(std::f32::consts::PI * x);
            }
            network.forward(&mut tape);
            mean_square(tape.outputs(), &targets);
            network.backward(&mut tape, &mut gradient);
            clip_by_norm(&mut gradient, 10.0);
            adam.step(1e-2 * (1.0 - step as f32 / 3_000.0), network.weights_mut(), &gradient);
        }
        let mut worst = 0.0_f32;
        tape.begin(1);
        for i in -50..=50 {
            let x = i as f32 / 50.0;
            tape.input_mut(0)[0] = x;
            network.forward(&mut tape);
            worst = worst.max((tape.output(0)[0] - libm::sinf(std::f32::consts::PI * x)).abs());
        }
        assert!(worst < 0.04, "{activation:?}: off by {worst}");
    }
}

#[test]
fn exclusive_or_is_learned_from_every_seed() {
    for seed in 0..10 {
        let mut network = Network::new(&[2, 8, 1], Activation::Tanh, Activation::Tanh);
        init::orthogonal(&mut network, 1.0, 1.0, &mut Rng::new(seed, "xor"));
        let mut tape = Tape::new(&network, 4);
        let (mut momentum, mut gradient) = (Momentum::new(network.weights().len()), network.gradient());
        let targets = [-0.9, 0.9, 0.9, -0.9];
        let mut loss = 1.0;
        for _ in 0..2_000 {
            for row in 0..4 {
                tape.input_mut(row).copy_from_slice(&[(row & 1) as f32, (row >> 1) as f32]);
            }
            network.forward(&mut tape);
            loss = huber(tape.outputs(), 1.0, &targets);
            network.backward(&mut tape, &mut gradient);
            momentum.step(0.1, network.weights_mut(), &gradient);
        }
        assert!(loss < 1e-3, "seed {seed}: {loss}");
    }
}

/// A bandit with three arms, of which the last pays most and a fourth, which would pay more, is shut.
#[test]
fn a_policy_finds_the_best_open_choice() {
    let mut rng = Rng::new(1, "bandit");
    let mut network = Network::new(&[1, 8, 4], Activation::Relu, Activation::Identity);
    init::he(&mut network, &mut rng);
    let mask = [true, true, true, false];
    let masks = mask.repeat(16);
    let mut tape = Tape::new(&network, 16);
    let (mut adam, mut gradient) = (Adam::new(network.weights().len()), network.gradient());
    let (mut choices, mut advantages, mut p) = ([0; 16], [0.0; 16], [0.0; 4]);
    for _ in 0..400 {
        (0..16).for_each(|row| tape.input_mut(row)[0] = 1.0);
        network.forward(&mut tape);
        for row in 0..16 {
            softmax(tape.output(row), &mask, &mut p);
            choices[row] = draw(&p, rng.uniform()) as u32;
            advantages[row] = [0.0, 0.5, 1.0, 9.0][choices[row] as usize] - 0.6;
        }
        let lesson = Lesson { surrogate: Surrogate::Likelihood, advantages: &advantages, entropy: 0.01 };
        policy_loss(tape.outputs(), Choices { choices: &choices, masks: &masks }, lesson);
        network.backward(&mut tape, &mut gradient);
        adam.step(1e-2, network.weights_mut(), &gradient);
    }
    assert!(p[2] > 0.95 && p[3] == 0.0, "{p:?}");
}
