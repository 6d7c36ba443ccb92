//! A finite Markov decision model that is lazy: it knows its expectations and stores no matrices.

/// Where a step leads: into a state, or out of the world (terminated).
pub type Next = Option<usize>;

/// States and actions are counted from 0. Rewards are expectations given the outcome.
pub trait FiniteModel: Send + Sync {
    fn states(&self) -> usize;
    fn actions(&self) -> usize;
    /// After how many steps the chain can come back to its class: the length of a season, else 1.
    fn period(&self) -> usize {
        1
    }
    /// About how many outcomes a sweep visits, by which planning is bounded: of every action, and of one policy.
    fn effort(&self) -> (f64, f64) {
        (self.states() as f64 * self.actions() as f64, self.states() as f64)
    }
    /// The states in which episodes start, each with its probability.
    fn start(&self) -> Vec<(usize, f64)>;
    /// The state that a seat's observation shows.
    fn state_of(&self, observation: &[f64]) -> Option<usize>;
    /// The observation that belongs to a state.
    fn observation_of(&self, state: usize, observation: &mut [f64]);
    fn allowed(&self, _state: usize, _action: usize) -> bool {
        true
    }
    /// Visits every outcome of an action: probability, where it leads, reward.
    fn outcomes(&self, state: usize, action: usize, visit: &mut dyn FnMut(f64, Next, f64));

    /// Expected reward and discounted value of what follows.
    fn action_value(&self, state: usize, action: usize, discount: f64, values: &[f64]) -> f64 {
        let mut sum = 0.0;
        self.outcomes(state, action, &mut |p, next, reward| {
            sum += p * (reward + next.map_or(0.0, |s| discount * values[s]));
        });
        sum
    }

    /// One sweep of the optimality equation: the best action of each state and its value. Among equal
    /// ones (within rounding) the smallest action wins, so that policies do not flicker.
    fn improve(&self, discount: f64, values: &[f64], policy: &mut [u32], out: &mut [f64]) {
        improve_each(self, discount, values, policy, out);
    }

    /// One sweep of a fixed policy's equation.
    fn follow(&self, discount: f64, values: &[f64], policy: &[u32], out: &mut [f64]) {
        follow_each(self, discount, values, policy, out);
    }
}

/// The sweep of [`FiniteModel::improve`], state by state.
pub fn improve_each<M: FiniteModel + ?Sized>(
    model: &M,
    discount: f64,
    values: &[f64],
    policy: &mut [u32],
    out: &mut [f64],
) {
    for state in 0..model.states() {
        let (mut best, mut best_value) = (0, f64::NEG_INFINITY);
        for action in 0..model.actions() {
            if model.allowed(state, action) {
                let value = model.action_value(state, action, discount, values);
                if better(value, best_value) {
                    (best, best_value) = (action, value);
                }
            }
        }
        (policy[state], out[state]) = (best as u32, best_value);
    }
}

/// The sweep of [`FiniteModel::follow`], state by state.
pub fn follow_each<M: FiniteModel + ?Sized>(model: &M, discount: f64, values: &[f64], policy: &[u32], out: &mut [f64]) {
    for state in 0..model.states() {
        out[state] = model.action_value(state, policy[state] as usize, discount, values);
    }
}

/// Whether a value beats another by more than rounding.
#[inline]
pub fn better(value: f64, than: f64) -> bool {
    value > than + 1e-11 * (1.0 + f64::abs(than)) || than == f64::NEG_INFINITY
}
