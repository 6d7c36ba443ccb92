//! `list`: what there is, as text or as JSON with stable names.

use crate::args::Args;
use crate::output;
use emporium::agent::{self, AgentEntry, Knows};
use emporium::base::{Kind, ParamRow, Params, Text, Trouble};
use emporium::sim::{self, Objective, SimEntry, Spec};
use serde_json::{Value, json};

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, &[], &["--json"])?;
    if !args.rest.is_empty() {
        return Err(crate::args::sentence(format!("list is given “{}”, but takes nothing but --json", args.rest[0])));
    }
    if args.has("--json") {
        let sims = sim::registry().iter().map(|e| simulator(e)).collect::<Result<Vec<_>, _>>()?;
        let agents = agent::registry().iter().map(|e| agent_json(e)).collect::<Result<Vec<_>, _>>()?;
        output::print(&output::json(
            &json!({ "engine": emporium::run::ENGINE, "simulators": sims, "agents": agents }),
        )?)?;
    } else {
        output::print(&plain())?;
    }
    Ok(true)
}

fn plain() -> String {
    let mut text = String::from("simulators\n");
    for entry in sim::registry() {
        text += &format!("  {:<26} {}\n", entry.id, entry.label.en);
        for preset in (entry.presets)() {
            text += &format!("    {:<24} {}\n", preset.id, preset.label.en);
        }
    }
    text += "agents\n";
    for entry in agent::registry() {
        text += &format!("  {:<26} {} ({})\n", entry.id, entry.label.en, knows(entry).label().en);
    }
    text
}

/// What a method is told with its parameters as they come.
fn knows(entry: &AgentEntry) -> Knows {
    (entry.knows)(&Params::defaults(entry.params))
}

fn both(text: Text) -> Value {
    json!({ "en": text.en, "zh": text.zh })
}

fn params(rows: &[ParamRow]) -> Vec<Value> {
    rows.iter().map(parameter).collect()
}

fn parameter(row: &ParamRow) -> Value {
    let (low, high) = row.ends();
    let mut value = json!({
        "id": row.id, "label": both(row.label), "unit": both(row.unit), "help": both(row.help), "default": row.write(row.default),
    });
    let more = match row.kind {
        Kind::Number { step, .. } => json!({ "kind": "number", "low": low, "high": high, "step": step }),
        Kind::Whole { .. } => json!({ "kind": "whole", "low": low, "high": high }),
        Kind::Switch => json!({ "kind": "switch" }),
        Kind::Choice(options) => {
            json!({ "kind": "choice", "options": options.iter().map(|(id, label)| json!({ "id": id, "label": both(*label) })).collect::<Vec<_>>() })
        }
    };
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        value.extend(more);
    }
    value
}

pub fn objective(objective: Objective) -> Value {
    match objective {
        Objective::Average => json!({ "kind": "average" }),
        Objective::Total => json!({ "kind": "total" }),
        Objective::Discounted(discount) => json!({ "kind": "discounted", "discount": discount }),
    }
}

fn simulator(entry: &SimEntry) -> Result<Value, Trouble> {
    let presets = (entry.presets)();
    let env = (entry.build)(&entry.params_of(&entry.preset("everyday")?)?)?;
    let spec: &Spec = env.spec();
    let seats = spec.seats.iter().map(|s| {
        let dimensions: Vec<&str> = s.observation.iter().map(|d| d.id.as_str()).collect();
        json!({ "id": s.id, "label": both(s.label), "observation": dimensions, "choices": s.actions.choices() })
    });
    let metrics = spec.metrics.iter().map(|m| json!({ "id": m.id, "label": both(m.label), "unit": both(m.unit) }));
    let preset = |p: &sim::Preset| {
        let set: serde_json::Map<String, Value> = p.set.iter().map(|(id, s)| (id.to_string(), json!(s))).collect();
        json!({
            "id": p.id, "label": { "en": p.label.en, "zh": p.label.zh }, "story": { "en": p.story.en, "zh": p.story.zh },
            "set": set, "budget": { "steps": p.plan.steps },
            "evaluation": { "every": p.plan.every, "episodes": p.plan.episodes }, "paper": p.paper,
        })
    };
    Ok(json!({
        "id": entry.id, "label": both(entry.label), "story": both(entry.story), "paper": entry.paper,
        "objective": objective(spec.objective), "horizon": spec.horizon,
        "seats": seats.collect::<Vec<_>>(), "metrics": metrics.collect::<Vec<_>>(),
        "parameters": params(entry.params), "presets": presets.iter().map(preset).collect::<Vec<_>>(),
        "zero": entry.zero, "best_known": entry.best_known,
    }))
}

fn agent_json(entry: &AgentEntry) -> Result<Value, Trouble> {
    let mut fits = Vec::new();
    for sim in sim::registry() {
        for preset in (sim.presets)() {
            let env = (sim.build)(&sim.params_of(&preset)?)?;
            let reason = (0..env.spec().seats.len()).map(|seat| entry.usually_fits(&*env, seat)).find_map(Result::err);
            fits.push(json!({
                "sim": sim.id, "preset": preset.id, "fits": reason.is_none(),
                "reason": reason.map(|t| json!({ "en": t.en, "zh": t.zh })),
            }));
        }
    }
    Ok(json!({
        "id": entry.id, "label": both(entry.label), "story": both(entry.story), "family": entry.family.id(),
        "knows": knows(entry).id(), "parameters": params(entry.params), "paper": entry.paper, "fits": fits,
    }))
}
