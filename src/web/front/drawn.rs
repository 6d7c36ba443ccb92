//! The front page as elements: the large shop with its four teams, its three decisions below, and the way to the lab.

use super::shopfront;
use super::{Front, Show};
use crate::run::inside::Shot;
use crate::web::address::LAB;
use crate::web::experiment::{Row, State, View};
use crate::web::lab::{Lab, pause_or_run, scene};
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::stage::{alerts, chart, said, state_name, trouble};
use crate::web::table::swatch;
use crate::web::texts::{Lang, Texts};
use std::rc::Rc;

/// How many parts it is put up in, one a frame.
pub const PARTS: u8 = 5;

impl Front {
    /// As many of its parts as stand already.
    pub fn draw(&self, lab: &Lab, running: bool, parts: u8, formats: &Rc<Formats>) -> Element {
        let (first, lang) = (self.first(), self.lang);
        let view = first.view(lang);
        let texts = lang.texts();
        let part = |n: u8, put_up: &dyn Fn() -> Element| if parts >= n { put_up() } else { el("div", "") };
        let heading = el("div", "heading")
            .add(el("h1", "").text(lang.text(first.about.title)))
            .add(el("p", "").text(lang.text(first.about.story)));
        let small = |i: usize| part(i as u8 + 2, &|| self.shows[i].small(formats, lang));
        let decisions = el("section", "decisions")
            .with("aria-label", texts.one_by_one)
            .add(el("h2", "").text(texts.one_by_one))
            .add(el("div", "smalls").all((1..self.shows.len()).map(small)));
        let large = el("div", "large")
            .add(part(1, &|| curves(&view, formats, lang)))
            .add(part(2, &|| self.shops(&view, formats)));
        let shown = el("section", "show")
            .with("aria-label", lang.text(first.about.title))
            .with("data-fingerprint", view.fingerprint.clone().unwrap_or_default())
            .add(large)
            .add(self.progress(lab, running, &view));
        let stopped = alerts(&view, lab.not_opened.as_ref(), lang);
        el("div", "front")
            .add(heading)
            .add(stopped)
            .add(trouble(&view, texts))
            .add(shown)
            .add(decisions)
            .add(ways_in(texts))
    }

    /// The four shops on one day, each with what it earns.
    fn shops(&self, view: &View, formats: &Formats) -> Element {
        let texts = self.lang.texts();
        let experiment = &self.first().experiment;
        let days = experiment.film(0).map_or(0, <[Shot]>::len);
        let day = if days > 0 { self.lang.day_of(texts.day, self.day + 1, days) } else { String::new() };
        let whole = |profit: f64| formats.money(f64::round(profit), self.lang);
        let shop = |(i, row): (usize, &Row)| {
            let shot = experiment.film(i).and_then(|film| film.get(usize::min(self.day, film.len().saturating_sub(1))));
            let so_far = shot.map_or_else(String::new, |shot| whole(scene(shot, "profit_so_far")));
            let head = el("p", "")
                .add(swatch(&row.face.pen))
                .add(el("b", "").text(row.face.label.clone()))
                .add(el("span", "number").text(so_far));
            let place = el("div", "place");
            let place = match shot {
                Some(shot) => place.add(shopfront::picture(shot, &row.face.pen, formats, self.lang)),
                None => place,
            };
            el("li", "").add(head).add(place)
        };
        el("div", "shops")
            .add(el("h2", "").text(texts.four_shops).add(el("span", "count").text(day)))
            .add(el("ul", "").all(view.rows.iter().enumerate().map(shop)))
            .add(el("p", "note").text(texts.shops_note))
    }

    /// How far the learning is, with the button that holds it and the way to the lab.
    fn progress(&self, lab: &Lab, running: bool, view: &View) -> Element {
        let texts = self.lang.texts();
        let (steps, budget) = self.steps();
        let over = self.state() == State::Finished;
        let bar = el("progress", "").with("max", budget.to_string()).with("value", steps.to_string());
        let paused = (!running && !over).then_some(texts.paused);
        let status = el("span", "").with("role", "status").text(said(self.state(), view, texts, paused));
        let hold = pause_or_run(lab, running, texts);
        el("div", "progress")
            .add(bar.with("aria-hidden", "true"))
            .add(el("p", "").add(status).add(hold).add(open(view, texts)))
    }

    /// Steps that all shops have made, and those that they will make. Who does not learn need not make them all.
    fn steps(&self) -> (u64, u64) {
        let views = || self.shows.iter().map(|show| show.view(self.lang));
        let made = |view: &View| if view.state == State::Finished { view.budget } else { view.steps };
        (views().map(|view| made(&view)).sum(), views().map(|view| view.budget).sum())
    }
}

impl Show {
    /// One of the decisions: its chart, small, which opens in the lab wherever it is tapped.
    fn small(&self, formats: &Rc<Formats>, lang: Lang) -> Element {
        let view = self.view(lang);
        let link = el("a", "").with("href", fragment(&view)).text(lang.text(self.about.title));
        el("section", "show small")
            .with("data-state", state_name(view.state))
            .with("data-fingerprint", view.fingerprint.clone().unwrap_or_default())
            .add(el("h3", "").add(link))
            .add(el("p", "").text(lang.text(self.about.story)))
            .add(curves(&view, formats, lang))
    }
}

fn curves(view: &View, formats: &Rc<Formats>, lang: Lang) -> Element {
    el("div", "curves").add(chart(view, formats, lang, None))
}

fn fragment(view: &View) -> String {
    ["#", view.link.as_deref().unwrap_or(LAB)].concat()
}

fn open(view: &View, texts: &Texts) -> Element {
    el("a", "way").with("href", fragment(view)).text(texts.open_in_lab)
}

fn ways_in(texts: &Texts) -> Element {
    let lab = el("a", "way").with("href", ["#", LAB].concat()).text(texts.to_lab);
    el("p", "ways").add(lab).add(el("span", "note").text(texts.lab_has))
}
