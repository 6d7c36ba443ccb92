//! Double Q-learning (van Hasselt 2010, algorithm 1; Sutton & Barto, 2nd ed., section 6.7).
//!
//! Two tables; a coin says which one learns from a step: Q₁(s, a) ← Q₁(s, a) + α·(r + γ·Q₂(s′, argmax Q₁(s′, ·)) − Q₁(s, a)),
//! and the other way round. One chooses and the other judges, so that lucky values are not believed twice. It plays by
//! the mean of both. Deviations: α falls with the visits of its cell in its own table; ε falls over the run, by default
//! in a straight line, and softmax may take its place; α may fall and γ rise over the run (`course`).
//!
//! The defaults are those of Q-learning: `emporium search` with γ in 0.9 and 0.95 and ε at the end in 0.02, 0.05 and 0.1
//! comes to 0.936 with them in `inventory` (a million steps, three seeds; 0.985 with γ = 0.9) and to 0.815, the best of
//! all, in `pricing` (four million, two seeds): each table sees half of the steps.

use super::tabular::{Rule, Tabular, USUAL};
use super::{AgentEntry, Build, Family, Knows, table};
use crate::base::Text;
use crate::base::text::cited;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "double-q",
    label: Text::new("double Q-learning", "双 Q 学习"),
    story: Text::new(
        "Q-learning with two tables that check each other, so that what was only lucky is not taken for good.",
        "用两张表互相核对的 Q 学习，不会把一时的运气当成真本事。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &USUAL,
    paper: cited("van Hasselt, H. (2010), Double Q-learning, NeurIPS 23"),
    fits: table::fits_twice,
    build: Build::Agent(|case| Ok(Box::new(Tabular::new(case, Rule::Double)))),
};
