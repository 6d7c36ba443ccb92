//! Expected SARSA (van Seijen, van Hasselt, Whiteson and Wiering 2009; Sutton & Barto, 2nd ed., section 6.6).
//!
//! Q(s, a) ← Q(s, a) + α·(r + γ·Σ π(a′|s′)·Q(s′, a′) − Q(s, a)), where π is the policy that it plays at that step:
//! ε-greedy or softmax over what is allowed. Deviations: α falls with the visits of its cell; exploration falls over the run,
//! by default in a straight line; α may fall and γ rise over the run (`course`).
//!
//! The defaults are those of Q-learning: `emporium search` with ε at the end in 0.02, 0.05 and 0.1 finds the last the best
//! in `inventory` (a million steps, three seeds; 0.954) and in `pricing` (four million, two seeds; 0.900).

use super::tabular::{Rule, Tabular, USUAL};
use super::{AgentEntry, Build, Family, Knows, table};
use crate::base::Text;
use crate::base::text::cited;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "expected-sarsa",
    label: Text::new("expected SARSA", "期望 SARSA"),
    story: Text::new(
        "Like SARSA, but it reckons with all that it might try next, each by its chance, and not with the one draw.",
        "像 SARSA，但把下一步可能的每种尝试按概率都算进去，而不只看抽到的那一个。",
    ),
    family: Family::Tables,
    knows: |_| Knows::Nothing,
    params: &USUAL,
    paper: cited("van Seijen, H. et al. (2009), A theoretical and empirical analysis of expected Sarsa, ADPRL 2009"),
    fits: table::fits,
    build: Build::Agent(|case| Ok(Box::new(Tabular::new(case, Rule::Expected)))),
};
