//! Q-learning (Watkins 1989; Watkins & Dayan 1992; Sutton & Barto, 2nd ed., section 6.5).
//!
//! Q(s, a) ← Q(s, a) + α·(r + γ·max Q(s′, ·) − Q(s, a)); nothing follows a terminated step, and a truncated
//! one is bootstrapped like any other. Deviations: α falls with the visits of its cell; ε falls over the
//! run, by default in a straight line, and softmax may take its place; α may fall and γ rise over the run (`course`).
//!
//! The defaults: `emporium search` with four seeds in its own worlds, γ in 0.9 and 0.95, α in 0.5 and 1, its power in 0.5
//! and 0.6, ε at the end in 0.02 and 0.1, over 0.3 or 0.6 of the run; of those that come to 0.99 in `inventory` (a million
//! steps; 0.997), the best in `pricing` (four million; 0.928).

use super::tabular::{Rule, Tabular, USUAL};
use super::{AgentEntry, Build, Family, Knows, table};
use crate::base::Text;
use crate::base::text::cited;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "q-learning",
    label: Text::new("Q-learning", "Q 学习"),
    story: Text::new(
        "Keeps a table of what each decision was worth in each situation, and learns it by trying.",
        "用一张表记下每种情形下每个决定值多少，边试边学。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &USUAL,
    paper: cited("Watkins, C. J. C. H. and Dayan, P. (1992), Q-learning, Machine Learning 8, 279–292"),
    fits: table::fits,
    build: Build::Agent(|case| Ok(Box::new(Tabular::new(case, Rule::Best)))),
};
