//! Who plays the seats of a world, what each of them sees, and whether a move from outside may be made.

use crate::agent::frozen::Frozen;
use crate::agent::{Agent, Seen};
use crate::base::{Action, Actions, Dimension, Trouble};
use crate::sim::{Env, Seat, Spec};
use crate::trouble;

/// Who plays a seat.
pub enum Player {
    Agent(Box<dyn Agent>),
    Visitor,
}

impl Player {
    /// Nobody where the visitor sits.
    pub fn agent(&self) -> Option<&dyn Agent> {
        match self {
            Player::Agent(agent) => Some(&**agent),
            Player::Visitor => None,
        }
    }

    /// The same player, who plays what he has learned and learns no more.
    pub fn frozen(self) -> Player {
        match self {
            Player::Agent(agent) => Player::Agent(Box::new(Frozen(agent))),
            Player::Visitor => Player::Visitor,
        }
    }

    pub fn lanes(&self) -> usize {
        match self {
            Player::Agent(agent) => agent.lanes(),
            Player::Visitor => 1,
        }
    }

    pub fn begin(&mut self, lane: usize) {
        if let Player::Agent(agent) = self {
            agent.begin(lane);
        }
    }

    pub fn learns(&self) -> bool {
        match self {
            Player::Agent(agent) => agent.learns(),
            Player::Visitor => false,
        }
    }
}

/// What one seat sees, in buffers that are used again.
#[derive(Clone)]
pub struct SeatBuffer {
    pub observation: Vec<f64>,
    pub mask: Vec<bool>,
    masked: bool,
}

impl SeatBuffer {
    pub fn seen(&self) -> Seen<'_> {
        Seen { observation: &self.observation, mask: &self.mask }
    }
}

/// The buffers of one world.
#[derive(Clone)]
pub struct Buffers {
    pub seats: Vec<SeatBuffer>,
    pub actions: Vec<Action>,
    pub rewards: Vec<f64>,
}

impl Buffers {
    pub fn new(spec: &Spec) -> Buffers {
        let seat = |s: &Seat| SeatBuffer {
            observation: vec![0.0; s.observation.len()],
            mask: vec![true; s.actions.choices().unwrap_or(0)],
            masked: s.masked,
        };
        Buffers {
            seats: spec.seats.iter().map(seat).collect(),
            actions: spec.seats.iter().map(|s| s.actions.buffer()).collect(),
            rewards: vec![0.0; spec.seats.len()],
        }
    }

    #[inline]
    pub fn look(&mut self, env: &dyn Env) {
        for (seat, buffer) in self.seats.iter_mut().enumerate() {
            env.observe(seat, &mut buffer.observation);
            if buffer.masked {
                env.mask(seat, &mut buffer.mask);
            }
        }
    }
}

/// Whether a move from outside is one of those that the seat has.
pub fn check_move(actions: &Actions, mask: &[bool], action: &Action) -> Result<(), Trouble> {
    match actions {
        Actions::Choices(labels) => {
            let (choice, last) = (action.choice, labels.len() - 1);
            if mask.get(choice) == Some(&true) {
                return Ok(());
            }
            Err(trouble!(
                "the move is choice {choice}, but must be an allowed one from 0 to {last}",
                "这一步是选项 {choice}，应为 0 到 {last} 中允许的一项"
            ))
        }
        Actions::Box(dimensions) => {
            let (given, wanted) = (action.values.len(), dimensions.len());
            if given != wanted {
                return Err(trouble!(
                    "the move has {given} numbers, but must have {wanted}",
                    "这一步有 {given} 个数，应有 {wanted} 个"
                ));
            }
            let outside = |(x, d): &(&f64, &Dimension)| !(d.low..=d.high).contains(*x);
            action.values.iter().zip(dimensions).find(outside).map_or(Ok(()), |(x, d)| {
                let (id, low, high) = (&d.id, d.low, d.high);
                Err(trouble!(
                    "the move's {id} is {x}, but must be a number from {low} to {high}",
                    "这一步的 {id} 是 {x}，应为 {low} 到 {high} 之间的数"
                ))
            })
        }
    }
}
