//! For tests: the spec of a world of one seat, and agents in it.

use super::Case;
use crate::base::{Actions, Dimension, ParamRow, Params, Text};
use crate::sim::{Facts, Objective, Seat, Shown, Spec};

const TEXT: Text = Text::new("x", "x");

/// One number from 0 to 3 is seen.
pub fn spec(actions: Actions, masked: bool, objective: Objective) -> Spec {
    let observation = vec![Dimension::whole("x", TEXT, 0, 3)];
    let seat = Seat { id: "player", label: TEXT, decision: TEXT, observation, actions, masked };
    let shown = Shown { label: TEXT, unit: TEXT, is_cost: false };
    Spec { seats: vec![seat], horizon: None, objective, metrics: Vec::new(), shown }
}

pub fn choices(n: usize) -> Actions {
    Actions::Choices((0..n).map(|c| c.to_string()).collect())
}

/// The defaults with some of them changed; a choice is given by its index.
pub fn params(rows: &'static [ParamRow], set: &[(&str, f64)]) -> Params {
    let mut params = Params::defaults(rows);
    for (id, value) in set {
        let row = rows.iter().find(|row| row.id == *id).unwrap();
        params.set("a", id, &row.write(*value)).unwrap();
    }
    params
}

pub fn case<'a>(spec: &'a Spec, params: &'a Params, steps: u64) -> Case<'a> {
    Case { spec, seat: 0, facts: Facts::default(), params, steps, seed: 1, shelf: None }
}
