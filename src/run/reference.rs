//! The two anchors of the score: the simple rule and the optimum, both measured in the evaluation worlds.

use crate::agent::planned::{self, Plan, Planned};
use crate::agent::{self, Build, Case, knows_shop};
use crate::base::{Params, Trouble, World, stats};
use crate::run::Shop;
use crate::run::evaluate::evaluate;
use crate::run::training::Player;
use crate::trouble;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A policy that others are compared with, and what it earns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    pub policy: String,
    pub value: f64,
    /// `optimum` or `best_known`; only for the score's one.
    pub kind: Option<String>,
    /// The optimum computed on the model, which the measured value estimates.
    pub exact: Option<f64>,
}

/// Zero and one, or the reason why there is no score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub zero: Option<Anchor>,
    pub one: Option<Anchor>,
    /// Why the score is null.
    pub no_score: Option<(String, String)>,
}

impl Reference {
    /// Measures both anchors over `episodes` batches or episodes.
    pub fn of(shop: &Shop, episodes: u32) -> Result<Reference, Trouble> {
        Reference::within(shop, World::evaluation(), episodes)
    }

    /// The same in other worlds.
    pub fn within(shop: &Shop, world: World, episodes: u32) -> Result<Reference, Trouble> {
        let at = At { shop, world, episodes };
        if shop.zero.is_empty() {
            let why = trouble!("nothing stands for zero and one in this world", "这个环境没有零分和满分的标准");
            return Ok(Reference { no_score: Some((why.en, why.zh)), ..Reference::default() });
        }
        // Neither fits every instance: the simple rule has nothing to do in an article's printed program.
        let (zero, one) = (measure(at, &plain(shop.zero)?), best(at));
        let no_score = match (&zero, &one) {
            (Ok((_, zero)), Ok((_, one))) => too_close(zero, one),
            (Err(why), _) => {
                let Trouble { en, zh } = why;
                Some(trouble!("the simple rule does not fit: {en}", "简单规则不适用：{zh}"))
            }
            (_, Err(why)) => Some(why.clone()),
        };
        let anchor = |measured: Result<(Anchor, Vec<f64>), Trouble>| measured.ok().map(|(anchor, _)| anchor);
        Ok(Reference { zero: anchor(zero), one: anchor(one), no_score: no_score.map(|t| (t.en, t.zh)) })
    }

    /// (x − zero) / (one − zero).
    pub fn score(&self, x: f64) -> Option<f64> {
        let (zero, one) = (self.zero.as_ref()?, self.one.as_ref()?);
        if self.no_score.is_some() || !x.is_finite() {
            return None;
        }
        Some((x - zero.value) / (one.value - zero.value))
    }
}

/// Why one does not stand above zero, if it does not: by two standard errors of their paired difference.
fn too_close(zero: &[f64], one: &[f64]) -> Option<Trouble> {
    let difference: Vec<f64> = one.iter().zip(zero).map(|(a, b)| a - b).collect();
    let (mean, error) = (stats::mean(&difference), stats::standard_error(&difference));
    let doubt = if difference.len() < 2 { 0.0 } else { 2.0 * error };
    if mean > doubt {
        return None;
    }
    if mean < -doubt {
        let below = -mean;
        return Some(trouble!(
            "the policy that stands for the best earns {below:.4} less than the simple rule",
            "作为满分标准的策略比简单规则少赚 {below:.4}"
        ));
    }
    Some(trouble!(
        "the optimum and the simple rule differ by {mean:.4}, less than two standard errors ({error:.4} each)",
        "最优与简单规则相差 {mean:.4}，不到两个标准误（各 {error:.4}）"
    ))
}

type Named = Vec<(&'static str, Params)>;

fn plain(ids: &[&'static str]) -> Result<Named, Trouble> {
    ids.iter().map(|&id| Ok((id, Params::defaults(agent::find(id)?.params)))).collect()
}

/// Where anchors are measured.
#[derive(Clone, Copy)]
struct At<'a> {
    shop: &'a Shop,
    world: World,
    episodes: u32,
}

fn measure(at: At<'_>, named: &Named) -> Result<(Anchor, Vec<f64>), Trouble> {
    let shop = at.shop;
    let env = shop.open();
    let seats = env.spec().seats.len();
    let mut players = Vec::with_capacity(seats);
    for seat in 0..seats {
        let (id, params) = &named[usize::min(seat, named.len() - 1)];
        let entry = agent::find(id)?;
        let Build::Agent(build) = entry.build else {
            return Err(trouble!("{id} plays by hand and is no reference", "{id} 由人操作，不能作为参照"));
        };
        let case = Case::of(&*env, seat, params, 1).sharing(shop.shelf());
        (entry.fits)(&case)?;
        players.push(Player::Agent(build(&case)?));
    }
    let policy = named.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(" + ");
    Ok(anchor(at, policy, None, None, players))
}

fn anchor(
    at: At<'_>,
    policy: String,
    kind: Option<&str>,
    exact: Option<f64>,
    mut players: Vec<Player>,
) -> (Anchor, Vec<f64>) {
    let evaluation = evaluate(at.shop, at.world, &mut players, at.episodes, 0);
    let value = evaluation.rewards[0];
    (Anchor { policy, value, kind: kind.map(str::to_string), exact }, evaluation.samples)
}

/// The planners, of which at most one fits a world.
const PLANNERS: [&str; 2] = ["relative-value-iteration", "value-iteration"];

/// The exact plan of a world that has a bearable one, and who made it.
pub fn optimum(shop: &Shop) -> Option<(&'static str, Arc<Plan>)> {
    let (env, none) = (shop.open(), Params::defaults(&[]));
    let case = Case::of(&*env, 0, &none, 1).sharing(shop.shelf());
    PLANNERS.iter().find_map(|id| {
        agent::find(id).ok()?.usually_fits(&*env, 0).ok()?;
        planned::plan_once(&case).ok().map(|plan| (*id, plan))
    })
}

/// The optimum of a shop that is planned exactly for all its seats together.
fn optimum_together(shop: &Shop) -> Option<f64> {
    let (env, params) = (shop.open(), Params::defaults(knows_shop::ENTRY.params));
    let mut morning = vec![0.0; env.spec().seats[0].observation.len()];
    env.observe(0, &mut morning);
    knows_shop::optimum(&Case::of(&*env, 0, &params, 1).sharing(shop.shelf()), &morning)
}

/// The exact optimum, or the best of the best known policies.
fn best(at: At<'_>) -> Result<(Anchor, Vec<f64>), Trouble> {
    if let Some((id, plan)) = optimum(at.shop) {
        let exact = Some(plan.value);
        let players = vec![Player::Agent(Box::new(Planned::new(plan)))];
        return Ok(anchor(at, id.to_string(), Some("optimum"), exact, players));
    }
    let mut found: Option<(Anchor, Vec<f64>)> = None;
    for team in at.shop.best_known {
        let Ok((mut anchor, samples)) = measure(at, &plain(team)?) else { continue };
        let plans = team.iter().all(|id| *id == knows_shop::ENTRY.id);
        anchor.exact = if plans { optimum_together(at.shop) } else { None };
        if anchor.exact.is_some() {
            anchor.kind = Some("optimum".to_string());
            return Ok((anchor, samples));
        }
        anchor.kind = Some("best_known".to_string());
        if found.as_ref().is_none_or(|(best, _)| anchor.value > best.value) {
            found = Some((anchor, samples));
        }
    }
    found
        .ok_or_else(|| trouble!("no policy that stands for the best fits this world", "没有适合这个环境的最佳已知策略"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_must_stand_clearly_above_zero() {
        let zero = [1.0, 2.0, 3.0];
        let word = |one: &[f64]| too_close(&zero[..one.len()], one).map(|t| t.en);
        assert_eq!(word(&[2.0, 3.1, 4.0]), None);
        assert_eq!(word(&[1.5]), None);
        let below = |one: &[f64]| word(one).is_some_and(|en| en.contains("less than the simple rule"));
        assert!(below(&[0.0, 1.1, 2.0]) && below(&[0.5]), "{:?}", word(&[0.0, 1.1, 2.0]));
        let close = |one: &[f64]| word(one).is_some_and(|en| en.contains("less than two standard errors"));
        assert!(close(&[2.0, 1.0, 3.1]) && close(&[0.0, 3.0, 2.9]) && close(&[1.0]), "{:?}", word(&[2.0, 1.0, 3.1]));
        assert!(close(&[f64::NAN, 9.0, 9.0]));
    }
}
