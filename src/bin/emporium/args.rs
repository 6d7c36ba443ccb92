//! Words of the command line: options with values, switches, and the rest.

use emporium::base::Trouble;

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

    /// A whole number, if the option was given.
    pub fn whole(&self, name: &str) -> Result<Option<u64>, Trouble> {
        self.last(name)
            .map(|word| {
                word.parse()
                    .map_err(|_| sentence(format!("{name} is “{word}”, but must be a whole number of at least 0")))
            })
            .transpose()
    }

    /// A whole number where only a small one can be meant.
    pub fn small(&self, name: &str) -> Result<Option<u32>, Trouble> {
        let most = u32::MAX;
        let narrow = |x: u64| {
            u32::try_from(x)
                .map_err(|_| sentence(format!("{name} is {x}, but must be a whole number of at most {most}")))
        };
        self.whole(name)?.map(narrow).transpose()
    }
}

/// A trouble of the command line, which speaks English.
pub fn sentence(text: String) -> Trouble {
    Trouble::new(text.clone(), text)
}
