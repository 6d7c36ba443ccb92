//! What page and worker say to each other.
//!
//! Messages are bytes. A message that cannot be read is answered with a sentence.

use crate::base::Trouble;
use crate::run::inside::{Ask, Told};
use crate::run::kept::Learned;
use crate::run::scenario::Scenario;
use crate::run::schedule::Leash;
use crate::run::{ENGINE, Frame, Reference};
use crate::trouble;
use serde::{Deserialize, Serialize};

pub use crate::run::desk::Desk;

/// The number of a job, given by the page.
pub type Job = u32;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Run this contestant of the scenario with this seed.
    Start {
        job: Job,
        scenario: Scenario,
        contestant: u32,
        seed: u64,
        leash: Leash,
        /// Whether it can be looked into after it has finished.
        keep: bool,
        /// What its team has learned before: then it is played as it stands.
        learned: Option<Learned>,
    },
    /// How far the run may go on for now.
    Leash {
        job: Job,
        leash: Leash,
    },
    /// Measure what zero and one stand for.
    Measure {
        job: Job,
        scenario: Scenario,
    },
    /// The visitor's move.
    Move {
        job: Job,
        seat: u32,
        choice: u32,
        values: Vec<f64>,
    },
    Cancel {
        job: Job,
    },
    /// Look inside a run.
    Look {
        job: Job,
        ask: Ask,
    },
    /// Say what the team of a run has learned.
    Learned {
        job: Job,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// Said first: messages before it would be lost.
    Ready {
        engine: String,
    },
    Frame {
        job: Job,
        frame: Frame,
    },
    Measured {
        job: Job,
        reference: Reference,
    },
    /// The job is forgotten. While a worker plans it hears nothing, and so says this late.
    Cancelled {
        job: Job,
    },
    /// Something went wrong, in both languages; without a job where the message itself could not be read.
    Failed {
        job: Option<Job>,
        en: String,
        zh: String,
    },
    Inside {
        job: Job,
        told: Told,
    },
    Learned {
        job: Job,
        learned: Learned,
    },
    /// The visitor's move cannot be made: the run waits for another, as its next frame says.
    Refused {
        job: Job,
        en: String,
        zh: String,
    },
}

impl ToWorker {
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    pub fn decode(bytes: &[u8]) -> Result<ToWorker, Trouble> {
        decode(bytes)
    }
}

impl FromWorker {
    pub fn ready() -> FromWorker {
        FromWorker::Ready { engine: ENGINE.to_string() }
    }

    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    pub fn decode(bytes: &[u8]) -> Result<FromWorker, Trouble> {
        decode(bytes)
    }

    pub(super) fn failed(job: Option<Job>, t: Trouble) -> FromWorker {
        FromWorker::Failed { job, en: t.en, zh: t.zh }
    }
}

fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Trouble> {
    let length = bytes.len();
    let unreadable = |_| trouble!("a message of {length} bytes cannot be read", "无法读取一条 {length} 字节的消息");
    postcard::from_bytes(bytes).map_err(unreadable)
}
