//! Exact planning on a finite model: average reward, discounted, and with a horizon.
//!
//! All of it is modified policy iteration (Puterman & Shin 1978; Puterman, *Markov Decision Processes*,
//! sections 6.5 and 8.7): one sweep of the optimality equation, then a few cheap sweeps of the policy found.
//! For the average reward the sweep also bounds the answer: min(Tv − v) ≤ g* ≤ max(Tv − v). A seasonal
//! chain is compared over a whole season, because one sweep of it only turns it one phase further; and every
//! comparison steps only half of the way, so that chains that go in circles converge too (Schweitzer 1971).

use crate::base::FiniteModel;

/// Cheap sweeps help nearly always; where the policies they follow part the world into pieces they do harm, and
/// after so many sweeps it goes on without.
const QUICK: usize = 4_000;
/// After so many sweeps of the average reward bounds that agree in seven digits count as met, and in six after the
/// second number: what still moves is a chain that hardly ever leaves its circle.
const LONG: [usize; 2] = [20_000, 100_000];

/// What still moves after so many sweeps will not come to rest.
const MOST_SWEEPS: usize = 200_000;

/// When to stop: with the answer known well enough, or after so much work that nobody should wait for more. Work is
/// counted in outcomes and never in seconds, so that planning ends at the same place on every machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How close the bounds of the answer come, in units of the reward.
    pub tolerance: f64,
    /// Outcomes that may be visited, as [`FiniteModel::effort`] counts them.
    pub outcomes: f64,
}

/// Counts sweeps and what they cost.
struct Meter {
    effort: (f64, f64),
    limits: Limits,
    outcomes: f64,
    sweeps: usize,
}

impl Meter {
    fn new(model: &dyn FiniteModel, limits: Limits) -> Meter {
        Meter { effort: model.effort(), limits, outcomes: 0.0, sweeps: 0 }
    }

    fn improved(&mut self) {
        self.sweeps += 1;
        self.outcomes += self.effort.0;
    }

    fn followed(&mut self) {
        self.sweeps += 1;
        self.outcomes += self.effort.1;
    }

    fn spent(&self) -> bool {
        self.sweeps >= MOST_SWEEPS || self.outcomes >= self.limits.outcomes
    }
}

/// Sweeps of the found policy between two sweeps of the optimality equation.
const FOLLOW: usize = 12;

/// A policy with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    pub policy: Vec<u32>,
    /// Relative values under the average reward, else the value of each state.
    pub values: Vec<f64>,
    /// The average reward a period; 0 where the objective is another.
    pub gain: f64,
    /// The bounds between which the average reward lies, or the value from where episodes start; endless where
    /// nothing is proven, as for a total that is not discounted.
    pub bounds: (f64, f64),
    /// Whether the bounds came as close as was asked; for the average reward, after many sweeps, whether they agree
    /// in seven digits, or six.
    pub converged: bool,
    pub sweeps: usize,
    /// The outcomes that were visited.
    pub outcomes: f64,
}

/// How the sweeps go on: with the best action, or with a given policy.
enum Sweep<'a> {
    Improve,
    Follow(&'a [u32]),
}

/// The states that a policy can come to from where episodes start.
fn reached_by(model: &dyn FiniteModel, policy: &[u32]) -> Vec<bool> {
    let mut reached = vec![false; model.states()];
    let mut open: Vec<usize> = model.start().into_iter().map(|(state, _)| state).collect();
    open.iter().for_each(|&state| reached[state] = true);
    while let Some(state) = open.pop() {
        model.outcomes(state, policy[state] as usize, &mut |p, next, _| {
            if let Some(next) = next.filter(|&next| p > 0.0 && !reached[next]) {
                reached[next] = true;
                open.push(next);
            }
        });
    }
    reached
}

/// The middle between the values and those before a season, relative to one state's.
fn half_way(values: &mut [f64], before: &[f64], anchor: usize) {
    let base = 0.5 * (values[anchor] + before[anchor]);
    values.iter_mut().zip(before).for_each(|(v, was)| *v = 0.5 * (*v + was) - base);
}

/// The optimal average reward, within the limits where [`Solution::converged`] says so.
pub fn average_optimum(model: &dyn FiniteModel, limits: Limits) -> Solution {
    average(model, Sweep::Improve, vec![0.0; model.states()], limits)
}

/// The average reward of a stationary policy, exactly on its chain; `values` may be those of a neighbour.
pub fn average_of(model: &dyn FiniteModel, policy: &[u32], values: Vec<f64>, limits: Limits) -> Solution {
    average(model, Sweep::Follow(policy), values, limits)
}

fn average(model: &dyn FiniteModel, sweep: Sweep<'_>, mut values: Vec<f64>, limits: Limits) -> Solution {
    let n = model.states();
    values.resize(n, 0.0);
    let (mut next, mut before) = (vec![0.0; n], vec![0.0; n]);
    let mut policy = match sweep {
        Sweep::Improve => vec![0; n],
        Sweep::Follow(policy) => policy.to_vec(),
    };
    // A policy can part the world: what counts then is what can be reached from where episodes start.
    let reached = match sweep {
        Sweep::Improve => Vec::new(),
        Sweep::Follow(policy) => reached_by(model, policy),
    };
    let counts = |state: usize| reached.get(state).copied().unwrap_or(true);
    let anchor = (0..n).find(|&state| counts(state)).unwrap_or(0);
    let period = model.period();
    let mut meter = Meter::new(model, limits);
    loop {
        before.copy_from_slice(&values);
        for _ in 0..period {
            one_sweep(model, &sweep, 1.0, &values, &mut policy, &mut next, &mut meter);
            std::mem::swap(&mut values, &mut next);
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (state, (now, was)) in values.iter().zip(&before).enumerate() {
            let gain = (now - was) / period as f64;
            if counts(state) {
                (low, high) = (f64::min(low, gain), f64::max(high, gain));
            }
        }
        let share = match meter.sweeps {
            sweeps if sweeps < LONG[0] => 0.0,
            sweeps if sweeps < LONG[1] => 1e-7,
            _ => 1e-6,
        };
        let converged = high - low < f64::max(limits.tolerance, share * f64::abs(low));
        if converged || meter.spent() {
            let gain = 0.5 * (low + high);
            let base = values[anchor];
            values.iter_mut().for_each(|v| *v -= base);
            let Meter { sweeps, outcomes, .. } = meter;
            return Solution { policy, values, gain, bounds: (low, high), converged, sweeps, outcomes };
        }
        half_way(&mut values, &before, anchor);
        if matches!(sweep, Sweep::Improve) && meter.sweeps < QUICK {
            for _ in 0..FOLLOW {
                model.follow(1.0, &values, &policy, &mut next);
                meter.followed();
                std::mem::swap(&mut values, &mut next);
            }
        }
    }
}

/// One sweep of the optimality equation, or of the given policy's.
fn one_sweep(
    model: &dyn FiniteModel,
    sweep: &Sweep<'_>,
    discount: f64,
    values: &[f64],
    policy: &mut [u32],
    next: &mut [f64],
    meter: &mut Meter,
) {
    match sweep {
        Sweep::Improve => {
            model.improve(discount, values, policy, next);
            meter.improved();
        }
        Sweep::Follow(policy) => {
            model.follow(discount, values, policy, next);
            meter.followed();
        }
    }
}

/// The optimum of the discounted (or, with a discount of 1 in a world that ends, total) reward.
pub fn discounted_optimum(model: &dyn FiniteModel, discount: f64, limits: Limits) -> Solution {
    discounted(model, discount, Sweep::Improve, limits)
}

/// The value of a stationary policy.
pub fn discounted_of(model: &dyn FiniteModel, discount: f64, policy: &[u32], limits: Limits) -> Solution {
    discounted(model, discount, Sweep::Follow(policy), limits)
}

fn discounted(model: &dyn FiniteModel, discount: f64, sweep: Sweep<'_>, limits: Limits) -> Solution {
    let n = model.states();
    let (mut values, mut next) = (vec![0.0; n], vec![0.0; n]);
    let mut policy = match sweep {
        Sweep::Improve => vec![0; n],
        Sweep::Follow(policy) => policy.to_vec(),
    };
    // A change of d at a sweep leaves at most d·γ/(1 − γ) to come.
    let share = if discount < 1.0 { (1.0 - discount) / discount } else { 1.0 };
    let mut meter = Meter::new(model, limits);
    loop {
        one_sweep(model, &sweep, discount, &values, &mut policy, &mut next, &mut meter);
        std::mem::swap(&mut values, &mut next);
        let change = values.iter().zip(&next).fold(0.0, |change, (a, b)| f64::max(change, f64::abs(a - b)));
        let converged = change < limits.tolerance * share;
        if converged || meter.spent() {
            let Meter { sweeps, outcomes, .. } = meter;
            let error = if discount < 1.0 { change / share } else { f64::INFINITY };
            let value = start_value(model, &values);
            let bounds = (value - error, value + error);
            return Solution { policy, values, gain: 0.0, bounds, converged, sweeps, outcomes };
        }
        if matches!(sweep, Sweep::Improve) {
            for _ in 0..FOLLOW {
                model.follow(discount, &values, &policy, &mut next);
                meter.followed();
                std::mem::swap(&mut values, &mut next);
            }
        }
    }
}

/// The optimum of an episode.
#[derive(Clone, Debug, PartialEq)]
pub struct Induction {
    /// The policy of each period, first to last.
    pub policies: Vec<Vec<u32>>,
    /// The value of each state at the start, and after the first period.
    pub values: Vec<f64>,
    pub ahead: Vec<f64>,
}

/// The optimum of an episode of `horizon` periods by backward induction.
pub fn backward_induction(model: &dyn FiniteModel, discount: f64, horizon: usize) -> Induction {
    let n = model.states();
    let (mut values, mut next) = (vec![0.0; n], vec![0.0; n]);
    let mut policies = Vec::with_capacity(horizon);
    for _ in 0..horizon {
        let mut policy = vec![0; n];
        model.improve(discount, &values, &mut policy, &mut next);
        std::mem::swap(&mut values, &mut next);
        policies.push(policy);
    }
    policies.reverse();
    Induction { policies, values, ahead: next }
}

/// The value of playing a stationary policy for `horizon` periods.
pub fn horizon_value_of(model: &dyn FiniteModel, discount: f64, policy: &[u32], horizon: usize) -> Vec<f64> {
    let n = model.states();
    let (mut values, mut next) = (vec![0.0; n], vec![0.0; n]);
    for _ in 0..horizon {
        model.follow(discount, &values, policy, &mut next);
        std::mem::swap(&mut values, &mut next);
    }
    values
}

/// The expectation of a value over the states in which episodes start.
pub fn start_value(model: &dyn FiniteModel, values: &[f64]) -> f64 {
    model.start().iter().map(|&(state, p)| p * values[state]).sum()
}
