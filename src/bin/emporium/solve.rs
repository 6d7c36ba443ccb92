//! `solve`: the exact optimum of a preset, or a sentence why there is none.

use crate::args::{Args, sentence};
use crate::{list, output};
use emporium::agent::{self, planned};
use emporium::base::{Actions, Params, Setting, Trouble};
use emporium::sim::{self, Objective};
use serde_json::json;
use std::io::IsTerminal as _;
use std::time::Instant;

pub fn main(words: &[String]) -> Result<bool, Trouble> {
    let args = Args::read(words, &["--sim", "--preset", "--set", "--json"], &[])?;
    if let Some(word) = args.rest.first() {
        return Err(sentence(format!("solve is given “{word}”, but takes only options")));
    }
    let Some(id) = args.last("--sim") else {
        return Err(sentence("solve lacks --sim, which must name a simulator".into()));
    };
    let entry = sim::find(id)?;
    let preset = entry.preset(args.last("--preset").unwrap_or("everyday"))?;
    let mut params: Params = entry.params_of(&preset)?;
    for word in args.all("--set") {
        let (name, value) = assignment(word)?;
        params.set("--set", name.strip_prefix("sim.").unwrap_or(name), &Setting::parse(value))?;
    }
    let env = (entry.build)(&params)?;
    let (spec, facts) = (env.spec(), env.facts());
    let planner = match spec.objective {
        Objective::Average => "relative-value-iteration",
        _ => "value-iteration",
    };
    if let Err(t) = agent::find(planner)?.usually_fits(&*env, 0) {
        return Err(sentence(format!("there is no exact answer: {t}")));
    }
    let Some(source) = facts.model else {
        return Err(sentence("there is no exact answer: this world has no finite model".into()));
    };
    if std::io::stderr().is_terminal() {
        eprintln!("planning {} states …", source.states());
    }
    let start = Instant::now();
    let plan = planned::plan(source, spec).map_err(|t| sentence(format!("there is no exact answer: {t}")))?;
    let seconds = start.elapsed().as_secs_f64();
    let average = (spec.objective == Objective::Average).then_some(plan.value);
    let seat = &spec.seats[0];
    let label = |choice: u32| match &seat.actions {
        Actions::Choices(labels) => labels[choice as usize].clone(),
        Actions::Box(_) => choice.to_string(),
    };
    let model = &plan.model;
    let mut observation = vec![0.0; seat.observation.len()];
    let decisions = plan.policies[0].iter().enumerate().map(|(state, &choice)| {
        model.observation_of(state, &mut observation);
        json!([observation, label(choice)])
    });
    let policy = json!({
        "observation": seat.observation.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(),
        "decisions": decisions.collect::<Vec<_>>(),
    });
    let answer = json!({
        "sim": entry.id, "preset": preset.id, "objective": list::objective(spec.objective), "horizon": spec.horizon,
        "average_reward": average, "average_cost": average.filter(|_| spec.shown.is_cost).map(|x| -x),
        "discounted": average.is_none().then_some(plan.value), "bounds": [plan.bounds.0, plan.bounds.1],
        "method": plan.method, "states": plan.states, "seconds": seconds, "policy": policy,
    });
    match args.last("--json") {
        Some("-") => output::print(&(answer.to_string() + "\n"))?,
        Some(place) => output::write(place, &(answer.to_string() + "\n"))?,
        None => {
            let (shown, sign) = (&spec.shown, if spec.shown.is_cost { -1.0 } else { 1.0 });
            let (what, unit, value) = (shown.label.en, shown.unit.en, sign * plan.value);
            let (method, states) = (plan.method, plan.states);
            output::print(&format!(
                "{what} of the optimum: {value:.6} {unit} ({method}, {states} states, {seconds:.2} s)\n"
            ))?
        }
    }
    Ok(true)
}

/// NAME=VALUE.
pub fn assignment(word: &str) -> Result<(&str, &str), Trouble> {
    word.split_once('=').ok_or_else(|| sentence(format!("--set is “{word}”, but must have the form NAME=VALUE")))
}
