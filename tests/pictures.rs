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
    learned_from(Scenario::of(sim, "everyday", &[agent]), steps)
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

#[test]
fn the_demand_curve_has_the_elasticity_and_the_interval_that_were_estimated() {
    let mut run = learned("pricing", "elasticity", 1_000);
    let demand = picture(&mut run, "demand curve");
    let (elasticity, usual) = (note(&mut run, "estimated elasticity at the usual price"), 40.0);
    let curve = line(&demand, FITTED);
    // A log-linear curve has one slope everywhere.
    for pair in curve.windows(2) {
        near(usual * log(pair[1][1] / pair[0][1]) / (pair[1][0] - pair[0][0]), elasticity);
    }
    // The square of half of the interval is a parabola; how it bends is the slope's own interval.
    let ends = ["its 95 % interval from", "its 95 % interval to"].map(|words| note(&mut run, words));
    let slope_half = 0.5 * (ends[1] - ends[0]) / usual;
    let half = |p: &[f64; 4]| square(log(p[3] / p[1]));
    let step = curve[1][0] - curve[0][0];
    for three in curve.windows(3) {
        let bend = half(&three[0]) - 2.0 * half(&three[1]) + half(&three[2]);
        near(bend, 2.0 * square(slope_half * step));
        near(square(log(three[1][1] / three[1][2])), half(&three[1]));
    }
    let days: f64 = now(&mut run, 0).thought.visits.iter().filter(|days| **days > 0.0).count() as f64;
    assert_eq!(line(&demand, OBSERVED).len() as f64, days, "a dot for each price that was tried");
    let best = line(&demand, BEST);
    assert_eq!(best[0][0], note(&mut run, "price it would set"));
    // It is the best of the profits, which are the agent's own values.
    let (profit, values) = (picture(&mut run, "profit curve"), now(&mut run, 0).thought.values);
    let profits: Vec<f64> = line(&profit, FITTED).iter().map(|p| p[1]).collect();
    profits.iter().zip(&values).for_each(|(a, b)| near(*a, *b));
    near(line(&profit, BEST)[0][1], profits.iter().copied().fold(f64::NEG_INFINITY, f64::max));
}

#[test]
fn who_knows_or_samples_curves_shows_the_price_that_he_sets() {
    for agent in ["thompson-price", "gallego-van-ryzin"] {
        let mut run = learned("pricing", agent, 600);
        let (demand, price) = (picture(&mut run, "demand curve"), note(&mut run, "price it would set"));
        assert_eq!(line(&demand, BEST)[0][0], price, "{agent}");
        let (curve, dots) = (line(&demand, FITTED), line(&demand, OBSERVED));
        assert!(curve.windows(2).all(|pair| pair[1][1] < pair[0][1]), "{agent}: demand falls");
        assert_eq!(dots.is_empty(), agent != "thompson-price");
        // Most of what was sold on many days lies within what is believed of the mean.
        let known = |dot: &&[f64; 4]| curve.iter().any(|p| p[0] == dot[0] && p[2] <= p[1] && p[1] <= p[3]);
        assert!(dots.iter().all(|dot| known(&dot)), "{agent}");
    }
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
