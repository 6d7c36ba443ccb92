//! Results: what a scenario's runs came to, with the names that the command line prints.

use crate::base::hash::Fingerprint;
use crate::base::stats::Summary;
use crate::run::scenario::{Checked, Scenario};
use crate::run::session::fingerprint_of;
use crate::run::training::Run;
use crate::run::{ENGINE, Reference};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize)]
pub struct Results {
    pub engine: String,
    pub scenario: Scenario,
    pub reference: Reference,
    pub contestants: Vec<ContestantResult>,
    /// Of all runs together: the one that the page shows.
    pub fingerprint: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ContestantResult {
    pub key: String,
    pub label: Option<String>,
    /// The agents' ids, joined where they differ from seat to seat.
    pub agent: String,
    pub knows: String,
    pub seeds: Vec<SeedResult>,
    pub summary: ContestantSummary,
}

#[derive(Clone, Debug, Serialize)]
pub struct SeedResult {
    pub seed: u64,
    pub curve: CurveResult,
    #[serde(rename = "final")]
    pub last: FinalResult,
    pub env_steps: u64,
    pub seconds: f64,
    pub fingerprint: String,
    /// Why the run ended before its time, in English and Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<[String; 2]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CurveResult {
    pub steps: Vec<u64>,
    pub episodes: Vec<u64>,
    pub reward: Vec<f64>,
    pub score: Vec<Option<f64>>,
    pub earned: Vec<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FinalResult {
    pub reward: f64,
    pub score: Option<f64>,
    pub metrics: BTreeMap<String, f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ContestantSummary {
    pub reward: Spread,
    pub score: Option<Spread>,
    pub metrics: BTreeMap<String, Spread>,
    pub n: usize,
}

/// Mean, interquartile mean, and the 95 % t interval of the mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    pub mean: f64,
    pub iqm: f64,
    pub low: f64,
    pub high: f64,
}

impl Spread {
    fn of(xs: &[f64]) -> Spread {
        let s = Summary::of(xs);
        Spread { mean: s.mean, iqm: s.iqm, low: s.low, high: s.high }
    }
}

impl Results {
    /// From finished runs in the order (contestant, seed), each with the seconds that it took.
    pub fn of(scenario: &Scenario, checked: &Checked, reference: Reference, runs: &[(Run, f64)]) -> Results {
        let count = checked.seeds.count as usize;
        let contestants = checked.entrants.iter().zip(runs.chunks(count)).map(|(entrant, runs)| {
            let seeds: Vec<SeedResult> =
                runs.iter().map(|(run, seconds)| seed_result(checked, &reference, run, *seconds)).collect();
            let mut ids: Vec<&str> = entrant.seats.iter().map(|(entry, _)| entry.id).collect();
            ids.dedup();
            let mut knows: Vec<&str> = entrant.seats.iter().map(|(entry, params)| (entry.knows)(params).id()).collect();
            knows.dedup();
            ContestantResult {
                key: entrant.key.clone(),
                label: entrant.label.clone(),
                agent: ids.join(" + "),
                knows: knows.join(" + "),
                summary: summary(&seeds),
                seeds,
            }
        });
        Results {
            engine: ENGINE.to_string(),
            scenario: scenario.clone(),
            contestants: contestants.collect(),
            reference,
            fingerprint: Fingerprint::hex(fingerprint_of(runs.iter().map(|(run, _)| run.fingerprint()))),
        }
    }
}

fn seed_result(checked: &Checked, reference: &Reference, run: &Run, seconds: f64) -> SeedResult {
    let curve = run.curve();
    let reward: Vec<f64> = curve.iter().map(|p| p.reward).collect();
    let last = reward.last().copied().unwrap_or(f64::NAN);
    let ids = checked.shop.spec().metrics.iter().map(|m| m.id.to_string());
    let metrics = run.last().map_or_else(Vec::new, |e| e.metrics.clone());
    SeedResult {
        seed: run.seed(),
        curve: CurveResult {
            steps: curve.iter().map(|p| p.steps).collect(),
            episodes: curve.iter().map(|p| p.episodes).collect(),
            score: reward.iter().map(|&x| reference.score(x)).collect(),
            earned: curve.iter().map(|p| p.earned).collect(),
            reward,
        },
        last: FinalResult { reward: last, score: reference.score(last), metrics: ids.zip(metrics).collect() },
        env_steps: run.steps(),
        seconds,
        fingerprint: Fingerprint::hex(run.fingerprint()),
        stopped: run.trouble().map(|t| [t.en.clone(), t.zh.clone()]),
    }
}

fn summary(seeds: &[SeedResult]) -> ContestantSummary {
    let rewards: Vec<f64> = seeds.iter().map(|s| s.last.reward).collect();
    let scores: Option<Vec<f64>> = seeds.iter().map(|s| s.last.score).collect();
    let names = seeds.first().map_or_else(Vec::new, |s| s.last.metrics.keys().cloned().collect());
    let metric = |name: &String| Spread::of(&seeds.iter().map(|s| s.last.metrics[name]).collect::<Vec<f64>>());
    ContestantSummary {
        reward: Spread::of(&rewards),
        score: scores.map(|xs| Spread::of(&xs)),
        metrics: names.into_iter().map(|name| (name.clone(), metric(&name))).collect(),
        n: seeds.len(),
    }
}
