//! What the searchers on the exact chain share: a rule's policy on the finite model, and its average reward.

use super::stock_rule::StockRule;
use super::{Case, model_of, planned};
use crate::analytics::planning::{self, Limits};
use crate::base::{FiniteModel, Trouble};
use crate::sim::{Objective, StockFacts};
use crate::trouble;

/// Outcomes that a sweep of one policy may visit where many policies are to be tried.
const MOST_OUTCOMES: f64 = 4e6;
/// Outcomes that a whole search may visit, some seconds of work.
const WHOLE_SEARCH: f64 = 1.5e10;
/// How exactly two policies of a search are told apart.
pub const TOLERANCE: f64 = 1e-7;

/// A finite model with its observations written out once, so that many rules can be tried on it.
pub struct Chain {
    model: Box<dyn FiniteModel>,
    seen: Vec<f64>,
    width: usize,
    values: Vec<f64>,
    /// What is left to be visited: it is shared by all rules that are tried.
    limits: Limits,
}

impl Chain {
    pub fn new(model: Box<dyn FiniteModel>, width: usize, limits: Limits) -> Chain {
        let mut seen = vec![0.0; model.states() * width];
        for (state, observation) in seen.chunks_exact_mut(width).enumerate() {
            model.observation_of(state, observation);
        }
        Chain { values: vec![0.0; model.states()], model, seen, width, limits }
    }

    /// The average reward of a rule, as exactly as the limits allow, or why it is not known so well. It starts from
    /// the values of the last rule that came to an answer.
    pub fn average(&mut self, facts: &StockFacts, rule: &dyn StockRule) -> Result<f64, Trouble> {
        let policy: Vec<u32> =
            self.seen.chunks_exact(self.width).map(|o| facts.choice_for(rule.order(facts, o)) as u32).collect();
        let solution = planning::average_of(&*self.model, &policy, self.values.clone(), self.limits);
        self.limits.outcomes -= solution.outcomes;
        let solution = planned::close_enough(solution)?;
        self.values = solution.values;
        Ok(solution.gain)
    }

    /// The same for a search: what is not known is not a number.
    pub fn try_rule(&mut self, facts: &StockFacts, rule: &dyn StockRule) -> f64 {
        if self.is_spent() { f64::NAN } else { self.average(facts, rule).unwrap_or(f64::NAN) }
    }

    /// Whether all the work that a search may do is done.
    pub fn is_spent(&self) -> bool {
        self.limits.outcomes <= 0.0
    }
}

/// Fits where policies can be searched on the exact chain: where it is small enough to try many.
pub fn needs_search(case: &Case<'_>) -> Result<(), Trouble> {
    let outcomes = model_of(case)?.effort().1;
    if outcomes > MOST_OUTCOMES {
        return Err(trouble!(
            "trying one policy would visit {outcomes} outcomes a sweep, and a search is tried up to {MOST_OUTCOMES}",
            "试一个策略每轮要访问 {outcomes} 个结果，策略搜索每轮最多 {MOST_OUTCOMES} 个"
        ));
    }
    if case.spec.objective != Objective::Average {
        return Err(trouble!(
            "the search is for the average reward, and this world counts another objective",
            "搜索针对平均奖励，而这里的目标不同"
        ));
    }
    Ok(())
}

/// The exact chain to search on, where it is small enough.
pub fn searchable_chain(case: &Case<'_>) -> Option<Chain> {
    needs_search(case).ok()?;
    let model = case.facts.model?.build();
    let limits = Limits { tolerance: TOLERANCE, outcomes: WHOLE_SEARCH };
    Some(Chain::new(model, case.spec.seats[case.seat].observation.len(), limits))
}

/// The whole number from `low` to `high` with the largest value, for a function that rises and then falls
/// (perhaps with small ripples): it walks on from `start` until three steps are worse, and over level ground.
/// Values are told apart by [`TOLERANCE`], so that two that are the same policy never take turns. What is not a
/// number is passed over.
pub fn climb(start: i64, low: i64, high: i64, mut value: impl FnMut(i64) -> f64) -> (i64, f64) {
    let start = i64::max(i64::min(start, high), low);
    let mut best = (start, value(start));
    for direction in [-1, 1] {
        let (mut at, mut worse) = (start + direction, 0);
        while (low..=high).contains(&at) && worse < 3 {
            let v = value(at);
            if v > best.1 + TOLERANCE || (best.1.is_nan() && !v.is_nan()) {
                (best, worse) = ((at, v), 0);
            } else if v < best.1 - TOLERANCE {
                worse += 1;
            }
            at += direction;
        }
    }
    best
}

/// The whole number from `low` to `high` with the largest value, for a function without ripples: it halves the
/// range by asking on which side of its middle the function still rises.
pub fn peak(low: i64, high: i64, mut value: impl FnMut(i64) -> f64) -> (i64, f64) {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if value(middle) < value(middle + 1) { low = middle + 1 } else { high = middle }
    }
    (low, value(low))
}

#[cfg(test)]
mod tests {
    use super::{climb, peak};

    #[test]
    fn both_searches_find_the_top() {
        for top in -20..=20 {
            let hill = |x: i64| -((x - top) * (x - top)) as f64;
            assert_eq!(peak(-20, 20, hill), (top, 0.0));
            assert_eq!(climb(3, -20, 20, hill), (top, 0.0));
            // Beyond 10 nothing changes any more, wherever the walk begins.
            let plateau = |x: i64| hill(x.min(10));
            assert_eq!(climb(20, -20, 20, plateau).1, plateau(top));
        }
        // An empty range is its lower end.
        assert_eq!(climb(0, 5, 2, |x| x as f64), (5, 5.0));
    }

    #[test]
    fn what_is_not_a_number_is_passed_over() {
        let (start, value) = climb(3, 0, 9, |_| f64::NAN);
        assert!(start == 3 && value.is_nan());
        let odd = |x: i64| if x % 2 == 0 { f64::NAN } else { -((x - 7) * (x - 7)) as f64 };
        assert_eq!(climb(4, 0, 9, odd), (7, 0.0));
    }
}
