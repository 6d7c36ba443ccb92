//! The masked toy: four rooms, and from each some doors are shut. It has a finite model, so that planners
//! fit it too.

// Several test binaries include this file, and each uses a part of it.
#![allow(dead_code)]

use super::worlds::{Rules, Toy, whole};
use emporium::base::model::Next;
use emporium::base::{Action, Actions, Episode, FiniteModel, Text};
use emporium::sim::{Env, ModelSource, Objective, Seat, Spec, Status};

pub const ROOMS: usize = 4;

/// The choice is the room to go to. Every move costs, so that to a learner who starts from zero the shut
/// doors look best of all; going through a shut one is an error of whoever did it.
#[derive(Clone, Default)]
pub struct Doors {
    room: usize,
}

/// One may not stay, and from the first room the last is out of reach.
fn open(room: usize, choice: usize) -> bool {
    choice != room && !(room == 0 && choice == ROOMS - 1)
}

fn reward(room: usize, choice: usize) -> f64 {
    -1.0 - ((2 * room + choice) % ROOMS) as f64
}

impl Rules for Doors {
    fn spec(&self) -> Spec {
        let label = Text::new("walker", "walker");
        let seat = Seat {
            id: "walker",
            label,
            decision: Text::new("door", "door"),
            observation: vec![whole("room", ROOMS as i32 - 1)],
            actions: Actions::Choices((0..ROOMS).map(|c| c.to_string()).collect()),
            masked: true,
        };
        let like = Toy::new(super::worlds::Levers);
        Spec { seats: vec![seat], horizon: Some(20), objective: Objective::Average, ..like.spec().clone() }
    }

    fn start(&mut self, episode: Episode) {
        self.room = (episode.uniform(0, 7) * ROOMS as f64) as usize;
    }

    fn see(&self, _seat: usize, observation: &mut [f64]) {
        observation[0] = self.room as f64;
    }

    fn play(&mut self, _uniform: f64, actions: &[Action], rewards: &mut [f64]) -> Status {
        let choice = actions[0].choice;
        assert!(open(self.room, choice), "from room {} the door to {choice} is shut", self.room);
        rewards[0] = reward(self.room, choice);
        self.room = choice;
        Status::Running
    }

    fn allows(&self, _seat: usize, choice: usize) -> bool {
        open(self.room, choice)
    }

    fn model(&self) -> Option<&dyn ModelSource> {
        Some(self)
    }
}

impl ModelSource for Doors {
    fn states(&self) -> usize {
        ROOMS
    }

    fn effort(&self) -> (f64, f64) {
        (40.0, 20.0)
    }

    fn build(&self) -> Box<dyn FiniteModel> {
        Box::new(self.clone())
    }
}

impl FiniteModel for Doors {
    fn states(&self) -> usize {
        ROOMS
    }

    fn actions(&self) -> usize {
        ROOMS
    }

    fn start(&self) -> Vec<(usize, f64)> {
        (0..ROOMS).map(|room| (room, 1.0 / ROOMS as f64)).collect()
    }

    fn state_of(&self, observation: &[f64]) -> Option<usize> {
        Some(observation[0] as usize)
    }

    fn observation_of(&self, state: usize, observation: &mut [f64]) {
        observation[0] = state as f64;
    }

    fn allowed(&self, state: usize, action: usize) -> bool {
        open(state, action)
    }

    fn outcomes(&self, state: usize, action: usize, visit: &mut dyn FnMut(f64, Next, f64)) {
        visit(1.0, Some(action), reward(state, action));
    }
}
