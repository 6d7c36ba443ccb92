//! What DQN keeps of its steps, and what it learns towards, number by number.

use super::*;
use crate::agent::neural::Experience;
use crate::agent::one_seat::{case, choices, params, spec};
use crate::nn::init;
use crate::sim::Objective;

const OPEN: [bool; 3] = [true; 3];

fn dqn(set: &[(&str, f64)]) -> Dqn {
    let spec = spec(choices(3), true, Objective::Discounted(0.9));
    let params = params(ENTRY.params, &[&[("batch", 8.0), ("hidden", 8.0), ("warm_up", 64.0)], set].concat());
    let mut agent = Dqn::new(&case(&spec, &params, 1_000));
    // The standing copy says something else than the network, and both say much.
    init::orthogonal(&mut agent.online.network, 1.4, 3.0, &mut Rng::new(7, "online"));
    init::orthogonal(&mut agent.target, 1.4, 3.0, &mut Rng::new(8, "target"));
    agent
}

/// A step from `x`, where the first choice is shut in what follows.
fn step<'a>(x: &'a [f64], action: &'a Action, reward: f64, next: &'a [f64], status: Status) -> Transition<'a> {
    let seen = Seen { observation: x, mask: &OPEN };
    Transition { seen, action, reward, next: Seen { observation: next, mask: &[false, true, true] }, status }
}

/// In which row of the replay which rewards are, and whether nothing follows them.
fn kept(agent: &Dqn) -> Vec<(u32, Vec<f32>, bool)> {
    let row = |at| {
        let Experience { choice, rewards, ended } = agent.replay.experience(at);
        (choice, rewards.to_vec(), ended)
    };
    (0..agent.replay.held()).map(row).collect()
}

#[test]
fn each_lane_has_a_window_that_ends_cut_short() {
    let mut agent = dqn(&[("n_step", 3.0)]);
    let mut live = |lane, choice: usize, reward, status| {
        agent.windows.add(
            lane,
            &step(&[0.0], &Action::choice(choice), reward, &[1.0], status),
            &agent.inputs,
            &mut agent.replay,
        );
        std::mem::take(&mut agent.replay_rows())
    };
    assert_eq!(live(0, 0, 1.0, Status::Running), []);
    assert_eq!(live(1, 1, 10.0, Status::Running), []);
    assert_eq!(live(0, 2, 2.0, Status::Running), []);
    assert_eq!(live(0, 1, 4.0, Status::Running), [(0, vec![1.0, 2.0, 4.0], false)]);
    // What ends takes all that waits with it: shorter and shorter, and only in its own lane.
    let ended = [(2, vec![2.0, 4.0, 8.0], true), (1, vec![4.0, 8.0], true), (0, vec![8.0], true)];
    assert_eq!(live(0, 0, 8.0, Status::Terminated), ended);
    assert_eq!(live(1, 2, 20.0, Status::Truncated), [(1, vec![10.0, 20.0], false), (2, vec![20.0], false)]);
    // Whoever begins anew has nothing to go on from.
    live(0, 0, 1.0, Status::Running);
    agent.begin(0);
    agent.windows.add(
        0,
        &step(&[0.0], &Action::choice(1), 5.0, &[1.0], Status::Terminated),
        &agent.inputs,
        &mut agent.replay,
    );
    assert_eq!(kept(&agent), [(1, vec![5.0], true)]);
}

impl Dqn {
    /// What is in the replay, which is then empty.
    fn replay_rows(&mut self) -> Vec<(u32, Vec<f32>, bool)> {
        let rows = kept(self);
        self.replay.clear();
        rows
    }
}

/// What the only experience of the replay is learned towards.
fn target(agent: &mut Dqn) -> f64 {
    agent.look_ahead();
    f64::from(agent.targets[0])
}

#[test]
fn targets_are_those_of_the_papers() {
    let (action, next) = (Action::choice(2), [3.0]);
    for (double, status) in [(0.0, Status::Running), (1.0, Status::Truncated), (1.0, Status::Terminated)] {
        let mut agent = dqn(&[("double", double), ("gamma", 0.8)]);
        let lived = step(&[1.0], &action, 2.0, &next, status);
        agent.windows.add(0, &lived, &agent.inputs, &mut agent.replay);
        let judged = agent.answers(&agent.target, &next);
        let own = agent.answers(&agent.online.network, &next);
        let chooses = if double == 1.0 { &own } else { &judged };
        // The first choice is shut.
        let best = if chooses[1] >= chooses[2] { 1 } else { 2 };
        let follows = if status == Status::Terminated { 0.0 } else { 0.8 * f64::from(judged[best]) };
        assert!((target(&mut agent) - (2.0 + follows)).abs() < 1e-5, "double {double}, {status:?}");
        // The lesson says the same.
        let lesson = agent.lesson(&lived).unwrap();
        let (wrong, old) = (lesson.terms[4].value, lesson.terms[3].value);
        assert!((wrong + old - 2.0 - follows).abs() < 1e-5, "{lesson:?}");
        assert_eq!(lesson.rule.first().copied(), Some(lesson.terms[4].symbol));
    }
}

#[test]
fn the_two_ways_of_looking_ahead_differ() {
    let lived = |agent: &mut Dqn| {
        agent.windows.add(
            0,
            &step(&[1.0], &Action::choice(2), 0.0, &[3.0], Status::Running),
            &agent.inputs,
            &mut agent.replay,
        );
        target(agent)
    };
    let [plain, double] = [0.0, 1.0].map(|double| lived(&mut dqn(&[("double", double)])));
    assert!(plain > double + 0.01, "the copy's own best, {plain}, is above what it says of another's, {double}");
}

#[test]
fn rewards_are_discounted_by_todays_discount() {
    let mut agent = dqn(&[("n_step", 2.0), ("gamma", 0.9), ("gamma_start", 0.1), ("gamma_rise", 1.0)]);
    let action = Action::choice(0);
    agent.windows.add(0, &step(&[0.0], &action, 1.0, &[1.0], Status::Running), &agent.inputs, &mut agent.replay);
    agent.windows.add(0, &step(&[1.0], &action, 10.0, &[2.0], Status::Truncated), &agent.inputs, &mut agent.replay);
    let best = agent.answers(&agent.target, &[2.0])
        [best_of(&agent.answers(&agent.online.network, &[2.0]), &[false, true, true])];
    for (steps, gamma) in [(0, 0.1), (500, 0.5), (1_000, 0.9)] {
        agent.steps = steps;
        let expected = 1.0 + gamma * 10.0 + gamma * gamma * f64::from(best);
        assert!((target(&mut agent) - expected).abs() < 1e-4, "after {steps} steps");
    }
    // The rewards of the next steps are not known when a step is looked at.
    assert_eq!(agent.lesson(&step(&[0.0], &action, 1.0, &[1.0], Status::Running)), None);
    assert!(agent.lesson(&step(&[0.0], &action, 1.0, &[1.0], Status::Truncated)).is_some());
}

#[test]
fn whoever_learns_what_he_says_learns_nothing() {
    for (own, moves) in [(1.0, false), (0.0, true)] {
        let mut agent = dqn(&[("target", own), ("every", 1.0)]);
        let (mut rng, before) = (Rng::new(1, "own"), agent.online.network.weights().to_vec());
        let action = Action::choice(1);
        let lived = step(&[0.0], &action, 1.0, &[1.0], Status::Running);
        (0..100).for_each(|_| agent.learn(0, &lived, &mut rng));
        assert!(agent.updates > 30);
        assert_eq!(agent.online.network.weights() != &before[..], moves);
        let wrong = agent.lesson(&lived).unwrap().terms.last().unwrap().value;
        assert_eq!(wrong != 0.0, moves);
    }
}
