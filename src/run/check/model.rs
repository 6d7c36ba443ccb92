//! Regression models as the reference files write them: `ln(y) ~ const + ln(price/cpi) + ln(income)`.
//!
//! A term is `const` or a formula over columns with `+ − * / ^`, numbers, brackets, `ln` and `exp`. The files give
//! some columns already divided: `price/cpi` where there is only `real_price`. So a name means the column of this
//! name, or the only one whose name ends in it, and a divisor that no column holds has been divided by.

use crate::base::Trouble;
use crate::trouble;
use libm::{exp, log, pow};

/// Deepest brackets.
const DEEPEST: usize = 50;

/// Columns by name, in the order of the file.
pub(super) type Table = Vec<(String, Vec<f64>)>;

/// What a formula came to: a number for each row, or the name of something that no column holds.
enum Term {
    Rows(Vec<f64>),
    Unknown(String),
}

/// A column of the model.
#[derive(Debug, PartialEq)]
pub(super) struct Regressor {
    pub name: String,
    pub values: Vec<f64>,
    /// Which columns of the table it is made of.
    pub used: Vec<usize>,
}

/// Both sides of `~`, the right one cut into its terms.
pub(super) fn sides(model: &str) -> Result<(&str, Vec<&str>), Trouble> {
    let Some((left, right)) = model.split_once('~') else {
        let shown: String = model.chars().take(60).collect();
        return Err(trouble!(
            "model is \"{shown}\": allowed is \"ln(y) ~ const + ln(price) + …\"",
            "model 为 \"{shown}\"：须形如 \"ln(y) ~ const + ln(price) + …\""
        ));
    };
    let (mut terms, mut depth, mut start) = (Vec::new(), 0, 0);
    for (i, c) in right.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '+' if depth == 0 => {
                terms.push(right[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    terms.push(right[start..].trim());
    Ok((left.trim(), terms))
}

/// Works a formula out for every row. `y`, where no column has this name, is the column `left`.
pub(super) fn evaluate(formula: &str, table: &Table, left: Option<usize>) -> Result<Regressor, Trouble> {
    let mut reader = Reader { text: formula, at: 0, table, left, used: Vec::new(), depth: 0 };
    let term = reader.sum()?;
    reader.space();
    if reader.at < formula.len() {
        return Err(reader.refuse());
    }
    match term {
        Term::Rows(values) => Ok(Regressor { name: formula.to_owned(), values, used: reader.used }),
        Term::Unknown(name) => Err(unknown(&name, table)),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    table: &'a Table,
    left: Option<usize>,
    used: Vec<usize>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn sum(&mut self) -> Result<Term, Trouble> {
        let mut sum = self.product()?;
        while let Some(c) = self.take_any(&['+', '-']) {
            let sign = if c == '+' { 1.0 } else { -1.0 };
            let next = self.product()?;
            sum = self.combine(sum, next, |a, b| a + sign * b)?;
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<Term, Trouble> {
        let mut product = self.power()?;
        while let Some(c) = self.take_any(&['*', '/']) {
            let next = self.power()?;
            product = match (c, product, next) {
                ('/', Term::Rows(rows), Term::Unknown(_)) => Term::Rows(rows),
                ('/', a, b) => self.combine(a, b, |a, b| a / b)?,
                (_, a, b) => self.combine(a, b, |a, b| a * b)?,
            };
        }
        Ok(product)
    }

    fn power(&mut self) -> Result<Term, Trouble> {
        let base = self.atom()?;
        if self.take_any(&['^']).is_none() {
            return Ok(base);
        }
        let exponent = self.atom()?;
        self.combine(base, exponent, pow)
    }

    fn atom(&mut self) -> Result<Term, Trouble> {
        if self.take_any(&['-']).is_some() {
            let inner = self.deeper(Reader::atom)?;
            return self.each(inner, |x| -x);
        }
        if self.take_any(&['(']).is_some() {
            return self.bracket();
        }
        let word = self.word();
        if word.is_empty() {
            return Err(self.refuse());
        }
        if let Ok(number) = word.parse::<f64>() {
            let rows = self.table.first().map_or(0, |(_, values)| values.len());
            return Ok(Term::Rows(vec![number; rows]));
        }
        let function: Option<fn(f64) -> f64> = match word {
            "ln" | "log" => Some(log),
            "exp" => Some(exp),
            _ => None,
        };
        match function {
            Some(function) if self.take_any(&['(']).is_some() => {
                let inner = self.bracket()?;
                self.each(inner, function)
            }
            _ => Ok(self.column(word)),
        }
    }

    fn bracket(&mut self) -> Result<Term, Trouble> {
        let inner = self.deeper(Reader::sum)?;
        if self.take_any(&[')']).is_none() {
            return Err(self.refuse());
        }
        Ok(inner)
    }

    fn deeper(&mut self, read: fn(&mut Self) -> Result<Term, Trouble>) -> Result<Term, Trouble> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refuse());
        }
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    fn column(&mut self, word: &str) -> Term {
        let mut exact = self.table.iter().position(|(name, _)| name == word);
        if exact.is_none() && word == "y" {
            exact = self.left;
        }
        let suffix = format!("_{word}");
        let ending = |(name, _): &(String, Vec<f64>)| name.ends_with(&suffix);
        let only = self.table.iter().filter(|column| ending(column)).count() == 1;
        match exact.or_else(|| if only { self.table.iter().position(ending) } else { None }) {
            None => Term::Unknown(word.to_owned()),
            Some(i) => {
                self.used.push(i);
                Term::Rows(self.table[i].1.clone())
            }
        }
    }

    fn combine(&self, a: Term, b: Term, f: impl Fn(f64, f64) -> f64) -> Result<Term, Trouble> {
        match (a, b) {
            (Term::Rows(a), Term::Rows(b)) => Ok(Term::Rows(a.iter().zip(&b).map(|(x, y)| f(*x, *y)).collect())),
            (Term::Unknown(name), _) | (_, Term::Unknown(name)) => Err(unknown(&name, self.table)),
        }
    }

    fn each(&self, term: Term, f: impl Fn(f64) -> f64) -> Result<Term, Trouble> {
        match term {
            Term::Rows(rows) => Ok(Term::Rows(rows.into_iter().map(f).collect())),
            Term::Unknown(name) => Err(unknown(&name, self.table)),
        }
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take_any(&mut self, marks: &[char]) -> Option<char> {
        self.space();
        let found = self.text[self.at..].chars().next().filter(|c| marks.contains(c))?;
        self.at += found.len_utf8();
        Some(found)
    }

    /// A name or a number.
    fn word(&mut self) -> &'a str {
        self.space();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn refuse(&self) -> Trouble {
        let shown: String = self.text.chars().take(60).collect();
        trouble!(
            "model has the term \"{shown}\": allowed are const and formulas of columns with + - * / ^, brackets, ln and exp",
            "model 含有项 \"{shown}\"：须为 const 或由列名与 + - * / ^、括号、ln、exp 组成的公式"
        )
    }
}

fn unknown(name: &str, table: &Table) -> Trouble {
    let shown: String = name.chars().take(40).collect();
    let names = table.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    trouble!("model names \"{shown}\": allowed are the columns {names}", "model 中有 \"{shown}\"：须为列名 {names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(formula: &str) -> Result<f64, String> {
        let table =
            vec![("subs".to_owned(), vec![8.0]), ("real_price".to_owned(), vec![6.0]), ("n".to_owned(), vec![2.0])];
        evaluate(formula, &table, Some(0)).map(|r| r.values[0]).map_err(|t| t.en)
    }

    #[test]
    fn formulas_are_worked_out() {
        for (formula, known) in [
            ("subs/n", 4.0),
            ("ln(y)", log(8.0)),
            ("log( price / n )", log(3.0)),
            ("ln(price/cpi)", log(6.0)),
            ("ln(price/pop/cpi)", log(6.0)),
            ("2 + n*3^2 - -1", 21.0),
            ("exp(ln(n))", exp(log(2.0))),
            ("(subs - n)/(n + 1)", 2.0),
        ] {
            assert_eq!(value(formula), Ok(known), "{formula}");
        }
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for bad in ["", "ln(", "ln(n", "n +", "n n", "n)", "ln(é", "*n", &"(".repeat(200), &"-".repeat(200)] {
            assert!(value(bad).expect_err(bad).starts_with("model has the term"), "{bad}");
        }
        for bad in ["ln(wage)", "cpi", "cpi/n", "wage*n"] {
            assert!(value(bad).expect_err(bad).starts_with("model names"), "{bad}");
        }
        assert!(sides("y = x").is_err());
        assert_eq!(sides("ln(y) ~ const + ln(a + b)").map_err(|t| t.en), Ok(("ln(y)", vec!["const", "ln(a + b)"])));
    }
}
