//! Features of texts: how often each word occurs in each, weighed by how rare it is.
//!
//! tf·idf with idf = ln((1+n)/(1+df)) + 1 for n texts of which df have the word (smoothed) or ln(n/df) + 1, each
//! text's numbers then scaled to length 1. These are the definitions of the field's package (scikit-learn), whose
//! options are here too. Words are runs of letters, digits and underscores.

use super::allowed::within;
use crate::base::Trouble;
use crate::trouble;
use std::collections::BTreeMap;

/// Most numbers in the table.
const MOST_NUMBERS: usize = 20_000_000;

/// A number of texts, or a share of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Texts(f64),
    Share(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// Absolute values add up to 1.
    Sum,
    /// Squares add up to 1.
    Length,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    pub lowercase: bool,
    /// Words with fewer characters are left out.
    pub shortest: u32,
    pub left_out: Vec<String>,
    /// Fewest and most words that make one term.
    pub grams: (u32, u32),
    /// Terms in fewer texts are left out, and so are those in more.
    pub fewest: Bound,
    pub most: Bound,
    /// Only so many terms, those that occur most often.
    pub terms: Option<u32>,
    /// Whether a term counts once a text however often it occurs.
    pub once: bool,
    /// Whether 1 + ln(tf) stands for tf.
    pub sublinear: bool,
    pub idf: bool,
    pub smooth: bool,
    pub norm: Option<Norm>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lowercase: true,
            shortest: 2,
            left_out: Vec::new(),
            grams: (1, 1),
            fewest: Bound::Texts(1.0),
            most: Bound::Share(1.0),
            terms: None,
            once: false,
            sublinear: false,
            idf: true,
            smooth: true,
            norm: Some(Norm::Length),
        }
    }
}

/// A row of features for each text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextFeatures {
    /// In the order of their characters.
    pub vocabulary: Vec<String>,
    pub idf: Vec<f64>,
    /// Text after text.
    pub table: Vec<f64>,
}

/// ```
/// use emporium::analytics::recommend::text_features::{Options, features};
/// let found = features(&["red shoe", "red hat"], &Options::default())?;
/// assert_eq!(found.vocabulary, ["hat", "red", "shoe"]);
/// // "red" is in both: ln(3/3) + 1.
/// assert_eq!(found.idf[1], 1.0);
/// assert!((found.idf[0] - 1.405465).abs() < 1e-6);
/// # Ok::<(), emporium::base::Trouble>(())
/// ```
pub fn features(texts: &[&str], options: &Options) -> Result<TextFeatures, Trouble> {
    check(texts, options)?;
    let counted: Vec<BTreeMap<String, f64>> = texts.iter().map(|text| count(text, options)).collect();
    let n = texts.len() as f64;
    let terms = chosen(&counted, n, options)?;
    within("texts times terms", texts.len() as f64 * terms.len() as f64, 1.0, MOST_NUMBERS as f64)?;
    let idf: Vec<f64> = terms.values().map(|df| idf_of(*df, n, options)).collect();
    let mut table = Vec::with_capacity(texts.len() * terms.len());
    for counts in &counted {
        let start = table.len();
        for (term, idf) in terms.keys().zip(&idf) {
            table.push(counts.get(term).map_or(0.0, |&tf| weight(tf, options) * idf));
        }
        scale(&mut table[start..], options.norm);
    }
    Ok(TextFeatures { vocabulary: terms.into_keys().collect(), idf, table })
}

fn check(texts: &[&str], options: &Options) -> Result<(), Trouble> {
    within("texts", texts.len() as f64, 1.0, 1e6)?;
    let (fewest, most) = options.grams;
    within("ngram_range[0]", fewest as f64, 1.0, 20.0)?;
    within("ngram_range[1]", most as f64, fewest as f64, 20.0)?;
    within("max_features", options.terms.unwrap_or(1) as f64, 1.0, 1e9)?;
    for (name, bound) in [("min_df", options.fewest), ("max_df", options.most)] {
        match bound {
            Bound::Texts(texts) => within(name, texts, 1.0, 1e9)?,
            Bound::Share(share) => within(name, share, 0.0, 1.0)?,
        }
    }
    Ok(())
}

fn count(text: &str, options: &Options) -> BTreeMap<String, f64> {
    let text = if options.lowercase { text.to_lowercase() } else { text.to_owned() };
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let long = |word: &&str| word.chars().count() >= usize::max(1, options.shortest as usize);
    let words: Vec<&str> = words.filter(long).filter(|word| !options.left_out.iter().any(|out| out == word)).collect();
    let mut counts = BTreeMap::new();
    for size in options.grams.0..=options.grams.1 {
        for gram in words.windows(size as usize) {
            *counts.entry(gram.join(" ")).or_insert(0.0) += 1.0;
        }
    }
    counts
}

/// The terms that are kept, with the number of texts that have each.
fn chosen(counted: &[BTreeMap<String, f64>], n: f64, options: &Options) -> Result<BTreeMap<String, f64>, Trouble> {
    let mut all: BTreeMap<&String, (f64, f64)> = BTreeMap::new();
    for (term, tf) in counted.iter().flatten() {
        let (texts, times) = all.entry(term).or_default();
        *texts += 1.0;
        *times += if options.once { 1.0 } else { *tf };
    }
    let number = |bound| match bound {
        Bound::Texts(texts) => texts,
        Bound::Share(share) => share * n,
    };
    let (low, high) = (number(options.fewest), number(options.most));
    let mut kept: Vec<(&String, f64, f64)> =
        all.into_iter().map(|(term, (texts, times))| (term, texts, times)).collect();
    kept.retain(|(_, texts, _)| (low..=high).contains(texts));
    kept.sort_by(|a, b| b.2.total_cmp(&a.2));
    kept.truncate(options.terms.unwrap_or(u32::MAX) as usize);
    if kept.is_empty() {
        return Err(trouble!(
            "the texts have no terms left: allowed are texts with words within min_df and max_df",
            "文本中没有剩余的词：须有词的出现次数在 min_df 与 max_df 之间"
        ));
    }
    Ok(kept.into_iter().map(|(term, texts, _)| (term.clone(), texts)).collect())
}

fn idf_of(df: f64, n: f64, options: &Options) -> f64 {
    match (options.idf, options.smooth) {
        (false, _) => 1.0,
        (true, true) => libm::log((1.0 + n) / (1.0 + df)) + 1.0,
        (true, false) => libm::log(n / df) + 1.0,
    }
}

fn weight(tf: f64, options: &Options) -> f64 {
    let tf = if options.once { 1.0 } else { tf };
    if options.sublinear { 1.0 + libm::log(tf) } else { tf }
}

fn scale(row: &mut [f64], norm: Option<Norm>) {
    let length = match norm {
        None => return,
        Some(Norm::Sum) => row.iter().map(|x| x.abs()).sum(),
        Some(Norm::Length) => f64::sqrt(row.iter().map(|x| x * x).sum()),
    };
    if length > 0.0 {
        row.iter_mut().for_each(|x| *x /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_do_what_they_say() -> Result<(), Trouble> {
        let texts = ["The red, red shoe", "a red_hat; the shoe"];
        let terms = |options: &Options| features(&texts, options).map(|found| found.vocabulary.join(","));
        let plain = Options::default();
        assert_eq!(terms(&plain)?, "red,red_hat,shoe,the");
        assert_eq!(terms(&Options { lowercase: false, ..plain.clone() })?, "The,red,red_hat,shoe,the");
        assert_eq!(terms(&Options { shortest: 1, ..plain.clone() })?, "a,red,red_hat,shoe,the");
        assert_eq!(
            terms(&Options { left_out: vec!["the".into()], grams: (2, 2), ..plain.clone() })?,
            "red red,red shoe,red_hat shoe"
        );
        assert_eq!(terms(&Options { fewest: Bound::Texts(2.0), ..plain.clone() })?, "shoe,the");
        assert_eq!(terms(&Options { most: Bound::Share(0.5), ..plain.clone() })?, "red,red_hat");
        assert_eq!(terms(&Options { terms: Some(1), ..plain.clone() })?, "red");
        let rough = Options { idf: false, norm: None, sublinear: true, ..plain.clone() };
        assert!((features(&texts, &rough)?.table[0] - (1.0 + libm::log(2.0))).abs() < 1e-15);
        let summed = features(&texts, &Options { norm: Some(Norm::Sum), once: true, ..plain })?;
        assert!((summed.table[..4].iter().sum::<f64>() - 1.0).abs() < 1e-15);
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |options: Options| features(&["a b"], &options).expect_err("must be refused").en;
        assert!(message(Options::default()).starts_with("the texts have no terms left:"));
        assert!(message(Options { grams: (2, 1), ..Options::default() }).starts_with("ngram_range[1] is 1:"));
        assert!(message(Options { fewest: Bound::Share(1.5), ..Options::default() }).starts_with("min_df is 1.5:"));
        assert!(features(&[], &Options::default()).is_err());
    }
}
