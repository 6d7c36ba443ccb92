//! Reads licence expressions such as `(MIT OR Apache-2.0) AND Unicode-3.0` and decides whether a
//! list of accepted licences satisfies them.

/// True where the accepted licences are enough to use what stands under this expression.
pub fn satisfied(expression: &str, accepted: &[&str]) -> bool {
    // Old manifests write a slash for OR.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, accepted };
    let verdict = reader.either();
    verdict == Some(true) && reader.words.is_empty()
}

/// Goes through the words; `None` means that they are no expression.
struct Reader<'a> {
    words: &'a [&'a str],
    accepted: &'a [&'a str],
}

impl Reader<'_> {
    fn either(&mut self) -> Option<bool> {
        let mut verdict = self.both()?;
        while self.take("OR") {
            // Both sides are read, whatever the first one says.
            let other = self.both()?;
            verdict |= other;
        }
        Some(verdict)
    }

    fn both(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            let other = self.one()?;
            verdict &= other;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let verdict = self.either()?;
            return self.take(")").then_some(verdict);
        }
        let (name, rest) = self.words.split_first()?;
        if matches!(*name, "OR" | "AND" | "WITH" | ")") {
            return None;
        }
        self.words = rest;
        if self.take("WITH") {
            // An exception only adds permissions; the licence itself decides.
            self.words = self.words.split_first()?.1;
        }
        Some(self.accepted.contains(name))
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCEPTED: [&str; 3] = ["MIT", "Apache-2.0", "Unicode-3.0"];

    #[test]
    fn expressions_are_decided() {
        for (expression, good) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT OR GPL-3.0", true),
            ("MIT AND GPL-3.0", false),
            ("MIT/Apache-2.0", true),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("GPL-3.0 OR MIT AND Unicode-3.0", true),
            ("(GPL-3.0 OR MIT) AND BSD-3-Clause", false),
            ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ] {
            assert_eq!(satisfied(expression, &ACCEPTED), good, "{expression}");
        }
    }

    #[test]
    fn nonsense_is_not_satisfied() {
        for expression in ["", "(MIT", "MIT)", "MIT OR", "AND MIT", "MIT MIT", "MIT WITH"] {
            assert!(!satisfied(expression, &ACCEPTED), "{expression}");
        }
    }
}
