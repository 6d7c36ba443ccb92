//! Words of the command line: options with values, switches, and the rest.

use emporium::base::Trouble;
use std::ops::RangeInclusive;

/// The words after the command, taken apart.
pub struct Args {
    /// Option and value, in the order in which they came.
    options: Vec<(String, String)>,
    switches: Vec<String>,
    pub rest: Vec<String>,
}

impl Args {
    /// `valued` are the options that take a value, `switches` those that do not.
    pub fn read(words: &[String], valued: &[&str], switches: &[&str]) -> Result<Args, Trouble> {
        let mut args = Args { options: Vec::new(), switches: Vec::new(), rest: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_string())),
                _ => (word.as_str(), None),
            };
            if valued.contains(&name) {
                let value = inline.or_else(|| words.next().cloned());
                let value =
                    value.ok_or_else(|| sentence(format!("{name} stands last, but must be followed by a value")))?;
                args.options.push((name.to_string(), value));
            } else if switches.contains(&name) && inline.is_none() {
                args.switches.push(name.to_string());
            } else if name.starts_with("--") {
                let known = [valued, switches].concat().join(", ");
                return Err(sentence(format!("the option is “{name}”, but must be one of: {known}")));
            } else {
                args.rest.push(word.clone());
            }
        }
        Ok(args)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.options.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The last value given, as elsewhere on command lines.
    pub fn last(&self, name: &str) -> Option<&str> {
        self.options.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn has(&self, switch: &str) -> bool {
        self.switches.iter().any(|s| s == switch)
    }

    /// A whole number within a range, if the option was given.
    pub fn whole(&self, name: &str, range: RangeInclusive<u64>) -> Result<Option<u64>, Trouble> {
        let read = |word: &str| word.parse().ok().filter(|x| range.contains(x));
        let Some(word) = self.last(name) else { return Ok(None) };
        let (low, high) = (range.start(), range.end());
        let refused = || sentence(format!("{name} is “{word}”, but must be a whole number from {low} to {high}"));
        read(word).map(Some).ok_or_else(refused)
    }
}

/// A trouble of the command line, which speaks English.
pub fn sentence(text: String) -> Trouble {
    Trouble::new(text.clone(), text)
}
