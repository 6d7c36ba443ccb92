//! How a visitor chooses: one of the products, or the door.
//!
//! The multinomial logit (McFadden 1974): every choice has a utility and a draw of luck, and the largest sum wins,
//! so that P(i) = e^(uᵢ) / (1 + Σⱼ e^(uⱼ)), where leaving has utility 0. What a visitor wants does not hang on what
//! is in stock: who finds the shelf empty leaves, and does not take something else instead.

use super::config::{Config, PRODUCTS, RUNGS, SEGMENTS};
use libm::exp;

/// A number for each product.
pub type Each = [f64; PRODUCTS];

/// The share of visitors who want each product; the others leave.
pub fn shares(utilities: &Each) -> Each {
    let weights = utilities.map(exp);
    let all = 1.0 + weights.iter().sum::<f64>();
    weights.map(|w| w / all)
}

/// What a segment thinks of each product when one is featured at a rung of the ladder: its taste, the lift of being
/// featured, and what it minds of a price above the list price.
pub fn utilities(config: &Config, segment: usize, featured: usize, rung: usize) -> Each {
    let mut utilities = config.tastes[segment];
    utilities[featured] += config.lift - config.sensitivity * (config.factors[rung] - 1.0);
    utilities
}

/// The shares of every situation, worked out once.
#[derive(Clone)]
pub struct Shares {
    shares: Vec<Each>,
    /// Added up from product to product, so that one draw decides.
    steps: Vec<Each>,
}

impl Shares {
    pub fn new(config: &Config) -> Shares {
        let situations = (0..SEGMENTS * PRODUCTS * RUNGS).map(|at| {
            let (segment, featured, rung) = (at / (PRODUCTS * RUNGS), at / RUNGS % PRODUCTS, at % RUNGS);
            shares(&utilities(config, segment, featured, rung))
        });
        let shares: Vec<Each> = situations.collect();
        let steps = shares.iter().map(|[a, b, c]| [*a, a + b, a + b + c]).collect();
        Shares { shares, steps }
    }

    pub fn of(&self, segment: usize, featured: usize, rung: usize) -> &Each {
        &self.shares[place(segment, featured, rung)]
    }

    pub fn steps(&self, segment: usize, featured: usize, rung: usize) -> &Each {
        &self.steps[place(segment, featured, rung)]
    }
}

fn place(segment: usize, featured: usize, rung: usize) -> usize {
    (segment * PRODUCTS + featured) * RUNGS + rung
}
