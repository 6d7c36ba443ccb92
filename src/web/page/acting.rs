//! What the page does when the lab's controls are used.

use super::{Msg, Page, Part};
use crate::base::Trouble;
use crate::run::edit::Edit;
use crate::run::film::LONGEST_FILM;
use crate::run::inside::Ask;
use crate::run::link::Link;
use crate::run::protocol::{Job, ToWorker};
use crate::run::scenario::{Scenario, Seeds};
use crate::web::address;
use crate::web::clerk::now;
use crate::web::experiment::{Experiment, State, View};
use crate::web::lab::{Ask as Asking, LONGEST};
use crate::web::lab::{
    Asked, Field, Lab, Pace, Pacer, asked_map, candidates, inside, shop, tabs, team, toolbar, viewing, watch,
};
use crate::web::markup::{Element, el};
use crate::web::pool::{Pool, later};
use crate::web::screen::{Measure, Screen};
use crate::web::stage::{numbers, picture};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use yew::Context;
use yew::virtual_dom::ListenerKind;

/// The lab's share of the page's state.
pub struct Acting {
    pub lab: Lab,
    pub pacer: Pacer,
    /// The run that was filmed by itself, and how far it was then.
    filmed: Option<(Job, u64)>,
    /// Whether the link was copied last, or could not be.
    pub copied: Option<bool>,
    /// How many days of the visitor's were last shown.
    days: usize,
    /// When was last looked inside, in milliseconds.
    looked: f64,
}

/// Milliseconds in which runs that are held come to rest, and the page has heard of it.
const TIME_TO_REST: i32 = 150;

/// The inside is looked at so often while it changes.
const BETWEEN_LOOKS: f64 = 700.0;

impl Acting {
    pub fn new(ctx: &Context<Page>, pool: &Pool) -> Acting {
        let link = ctx.link().clone();
        let ask: Asking = Rc::new(move |asked| link.send_message(Msg::Lab(asked)));
        Acting { lab: Lab::new(ask), pacer: Pacer::new(pool), filmed: None, looked: 0.0, copied: None, days: 0 }
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
            }
            // Who runs freely is further than the page has heard: it is held first, and steps when it has come to rest.
            Asked::Pace(pace) if self.acting.pacer.running && matches!(pace, Pace::Decision | Pace::Episode) => {
                let (steps, episodes) = self.furthest();
                self.acting.pacer.set(Pace::Pause, steps, episodes);
                let ask = self.acting.lab.ask.clone();
                later(TIME_TO_REST, move || ask(Asked::Pace(pace)));
            }
            Asked::Pace(pace) => {
                let (steps, episodes) = self.furthest();
                self.acting.pacer.set(pace, steps, episodes);
            }
            Asked::Speed(speed) => {
                let (steps, episodes) = self.furthest();
                self.acting.pacer.set_speed(speed, steps, episodes);
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
                self.acting.lab.screen = screen;
                self.say();
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
                self.say();
                self.film_at_first_and_last();
            }
            Asked::Film => {
                self.acting.lab.screen.episode += 1;
                self.acting.lab.screen.day = 0;
                self.say();
                self.film();
            }
            Asked::Decide { choice } => {
                let watched = self.acting.lab.screen.watched;
                self.play(|experiment| experiment.decide(watched, choice, Vec::new()));
            }
            Asked::Shot(shot) => {
                self.acting.lab.screen.day = shot;
                self.say();
                let ask = self.acting.lab.ask.clone();
                later(TIME_TO_REST, move || ask(Asked::Around(shot)));
            }
            Asked::Around(shot) => {
                if shot == self.acting.lab.screen.day {
                    self.look_inside();
                }
            }
        }
    }

    /// Has the visitor's move made, where there is one.
    fn play(&self, next: impl FnOnce(&mut Experiment) -> Option<(Job, ToWorker)>) {
        let made = self.opened.borrow_mut().as_mut().and_then(next);
        if let Some((job, message)) = made {
            self.pool.tell(job, &message);
        }
    }

    /// Something was heard: whoever is watched may have come further.
    pub(super) fn heard(&mut self) {
        self.play(Experiment::decide_again);
        let (steps, _) = self.furthest();
        self.acting.pacer.heard(steps);
        self.film_at_first_and_last();
        let changes = self.opened.borrow().as_ref().is_some_and(|experiment| {
            let watched = self.acting.lab.screen.watched;
            let no_map = experiment.inside(watched).is_none_or(|inside| inside.map.is_none());
            no_map || experiment.finished(watched) == Some(false)
        });
        if changes && now() - self.acting.looked > BETWEEN_LOOKS {
            self.acting.looked = now();
            self.look_inside();
        }
    }

    /// Films the watched contestant by itself when it has begun, and when it has finished.
    fn film_at_first_and_last(&mut self) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let contestant = self.acting.lab.screen.watched;
        let Some(finished) = experiment.finished(contestant) else { return };
        // A visitor's days are filmed one by one.
        let by_hand = experiment.is_by_hand(contestant);
        let so_far = if by_hand { experiment.steps_of(contestant) } else { u64::from(finished) };
        let now = Some((experiment.job_of(contestant), so_far));
        let days = experiment.film(contestant).map_or(0, <[_]>::len);
        drop(opened);
        if by_hand && days > 0 && days != self.acting.days {
            (self.acting.days, self.acting.lab.screen.day) = (days, days - 1);
        }
        if self.acting.filmed != now {
            self.acting.filmed = now;
            self.film();
        }
    }

    /// Has the watched contestant's policy play an episode as it stands, and says how it stands.
    fn film(&self) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let Screen { watched: contestant, episode, .. } = self.acting.lab.screen;
        let now = experiment.visitor().and_then(|visitor| experiment.inside(visitor)?.now.as_ref());
        // Where the visitor plays, the others are shown on his days.
        let (world, episode) = now.map_or((None, episode), |now| (Some(now.world), now.episode));
        let all = 0..if now.is_some() { experiment.checked.entrants.len() } else { 0 };
        // All of his days, so that the others' first days are his.
        let most = u32::min(u32::max(LONGEST, now.map_or(0, |now| now.period)), LONGEST_FILM);
        let jobs: Vec<Job> = all.chain([contestant]).map(|i| experiment.job_of(i)).collect();
        drop(opened);
        for job in jobs {
            self.pool.look(job, Ask::Film { seat: 0, world, episode, most });
        }
        self.look_inside();
    }

    /// Asks how the watched contestant stands and what it has learned.
    fn look_inside(&self) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let Screen { watched, day, .. } = self.acting.lab.screen;
        let (job, map) = (experiment.job_of(watched), asked_map(experiment, watched, day));
        drop(opened);
        self.pool.look(job, Ask::Now { seat: 0 });
        if let Some(map) = map {
            self.pool.look(job, map);
        }
    }

    fn scenario(&self) -> Option<Scenario> {
        self.opened.borrow().as_ref().map(|e| e.scenario.clone())
    }

    fn furthest(&self) -> (u64, u64) {
        self.opened.borrow().as_ref().map_or((0, 0), |e| e.furthest())
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
        let edited = scenario.edit(edit)?;
        self.acting.lab.left_out = edited.left_out;
        if edited.scenario != scenario {
            self.restart(edited.scenario);
        }
        Ok(())
    }

    /// Runs a scenario from the beginning, and has the address say so.
    fn restart(&mut self, scenario: Scenario) {
        self.begin(Ok(scenario));
        self.say();
    }

    /// Has the address say what is on the screen.
    fn say(&self) {
        let Some(scenario) = self.scenario() else { return };
        if let Ok(link) = (Link { scenario, view: self.acting.lab.screen.write() }).encode() {
            address::say(&link);
        }
    }

    /// What the lab has to know of another experiment.
    pub(super) fn begun(&mut self) {
        let opened = self.opened.borrow();
        let Some(experiment) = opened.as_ref() else { return };
        let last = experiment.checked.entrants.len() - 1;
        let screen = &mut self.acting.lab.screen;
        screen.watched = usize::min(screen.watched, last);
        // A key that has gone may come again for somebody else.
        if let Measure::Versus(key) = &screen.measure
            && !experiment.checked.entrants.iter().any(|entrant| entrant.key == *key)
        {
            screen.measure = Measure::Raw;
        }
        let pace = if self.acting.pacer.running { Pace::Run } else { Pace::Pause };
        self.acting.pacer.set(pace, 0, 0);
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
