//! The exact policy of Gallego and van Ryzin (1994, section 2.3) for exponential demand: with n units and the time
//! t left, p(n, t) = c + 1/α + J(n, t) − J(n − 1, t).
//!
//! It is exact where customers come one by one and the price may change between any two of them. A shop that sets
//! one price a day, on a ladder, plays it at the beginning of the day and takes the nearest step: its slot is a day.

use super::picture::Picture;
use super::price_pictures::{self, Belief};
use super::price_rule::{PriceRule, Priced, STOCK_WORTH, left};
use super::{AgentEntry, Build, Case, Family, Knows, Note, needs_price};
use crate::analytics::pricing::gallego_van_ryzin::{ExponentialSeason, SeasonPrice};
use crate::base::text::cited;
use crate::base::{DemandCurve, Text, Trouble};
use crate::sim::PriceFacts;
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "gallego-van-ryzin",
    label: Text::new("Gallego–van Ryzin", "Gallego–van Ryzin 策略"),
    story: Text::new(
        "Knows how customers answer, and asks more for every unit the fewer there are and the longer it can wait.",
        "知道顾客会怎样反应：货越少、时间越多，每件要价越高。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Demand,
    params: &[],
    paper: cited(
        "Gallego, G. and van Ryzin, G. (1994), Optimal dynamic pricing of inventories with stochastic demand over finite horizons, Management Science 40(8), 999–1020",
    ),
    fits: |case| season_of(needs_price(case)?).map(|_| ()),
    build: Build::Agent(|case: &Case<'_>| {
        let facts = needs_price(case)?.clone();
        let (season, stock, days) = season_of(&facts)?;
        let rule = Exact { table: (1..=days).map(|t| season.exact(stock, t as f64)).collect::<Result<_, _>>()? };
        Ok(Priced::boxed(facts, rule))
    }),
};

/// The season with its units and days, where it is one that the formula speaks of.
fn season_of(facts: &PriceFacts) -> Result<(ExponentialSeason, usize, usize), Trouble> {
    if let Some(Text { en, zh }) = facts.unsteady {
        return Err(trouble!(
            "its formula is for days that are all alike and for profit, and here there is {en}",
            "它的公式要求每天都一样、且计算利润，而这里有{zh}"
        ));
    }
    let bounded = facts.season.filter(|_| facts.stock.is_some() && facts.days_left.is_some());
    let Some((stock, days)) = bounded.filter(|(stock, days)| *stock > 0 && *days > 0) else {
        return Err(trouble!(
            "it sells a stock by a date, and here one of the two does not end",
            "它在期限前卖完库存，而这里库存或时间没有尽头"
        ));
    };
    let DemandCurve::Exponential { a, alpha } = facts.curve else {
        return Err(trouble!(
            "its formula is that of exponential demand, and here demand is of another form",
            "它的公式只适用于指数需求，而这里需求是别的形式"
        ));
    };
    Ok((ExponentialSeason::new(a, alpha, facts.unit_cost)?, stock as usize, days as usize))
}

struct Exact {
    /// By days left and units, both from one on.
    table: Vec<Vec<SeasonPrice>>,
}

impl Exact {
    /// The rows of today, and how many units there are, from 0.
    fn today(&self, facts: &PriceFacts, observation: &[f64]) -> (&[SeasonPrice], usize) {
        let (stock, days) = left(facts, observation).unwrap_or((1.0, 1.0));
        let row = &self.table[(days as usize).clamp(1, self.table.len()) - 1];
        (row, (stock as usize).clamp(1, row.len()) - 1)
    }

    /// c + ΔJ: what is given up with a unit.
    fn kept(&self, facts: &PriceFacts, observation: &[f64]) -> f64 {
        let (row, unit) = self.today(facts, observation);
        let before = if unit == 0 { 0.0 } else { row[unit - 1].value };
        facts.unit_cost + row[unit].value - before
    }
}

impl PriceRule for Exact {
    fn price(&self, facts: &PriceFacts, observation: &[f64]) -> f64 {
        let (row, unit) = self.today(facts, observation);
        row[unit].price
    }

    /// λ(p)·(p − c − ΔJ): what a day at a price adds to what the stock is worth anyway.
    fn values(&self, facts: &PriceFacts, observation: &[f64]) -> Vec<f64> {
        let kept = self.kept(facts, observation);
        facts.ladder.iter().map(|p| facts.curve.quantity(*p) * (p - kept)).collect()
    }

    fn notes(&self, facts: &PriceFacts, observation: &[f64]) -> Vec<Note> {
        let (row, unit) = self.today(facts, observation);
        vec![(STOCK_WORTH, row[unit].value)]
    }

    /// The curve is the true one, and a unit costs what it would bring later, too.
    fn pictures(&self, facts: &PriceFacts, observation: &[f64]) -> Vec<Picture> {
        let demand = |price: f64| [facts.curve.quantity(price), f64::NAN, f64::NAN];
        let (price, cost) = (self.price(facts, observation), self.kept(facts, observation));
        price_pictures::pictures(facts, &Belief { tally: None, demand: Some(&demand), price, cost, kept: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(curve: DemandCurve) -> PriceFacts {
        PriceFacts {
            seat: 0,
            ladder: vec![20.0, 30.0, 40.0, 50.0, 60.0, 70.0],
            range: (20.0, 70.0),
            unit_cost: 20.0,
            usual_price: 40.0,
            curve,
            last_price: 2,
            last_sold: 3,
            stock: Some(0),
            days_left: Some(1),
            rival: None,
            season: Some((20, 30)),
            unsteady: None,
        }
    }

    #[test]
    fn prices_are_the_formula_s() -> Result<(), Trouble> {
        let facts = facts(DemandCurve::Exponential { a: 9.0, alpha: 0.05 });
        let (season, stock, days) = season_of(&facts)?;
        assert_eq!((stock, days), (20, 30));
        let table = (1..=days).map(|t| season.exact(stock, t as f64)).collect::<Result<_, _>>()?;
        let rule = Exact { table };
        for (n, t) in [(1, 1), (7, 12), (20, 30)] {
            let price = rule.price(&facts, &[n as f64, t as f64, 0.0, 0.0]);
            let formula = season.exact(n, t as f64)?[n - 1].price;
            assert_eq!(price.to_bits(), formula.to_bits());
            assert!(price > 20.0 + 1.0 / 0.05, "never below the day's best price");
            // The step with the largest value is one of the two beside the formula's price.
            let values = rule.values(&facts, &[n as f64, t as f64, 0.0, 0.0]);
            let best = facts.ladder[super::super::price_rule::place_of_largest(values.into_iter())];
            assert!((best - f64::min(price, 70.0)).abs() <= 10.0, "{best} and {price}");
        }
        Ok(())
    }

    #[test]
    fn other_seasons_are_refused() {
        assert!(season_of(&facts(DemandCurve::Linear { a: 10.0, b: 0.1 })).is_err());
        let seasons = PriceFacts {
            unsteady: Some(Text::new("a season", "季节")),
            ..facts(DemandCurve::Exponential { a: 9.0, alpha: 0.05 })
        };
        assert!(season_of(&seasons).is_err_and(|t| t.en.contains("a season") && t.zh.contains("季节")));
        let endless = PriceFacts { season: None, ..facts(DemandCurve::Exponential { a: 9.0, alpha: 0.05 }) };
        assert!(season_of(&endless).is_err());
    }
}
