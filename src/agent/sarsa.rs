//! SARSA (Rummery & Niranjan 1994; Sutton & Barto, 2nd ed., section 6.4).
//!
//! Q(s, a) ← Q(s, a) + α·(r + γ·Q(s′, a′) − Q(s, a)), where a′ is the action that is really played next: it is
//! drawn in `learn` and handed out by the following `act`. Deviations: α falls with the visits of its cell; ε
//! falls over the run, by default in a straight line, and softmax may take its place; α may fall and γ rise over the
//! run (`course`). After a cut episode a′ is drawn for the bootstrap and not played.
//!
//! The defaults are chosen as those of Q-learning: 0.920 in `inventory`, 0.907 in `pricing`. It learns what its tries cost
//! too, so that ε ends lower.

use super::tabular::{ROWS, Rule, Tabular, rows};
use super::{AgentEntry, Build, Family, Knows, table};
use crate::base::text::cited;
use crate::base::{ParamRow, Text};

static PARAMS: [ParamRow; ROWS] = rows(0.05);

pub static ENTRY: AgentEntry = AgentEntry {
    id: "sarsa",
    label: Text::new("SARSA", "SARSA"),
    story: Text::new(
        "Like Q-learning, but it reckons with its own experiments: it learns what it really does, not what would be best.",
        "像 Q 学习，但把自己的试探也算在内：学的是自己真实的做法，而不是最好的做法。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &PARAMS,
    paper: cited("Rummery, G. A. and Niranjan, M. (1994), On-line Q-learning using connectionist systems"),
    fits: table::fits,
    build: Build::Agent(|case| Ok(Box::new(Tabular::new(case, Rule::Played)))),
};
