//! CartPole-v1 and Pendulum-v1, from their published equations: the yardsticks by which others measure learners.

use emporium::base::{Action, Actions, Dimension, Episode, Text, World};
use emporium::sim::{Env, Objective, Seat, Shown, Spec, Status};

const TEXT: Text = Text::new("x", "x");
/// What an episode's beginning is drawn for.
const START: u32 = 1;

fn spec(observation: Vec<Dimension>, actions: Actions, horizon: u32) -> Spec {
    let seat = Seat { id: "player", label: TEXT, decision: TEXT, observation, actions, masked: false };
    let shown = Shown { label: TEXT, unit: TEXT, is_cost: false };
    Spec { seats: vec![seat], horizon: Some(horizon), objective: Objective::Total, metrics: Vec::new(), shown }
}

fn seen(id: &str, bound: f64) -> Dimension {
    Dimension::real(id, TEXT, -bound, bound, 9)
}

/// A pole on a cart (Barto, Sutton and Anderson 1983; with the limits of CartPole-v1: 500 steps, ±2.4, ±12°).
pub struct CartPole {
    spec: Spec,
    state: [f64; 4],
}

impl CartPole {
    pub fn new() -> CartPole {
        let observation = vec![seen("x", 2.4), seen("speed", 3.0), seen("angle", 0.21), seen("turn", 3.0)];
        let actions = Actions::Choices(vec!["left".into(), "right".into()]);
        CartPole { spec: spec(observation, actions, 500), state: [0.0; 4] }
    }
}

impl Env for CartPole {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        for (i, x) in self.state.iter_mut().enumerate() {
            *x = -0.05 + 0.1 * episode.uniform(i as u64, START);
        }
    }

    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        observation.copy_from_slice(&self.state);
    }

    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let (gravity, cart, pole, half, tau) = (9.8, 1.0, 0.1, 0.5, 0.02);
        let force = if actions[0].choice == 1 { 10.0 } else { -10.0 };
        let [x, speed, angle, turn] = self.state;
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let pushed = (force + pole * half * turn * turn * sin) / (cart + pole);
        let turned = (gravity * sin - cos * pushed) / (half * (4.0 / 3.0 - pole * cos * cos / (cart + pole)));
        let moved = pushed - pole * half * turned * cos / (cart + pole);
        self.state = [x + tau * speed, speed + tau * moved, angle + tau * turn, turn + tau * turned];
        rewards[0] = 1.0;
        let fell = self.state[0].abs() > 2.4 || self.state[2].abs() > 12.0 * std::f64::consts::PI / 180.0;
        if fell { Status::Terminated } else { Status::Running }
    }

    fn totals(&self) -> &[f64] {
        &[]
    }
}

/// A pendulum to be swung up with too little force (Pendulum-v1: 200 steps, torque within ±2, speed within ±8).
pub struct Pendulum {
    spec: Spec,
    angle: f64,
    speed: f64,
}

impl Pendulum {
    pub fn new() -> Pendulum {
        let observation = vec![seen("cos", 1.0), seen("sin", 1.0), seen("speed", 8.0)];
        Pendulum { spec: spec(observation, Actions::Box(vec![seen("torque", 2.0)]), 200), angle: 0.0, speed: 0.0 }
    }
}

impl Env for Pendulum {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        self.angle = std::f64::consts::PI * (2.0 * episode.uniform(0, START) - 1.0);
        self.speed = 2.0 * episode.uniform(1, START) - 1.0;
    }

    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        observation.copy_from_slice(&[libm::cos(self.angle), libm::sin(self.angle), self.speed]);
    }

    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        use std::f64::consts::PI;
        let torque = actions[0].values[0].clamp(-2.0, 2.0);
        let off = (self.angle + PI).rem_euclid(2.0 * PI) - PI;
        rewards[0] = -(off * off + 0.1 * self.speed * self.speed + 0.001 * torque * torque);
        // g = 10, m = 1, l = 1, a step of 0.05 s.
        let faster = self.speed + (15.0 * libm::sin(self.angle) + 3.0 * torque) * 0.05;
        self.speed = faster.clamp(-8.0, 8.0);
        self.angle += self.speed * 0.05;
        Status::Running
    }

    fn totals(&self) -> &[f64] {
        &[]
    }
}

/// One by hand: from a given start, the first step of each.
#[test]
fn a_step_is_that_of_the_equations() {
    let mut pole = CartPole::new();
    pole.reset(World::evaluation().episode(0));
    pole.state = [0.0, 0.0, 0.05, 0.0];
    let mut rewards = [0.0];
    assert_eq!(pole.step(&[Action::choice(1)], &mut rewards), Status::Running);
    // With θ = 0.05 and a push to the right: θ̈ = (9.8 sin θ − cos θ·10/1.1) / (0.5·(4/3 − 0.1 cos²θ/1.1)).
    let (sin, cos) = (libm::sin(0.05), libm::cos(0.05));
    let turned = (9.8 * sin - cos * 10.0 / 1.1) / (0.5 * (4.0 / 3.0 - 0.1 * cos * cos / 1.1));
    assert!((pole.state[3] - 0.02 * turned).abs() < 1e-12);
    let mut pendulum = Pendulum::new();
    (pendulum.angle, pendulum.speed) = (0.5, 1.0);
    let torque = Action { choice: 0, values: vec![1.0] };
    pendulum.step(&[torque], &mut rewards);
    assert!((rewards[0] + 0.25 + 0.1 + 0.001).abs() < 1e-12);
    assert!((pendulum.speed - (1.0 + (15.0 * libm::sin(0.5) + 3.0) * 0.05)).abs() < 1e-12);
}
