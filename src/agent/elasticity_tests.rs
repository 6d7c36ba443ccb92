//! What the estimator promises: it finds the curve that is there, says how sure it is, and goes on after a load.

use super::*;

fn facts(ladder: Vec<f64>) -> PriceFacts {
    PriceFacts {
        seat: 0,
        range: (20.0, 80.0),
        ladder,
        unit_cost: 20.0,
        usual_price: 40.0,
        curve: DemandCurve::Linear { a: 1.0, b: 1.0 },
        last_price: 0,
        last_sold: 1,
        stock: None,
        days_left: None,
        rival: None,
        season: None,
        unsteady: None,
    }
}

fn ladder() -> Vec<f64> {
    (0..13).map(|i| 20.0 + 5.0 * i as f64).collect()
}

/// Records of so many days at each of five prices, sold exactly as the curve says.
fn records(curve: DemandCurve, days: f64) -> Tally {
    let mut tally = Tally::new(ladder());
    for place in [0, 2, 4, 6, 8] {
        let price = tally.prices()[place];
        tally.rows[place] = Row { days, units: days * curve.quantity(price), prices: days * price };
    }
    tally
}

#[test]
fn the_curve_that_is_there_is_found() -> Result<(), Trouble> {
    for (form, curve, price, e) in [
        (Form::LogLinear, DemandCurve::Exponential { a: 9.0, alpha: 0.05 }, 40.0, -2.0),
        (Form::LogLog, DemandCurve::Constant { scale: 9_000.0, elasticity: -2.5 }, 20.0 * 2.5 / 1.5, -2.5),
        (Form::Linear, DemandCurve::Linear { a: 10.0, b: 0.1 }, 60.0, -4.0 / 6.0),
    ] {
        let found = estimate(&facts(Vec::new()), form, &records(curve, 1e9))?;
        let [elasticity, low, high] = found.elasticity(40.0);
        assert!((elasticity - e).abs() < 1e-6, "{form:?}: {found:?}");
        assert!((found.price - price).abs() < 1e-4, "{form:?}: {found:?}");
        assert!(low <= e + 1e-6 && high >= e - 1e-6, "{form:?}: {found:?}");
        let on_ladder = estimate(&facts(ladder()), form, &records(curve, 1e9))?;
        assert!((on_ladder.price - price).abs() <= 2.5, "{form:?}: {on_ladder:?}");
    }
    Ok(())
}

/// The weighted regression is the one that the analytics make of all days, row by row.
#[test]
fn a_line_is_that_of_all_days() -> Result<(), Trouble> {
    use crate::analytics::pricing::elasticity::{Sales, linear};
    let mut tally = Tally::new(ladder());
    let mut sales = Sales::default();
    for (place, days) in [(1, 3), (4, 8), (5, 2), (9, 5)] {
        let price = tally.prices()[place];
        for day in 0..days {
            let sold = 20.0 - 0.2 * price + ((place * 7 + day * 3) % 5) as f64;
            tally.rows[place].days += 1.0;
            tally.rows[place].units += sold;
            tally.rows[place].prices += price;
            sales.prices.push(price);
            sales.quantities.push(sold);
        }
    }
    let (found, all) = (estimate(&facts(ladder()), Form::Linear, &tally)?, linear(&sales)?);
    let (DemandCurve::Linear { a, b }, DemandCurve::Linear { a: a2, b: b2 }) = (found.curve, all.curve) else {
        panic!("no lines")
    };
    assert!((a - a2).abs() < 1e-9 && (b - b2).abs() < 1e-11, "{a} {b} or {a2} {b2}");
    Ok(())
}

/// A line through days of chance: as often as it says, its intervals hold the true demand and the true elasticity, far
/// from the prices tried, too.
#[test]
fn intervals_of_a_line_hold_the_truth_as_often_as_they_say() -> Result<(), Trouble> {
    let truth = DemandCurve::Linear { a: 30.0, b: 0.3 };
    let (mut rng, rounds) = (Rng::new(3, "line"), 4_000);
    let places = [20.0, 40.0, 70.0];
    let mut held = [[0.0; 2]; 3];
    for _ in 0..rounds {
        let mut tally = Tally::new(ladder());
        for (place, days) in [(0, 40.0), (2, 90.0), (4, 20.0), (5, 60.0), (7, 10.0)] {
            let price = tally.prices()[place];
            // A mean of days has the variance σ²/days.
            let q = truth.quantity(price) + 2.0 * crate::nn::init::normal(&mut rng) / f64::sqrt(days);
            tally.rows[place] = Row { days, units: days * q, prices: days * price };
        }
        let found = estimate(&facts(ladder()), Form::Linear, &tally)?;
        for (held, price) in held.iter_mut().zip(places) {
            let known = [found.demand(price), found.elasticity(price)];
            for (slot, ([_, low, high], true_one)) in
                held.iter_mut().zip(known.into_iter().zip([truth.quantity(price), truth.elasticity(price)]))
            {
                *slot += f64::from(u8::from(low <= true_one && true_one <= high)) / f64::from(rounds);
            }
        }
    }
    // Two deviations of such a share are 0.007; the delta method itself is near, not exact.
    assert!(held.iter().flatten().all(|share| (share - 0.95).abs() < 0.012), "{held:?}");
    Ok(())
}

/// A price that was asked long ago says what it said then, and ever less loudly.
#[test]
fn what_has_faded_does_not_shout() {
    let row = |share: f64| Row { days: 3.0 * share, units: 2.0 * share, prices: 120.0 * share };
    for form in [Form::LogLinear, Form::LogLog] {
        let told = |share: f64| point(form, &row(share)).map(|(_, y, w)| (y, w)).unwrap();
        assert!((told(1.0).0 - log(2.5 / 3.0)).abs() < 1e-15, "{form:?}");
        let (once, late) = (told(1.0 / 3.0), told(1e-9));
        assert!((late.0 - once.0).abs() < 1e-9 && late.1 < 1e-8, "{form:?}: {once:?} and {late:?}");
    }
}

/// The picture is that of the curve: records that came after it was drawn do not move its interval.
#[test]
fn the_interval_is_that_of_the_days_of_its_curve() -> Result<(), Trouble> {
    let mut params = Params::defaults(ENTRY.params);
    params.set("elasticity", "re_estimate", &crate::base::Setting::Switch(true))?;
    let (mut agent, look) = (Estimator::new(&facts(ladder()), &params), Seen { observation: &[0.0, 0.0], mask: &[] });
    let fitted = |agent: &Estimator| -> Vec<u64> {
        let picture = agent.pictures(look).remove(0);
        let points = picture.values.chunks(super::super::picture::POINT);
        points.filter(|p| p[0] != super::super::picture::OBSERVED as f64).flatten().map(|x| x.to_bits()).collect()
    };
    learn(&mut agent, 625);
    let before = fitted(&agent);
    learn(&mut agent, 24);
    assert_eq!(fitted(&agent), before);
    learn(&mut agent, 1);
    assert_ne!(fitted(&agent), before);
    Ok(())
}

#[test]
fn a_rising_curve_is_no_estimate() {
    let mut tally = records(DemandCurve::Exponential { a: 9.0, alpha: 0.05 }, 10.0);
    tally.rows.iter_mut().for_each(|row| row.units = row.prices);
    for form in [Form::LogLinear, Form::LogLog, Form::Linear] {
        assert!(estimate(&facts(ladder()), form, &tally).is_err(), "{form:?}");
        assert!(estimate(&facts(ladder()), form, &Tally::new(ladder())).is_err(), "{form:?}: without records");
    }
}

#[test]
fn experiments_lie_about_the_usual_price() {
    assert_eq!(tried(&facts(ladder()), 0.5, 5), [20.0, 30.0, 40.0, 50.0, 60.0]);
    assert_eq!(tried(&facts(ladder()), 0.05, 5), [35.0, 40.0, 45.0], "three at least");
    assert_eq!(tried(&facts(vec![20.0, 80.0]), 0.3, 5), [20.0, 80.0]);
    assert_eq!(tried(&facts(Vec::new()), 0.25, 3), [30.0, 40.0, 50.0]);
    let dear = PriceFacts { usual_price: 500.0, ..facts(ladder()) };
    assert_eq!(tried(&dear, 0.1, 3), [70.0, 75.0, 80.0]);
}

/// Plays some days of an exponential market.
fn learn(agent: &mut Estimator, days: u64) {
    let (mut rng, mut action) = (Rng::new(5, "estimator"), Action::default());
    for day in 0..days {
        let before = [0.0, 0.0];
        agent.act(0, Seen { observation: &before, mask: &[] }, &mut rng, Mode::Explore, &mut action);
        let price = agent.facts.ladder[action.choice];
        let after = [price, f64::round(90.0 * exp(-0.05 * price)) + (day % 3) as f64 - 1.0];
        let seen = |observation| Seen { observation, mask: &[] };
        let step = Transition {
            seen: seen(&before),
            action: &action,
            reward: 0.0,
            next: seen(&after),
            status: crate::sim::Status::Running,
        };
        agent.learn(0, &step, &mut rng);
    }
}

#[test]
fn the_curve_is_drawn_anew_every_so_many_days() -> Result<(), Trouble> {
    let mut params = Params::defaults(ENTRY.params);
    for (id, x) in [("experiments", 100.0), ("every", 70.0)] {
        params.set("elasticity", id, &crate::base::Setting::Number(x))?;
    }
    params.set("elasticity", "re_estimate", &crate::base::Setting::Switch(true))?;
    let after = |days| {
        let mut agent = Estimator::new(&facts(ladder()), &params);
        learn(&mut agent, days);
        agent.estimate
    };
    let drawn: Vec<u64> = (1..=300).filter(|day| after(*day) != after(day - 1)).collect();
    assert_eq!(drawn, [70, 100, 140, 210, 280]);
    Ok(())
}

#[test]
fn what_was_learned_is_saved_and_loaded() -> Result<(), Trouble> {
    let params = Params::defaults(ENTRY.params);
    let fresh = || Estimator::new(&facts(ladder()), &params);
    for days in [0, 40, 1_000] {
        let (mut learned, mut other) = (fresh(), fresh());
        learn(&mut learned, days);
        other.load(&learned.save())?;
        assert_eq!((other.steps, &other.tally, other.estimate), (learned.steps, &learned.tally, learned.estimate));
        assert!(other.load(&learned.save()[3..]).is_err());
    }
    let mut learned = fresh();
    learn(&mut learned, 1_000);
    assert_eq!(learned.price(), 40.0);
    let e = learned.estimate.map(|e| e.elasticity(40.0)[0]);
    assert!(e.is_some_and(|e| (e + 2.0).abs() < 0.2), "{e:?}");
    let opinion = learned.explain(Seen { observation: &[0.0, 0.0], mask: &[] });
    assert_eq!((opinion.choice, opinion.values.len(), opinion.notes.len()), (Some(4), 13, 7));
    Ok(())
}
