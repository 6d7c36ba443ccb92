//! Rules that turn a gradient into a step, over all weights of a network at once.

use super::lanes::{F32x4, LANES};

/// A moving average below this is set to zero. What a dead unit leaves behind would else shrink into subnormal numbers,
/// where many processors compute a hundred times slower, and stay there: no step would ever notice the difference.
const SMALLEST: f32 = 1e-30;

/// Goes down a gradient. The rate is an argument, so that it may follow a schedule.
pub trait Optimiser {
    fn step(&mut self, rate: f32, weights: &mut [f32], gradient: &[f32]);
}

/// w ← w − α g (Robbins and Monro 1951).
#[derive(Clone, Debug, Default)]
pub struct Sgd;

impl Optimiser for Sgd {
    fn step(&mut self, rate: f32, weights: &mut [f32], gradient: &[f32]) {
        for (w, g) in fours(weights).iter_mut().zip(read(gradient)) {
            (F32x4::from_array(w) - F32x4::splat(rate) * F32x4::from_array(g)).write(w);
        }
    }
}

/// v ← μ v + g, w ← w − α v (Polyak 1964).
#[derive(Clone, Debug)]
pub struct Momentum {
    pub keep: f32,
    velocity: Vec<f32>,
}

impl Momentum {
    /// For so many weights, with the usual μ = 0.9.
    pub fn new(weights: usize) -> Momentum {
        Momentum { keep: 0.9, velocity: vec![0.0; weights] }
    }
}

impl Optimiser for Momentum {
    fn step(&mut self, rate: f32, weights: &mut [f32], gradient: &[f32]) {
        assert_eq!(self.velocity.len(), weights.len());
        let (keep, rate) = (F32x4::splat(self.keep), F32x4::splat(rate));
        for ((w, g), v) in fours(weights).iter_mut().zip(read(gradient)).zip(fours(&mut self.velocity)) {
            let velocity = above_nothing(keep * F32x4::from_array(v) + F32x4::from_array(g));
            velocity.write(v);
            (F32x4::from_array(w) - rate * velocity).write(w);
        }
    }
}

/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − α m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
/// v̂ = v / (1 − β₂ᵗ) (Kingma and Ba 2015, algorithm 1).
#[derive(Clone, Debug)]
pub struct Adam {
    pub beta_1: f32,
    pub beta_2: f32,
    pub epsilon: f32,
    /// β₁ᵗ and β₂ᵗ.
    powers: [f64; 2],
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Adam {
    /// For so many weights, with the paper's β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
    pub fn new(weights: usize) -> Adam {
        let zero = || vec![0.0; weights];
        Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, powers: [1.0; 2], first: zero(), second: zero() }
    }
}

impl Optimiser for Adam {
    fn step(&mut self, rate: f32, weights: &mut [f32], gradient: &[f32]) {
        assert_eq!(self.first.len(), weights.len());
        self.powers[0] *= f64::from(self.beta_1);
        self.powers[1] *= f64::from(self.beta_2);
        let rate = F32x4::splat((f64::from(rate) / (1.0 - self.powers[0])) as f32);
        let unbiased = F32x4::splat((1.0 / (1.0 - self.powers[1])) as f32);
        let [keep_1, new_1] = [self.beta_1, 1.0 - self.beta_1].map(F32x4::splat);
        let [keep_2, new_2] = [self.beta_2, 1.0 - self.beta_2].map(F32x4::splat);
        let epsilon = F32x4::splat(self.epsilon);
        let moments = fours(&mut self.first).iter_mut().zip(fours(&mut self.second));
        for ((w, g), (m, v)) in fours(weights).iter_mut().zip(read(gradient)).zip(moments) {
            let g = F32x4::from_array(g);
            let first = above_nothing(keep_1 * F32x4::from_array(m) + new_1 * g);
            let second = above_nothing(keep_2 * F32x4::from_array(v) + new_2 * g * g);
            first.write(m);
            second.write(v);
            let step = rate * first / ((second * unbiased).sqrt() + epsilon);
            (F32x4::from_array(w) - step).write(w);
        }
    }
}

#[inline(always)]
fn above_nothing(x: F32x4) -> F32x4 {
    x.abs().less(F32x4::splat(SMALLEST)).and_not(x)
}

/// A network's slices have no tails; another's tail would not be learned, so it is refused.
fn fours(values: &mut [f32]) -> &mut [[f32; LANES]] {
    let (fours, tail) = values.as_chunks_mut();
    assert!(tail.is_empty(), "weights come in fours");
    fours
}

fn read(values: &[f32]) -> &[[f32; LANES]] {
    values.as_chunks().0
}

/// Scales a gradient down to length `most` where it is longer (Pascanu, Mikolov and Bengio 2013); the length it had.
/// One so long that f32 cannot square it becomes zero, or NaN where it was infinite: [`is_sound`] sees the latter.
pub fn clip_by_norm(gradient: &mut [f32], most: f32) -> f32 {
    let (mut even, mut odd) = (F32x4::zero(), F32x4::zero());
    for [a, b] in read(gradient).as_chunks().0 {
        let (a, b) = (F32x4::from_array(a), F32x4::from_array(b));
        even = even + a * a;
        odd = odd + b * b;
    }
    let norm = (even + odd).sum().sqrt();
    if norm <= most {
        return norm;
    }
    // Here, too, where the length is NaN: then all become NaN, and are seen.
    let scale = F32x4::splat(most / norm);
    fours(gradient).iter_mut().for_each(|four| (F32x4::from_array(four) * scale).write(four));
    norm
}

/// True where every value is a number and none is larger than `most`: what diverges is not.
pub fn is_sound(values: &[f32], most: f32) -> bool {
    values.iter().all(|x| x.abs() <= most)
}
