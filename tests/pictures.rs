//! Pictures of a mind say what the mind says: their numbers are the agent's, whoever it is, and they are bounded.
#![cfg(not(target_arch = "wasm32"))]

use emporium::agent::picture::{BEST, FITTED, Kind, MOST, OBSERVED, POINT, Picture};
use emporium::agent::{self, Family};
use emporium::base::Setting;
use emporium::run::inside::{Ask, Gallery, Now, Told};
use emporium::run::protocol::FromWorker;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Run, Scenario};
use libm::log;

fn learned(sim: &str, agent: &str, steps: u64) -> Run {
    learned_in(sim, "everyday", agent, steps)
}

fn learned_in(sim: &str, preset: &str, agent: &str, steps: u64) -> Run {
    learned_from(Scenario::of(sim, preset, &[agent]), steps)
}

fn learned_from(mut scenario: Scenario, steps: u64) -> Run {
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: 2 });
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap();
    while !run.finished() {
        run.advance(10_000);
    }
    run
}

fn now(run: &mut Run, seat: u32) -> Now {
    let Told::Now(now) = run.tell(&Ask::Now { seat }, None).unwrap() else { panic!("no now") };
    now
}

fn gallery(run: &mut Run, seat: u32, shown: u32) -> Gallery {
    let at = now(run, seat).observation;
    let Told::Pictures(gallery) = run.tell(&Ask::Pictures { seat, at, day: None, shown }, None).unwrap() else {
        panic!("none")
    };
    gallery
}

/// The picture with this title.
fn picture(run: &mut Run, title: &str) -> Picture {
    let titles = gallery(run, 0, 0).titles;
    let at = titles.iter().position(|t| t.en == title).unwrap_or_else(|| panic!("{title}: {titles:?}"));
    let picture = gallery(run, 0, at as u32).picture;
    assert_eq!(picture.title.en, title);
    picture
}

/// What the agent says of itself, or of this day.
fn note(run: &mut Run, words: &str) -> f64 {
    let now = now(run, 0);
    let mut notes = now.diagnostics.iter().chain(&now.thought.notes);
    notes.find(|(w, _)| w.en == words).unwrap_or_else(|| panic!("{words}: {now:?}")).1
}

fn line(picture: &Picture, line: usize) -> Vec<[f64; 4]> {
    let points = picture.values.chunks_exact(POINT).filter(|p| p[0] == line as f64);
    points.map(|p| [p[1], p[2], p[3], p[4]]).collect()
}

fn square(x: f64) -> f64 {
    x * x
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * f64::max(1.0, b.abs()), "{a} and {b}");
}

/// What was sold at one price.
struct Sold {
    price: f64,
    days: f64,
    units: f64,
}

/// The records that an estimator of prices has saved: a counter, then days, units and the sum of prices of each step.
fn records(run: &Run) -> Vec<Sold> {
    let saved = run.players()[0].agent().unwrap().save();
    let numbers: Vec<f64> = saved.chunks_exact(8).map(|x| f64::from_le_bytes(x.try_into().unwrap())).collect();
    let rows = numbers[1..1 + 3 * LADDER].chunks_exact(3).filter(|row| row[0] > 0.0);
    rows.map(|row| Sold { price: row[2] / row[0], days: row[0], units: row[1] }).collect()
}

/// Prices of the everyday shop, and what it asked so far.
const LADDER: usize = 11;
const USUAL: f64 = 40.0;

fn dots_are(demand: &Picture, sold: &[Sold]) {
    let dots = line(demand, OBSERVED);
    assert_eq!(dots.len(), sold.len(), "a dot for each price that was tried");
    for (dot, row) in dots.iter().zip(sold) {
        near(dot[0], row.price);
        near(dot[1], row.units / row.days);
    }
}

#[test]
fn the_demand_curve_and_its_interval_are_those_of_the_records() {
    let mut run = learned("pricing", "elasticity", 1_000);
    let (demand, sold) = (picture(&mut run, "demand curve"), records(&run));
    dots_are(&demand, &sold);
    // ln(units + ½ a day) on the price, weighted by the units, by the textbook's sums.
    let points: Vec<[f64; 3]> = sold.iter().map(|s| [s.price, log((s.units + 0.5) / s.days), s.units + 0.5]).collect();
    let sum = |of: &dyn Fn(&[f64; 3]) -> f64| points.iter().map(|p| p[2] * of(p)).sum::<f64>();
    let weight = sum(&|_| 1.0);
    let (x, y) = (sum(&|p| p[0]) / weight, sum(&|p| p[1]) / weight);
    let spread = sum(&|p| square(p[0] - x));
    let slope = sum(&|p| (p[0] - x) * (p[1] - y)) / spread;
    let error = f64::sqrt(sum(&|p| square(p[1] - y - slope * (p[0] - x))) / (points.len() - 2) as f64);
    // Five prices leave three degrees of freedom, of which the table has this quantile for 95 %.
    assert_eq!(points.len(), 5);
    let t = 3.182446305284;
    let curve = line(&demand, FITTED);
    assert_eq!(curve.len(), LADDER);
    for [price, mean, low, high] in curve {
        let half = t * error * f64::sqrt(1.0 / weight + square(price - x) / spread);
        let fitted = y + slope * (price - x);
        [(mean, fitted), (low, fitted - half), (high, fitted + half)].iter().for_each(|(a, b)| near(log(*a), *b));
    }
    near(note(&mut run, "estimated elasticity at the usual price"), slope * USUAL);
    for (words, sign) in [("its 95 % interval from", -1.0), ("its 95 % interval to", 1.0)] {
        near(note(&mut run, words), USUAL * (slope + sign * t * error / f64::sqrt(spread)));
    }
    let best = line(&demand, BEST);
    assert_eq!(best[0][0], note(&mut run, "price it would set"));
    // It is the best of the profits, which are the agent's own values.
    let (profit, values) = (picture(&mut run, "profit curve"), now(&mut run, 0).thought.values);
    let profits: Vec<f64> = line(&profit, FITTED).iter().map(|p| p[1]).collect();
    profits.iter().zip(&values).for_each(|(a, b)| near(*a, *b));
    near(line(&profit, BEST)[0][1], profits.iter().copied().fold(f64::NEG_INFINITY, f64::max));
}

#[test]
fn where_a_share_of_the_revenue_is_the_cost_the_curve_is_that_of_the_revenue() {
    let mut run = learned_in("pricing", "elasticity-as-printed", "elasticity", 1_000);
    let [demand, revenue] = ["demand curve", "revenue curve"].map(|title| line(&picture(&mut run, title), FITTED));
    assert!(!demand.is_empty());
    demand.iter().zip(&revenue).for_each(|(units, earned)| near(earned[1], units[0] * units[1]));
    assert_eq!(picture(&mut run, "revenue curve").down.en, "revenue a day");
}

/// Mean and deviation of demand at each price: Bayes' rule for Poisson sales, over many levels of each curve.
fn believed(sold: &[Sold], prices: &[f64]) -> Vec<(f64, f64)> {
    const LEVELS: i32 = 4_000;
    let mut beliefs = Vec::new();
    for j in 0..24 {
        // Elasticities from −0.3 to −8 in even steps of the logarithm; the level's prior is 0.2·e^(−0.2·θ).
        let elasticity = -0.3 * libm::pow(8.0 / 0.3, f64::from(j) / 23.0);
        let shape = move |price: f64| libm::exp(elasticity * (price / USUAL - 1.0));
        for i in 0..LEVELS {
            let level = libm::exp(-7.0 + 14.0 * (f64::from(i) + 0.5) / f64::from(LEVELS));
            let likely = |s: &Sold| s.units * log(level * shape(s.price)) - s.days * level * shape(s.price);
            // One more θ, for the levels lie evenly in its logarithm.
            let weight = log(level) - 0.2 * level + sold.iter().map(likely).sum::<f64>();
            beliefs.push((weight, prices.iter().map(|p| level * shape(*p)).collect::<Vec<f64>>()));
        }
    }
    let most = beliefs.iter().map(|(weight, _)| *weight).fold(f64::NEG_INFINITY, f64::max);
    beliefs.iter_mut().for_each(|(weight, _)| *weight = libm::exp(*weight - most));
    let sum = |of: &dyn Fn(&[f64]) -> f64| beliefs.iter().map(|(weight, demand)| weight * of(demand)).sum::<f64>();
    let all = sum(&|_| 1.0);
    let at = |place: usize| {
        let mean = sum(&|demand| demand[place]) / all;
        (mean, f64::sqrt(sum(&|demand| square(demand[place] - mean)) / all))
    };
    (0..prices.len()).map(at).collect()
}

#[test]
fn who_samples_curves_shows_what_bayes_makes_of_the_records() {
    let mut run = learned("pricing", "thompson-price", 600);
    let (demand, sold) = (picture(&mut run, "demand curve"), records(&run));
    dots_are(&demand, &sold);
    assert_eq!(line(&demand, BEST)[0][0], note(&mut run, "price it would set"));
    let curve = line(&demand, FITTED);
    let prices: Vec<f64> = curve.iter().map(|p| p[0]).collect();
    assert_eq!(prices.len(), LADDER);
    for ([price, mean, low, high], (exact, deviation)) in curve.into_iter().zip(believed(&sold, &prices)) {
        let ends = [(mean, exact), (low, f64::max(exact - 2.0 * deviation, 0.0)), (high, exact + 2.0 * deviation)];
        assert!(ends.iter().all(|(a, b)| (a - b).abs() < 1e-6), "at {price}: {ends:?}");
    }
}

#[test]
fn who_knows_the_market_shows_the_true_curve_and_its_best_price() {
    let mut run = learned("pricing", "gallego-van-ryzin", 600);
    let demand = picture(&mut run, "demand curve");
    assert!(line(&demand, OBSERVED).is_empty());
    for [price, mean, low, high] in line(&demand, FITTED) {
        // 1.2 a day at the usual price, and an elasticity of −2 there.
        near(mean, 1.2 * libm::exp(-2.0 * (price / USUAL - 1.0)));
        assert!(low.is_nan() && high.is_nan());
    }
    // What a unit would bring later is given up with it, so that the price is above that of a day by itself.
    let gain = picture(&mut run, "gain over waiting");
    let (best, price) = (line(&gain, BEST)[0], note(&mut run, "price it would set"));
    assert!(best[0] == price && price > 20.0 + USUAL / 2.0, "{price}");
    assert!(line(&gain, FITTED).iter().all(|p| p[1] <= best[1]), "{best:?}");
}

#[test]
fn weights_and_activations_are_the_network_s() {
    let mut run = learned("pricing", "dqn", 1_200);
    let saved = run.players()[0].agent().unwrap().save();
    // After steps and scale stand the weights of each layer, input by input, and then its biases.
    let weight = |at: usize| f64::from(f32::from_le_bytes(saved[40 + 4 * at..44 + 4 * at].try_into().unwrap()));
    let mut begin = 0;
    for layer in 1..=3 {
        let heat = picture(&mut run, &format!("weights {layer}"));
        let (width, inputs) = (heat.width as usize, heat.values.len() / heat.width as usize - 1);
        for (at, shown) in heat.values.iter().enumerate() {
            let (row, column) = (at / width, at % width);
            let row = if row == 0 { inputs } else { row - 1 };
            assert_eq!(*shown, weight(begin + row * width + column), "layer {layer}, {row}, {column}");
        }
        begin += (inputs + 1) * width;
    }
    assert_eq!(saved.len(), 40 + 4 * begin, "nothing is left out");
    let (bars, values) = (picture(&mut run, "activations"), now(&mut run, 0).thought.values);
    assert_eq!(bars.kind, Kind::Bars);
    let width = bars.width as usize;
    let answers = &bars.values[3 * width..];
    let scale = values[0] / answers[0];
    values.iter().zip(answers).for_each(|(value, answer)| near(answer * scale, *value));
    assert!(answers[values.len()..].iter().all(|x| x.is_nan()));
}

#[test]
fn the_histories_end_at_the_last_update_and_the_replay_holds_what_was_lived() {
    // Fewer updates than it has room for, so that each has its own point.
    let mut run = learned("pricing", "dqn", 900);
    let last = |run: &mut Run, title: &str| line(&picture(run, title), 0).last().unwrap()[1];
    assert_eq!(last(&mut run, "loss"), note(&mut run, "loss of the last update"));
    assert_eq!(last(&mut run, "length of the gradient"), note(&mut run, "length of its gradient"));
    assert_eq!(line(&picture(&mut run, "loss"), 0).len() as f64, note(&mut run, "updates"));
    assert!(last(&mut run, "mean |TD error|, scaled") > 0.0);
    let replay = picture(&mut run, "replay");
    let row = |name: &str| {
        let at = replay.rows.iter().position(|row| row.en == name).unwrap();
        &replay.values[at * replay.width as usize..][..replay.width as usize]
    };
    // A day passes, and nothing comes back on the shelf.
    for at in 0..replay.width as usize {
        assert_eq!(row("→ days left")[at], row("days left")[at] - 1.0);
        assert!(row("→ stock")[at] <= row("stock")[at]);
    }
    let mut run = learned("recommend", "ppo", 2_100);
    assert_eq!(gallery(&mut run, 0, 0).titles.len(), 5 + 2 * 4);
    assert_eq!(gallery(&mut learned("recommend", "reinforce", 300), 0, 0).titles.len(), 4 + 2 * 4, "it clips nothing");
    let entropy = line(&picture(&mut run, "entropy of the policy"), 0);
    // There are 8 categories.
    assert!(entropy.len() > 30 && entropy.iter().all(|p| p[1] > 0.0 && p[1] <= log(8.0) + 1e-6), "{entropy:?}");
}

#[test]
fn what_stands_behind_a_prediction_adds_up_to_it() {
    for agent in ["user-cf", "item-cf", "content", "factors", "hybrid"] {
        let mut run = learned("recommend", agent, 40);
        let (table, predicted) = (picture(&mut run, "behind its prediction"), note(&mut run, "predicted rating"));
        let adds: Vec<f64> = table.values.chunks_exact(table.width as usize).map(|row| row[row.len() - 1]).collect();
        let (last, parts) = adds.split_last().unwrap();
        assert_eq!(*last, predicted, "{agent}");
        near(parts.iter().sum::<f64>().clamp(1.0, 5.0), predicted);
        assert!(table.rows.len() > 3, "{agent}: {:?}", table.rows);
        let heat = picture(&mut run, "similarity matrix");
        let n = heat.width as usize;
        assert!(n <= 40 && heat.values.len() == n * n && heat.rows.len() == n);
        let first = &heat.values[1..n];
        assert!(first.windows(2).all(|pair| pair[0] >= pair[1]), "{agent}: the nearest first: {first:?}");
        let alike = |i: usize, j: usize| heat.values[i * n + j];
        assert!((0..n).all(|i| alike(i, i).is_nan() && (0..i).all(|j| (alike(i, j) - alike(j, i)).abs() < 1e-12)));
        if agent == "factors" {
            for (row, name) in [(1, "the customer’s bias"), (2, "the item’s bias")] {
                assert_eq!((table.rows[row].en.as_str(), adds[row]), (name, note(&mut run, name)));
            }
            let notes = now(&mut run, 0).thought.notes;
            assert!(notes.iter().all(|(words, _)| words.en != "neighbours behind it"), "{notes:?}");
        }
        if agent == "user-cf" {
            let at = now(&mut run, 0).observation;
            assert_eq!(heat.rows[0].en, at[at.len() - 1].to_string(), "today's customer");
            // The nearest neighbours who rated the item are the first behind the prediction.
            assert!(table.values[table.width as usize] <= heat.values[1]);
        }
    }
}

/// Whoever remembers his days is shown as he stood on the day, whichever days were looked at before.
#[test]
fn a_picture_is_of_the_day_that_is_shown() {
    let mut fresh = Scenario::of("pricing", "everyday", &["thompson-price"]);
    fresh.contestants[0].seats[0].set.insert("fresh".into(), Setting::Switch(true));
    for scenario in [fresh, Scenario::of("recommend", "everyday", &["content"])] {
        let prices = scenario.sim == "pricing";
        let mut run = learned_from(scenario, 100);
        let ask = Ask::Film { seat: 0, world: None, episode: 3, most: 40 };
        let Told::Film { shots, .. } = run.tell(&ask, None).unwrap() else { panic!("no film") };
        let last = shots.len() - 1;
        for day in [last, 1, 0, last / 2, 2, last] {
            let (shot, at) = (&shots[day], shots[day].observation.clone());
            let asked = Ask::Pictures { seat: 0, at, day: Some(day as u32), shown: 0 };
            let Told::Pictures(Gallery { picture, .. }) = run.tell(&asked, None).unwrap() else { panic!("none") };
            let note = |words: &str| shot.thought.notes.iter().find(|(w, _)| w.en == words).unwrap().1;
            if prices {
                let tried = shot.thought.visits.iter().filter(|days| **days > 0.0).count();
                assert_eq!(line(&picture, OBSERVED).len(), tried, "day {day}");
                assert_eq!(line(&picture, BEST)[0][0], note("price it would set"), "day {day}");
            } else {
                assert_eq!(picture.values.last(), Some(&note("predicted rating")), "day {day}");
                let item = format!("item {}", note("item meant, by its number"));
                assert!(picture.across.en.ends_with(&item), "day {day}: {} and {item}", picture.across.en);
            }
        }
    }
}

/// Every seat of every shop: nobody's pictures are larger than they may be, and looking leaves no mark.
#[test]
fn everybody_s_pictures_are_bounded_and_leave_no_mark() {
    let mut with = 0;
    for sim in ["inventory", "pricing", "recommend", "store"] {
        for entry in agent::registry().iter().filter(|entry| entry.family != Family::Visitor) {
            let mut scenario = Scenario::of(sim, "everyday", &[entry.id]);
            scenario.budget = Some(Budget { steps: 300 });
            scenario.evaluation = Some(Measuring { every: 300, episodes: 1 });
            let Ok(checked) = scenario.check() else { continue };
            let Ok(mut run) = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule) else { continue };
            let Ok(mut alone) = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule) else { continue };
            while !run.finished() {
                for seat in 0..checked.shop.spec().seats.len() as u32 {
                    let titles = gallery(&mut run, seat, 0).titles;
                    for shown in 0..titles.len() as u32 {
                        let gallery = gallery(&mut run, seat, shown);
                        assert_eq!(gallery.titles, titles, "the order stays");
                        bounded(&gallery.picture, sim, entry.id);
                        with += 1;
                        let told = FromWorker::Inside { job: 1, told: Told::Pictures(gallery) };
                        assert!(told.encode().len() < 64_000);
                        assert!(FromWorker::decode(&told.encode()).is_ok());
                    }
                }
                run.advance(150);
                alone.advance(150);
            }
            assert_eq!(run.fingerprint(), alone.fingerprint(), "{sim}: {}", entry.id);
        }
    }
    assert!(with > 200, "{with} pictures");
}

fn bounded(picture: &Picture, sim: &str, agent: &str) {
    let Picture { kind, width, values, columns, rows, title, .. } = picture;
    let width = *width as usize;
    assert!(!title.en.is_empty() && !title.zh.is_empty());
    assert!(values.iter().all(|x| !x.is_infinite()), "{sim} {agent}: {title:?}");
    let lines = values.len() / usize::max(width, 1);
    assert_eq!(lines * width, values.len());
    if matches!(kind, Kind::Curves | Kind::Fit) {
        assert!(width == POINT && lines <= 3 * 128);
        assert!(
            values.chunks_exact(POINT).all(|p| (p[0] as usize) < rows.len() && p[1].is_finite() && p[2].is_finite())
        );
        return;
    }
    assert!(width <= MOST && lines <= MOST + 1, "{sim} {agent}: {title:?} has {lines} rows of {width}");
    assert!(columns.len() <= width && rows.len() <= usize::max(lines, MOST), "{sim} {agent}: {title:?}");
}
