//! What the page does when the lab's controls are used.

use super::watching::Watching;
use super::{Msg, Page, Part};
use crate::base::Trouble;
use crate::run::edit::Edit;
use crate::run::link::{LONGEST, Link};
use crate::run::scenario::{Scenario, Seeds};
use crate::web::address;
use crate::web::experiment::{State, View};
use crate::web::lab::{Ask as Asking, Part as LabPart};
use crate::web::lab::{
    Asked, Field, Lab, Pace, Pacer, candidates, hear_drops, inside, shop, tabs, team, toolbar, viewing, watch,
};
use crate::web::markup::{Element, el};
use crate::web::pool::{Pool, later};
use crate::web::screen::Measure;
use crate::web::stage::{alerts, numbers, picture};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use yew::Context;
use yew::virtual_dom::ListenerKind;

/// The lab's share of the page's state.
pub struct Acting {
    pub lab: Lab,
    pub pacer: Pacer,
    pub watching: Watching,
    /// Whether the link was copied last, or could not be.
    pub copied: Option<bool>,
}

/// Milliseconds in which runs that are held come to rest, and the page has heard of it.
const TIME_TO_REST: i32 = 150;

impl Acting {
    pub fn new(ctx: &Context<Page>, pool: &Pool) -> Acting {
        let link = ctx.link().clone();
        let ask: Asking = Rc::new(move |asked| link.send_message(Msg::Lab(asked)));
        hear_drops(&ask);
        Acting { lab: Lab::new(ask), pacer: Pacer::new(pool), watching: Watching::default(), copied: None }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<js_sys::Promise, JsValue>;
}

/// Puts a text on the clipboard, and says whether that was allowed.
fn copy(text: String, ask: &Asking) {
    let Ok(promise) = write_text(&text) else { return ask(Asked::Copied(false)) };
    let answer = ask.clone();
    let refused = Closure::once(move |_: JsValue| answer(Asked::Copied(false)));
    // Seldom is it refused, and then that stands in place of this.
    ask(Asked::Copied(true));
    let _ = promise.catch(&refused);
    refused.forget();
}

impl Acting {
    /// Whoever is not seen rests, and goes on when seen again.
    pub fn rest(&mut self) {
        let document = web_sys::window().and_then(|w| w.document());
        let unseen = |d: &web_sys::Document| d.document_element().is_some_and(|root| root.has_attribute("data-unseen"));
        self.pacer.hide(document.is_some_and(|d| d.hidden() || unseen(&d)));
    }
}

impl Page {
    /// The button that copies the address, and what came of it.
    pub(super) fn copying(&self) -> Element {
        let texts = self.lang.texts();
        let ask = self.acting.lab.ask.clone();
        let text = match self.acting.copied {
            Some(true) => texts.copied,
            Some(false) => texts.not_copied,
            None => "",
        };
        el("span", "copying").add(el("span", "note").with("role", "status").text(text)).add(
            el("button", "")
                .with("type", "button")
                .text(texts.copy_link)
                .on(ListenerKind::onclick, Rc::new(move |_| ask(Asked::CopyLink))),
        )
    }

    pub(super) fn act(&mut self, asked: Asked) {
        match asked {
            Asked::Type(field, text) => self.acting.lab.typed(field, text),
            Asked::Enter(field, text) => self.enter(&field, text),
            Asked::Reset(field) => {
                if let Some(edit) = self.acting.lab.reset(&field) {
                    self.change(&edit);
                }
            }
            Asked::Edit(edit) => {
                self.acting.lab.forget_all();
                self.change(&edit);
                if matches!(edit, Edit::Add { .. }) {
                    self.welcome();
                }
            }
            // Who runs freely is further than the page has heard: it is held first, and steps when it has come to rest.
            Asked::Pace(pace) if self.acting.pacer.running && matches!(pace, Pace::Decision | Pace::Episode) => {
                let steps = self.furthest();
                self.acting.pacer.set(Pace::Pause, steps);
                let ask = self.acting.lab.ask.clone();
                later(TIME_TO_REST, move || ask(Asked::Pace(pace)));
            }
            Asked::Pace(pace) => {
                let steps = self.furthest();
                self.acting.pacer.set(pace, steps);
                self.play_on();
                // Where it comes to rest is where it is looked at.
                let ask = self.acting.lab.ask.clone();
                later(TIME_TO_REST, move || ask(Asked::Refilm));
            }
            Asked::Refilm => self.film(),
            Asked::Speed(speed) => {
                let steps = self.furthest();
                self.acting.pacer.set_speed(speed, steps);
            }
            Asked::Again => {
                if let Some(scenario) = self.scenario() {
                    self.restart(scenario);
                }
            }
            Asked::NewSeeds => {
                if let Some(Scenario { seeds: Seeds { first, count }, .. }) = self.scenario() {
                    self.change(&Edit::Seeds(Seeds { first: first + u64::from(count), count }));
                }
            }
            Asked::Look(screen) => {
                let turned = self.acting.lab.screen.seat != screen.seat;
                self.acting.lab.screen = screen;
                self.say();
                if turned {
                    self.look_elsewhere();
                } else {
                    self.look_inside(false);
                }
            }
            Asked::CopyLink => {
                self.say();
                let address = web_sys::window().and_then(|w| w.location().href().ok());
                self.acting.copied = None;
                copy(address.unwrap_or_default(), &self.acting.lab.ask);
            }
            Asked::Copied(done) => self.acting.copied = Some(done),
            Asked::Show(part) => self.acting.lab.part = part,
            Asked::Watch(contestant) => {
                self.acting.lab.screen.watched = contestant;
                // Another mind has other pictures.
                self.acting.lab.screen.picture = 0;
                self.say();
                self.play_on();
                self.film_at_first_and_last();
            }
            Asked::Film => {
                self.acting.lab.screen.episode += 1;
                self.acting.lab.screen.day = 0;
                self.say();
                self.film();
            }
            Asked::Decide(given) => self.decide(given),
            Asked::Keep(contestant) => self.keep(contestant),
            Asked::Open(file) => self.open_file(file),
            Asked::Play(playing) => {
                self.acting.lab.playing = playing;
                self.play_on();
            }
            Asked::NextDay => self.next_day(),
            Asked::Shot(shot) => {
                self.acting.lab.playing = false;
                self.acting.lab.screen.day = shot;
                self.say();
                let ask = self.acting.lab.ask.clone();
                later(TIME_TO_REST, move || ask(Asked::Around(shot)));
            }
            Asked::Around(shot) => {
                if shot == self.acting.lab.screen.day {
                    self.look_inside(true);
                }
            }
        }
    }

    /// Whoever comes to play by hand is taken to where he plays.
    fn welcome(&mut self) {
        let visitor =
            self.opened.borrow().as_ref().and_then(|e| e.visitor().filter(|v| v + 1 == e.checked.entrants.len()));
        if let Some(visitor) = visitor {
            self.acting.lab.part = LabPart::Inside;
            self.act(Asked::Watch(visitor));
            later(TIME_TO_REST, || {
                let watch =
                    web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector(".watch").ok()?);
                watch.inspect(|watch| watch.scroll_into_view());
            });
        }
    }

    fn scenario(&self) -> Option<Scenario> {
        self.opened.borrow().as_ref().map(|e| e.scenario.clone())
    }

    pub(super) fn furthest(&self) -> u64 {
        self.opened.borrow().as_ref().map_or(0, |e| e.furthest())
    }

    fn enter(&mut self, field: &Field, text: String) {
        let Some(scenario) = self.scenario() else { return };
        let Some(edit) = self.acting.lab.entered(field, &text, &scenario) else { return };
        match self.try_change(&edit) {
            Ok(()) => self.acting.lab.forget(field),
            Err(trouble) => self.acting.lab.refused(field.clone(), text, trouble),
        }
    }

    /// A change that has no field of its own: what is wrong with it is said above.
    fn change(&mut self, edit: &Edit) {
        if let Err(trouble) = self.try_change(edit) {
            self.acting.lab.left_out = vec![trouble];
        }
    }

    fn try_change(&mut self, edit: &Edit) -> Result<(), Trouble> {
        let Some(scenario) = self.scenario() else { return Ok(()) };
        let of_the_shop = matches!(edit, Edit::Preset(_) | Edit::Shop { .. } | Edit::ResetShop);
        // Whom another shop had no use for may fit this one.
        let (all, no_room) = match of_the_shop {
            true => self.acting.lab.with_bench(&scenario),
            false => (scenario.clone(), Vec::new()),
        };
        let edited = all.edit(edit)?;
        if of_the_shop {
            self.acting.lab.bench = Lab::benched(&all, &edited.scenario);
            self.acting.lab.bench.extend(no_room);
        }
        self.acting.lab.left_out = edited.left_out;
        if edited.scenario != scenario {
            self.restart(edited.scenario);
        }
        Ok(())
    }

    /// Runs a scenario from the beginning, and has the address say so.
    pub(super) fn restart(&mut self, scenario: Scenario) {
        self.acting.lab.screen.moves.clear();
        self.begin(Ok(scenario));
        self.say();
    }

    /// Has the address say what is on the screen.
    pub(super) fn say(&self) {
        let Some(scenario) = self.scenario() else { return };
        let mut link = Link { scenario, view: self.acting.lab.linked().write() };
        if link.encode().is_ok_and(|text| text.len() > LONGEST) {
            // A game of thousands of moves goes beyond what a link may hold.
            link.view.remove("moves");
        }
        if let Ok(text) = link.encode() {
            address::say(&text);
        }
    }

    /// What the lab has to know of another experiment.
    pub(super) fn begun(&mut self) {
        (self.acting.lab.not_opened, self.acting.lab.forbidden) = (None, None);
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let last = experiment.checked.entrants.len() - 1;
        let screen = &mut self.acting.lab.screen;
        screen.watched = usize::min(screen.watched, last);
        screen.seat = usize::min(screen.seat, experiment.seats().len() - 1);
        // A key that has gone may come again for somebody else.
        if let Measure::Versus(key) = &screen.measure
            && !experiment.checked.entrants.iter().any(|entrant| entrant.key == *key)
        {
            screen.measure = Measure::Raw;
        }
        // Who wants to play himself would wait for his turn for ever.
        let pace = if self.acting.pacer.running || experiment.visitor().is_some() { Pace::Run } else { Pace::Pause };
        self.acting.pacer.set(pace, 0);
        drop(opened);
        if self.has(Part::Team) {
            self.find_candidates();
        }
    }

    /// Asks everybody in the registry whether he would fit the shop.
    pub(super) fn find_candidates(&mut self) {
        let opened = self.opened.borrow();
        self.acting.lab.candidates = opened.as_ref().map_or_else(Vec::new, |e| candidates(&e.checked));
    }

    /// The lab around the stage.
    pub(super) fn workbench(&self, view: &View) -> Element {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return el("div", "") };
        let (lab, pacer, lang) = (&self.acting.lab, &self.acting.pacer, self.lang);
        let over = view.state == State::Finished;
        let bar = toolbar(lab, pacer.running && !over, over, pacer.speed, &self.formats, lang);
        let lost = el("p", "note").with("role", "status");
        let lost = if self.pool.lost() > 0 { lost.text(lang.texts().worker_died) } else { lost };
        let paused = !pacer.running && !over;
        let faces = experiment.faces(lang);
        let paused = paused.then_some(lang.texts().paused);
        // What is not up yet has its place, so that what stands already stays the same element.
        let part = |part: Part, put_up: &dyn Fn() -> Element| if self.has(part) { put_up() } else { el("div", "") };
        let forms = el("div", "forms")
            .add(part(Part::Shop, &|| shop(lab, experiment, lang)))
            .add(part(Part::Team, &|| team(lab, experiment, &faces, lang)));
        let column = el("div", "main-column")
            .add(lost)
            .add(alerts(view, lab.not_opened.as_ref(), lang))
            .add(part(Part::Picture, &|| picture(view, lang, &self.formats, paused, viewing(lab, view, &faces, lang))))
            .add(part(Part::Watch, &|| watch(lab, experiment, &faces, &self.formats, lang)))
            .add(part(Part::Numbers, &|| numbers(view, lang.texts(), &self.formats)));
        el("div", "lab")
            .with("data-part", lab.part.id())
            .add(bar)
            .add(tabs(lab, lang))
            .add(forms)
            .add(column)
            .add(part(Part::Inside, &|| inside(lab, experiment, &faces, &self.formats, lang)))
    }
}
