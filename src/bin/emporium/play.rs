//! `play`: a kept team in the evaluation worlds.

use crate::args::{Args, sentence};
use crate::output;
use emporium::base::{Trouble, World, stats};
use emporium::run::evaluate::evaluate;
use emporium::run::kept::Kept;
use serde_json::json;

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, &["--episodes", "--json"], &[])?;
    let [place] = &args.rest[..] else {
        let n = args.rest.len();
        return Err(sentence(format!("play is given {n} files, but must be given one")));
    };
    let file = std::fs::read(place).map_err(|e| sentence(format!("{place} cannot be read: {e}")))?;
    let named = |t: Trouble| sentence(format!("{place}: {}", t.en));
    let mut opened = Kept::read(&file).and_then(|kept| kept.open()).map_err(named)?;
    let episodes = args.whole("--episodes", 1..=10_000)?.map_or(opened.checked.schedule.episodes, |n| n as u32);
    let (shop, seed) = (opened.shop().clone(), opened.seed);
    let evaluation = evaluate(&shop, World::evaluation(), &mut opened.players, episodes, seed);
    let (reward, error) = (evaluation.rewards[0], stats::standard_error(&evaluation.samples));
    let metrics = shop.spec().metrics.iter().zip(&evaluation.metrics);
    if let Some(place) = args.last("--json") {
        let metrics: serde_json::Map<String, _> = metrics.map(|(m, x)| (m.id.to_string(), json!(x))).collect();
        let what = json!({ "reward": reward, "steps": opened.steps, "seed": seed, "metrics": metrics });
        output::write(place, &output::json(&what)?)?;
        return Ok(true);
    }
    let shown = &shop.spec().shown;
    let sign = if shown.is_cost { -1.0 } else { 1.0 };
    let (what, unit, steps) = (shown.label.en, shown.unit.en, opened.steps);
    let mut text = format!("{what}: {:.4} ± {error:.4} {unit}, kept after {steps} steps\n", sign * reward);
    for (metric, x) in metrics {
        text += &format!("  {}: {x:.4} {}\n", metric.label.en, metric.unit.en);
    }
    output::print(&text)?;
    Ok(true)
}
