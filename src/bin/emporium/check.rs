//! `check`: reference cases against what the library computes.

use crate::args::{Args, sentence};
use crate::output;
use emporium::base::Trouble;
use emporium::run::check::{Verdict, check_file, summary_line};

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, &[], &[])?;
    if args.rest.is_empty() {
        return Err(sentence("check names no file, but must name at least one JSON file of reference cases".into()));
    }
    let (mut passed, mut failed, mut unknown) = (0, 0, 0);
    for place in &args.rest {
        for outcome in check_file(place, &output::read(place)?)? {
            match outcome.verdict {
                Verdict::Passed => passed += 1,
                Verdict::Failed => failed += 1,
                Verdict::Unknown => unknown += 1,
            }
            output::print(&format!("{outcome}\n"))?;
        }
    }
    output::print(&format!("{}\n", summary_line(passed, failed, unknown)))?;
    Ok(failed == 0)
}
