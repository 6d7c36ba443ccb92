//! The chart, large, with the state of the runs under it; and the numbers.

use super::chart_view::ChartView;
use super::experiment::{State, View};
use super::fingerprints::fingerprints;
use super::markup::{Element, el};
use super::numbers::Formats;
use super::table::table;
use super::texts::{Lang, Texts};
use crate::base::Trouble;
use crate::chart::Chart;
use std::rc::Rc;
use yew::prelude::*;

/// The chart; `paused` is what stands there instead of the state while the runs are held.
pub fn picture(
    view: &View,
    lang: Lang,
    formats: &Rc<Formats>,
    paused: Option<&'static str>,
    viewing: Element,
) -> Element {
    let chart = chart(view, formats, lang, paused);
    el("div", "picture").add(viewing).add(chart).add(progress(view, lang.texts(), formats, paused))
}

/// The curves, as the front page has them too.
pub fn chart(view: &View, formats: &Rc<Formats>, lang: Lang, paused: Option<&'static str>) -> Html {
    let texts = lang.texts();
    let description = format!("{}{}", texts.chart_is, view.plot.title);
    let (chart, formats) = (Rc::new(Chart::Curves(view.plot.clone())), formats.clone());
    let (caption, waiting) = (view.caption.clone(), state_words(view.state, texts, paused));
    html! { <ChartView {chart} {formats} {lang} {description} {caption} name="emporium" {waiting} /> }
}

/// The numbers, and by what they are known again.
pub fn numbers(view: &View, texts: &Texts, formats: &Formats) -> Element {
    el("div", "aside").add(table(view, texts, formats)).add(fingerprints(view, texts)).add(trouble(view, texts))
}

/// What must be heard at once, above everything: runs that stopped, and a file that cannot be opened.
pub fn alerts(view: &View, not_opened: Option<&Trouble>, lang: Lang) -> Element {
    let texts = lang.texts();
    let not_opened = not_opened.map(|t| [texts.not_opened, texts.colon, &lang.trouble(t)].concat());
    let line = |sentence: String| el("p", "notice").text(sentence);
    el("div", "alerts").with("role", "alert").all(not_opened.into_iter().chain(view.stopped.iter().cloned()).map(line))
}

fn progress(view: &View, texts: &Texts, formats: &Formats, paused: Option<&'static str>) -> Element {
    let state = said(view.state, view, texts, paused);
    let (steps, budget) = (formats.whole(view.steps), formats.whole(view.budget));
    let count = if view.state == State::Finished {
        format!("{steps}{}", texts.steps)
    } else {
        format!("{steps}{}{budget}{}", texts.of, texts.steps)
    };
    // A run may stop before its budget is spent.
    let done = if view.state == State::Finished { view.budget } else { view.steps };
    let bar = el("progress", "")
        .with("max", view.budget.to_string())
        .with("value", done.to_string())
        .with("aria-hidden", "true");
    let words = el("p", "").add(el("span", "").with("role", "status").text(state)).add(el("span", "count").text(count));
    el("div", "progress").add(bar).add(words)
}

/// The state in words, and who is ahead when all is over.
pub fn said(state: State, view: &View, texts: &Texts, paused: Option<&'static str>) -> String {
    let best = if state == State::Finished { view.best() } else { String::new() };
    [state_words(state, texts, paused), if best.is_empty() { "" } else { texts.best }, &best].concat()
}

pub fn state_words(state: State, texts: &Texts, paused: Option<&'static str>) -> &'static str {
    paused.unwrap_or(match state {
        State::Starting => texts.planning,
        State::Running => texts.running,
        State::YourTurn => texts.your_turn,
        State::Finished => texts.finished,
    })
}

/// An element of its own also while there is nothing to say, so that what stands beside it stays.
pub fn trouble(view: &View, texts: &Texts) -> Element {
    let alert = el("div", "").with("role", "alert");
    match &view.trouble {
        Some(t) => alert.add(el("p", "notice").text(format!("{}{}{t}", texts.run_trouble, texts.colon))),
        None => alert,
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
