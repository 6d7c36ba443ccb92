//! The best fixed price: one for the whole season, by someone who knows how customers answer.
//!
//! Where supply never ends it is the best price of a day. Where n units are to be sold in T days it is the price
//! with the largest (p − c)·E[min(n, N)], N Poisson with mean λ(p)·T (Gallego and van Ryzin 1994, section 3):
//! dearer, because a unit that is sold cheaply today cannot be sold tomorrow. λ(p) is the mean over the days of an
//! episode of what a price that never changes sells: season, drift, market and competitor's answer are all in it.
//! Deviation: where good and bad days or a hidden market shake N it is taken for Poisson all the same.

use super::price_rule::{OF_DAY, OF_SEASON, PriceRule, Priced, place_of_largest};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_price};
use crate::base::text::cited;
use crate::base::{Counts, Text, Trouble};
use crate::sim::{FixedPrice, FixedPrices, PriceFacts};
use crate::trouble;
use std::sync::Arc;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "best-fixed",
    label: Text::new("Best fixed price", "最优固定价"),
    story: Text::new(
        "Knows how customers answer, and keeps the one price that earns most over the season.",
        "知道顾客会怎样反应，整季只用最赚钱的那一个价格。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Demand,
    params: &[],
    paper: cited(
        "Gallego, G. and van Ryzin, G. (1994), Optimal dynamic pricing of inventories with stochastic demand over finite horizons, Management Science 40(8), 999–1020",
    ),
    fits: |case| known(case).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| {
        let (facts, market) = known(case)?;
        let fixed = case.once("fixed prices", || Arc::new(market.fixed_prices()));
        Ok(Priced::boxed(facts.clone(), BestFixed::new(facts, &fixed)))
    }),
};

/// The prices, and who knows what each comes to that never changes.
fn known<'a>(case: &Case<'a>) -> Result<(&'a PriceFacts, &'a dyn FixedPrices), Trouble> {
    let (facts, market) = (needs_price(case)?, case.facts.fixed);
    Ok((facts, market.ok_or_else(|| trouble!("nobody knows the market here", "这里无人知晓市场"))?))
}

/// Beyond so many customers a season every one of the few hundred units is sold.
const MOST_CUSTOMERS: f64 = 20_000.0;

struct BestFixed {
    price: f64,
    /// The profit of each step of the ladder: a day's, or a season's where stock ends.
    profits: Vec<f64>,
    best: f64,
}

impl BestFixed {
    fn new(facts: &PriceFacts, fixed: &[FixedPrice]) -> BestFixed {
        let profits: Vec<f64> = fixed.iter().map(|fixed| profit(facts.season, fixed)).collect();
        let place = place_of_largest(profits.iter().copied());
        BestFixed { price: facts.steps()[place], best: profits[place], profits }
    }
}

/// What a price that never changes is expected to earn.
fn profit(season: Option<(u32, u32)>, fixed: &FixedPrice) -> f64 {
    let Some((stock, days)) = season else { return fixed.worth * fixed.demand };
    let customers = Counts::poisson(f64::min(fixed.demand * f64::from(days), MOST_CUSTOMERS));
    let sold: f64 = customers.pmf().iter().enumerate().map(|(k, p)| p * f64::min(k as f64, f64::from(stock))).sum();
    fixed.worth * sold
}

impl PriceRule for BestFixed {
    fn price(&self, _facts: &PriceFacts, _observation: &[f64]) -> f64 {
        self.price
    }

    fn values(&self, _facts: &PriceFacts, _observation: &[f64]) -> Vec<f64> {
        self.profits.clone()
    }

    fn notes(&self, facts: &PriceFacts, _observation: &[f64]) -> Vec<Note> {
        vec![(if facts.season.is_some() { OF_SEASON } else { OF_DAY }, self.best)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::pricing::gallego_van_ryzin::ExponentialSeason;
    use crate::base::DemandCurve;

    fn facts(season: Option<(u32, u32)>) -> PriceFacts {
        let curve = DemandCurve::Exponential { a: 9.0, alpha: 0.05 };
        let ladder: Vec<f64> = (0..601).map(|i| 20.0 + 0.1 * i as f64).collect();
        PriceFacts {
            seat: 0,
            unsteady: None,
            ladder,
            range: (20.0, 80.0),
            unit_cost: 20.0,
            usual_price: 40.0,
            curve,
            last_price: 0,
            last_sold: 1,
            stock: None,
            days_left: None,
            rival: None,
            season,
        }
    }

    fn best(season: Option<(u32, u32)>) -> BestFixed {
        let facts = facts(season);
        let of = |p: &f64| FixedPrice { demand: facts.curve.quantity(*p), worth: p - 20.0 };
        let fixed: Vec<FixedPrice> = facts.ladder.iter().map(of).collect();
        BestFixed::new(&facts, &fixed)
    }

    #[test]
    fn a_season_s_price_is_that_of_gallego_and_van_ryzin() -> Result<(), Trouble> {
        let season = ExponentialSeason::new(9.0, 0.05, 20.0)?;
        let best = best(Some((20, 30)));
        let exact = season.fixed_price(20, 30.0)?;
        assert!((best.price - exact.price).abs() <= 0.1, "{} or {}", best.price, exact.price);
        assert!((best.best - exact.value).abs() < 0.01, "{} or {}", best.best, exact.value);
        Ok(())
    }

    #[test]
    fn where_supply_never_ends_it_is_the_day_s_best() {
        assert!((best(None).price - 40.0).abs() < 0.06);
    }
}
