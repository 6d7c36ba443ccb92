//! Item CF: shows what is rated like the things that today's visitor liked (see `analytics::recommend::neighbours`).
//!
//! r̂ = level + Σ s·(r′ − level′)/Σ s over the k most similar items that he rated. Article B 3.1.1 takes the adjusted
//! cosine with norms over all who rated each: `similarity` adjusted-cosine, `norms` all, `level` none.

use super::neighbourhood::{FEWEST, ITEM_SIMILARITY, LEVEL, MIN_OVERLAP, NEIGHBOURS, NORMS, SHRINKAGE, options};
use super::recommending::{Recommending, fits, predictions};
use super::{AgentEntry, Build, Case, Family, Knows};
use crate::analytics::recommend::neighbours::{self, By};
use crate::base::text::cited;
use crate::base::{ParamRow, Text};

const ROWS: &[ParamRow] = &[NEIGHBOURS, ITEM_SIMILARITY, NORMS, LEVEL, FEWEST, MIN_OVERLAP, SHRINKAGE];

pub static ENTRY: AgentEntry = AgentEntry {
    id: "item-cf",
    label: Text::new("Item-based filtering", "基于商品的协同过滤"),
    story: Text::new(
        "Shows what is rated like the things he liked: who gave those stars gave these.",
        "展示与他喜欢之物评分相近的商品：给那些打高分的人也给这些打高分。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: ROWS,
    paper: cited("Sarwar et al. (2001), Item-based collaborative filtering, WWW10, 285–295; article B, section 3.1.1"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let chosen = options(By::Item, case.params);
        let found = predictions(case, ENTRY.id, ROWS, |facts| Ok(Box::new(neighbours::fit(&facts.log, chosen)?)))?;
        Ok(Box::new(Recommending(found)))
    }),
};
