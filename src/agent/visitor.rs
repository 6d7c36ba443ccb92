//! The visitor: a seat played by hand. The run asks for each move and waits without blocking.

use super::{AgentEntry, Build, Family, Knows};
use crate::base::Text;
use crate::base::text::cited;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "visitor",
    label: Text::new("You", "你"),
    story: Text::new("Take the seat yourself and decide every day.", "亲自坐到这个位置上，每天做决定。"),
    family: Family::Visitor,
    knows: |_| Knows::Nothing,
    params: &[],
    paper: cited(""),
    fits: |_| Ok(()),
    build: Build::Visitor,
};
