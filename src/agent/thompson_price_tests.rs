//! What Thompson over curves promises: its beliefs are Bayes' rule, and they gather about the truth.

use super::*;
use crate::base::DemandCurve;

fn facts(season: Option<(u32, u32)>) -> PriceFacts {
    PriceFacts {
        seat: 0,
        range: (20.0, 80.0),
        ladder: (0..13).map(|i| 20.0 + 5.0 * i as f64).collect(),
        unit_cost: 20.0,
        usual_price: 40.0,
        curve: DemandCurve::Linear { a: 1.0, b: 1.0 },
        last_price: 2,
        last_sold: 3,
        stock: season.map(|_| 0),
        days_left: season.map(|_| 1),
        rival: None,
        season,
        unsteady: None,
    }
}

fn agent(season: Option<(u32, u32)>) -> Thompson {
    Thompson::new(&facts(season), &Params::defaults(ENTRY.params))
}

/// Days at every price, sold exactly as an exponential market says.
fn teach(agent: &mut Thompson, days: f64, alpha: f64) {
    for i in 0..agent.tally.rows.len() {
        let price = agent.tally.prices()[i];
        let units = f64::round(days * 6.0 * exp(-alpha * (price - 40.0)));
        let row = &mut agent.tally.rows[i];
        (row.days, row.units, row.prices) = (days, units, days * price);
    }
}

#[test]
fn gamma_draws_have_their_mean_and_variance() {
    let mut rng = Rng::new(1, "gamma");
    for shape in [1.0, 2.5, 40.0] {
        let draws: Vec<f64> = (0..40_000).map(|_| gamma(shape, &mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 40_000.0;
        assert!((mean - shape).abs() < 5.0 * f64::sqrt(shape / 40_000.0), "{mean} of {shape}");
        assert!((variance / shape - 1.0).abs() < 0.07, "{variance} of {shape}");
    }
}

/// The weights are the likelihood of the units, integrated over θ by brute force.
#[test]
fn weights_are_bayes_rule() {
    let mut agent = agent(None);
    for (i, days, units) in [(2, 3.0, 9.0), (5, 2.0, 2.0), (9, 4.0, 1.0)] {
        (agent.tally.rows[i].days, agent.tally.rows[i].units) = (days, units);
    }
    let belief = agent.belief(&agent.tally);
    let likelihood = |j: usize| -> f64 {
        let step = 0.002;
        let at = |theta: f64| {
            let rows = agent.tally.rows.iter().enumerate().filter(|(_, row)| row.days > 0.0);
            let logs = rows.map(|(i, row)| {
                let mean = theta * agent.shapes[j * 13 + i];
                row.units * log(mean) - row.days * mean
            });
            exp(logs.sum::<f64>() - RATE * theta)
        };
        (1..40_000).map(|i| at(step * i as f64) * step).sum()
    };
    let weights: Vec<f64> = (0..CURVES).map(likelihood).collect();
    let sum: f64 = weights.iter().sum();
    for (j, (found, brute)) in belief.weights.iter().zip(&weights).enumerate() {
        assert!((found - brute / sum).abs() < 1e-4, "curve {j}");
    }
}

#[test]
fn beliefs_gather_about_the_truth() {
    let mut agent = agent(None);
    teach(&mut agent, 200.0, 0.05);
    let notes = agent.diagnostics();
    assert!((notes[1].1 + 2.0).abs() < 0.2 && notes[2].1 < 0.2, "{notes:?}");
    let (mut rng, mut action) = (Rng::new(2, "thompson"), Action::default());
    for mode in [Mode::Exploit, Mode::Explore] {
        for _ in 0..50 {
            let seen = Seen { observation: &[0.0; 4], mask: &[] };
            agent.act(0, seen, &mut rng, mode, &mut action);
            assert!((3..=5).contains(&action.choice), "the best price is 40, asked {}", action.choice);
        }
    }
}

#[test]
fn scarce_stock_is_dear() {
    let mut agent = agent(Some((20, 30)));
    teach(&mut agent, 200.0, 0.05);
    let (mut rng, mut action) = (Rng::new(2, "thompson"), Action::default());
    let mut price = |stock: f64, days: f64| {
        let observation = [stock, days, 0.0, 0.0];
        agent.act(0, Seen { observation: &observation, mask: &[] }, &mut rng, Mode::Exploit, &mut action);
        action.choice
    };
    // Thirty days at 6 a day for 20 units: 40 + 20·ln 9 is the price at which they last.
    assert_eq!((price(20.0, 30.0), price(500.0, 30.0)), (12, 4));
    assert!(price(20.0, 5.0) > 4 && price(20.0, 5.0) < 12);
}

#[test]
fn records_are_saved_unless_each_episode_is_new() -> Result<(), Trouble> {
    let (mut learned, mut other) = (agent(None), agent(None));
    teach(&mut learned, 20.0, 0.05);
    other.load(&learned.save())?;
    assert_eq!(other.tally, learned.tally);
    assert!(other.load(&[1, 2]).is_err());
    let mut fresh = Thompson { fresh: true, ..agent(None) };
    assert!(fresh.save().is_empty() && fresh.load(&[]).is_ok() && !fresh.learns());
    fresh.begin(0);
    let (mut rng, mut action) = (Rng::new(2, "thompson"), Action::default());
    for _ in 0..3 {
        fresh.act(0, Seen { observation: &[0.0, 0.0, 30.0, 4.0], mask: &[] }, &mut rng, Mode::Exploit, &mut action);
    }
    assert_eq!((fresh.lanes[0].0.days(), fresh.lanes[0].0.units()), (3.0, 12.0));
    fresh.begin(0);
    assert_eq!(fresh.lanes[0].0.days(), 0.0);
    Ok(())
}

/// In a team that plays eight worlds the measured lane is the ninth and the shown one the tenth.
#[test]
fn what_is_told_is_of_the_last_lane() {
    let mut params = Params::defaults(ENTRY.params);
    params.set("a", "fresh", &crate::base::Setting::Switch(true)).unwrap();
    let mut agent = Thompson::new(&facts(None), &params);
    (0..10).for_each(|lane| agent.begin(lane));
    for (lane, days) in [(1, 7.0), (2, 30.0), (8, 100.0), (9, 12.0)] {
        agent.lanes[lane].0.rows[4].days = days;
    }
    assert_eq!(agent.explain(Seen { observation: &[0.0; 4], mask: &[true; 13] }).visits[4], 12.0);
}
