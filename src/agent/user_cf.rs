//! User CF: shows what people like today's visitor liked (see `analytics::recommend::neighbours`).
//!
//! r̂ = level + Σ s·(r′ − level′)/Σ s over the k most similar users. Article B 3.1.1 takes the cosine with norms over
//! all ratings of each and averages ratings as they are: `similarity` cosine, `norms` all, `level` none.

use super::neighbourhood::{FEWEST, LEVEL, MIN_OVERLAP, NEIGHBOURS, NORMS, SHRINKAGE, SIMILARITY, options};
use super::recommending::{Recommending, fits, predictions};
use super::{AgentEntry, Build, Case, Family, Knows};
use crate::analytics::recommend::neighbours::{self, By};
use crate::base::text::cited;
use crate::base::{ParamRow, Text};

const ROWS: &[ParamRow] = &[NEIGHBOURS, SIMILARITY, NORMS, LEVEL, FEWEST, MIN_OVERLAP, SHRINKAGE];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "user-cf",
    label: Text::new("User-based filtering", "基于用户的协同过滤"),
    story: Text::new(
        "Looks for past customers who rated alike, and shows what they liked.",
        "找出评分相似的以往顾客，展示他们喜欢的。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: ROWS,
    paper: cited("Resnick et al. (1994), GroupLens, CSCW ’94, 175–186; article B, section 3.1.1"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let chosen = options(By::User, case.params);
        let found = predictions(case, ENTRY.id, ROWS, |facts| Ok(Box::new(neighbours::fit(&facts.log, chosen)?)))?;
        Ok(Box::new(Recommending(found)))
    }),
};
