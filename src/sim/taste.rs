//! Tastes and answers of visitors: what simulators share in which people look at things and may buy them.
//!
//! - Tastes lie around hidden types: taste = taste of the type + spread·noise, each number normal.
//! - A visitor goes through a funnel, each stage a binary logit (McFadden 1974): he clicks with the chance
//!   1/(1 + e^−(level + u)), where u is the utility of what he is shown; then he takes it into the cart by the next
//!   stage's level, then he buys by the last one's.
//! - What is shown bores: its boredom goes the share `rise` of the way to 1, all others' fall by the factor `fade`.
//!   Utility falls by `weight` times the boredom.

use crate::base::rng::{join, unit};
use crate::base::special::normal_quantile;
use libm::exp;

/// How far a visitor goes with what he is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Response {
    #[default]
    None,
    Click,
    Cart,
    Purchase,
}

/// The levels of click, cart and purchase: the log-odds of each stage where the utility is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    pub levels: [f64; 3],
}

impl Funnel {
    /// The chances of a click, of a cart after it, and of a purchase after that.
    #[inline]
    pub fn chances(&self, utility: f64) -> [f64; 3] {
        self.levels.map(|level| logistic(level + utility))
    }

    /// What three draws from [0, 1) make of it.
    #[inline]
    pub fn answer(&self, utility: f64, draws: [f64; 3]) -> Response {
        let chances = self.chances(utility);
        if draws[0] >= chances[0] {
            Response::None
        } else if draws[1] >= chances[1] {
            Response::Click
        } else if draws[2] >= chances[2] {
            Response::Cart
        } else {
            Response::Purchase
        }
    }

    /// The mean worth of showing something, where each stage that is reached is worth so much.
    #[inline]
    pub fn worth(&self, utility: f64, weights: [f64; 3]) -> f64 {
        let [click, cart, purchase] = self.chances(utility);
        click * (weights[0] + cart * (weights[1] + purchase * weights[2]))
    }
}

/// 1/(1 + e^−x).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// How showing the same again and again bores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boredom {
    /// How much utility full boredom takes away.
    pub weight: f64,
    pub rise: f64,
    pub fade: f64,
}

impl Boredom {
    /// What is shown bores more afterwards, all else less.
    #[inline]
    pub fn show(&self, boredoms: &mut [f64], shown: usize) {
        for (i, boredom) in boredoms.iter_mut().enumerate() {
            *boredom = if i == shown { *boredom + self.rise * (1.0 - *boredom) } else { *boredom * self.fade };
        }
    }
}

/// A normal number that is a function of its key alone.
#[inline]
pub fn normal(key: u64, number: u64) -> f64 {
    quantile(unit(join(key, number)))
}

/// At 0, which is drawn once in 2^53, the quantile is infinite.
#[inline]
pub fn quantile(uniform: f64) -> f64 {
    normal_quantile(f64::max(uniform, 5e-17))
}

/// The tastes of `people`, `width` numbers each, around `types` hidden types whose own numbers have the standard
/// deviation `strength`; everybody's type is drawn, each as likely.
pub fn around_types(key: u64, people: usize, types: usize, width: usize, strength: f64, spread: f64) -> Vec<f64> {
    let [of_types, of_people, which] = [1, 2, 3].map(|purpose| join(key, purpose));
    let typical: Vec<f64> = (0..types * width).map(|i| strength * normal(of_types, i as u64)).collect();
    let mut tastes = Vec::with_capacity(people * width);
    for person in 0..people {
        let kind = (unit(join(which, person as u64)) * types as f64) as usize;
        let own = |i: usize| spread * normal(of_people, (person * width + i) as u64);
        tastes.extend((0..width).map(|i| typical[kind * width + i] + own(i)));
    }
    tastes
}

#[inline]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    #[test]
    fn answers_come_as_often_as_their_chances_say() {
        let (funnel, mut rng) = (Funnel { levels: [-0.5, 0.2, -0.3] }, Rng::new(1, "funnel"));
        let (utility, n) = (0.7, 100_000);
        let mut counts = [0.0; 4];
        for _ in 0..n {
            let draws = [rng.uniform(), rng.uniform(), rng.uniform()];
            counts[funnel.answer(utility, draws) as usize] += 1.0 / n as f64;
        }
        let [click, cart, purchase] = funnel.chances(utility);
        let expected = [1.0 - click, click * (1.0 - cart), click * cart * (1.0 - purchase), click * cart * purchase];
        for (counted, chance) in counts.iter().zip(expected) {
            assert!((counted - chance).abs() < 4.0 * f64::sqrt(chance / n as f64), "{counts:?} {expected:?}");
        }
        let worth = 0.1 * (1.0 - counts[0]) + 0.3 * (counts[2] + counts[3]) + counts[3];
        assert!((worth - funnel.worth(utility, [0.1, 0.3, 1.0])).abs() < 0.01);
    }

    #[test]
    fn what_is_shown_bores_and_the_rest_recovers() {
        let (boredom, mut boredoms) = (Boredom { weight: 2.0, rise: 0.5, fade: 0.5 }, [0.0; 3]);
        boredom.show(&mut boredoms, 1);
        boredom.show(&mut boredoms, 1);
        assert_eq!(boredoms, [0.0, 0.75, 0.0]);
        boredom.show(&mut boredoms, 0);
        assert_eq!(boredoms, [0.5, 0.375, 0.0]);
    }

    #[test]
    fn people_of_a_type_are_alike() {
        let tastes = around_types(7, 2_000, 1, 3, 2.0, 0.5);
        for i in 0..3 {
            let of: Vec<f64> = tastes.chunks(3).map(|taste| taste[i]).collect();
            let mean = crate::base::stats::mean(&of);
            assert!((mean - 2.0 * normal(join(7, 1), i as u64)).abs() < 0.05, "{mean}");
            assert!((f64::sqrt(crate::base::stats::variance(&of)) - 0.5).abs() < 0.03);
        }
        assert_eq!(tastes, around_types(7, 2_000, 1, 3, 2.0, 0.5));
    }
}
