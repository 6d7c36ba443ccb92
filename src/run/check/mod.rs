//! Placeholder until the kinds arrive.
use crate::base::Trouble;
pub enum Verdict { Passed, Failed, Unknown }
pub struct Outcome { pub verdict: Verdict }
impl std::fmt::Display for Outcome { fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) } }
pub fn check_file(_name: &str, _text: &str) -> Result<Vec<Outcome>, Trouble> { Ok(vec![]) }
pub fn summary_line(p: usize, f: usize, u: usize) -> String { format!("{p} passed, {f} failed, {u} unknown") }
