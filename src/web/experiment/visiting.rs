//! The visitor in an experiment: his seats, his turns and his moves.

use super::Experiment;
use crate::agent::Family;
use crate::base::{Action, Actions, Trouble};
use crate::run::frame::Turn;
use crate::run::protocol::{Job, ToWorker};
use crate::run::seats::check_move;
use crate::sim::Seat;
use crate::web::contestants::is_by_hand;

/// What was given as an action: the number of a choice, or the numbers of a box.
fn action(actions: &Actions, given: &[f64]) -> Action {
    match actions {
        Actions::Choices(_) => Action::choice(given.first().map_or(usize::MAX, |choice| *choice as usize)),
        Actions::Box(_) => Action { choice: 0, values: given.to_vec() },
    }
}

impl Experiment {
    /// The visitor among the contestants.
    pub fn visitor(&self) -> Option<usize> {
        self.checked.entrants.iter().position(is_by_hand)
    }

    /// Whether the visitor plays a contestant.
    pub fn is_by_hand(&self, contestant: usize) -> bool {
        self.checked.entrants.get(contestant).is_some_and(is_by_hand)
    }

    /// Why a move cannot be made at the turn that waits for the visitor; nothing where it can, or where none waits.
    pub fn forbids(&self, given: &[f64]) -> Option<Trouble> {
        let turn = self.turn(self.visitor()?)?;
        let actions = &self.seat_of(turn.seat).actions;
        check_move(actions, &turn.mask, &action(actions, given)).err()
    }

    /// Makes a move in the run that waits for the visitor. It waits no longer: one is taken for each turn.
    pub fn decide(&mut self, given: &[f64]) -> Option<(Job, ToWorker)> {
        let visitor = self.visitor()?;
        let job = self.job_of(visitor);
        let seat = self.slot(job)?.frame.as_mut()?.turn.take()?.seat;
        let Action { choice, values } = action(&self.seat_of(seat).actions, given);
        let his = self.seats_by_hand(visitor);
        // Until he is asked again the seat that will be next is shown.
        self.seat = his.iter().copied().find(|next| *next > seat).or(his.first().copied()).unwrap_or(0);
        Some((job, ToWorker::Move { job, seat, choice: choice as u32, values }))
    }

    /// How many turns the visitor has had before the one that waits for him; nothing where none does.
    pub fn turns(&self) -> Option<usize> {
        let contestant = self.visitor()?;
        let (seat, his) = (self.turn(contestant)?.seat, self.seats_by_hand(contestant));
        let before = his.iter().filter(|his| **his < seat).count();
        Some(self.steps_of(contestant) as usize * his.len() + before)
    }

    /// The seats of a contestant that the visitor plays.
    pub fn seats_by_hand(&self, contestant: usize) -> Vec<u32> {
        let seats = self.checked.entrants.get(contestant).map_or(&[][..], |entrant| &entrant.seats);
        let his = |seat: &u32| seats[*seat as usize].0.family == Family::Visitor;
        (0..seats.len() as u32).filter(his).collect()
    }

    /// The turn that waits for the visitor.
    pub fn turn(&self, contestant: usize) -> Option<&Turn> {
        self.slots_of(contestant).first()?.frame.as_ref()?.turn.as_ref()
    }

    /// The seat that the visitor decides for, or will be asked for next.
    pub fn asked_seat(&self, contestant: usize) -> u32 {
        self.turn(contestant).map_or(self.seat, |turn| turn.seat)
    }

    pub fn seat_of(&self, seat: u32) -> &Seat {
        &self.checked.shop.spec().seats[seat as usize]
    }
}
