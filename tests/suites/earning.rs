//! What a reward comes to under each objective, in evaluation and while learning; when runs stop.

use super::play::{Fixed, finished, schedule};
use super::suite;
use super::worlds::{self, Bell};
use emporium::run::Run;
use emporium::run::scenario::Stop;
use emporium::run::training::Schedule;
use emporium::sim::{Objective, Status};

suite![
    an_average_is_a_period_s_reward,
    a_total_is_an_episode_s_reward,
    a_discounted_total_weighs_each_period_less,
    a_world_without_end_is_cut,
    a_run_stops_when_it_earns_enough,
    a_run_stops_when_its_patience_ends,
    points_stand_where_the_schedule_puts_them,
];

fn bell(objective: Objective, status: Status, horizon: Option<u32>) -> Run {
    bell_for(objective, status, horizon, schedule(60, 20, 4))
}

fn bell_for(objective: Objective, status: Status, horizon: Option<u32>, schedule: Schedule) -> Run {
    let shop = worlds::shop(Bell { objective, status, horizon });
    finished(&shop, vec![Fixed::choice(0)], 1, schedule)
}

/// Whether every point earned this, measured and while learning, and the metrics are (reward a period,
/// periods of an episode).
fn earns(run: &Run, value: f64, metrics: [f64; 2]) {
    for point in run.curve() {
        assert_eq!((point.reward, point.metrics.as_slice()), (value, metrics.as_slice()), "{point:?}");
        assert!(point.steps == 0 || point.earned == value, "{point:?}");
    }
    let last = run.last().unwrap();
    assert!(last.samples.iter().all(|s| *s == value), "{last:?}");
}

fn an_average_is_a_period_s_reward() {
    let average = Objective::Average;
    let run = bell(average, Status::Running, Some(10));
    earns(&run, 1.0, [1.0, 10_000.0]);
    assert_eq!((run.steps(), run.episodes()), (60, 6));
    // A world that ends is followed by the next; what came before the measurement is not counted.
    let run = bell(average, Status::Terminated, None);
    assert_eq!(run.last().unwrap().metrics[0], 1.0);
    assert_eq!((run.last().unwrap().rewards[0], run.episodes()), (1.0, 60));
}

fn a_total_is_an_episode_s_reward() {
    let run = bell(Objective::Total, Status::Running, Some(10));
    earns(&run, 10.0, [1.0, 10.0]);
    assert_eq!(run.episodes(), 6);
    earns(&bell(Objective::Total, Status::Terminated, Some(10)), 1.0, [1.0, 1.0]);
    earns(&bell(Objective::Total, Status::Truncated, None), 1.0, [1.0, 1.0]);
}

fn a_discounted_total_weighs_each_period_less() {
    earns(&bell(Objective::Discounted(0.5), Status::Running, Some(4)), 1.875, [1.0, 4.0]);
}

fn a_world_without_end_is_cut() {
    let run = bell(Objective::Total, Status::Running, None);
    assert_eq!(run.last().unwrap().rewards, [10_000.0]);
    assert!(run.curve().iter().all(|p| p.earned.is_nan()), "no episode ends while learning");
}

fn stopping(reward: Option<f64>, patience: Option<u32>) -> Run {
    let schedule = Schedule { stop: Some(Stop { reward, patience }), ..schedule(1_000, 10, 2) };
    bell_for(Objective::Total, Status::Running, Some(5), schedule)
}

fn a_run_stops_when_it_earns_enough() {
    assert_eq!((stopping(Some(5.0), None).steps(), stopping(Some(5.5), None).steps()), (0, 1_000));
}

fn a_run_stops_when_its_patience_ends() {
    // The first evaluation is the best before; each of the next is no better.
    assert_eq!(stopping(None, Some(1)).steps(), 10);
    assert_eq!(stopping(None, Some(7)).steps(), 70);
    assert_eq!(stopping(Some(9.0), Some(3)).steps(), 30);
    assert_eq!(stopping(None, None).steps(), 1_000);
}

fn points_stand_where_the_schedule_puts_them() {
    let at = |steps, every| -> Vec<u64> {
        let run = bell_for(Objective::Total, Status::Running, Some(5), schedule(steps, every, 1));
        run.curve().iter().map(|p| p.steps).collect()
    };
    assert_eq!(at(10, 5), [0, 5, 10]);
    assert_eq!(at(12, 5), [0, 5, 10, 12]);
    assert_eq!(at(3, 100), [0, 3]);
}
