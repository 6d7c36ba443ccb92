//! The options of a case under the names of the field's package (scikit-surprise), with its defaults.
//!
//! They stand among the inputs or, as the package has it, in `sim_options` and `bsl_options` there.

use super::super::case::{object, wrong};
use crate::analytics::recommend::baseline;
use crate::analytics::recommend::neighbours::{By, Level, Options as Neighbourhood};
use crate::analytics::recommend::similarity::{Measure, Norms, Options as Similarity};
use crate::base::Trouble;
use serde_json::Value;

/// Largest whole number that an option can be.
const LARGEST: f64 = 1e9;

/// What a case wishes.
#[derive(Clone, Copy)]
pub(super) struct Wishes<'a> {
    inputs: &'a Value,
}

impl<'a> Wishes<'a> {
    pub fn of(case: &'a Value) -> Result<Wishes<'a>, Trouble> {
        Ok(Wishes { inputs: object(case, "inputs")? })
    }

    /// The first of several names that is there; null is as good as nothing.
    pub fn find(&self, names: &[&str]) -> Option<(String, &'a Value)> {
        let group = |group: &str| self.inputs.get(group).map(|value| (format!("inputs.{group}"), value));
        let groups = [Some(("inputs".to_owned(), self.inputs)), group("sim_options"), group("bsl_options")];
        groups.into_iter().flatten().find_map(|(place, group)| {
            let found = names.iter().find_map(|name| group.get(name).map(|value| (*name, value)));
            found.filter(|(_, value)| !value.is_null()).map(|(name, value)| (format!("{place}.{name}"), value))
        })
    }

    /// Whether a name is there and says nothing, where that differs from its not being there.
    pub fn holds_null(&self, name: &str) -> bool {
        self.inputs.get(name).is_some_and(Value::is_null)
    }

    pub fn number(&self, names: &[&str], default: f64) -> Result<f64, Trouble> {
        let Some((place, value)) = self.find(names) else { return Ok(default) };
        value.as_f64().ok_or_else(|| wrong(&place, Some(value), "a number", "一个数"))
    }

    pub fn count(&self, names: &[&str], default: u32) -> Result<u32, Trouble> {
        let Some((place, value)) = self.find(names) else { return Ok(default) };
        let whole = value.as_f64().filter(|n| *n == f64::floor(*n) && (0.0..=LARGEST).contains(n));
        whole.map(|n| n as u32).ok_or_else(|| wrong(&place, Some(value), "a whole number from 0", "从 0 起的整数"))
    }

    pub fn flag(&self, names: &[&str], default: bool) -> Result<bool, Trouble> {
        let Some((place, value)) = self.find(names) else { return Ok(default) };
        value.as_bool().ok_or_else(|| wrong(&place, Some(value), "true or false", " true 或 false"))
    }

    /// A word in small letters.
    pub fn word(&self, names: &[&str]) -> Result<Option<String>, Trouble> {
        let Some((place, value)) = self.find(names) else { return Ok(None) };
        let word = value.as_str().map(|word| Some(word.to_lowercase()));
        word.ok_or_else(|| wrong(&place, Some(value), "a word in quotes", "加引号的词"))
    }

    /// The same, which must be there.
    pub fn named(&self, names: &[&str]) -> Result<String, Trouble> {
        let place = format!("inputs.{}", names[0]);
        self.word(names)?.ok_or_else(|| wrong(&place, None, "a word in quotes", "加引号的词"))
    }

    /// Neighbours: `similarity`, or `measure` where the case does not say.
    pub fn neighbourhood(&self, by: By, level: Level, measure: Option<Measure>) -> Result<Neighbourhood, Trouble> {
        let user_based = self.flag(&["user_based"], by == By::User)?;
        Ok(Neighbourhood {
            by: if user_based { By::User } else { By::Item },
            similarity: self.similarity(measure)?,
            level,
            most: self.largest_neighbourhood()?,
            fewest: self.count(&["min_k"], 1)?,
            nearest_first: true,
            baseline: self.baseline()?,
        })
    }

    fn largest_neighbourhood(&self) -> Result<Option<u32>, Trouble> {
        match self.find(&["k"]) {
            Some((_, Value::String(all))) if all == "all" => Ok(None),
            Some((place, Value::String(_))) => {
                Err(wrong(&place, self.inputs.get("k"), "a whole number from 1, or \"all\"", "从 1 起的整数或 \"all\""))
            }
            _ => self.count(&["k"], 40).map(Some),
        }
    }

    /// The names may stand in a sentence: "cosine over co-raters", "pearson, means over co-rated items only".
    fn similarity(&self, default: Option<Measure>) -> Result<Similarity, Trouble> {
        let names = ["similarity", "name", "sim", "measure"];
        let text = match (self.word(&names)?, default) {
            (None, Some(measure)) => return self.similarity_options(measure, ""),
            (None, None) => self.named(&names)?,
            (Some(text), _) => text,
        };
        let has = |word: &str| text.contains(word);
        let measure = match () {
            _ if has("pearson") && has("baseline") => Measure::PearsonBaseline,
            _ if has("pearson") => Measure::Pearson,
            _ if has("msd") || has("mean squared") => Measure::MeanSquaredDifference,
            _ if has("cosine") => Measure::Cosine,
            _ => {
                let value = self.find(&names);
                let (place, value) = value.unwrap_or(("inputs.similarity".to_owned(), &Value::Null));
                let allowed = "cosine, msd, pearson or pearson_baseline";
                return Err(wrong(&place, Some(value), allowed, " cosine、msd、pearson 或 pearson_baseline"));
            }
        };
        self.similarity_options(measure, &text)
    }

    fn similarity_options(&self, measure: Measure, text: &str) -> Result<Similarity, Trouble> {
        let usual = Similarity::of(measure);
        let has = |word: &str| text.contains(word);
        let all = ["all rat", "all items", "all raters", "every rat", "all users"].iter().any(|word| has(word));
        // The package shrinks no other measure.
        let shrinkage = self.number(&["shrinkage"], usual.shrinkage)?;
        Ok(Similarity {
            norms: if all { Norms::AllRated } else { Norms::CoRated },
            centred_by_user: has("centred") || has("centered") || has("adjusted"),
            min_overlap: self.count(&["min_support", "min_overlap"], 1)?,
            shrinkage: if measure == Measure::PearsonBaseline { shrinkage } else { 0.0 },
            ..usual
        })
    }

    /// The biases: by turns if not said otherwise.
    pub fn baseline(&self) -> Result<baseline::Options, Trouble> {
        match self.word(&["method"])?.as_deref() {
            None | Some("als") => Ok(baseline::Options::Als {
                epochs: self.count(&["n_epochs"], 10)?,
                reg_user: self.number(&["reg_u"], 15.0)?,
                reg_item: self.number(&["reg_i"], 10.0)?,
            }),
            Some("sgd") => Ok(baseline::Options::Sgd {
                epochs: self.count(&["n_epochs"], 20)?,
                reg: self.number(&["reg"], 0.02)?,
                rate: self.number(&["learning_rate", "lr"], 0.005)?,
            }),
            Some(_) => {
                let value = self.find(&["method"]);
                let (place, value) = value.unwrap_or(("inputs.method".to_owned(), &Value::Null));
                Err(wrong(&place, Some(value), "als or sgd", " als 或 sgd"))
            }
        }
    }
}
