//! Exact plans and how they are played: one policy for ever, or one for each period of an episode.

use super::{Agent, Case, Mode, Opinion, Seen, model_of, needs_model};
use crate::analytics::planning::{self, Induction, Limits, Solution};
use crate::base::{Action, FiniteModel, Rng, Trouble};
use crate::sim::{ModelSource, Objective, Spec};
use crate::trouble;
use std::sync::Arc;

/// A plan that is still open after so many outcomes is given up: a minute's work or so.
pub const LIMITS: Limits = Limits { tolerance: 1e-8, outcomes: 2e11 };

/// Plays planned policies.
pub struct Planned {
    plan: Arc<Plan>,
    /// The period that comes next, for each lane.
    period: Vec<usize>,
}

/// An exact answer.
pub struct Plan {
    pub model: Box<dyn FiniteModel>,
    /// The choice of each state, for ever or period by period.
    pub policies: Vec<Vec<u32>>,
    /// What each state is worth after the first period; up to a constant under the average objective.
    ahead: Vec<f64>,
    discount: f64,
    /// The optimum under the objective, from where episodes start.
    pub value: f64,
    /// The bounds that were proven for it: one number twice where it was computed directly, endless where none were.
    pub bounds: (f64, f64),
    pub method: &'static str,
    pub states: usize,
}

/// The factor by which a period's reward is worth less, where the objective has one.
pub fn discount_of(objective: Objective) -> f64 {
    match objective {
        Objective::Discounted(discount) => discount,
        _ => 1.0,
    }
}

/// Solves a model under a world's objective: the optimum of exactly what is measured.
pub fn plan(source: &dyn ModelSource, spec: &Spec) -> Result<Plan, Trouble> {
    let model = source.build();
    let discount = discount_of(spec.objective);
    let (policies, ahead, value, bounds, method) = match (spec.objective, spec.horizon) {
        (Objective::Average, _) => {
            let solution = close_enough(planning::average_optimum(&*model, LIMITS))?;
            (vec![solution.policy], solution.values, solution.gain, Some(solution.bounds), "relative value iteration")
        }
        (_, Some(horizon)) => {
            let Induction { policies, values, ahead } =
                planning::backward_induction(&*model, discount, horizon as usize);
            (policies, ahead, planning::start_value(&*model, &values), None, "backward induction")
        }
        (_, None) => {
            let solution = close_enough(planning::discounted_optimum(&*model, discount, LIMITS))?;
            let value = planning::start_value(&*model, &solution.values);
            (vec![solution.policy], solution.values, value, Some(solution.bounds), "value iteration")
        }
    };
    let states = model.states();
    Ok(Plan { model, policies, ahead, discount, value, bounds: bounds.unwrap_or((value, value)), method, states })
}

/// The same, once for all who share what is known of the world.
pub fn plan_once(case: &Case<'_>) -> Result<Arc<Plan>, Trouble> {
    case.once("plan", || plan(model_of(case)?, case.spec).map(Arc::new))
}

/// A solution whose bounds have met.
pub fn close_enough(solution: Solution) -> Result<Solution, Trouble> {
    if solution.converged {
        return Ok(solution);
    }
    let (sweeps, (low, high)) = (solution.sweeps, solution.bounds);
    Err(trouble!(
        "after {sweeps} sweeps the answer is only known to lie between {low} and {high}",
        "{sweeps} 轮迭代后，只知道答案在 {low} 与 {high} 之间"
    ))
}

/// Builds the agent that plays the plan, for every planner.
pub fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    needs_model(case)?;
    Ok(Box::new(Planned::new(plan_once(case)?)))
}

/// The value of a stationary policy under a world's objective, exactly on its chain.
pub fn value_of(model: &dyn FiniteModel, spec: &Spec, policy: &[u32]) -> Result<f64, Trouble> {
    let discount = discount_of(spec.objective);
    let values = match (spec.objective, spec.horizon) {
        (Objective::Average, _) => {
            return Ok(close_enough(planning::average_of(model, policy, Vec::new(), LIMITS))?.gain);
        }
        (_, Some(horizon)) => planning::horizon_value_of(model, discount, policy, horizon as usize),
        (_, None) => close_enough(planning::discounted_of(model, discount, policy, LIMITS))?.values,
    };
    Ok(planning::start_value(model, &values))
}

/// The choices that an agent's frozen policy makes in every state, for agents that look at the moment alone.
pub fn policy_of(agent: &mut dyn Agent, model: &dyn FiniteModel, width: usize) -> Vec<u32> {
    let mut observation = vec![0.0; width];
    let mut mask = vec![true; model.actions()];
    let mut rng = Rng::new(0, "policy");
    let mut action = Action::default();
    let lane = agent.lanes();
    (0..model.states())
        .map(|state| {
            model.observation_of(state, &mut observation);
            mask.iter_mut().enumerate().for_each(|(choice, m)| *m = model.allowed(state, choice));
            agent.begin(lane);
            agent.act(lane, Seen { observation: &observation, mask: &mask }, &mut rng, Mode::Exploit, &mut action);
            action.choice as u32
        })
        .collect()
}

impl Planned {
    pub fn new(plan: Arc<Plan>) -> Planned {
        Planned { plan, period: Vec::new() }
    }

    fn choice(&self, period: usize, observation: &[f64]) -> Option<usize> {
        let policies = &self.plan.policies;
        let policy = &policies[usize::min(period, policies.len() - 1)];
        self.plan.model.state_of(observation).map(|state| policy[state] as usize)
    }
}

impl Agent for Planned {
    fn begin(&mut self, lane: usize) {
        if self.period.len() <= lane {
            self.period.resize(lane + 1, 0);
        }
        self.period[lane] = 0;
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.choice(self.period[lane], seen.observation).unwrap_or(0);
        self.period[lane] += 1;
    }

    /// What each choice is worth: how far one falls short of the best is what it costs to take it once.
    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let Plan { model, discount, ahead, .. } = &*self.plan;
        let Some(state) = model.state_of(seen.observation) else { return Opinion::default() };
        let worth = |choice| match model.allowed(state, choice) {
            true => model.action_value(state, choice, *discount, ahead),
            false => f64::NEG_INFINITY,
        };
        let values = (0..model.actions()).map(worth).collect();
        Opinion { values, choice: self.choice(0, seen.observation), ..Opinion::default() }
    }
}
