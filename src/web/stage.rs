//! The stage: the chart, large, with the state of the runs under it and the numbers beside it.

use super::chart_view::ChartView;
use super::experiment::{State, View};
use super::fingerprints::fingerprints;
use super::numbers::Formats;
use super::table::table;
use super::texts::Texts;
use std::rc::Rc;
use yew::prelude::*;

pub fn stage(view: &View, texts: &Texts, formats: &Rc<Formats>) -> Html {
    let description = format!("{}{}", texts.chart_is, view.plot.title);
    html! {
        <div class="stage">
            <div class="picture">
                <ChartView plot={view.plot.clone()} formats={formats.clone()} {description} />
                { progress(view, texts, formats) }
            </div>
            <div class="aside">
                { table(view, texts, formats) }
                { fingerprints(view, texts) }
                { trouble(view, texts) }
            </div>
        </div>
    }
}

fn progress(view: &View, texts: &Texts, formats: &Formats) -> Html {
    let state = match view.state {
        State::Starting => texts.starting,
        State::Running => texts.running,
        State::YourTurn => texts.your_turn,
        State::Finished => texts.finished,
    };
    let (steps, budget) = (formats.whole(view.steps), formats.whole(view.budget));
    let count = if view.state == State::Finished {
        format!("{steps}{}", texts.steps)
    } else {
        format!("{steps}{}{budget}{}", texts.of, texts.steps)
    };
    html! {
        <div class="progress">
            <progress max={view.budget.to_string()} value={view.steps.to_string()} aria-hidden="true" />
            <p><span role="status">{ state }</span><span class="count">{ count }</span></p>
        </div>
    }
}

/// An element of its own also while there is nothing to say, so that what stands beside it stays.
fn trouble(view: &View, texts: &Texts) -> Html {
    let sentence = view.trouble.as_ref().map(|t| format!("{}{}{t}", texts.run_trouble, texts.colon));
    html! {
        <div role="alert">
            if let Some(sentence) = sentence {
                <p class="notice">{ sentence }</p>
            }
        </div>
    }
}

/// The state's name for tests and style sheets.
pub fn state_name(state: State) -> &'static str {
    match state {
        State::Starting => "starting",
        State::Running => "running",
        State::YourTurn => "your-turn",
        State::Finished => "finished",
    }
}
