//! Optimisers against their formulas in f64, clipping, soundness, and first weights.

use super::near;
use emporium::base::Rng;
use emporium::nn::{Activation, Adam, Momentum, Network, Optimiser, Sgd, clip_by_norm, init, is_sound};

/// Gradients that differ in size by orders of magnitude.
fn gradient(step: usize) -> [f32; 8] {
    std::array::from_fn(|i| ((step * 7 + i * 3) % 11) as f32 * 0.1 - 0.45 + if i == 0 { 1e-6 } else { 0.0 })
        .map(|g: f32| g * [1e-5, 1.0, 1e3][step % 3])
}

/// Takes 300 steps, and compares with a rule for a single weight in f64.
fn follows(optimiser: &mut dyn Optimiser, mut rule: impl FnMut(usize, f64, f64, &mut [f64; 3]) -> f64) {
    let mut weights = [0.5_f32; 8];
    let (mut exact, mut state) = ([0.5_f64; 8], [[0.0; 3]; 8]);
    for step in 0..300 {
        let rate = 0.01 / (1 + step / 100) as f32;
        optimiser.step(rate, &mut weights, &gradient(step));
        for i in 0..8 {
            let g = f64::from(gradient(step)[i]);
            exact[i] -= rule(step, f64::from(rate), g, &mut state[i]);
        }
    }
    weights.iter().zip(exact).for_each(|(w, e)| near(f64::from(*w), e, 2e-5, "a weight"));
}

#[test]
fn every_optimiser_follows_its_formula() {
    follows(&mut Sgd, |_, rate, g, _| rate * g);
    follows(&mut Momentum::new(8), |_, rate, g, state| {
        state[0] = 0.9 * state[0] + g;
        rate * state[0]
    });
    let mut adam = Adam::new(8);
    adam.epsilon = 1e-3;
    follows(&mut adam, |step, rate, g, [m, v, _]| {
        *m = 0.9 * *m + 0.1 * g;
        *v = 0.999 * *v + 0.001 * g * g;
        let t = step as f64 + 1.0;
        let (first, second) = (*m / (1.0 - libm::pow(0.9, t)), *v / (1.0 - libm::pow(0.999, t)));
        rate * first / (libm::sqrt(second) + 1e-3)
    });
}

#[test]
fn a_gradient_that_has_died_leaves_no_subnormal_behind() {
    let [mut adam, mut momentum] = [Adam::new(8), Adam::new(8)].map(|adam| (adam, [0.5_f32; 8]));
    let mut rolling = Momentum::new(8);
    adam.0.step(0.01, &mut adam.1, &[1e-3; 8]);
    rolling.step(0.01, &mut momentum.1, &[1e-3; 8]);
    for _ in 0..200_000 {
        adam.0.step(0.01, &mut adam.1, &[0.0; 8]);
        rolling.step(0.01, &mut momentum.1, &[0.0; 8]);
    }
    let resting = (adam.1, momentum.1);
    for text in [format!("{:?}", adam.0), format!("{rolling:?}")] {
        assert!(text.contains("[0.0, 0.0,") && !text.contains("e-4"), "{text}");
    }
    adam.0.step(0.01, &mut adam.1, &[0.0; 8]);
    assert_eq!(resting.0, adam.1);
}

#[test]
fn long_gradients_are_clipped_and_short_ones_left() {
    let mut short = [0.3, -0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(clip_by_norm(&mut short, 0.6), 0.5);
    assert_eq!(short[..2], [0.3, -0.4]);
    let mut long = [3.0, 0.0, 0.0, 0.0, 0.0, -4.0, 0.0, 0.0];
    assert_eq!(clip_by_norm(&mut long, 1.0), 5.0);
    near(f64::from(long[0]), 0.6, 1e-7, "clipped");
    near(f64::from(long[5]), -0.8, 1e-7, "clipped");
    let mut endless = [1e30, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert!(clip_by_norm(&mut endless, 1.0).is_infinite() && endless == [0.0; 8]);
    let mut broken = [f32::NAN, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert!(clip_by_norm(&mut broken, 1.0).is_nan() && !is_sound(&broken, 1e6));
}

#[test]
fn what_diverges_is_not_sound() {
    assert!(is_sound(&[0.0, -1.0, 99.0], 100.0));
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -101.0] {
        assert!(!is_sound(&[0.0, bad, 1.0], 100.0), "{bad}");
    }
}

#[test]
fn orthogonal_weights_are_orthogonal() {
    for (inputs, outputs) in [(5, 5), (12, 4), (4, 12), (64, 64), (1, 3)] {
        let mut network = Network::new(&[inputs, outputs], Activation::Tanh, Activation::Tanh);
        init::orthogonal(&mut network, 9.0, 2.0, &mut Rng::new(1, "orthogonal"));
        let w = |i: usize, j: usize| f64::from(network.weights_from(0, i)[j]);
        // Columns where there are more inputs, rows where there are more outputs.
        let count = inputs.min(outputs);
        for (a, b) in (0..count).flat_map(|a| (0..count).map(move |b| (a, b))) {
            let product: f64 = match inputs >= outputs {
                true => (0..inputs).map(|i| w(i, a) * w(i, b)).sum(),
                false => (0..outputs).map(|j| w(a, j) * w(b, j)).sum(),
            };
            near(product, if a == b { 4.0 } else { 0.0 }, 1e-6, "a product of two vectors");
        }
        assert!(network.biases(0).iter().all(|b| *b == 0.0));
    }
}

#[test]
fn first_weights_have_the_spread_that_they_should() {
    let mut network = Network::new(&[50, 200, 30], Activation::Relu, Activation::Identity);
    init::he(&mut network, &mut Rng::new(1, "he"));
    for (layer, inputs) in [(0, 50), (1, 200)] {
        let all: Vec<f64> =
            (0..inputs).flat_map(|i| network.weights_from(layer, i).iter().map(|w| f64::from(*w))).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let variance = all.iter().map(|w| w * w).sum::<f64>() / all.len() as f64;
        assert!(mean.abs() < 0.01 && (variance * inputs as f64 / 2.0 - 1.0).abs() < 0.05, "{mean} {variance}");
    }
    // Both signs of a direction are alike, so that the first orthogonal weights favour none.
    let first = |seed| {
        let mut network = Network::new(&[4, 4], Activation::Relu, Activation::Identity);
        init::orthogonal(&mut network, 1.0, 1.0, &mut Rng::new(seed, "signs"));
        network.weights_from(0, 0)[0] > 0.0
    };
    let positive = (0..400).filter(|seed| first(*seed)).count();
    assert!((160..=240).contains(&positive), "{positive} of 400");
}
