//! Where results go: a file, or standard output.

use crate::args::sentence;
use emporium::base::Trouble;
use std::io::Write as _;

/// Writes to standard output; a reader that has seen enough is no trouble.
pub fn print(text: &str) -> Result<(), Trouble> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(sentence(format!("standard output cannot be written: {e}")))
        }
        _ => Ok(()),
    }
}

/// Writes to a file, or with `-` to standard output.
pub fn write(place: &str, text: &str) -> Result<(), Trouble> {
    if place == "-" {
        return print(text);
    }
    std::fs::write(place, text).map_err(|e| sentence(format!("{place} cannot be written: {e}")))
}

/// Whether a file can be written, asked before long work; it is made where there was none.
pub fn can_be_written(place: &str) -> Result<(), Trouble> {
    if place == "-" {
        return Ok(());
    }
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(place);
    opened.map(drop).map_err(|e| sentence(format!("{place} cannot be written: {e}")))
}

pub fn read(place: &str) -> Result<String, Trouble> {
    std::fs::read_to_string(place).map_err(|e| sentence(format!("{place} cannot be read: {e}")))
}

/// JSON with indentation and a line's end. What is made here can always be written.
pub fn json(value: &impl serde::Serialize) -> Result<String, Trouble> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|e| sentence(format!("the results cannot be written as JSON: {e}")))?;
    Ok(text + "\n")
}
