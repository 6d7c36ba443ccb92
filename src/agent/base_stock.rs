//! Base-stock: order up to a level every day. *Standard* is the newsvendor's level for the demand of L+1
//! periods; *best* is searched on the exact chain.
//!
//! The best level is at most the standard one under lost sales, and the average cost is convex in it
//! (Janakiraman & Roundy 2004), so the search walks from the standard level. With a season the searched level
//! is the standard one of each phase plus one common shift.

use super::chain::{climb, needs_search, searchable_chain};
use super::stock_levels::standard_levels;
use super::stock_rule::{Ruled, UpTo};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, needs_stock};
use crate::base::text::cited;
use crate::base::{ParamRow, Params, Text, Trouble};
use crate::trouble;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "base-stock",
    label: Text::new("Base-stock", "基准库存"),
    story: Text::new(
        "Every day it orders up to the level that protects until the next order could arrive.",
        "每天补货到一个水平，足以撑到下一次订货到达。",
    ),
    family: Family::Classical,
    knows: |params| if is_best(params) { Knows::Model } else { Knows::Demand },
    params: &[ParamRow::pick(
        "level",
        &[
            ("standard", Text::new("standard (newsvendor)", "标准（报童）")),
            ("best", Text::new("best on the exact chain", "精确链上最优")),
        ],
        0,
    )
    .label("level", "水平")
    .help(
        "The textbook's level, or the best one, for which the exact model is needed.",
        "教科书的水平，或需要精确模型的最优水平。",
    )],
    paper: cited(
        "Zipkin, P. (2008), Old and new methods for lost-sales inventory systems, Operations Research 56(5), 1256–1263",
    ),
    fits,
    build: Build::Agent(build),
};

fn is_best(params: &Params) -> bool {
    params.whole("level") == 1
}

fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    needs_stock(case)?;
    if is_best(case.params) { needs_search(case) } else { Ok(()) }
}

fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    let facts = case.facts.stock.ok_or_else(|| Trouble::new("no stock", "没有库存"))?.clone();
    let standard = standard_levels(&facts);
    let shifted = |by: i64| UpTo { levels: standard.iter().map(|l| l + by).collect() };
    let search = || {
        let Some(mut chain) = searchable_chain(case) else { return Some((0, 0)) };
        let least = -standard.iter().copied().max().unwrap_or(0);
        let most = facts.capacity - standard.iter().copied().min().unwrap_or(0);
        let (best, _) = climb(0, least, i64::max(most, 0), |by| chain.try_rule(&facts, &shifted(by)));
        (!chain.is_spent()).then_some((best, best))
    };
    let found = if is_best(case.params) { case.levels(ENTRY.id, search) } else { Some((0, 0)) };
    let (by, _) = found.ok_or_else(|| {
        trouble!(
            "the best level is not known after all the work that a search may do: use the standard level",
            "搜索用尽了允许的工作量，仍不知道最优水平：请用标准水平"
        )
    })?;
    let rule = shifted(by);
    Ok(Ruled::boxed(facts, rule))
}
