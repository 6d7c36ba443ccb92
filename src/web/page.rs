//! The page: reads the address, has its scenario run, and shows how it stands.

mod acting;
mod fronting;
mod keeping;
mod watching;

use super::address;
use super::experiment::{Experiment, View};
use super::frames::OncePerFrame;
use super::front::{Front, PARTS};
use super::markup::{Element, el};
use super::numbers::Formats;
use super::pool::Pool;
use super::screen::Screen;
use super::stage::state_name;
use super::stopwatch;
use super::texts::Lang;
use crate::base::Trouble;
use crate::run::Scenario;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

/// Shows the page in the frame that `index.html` has for it.
pub fn mount() {
    let frame = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("app"));
    match frame {
        Some(frame) => yew::Renderer::<Page>::with_root(frame).render(),
        None => yew::Renderer::<Page>::new().render(),
    };
}

pub enum Msg {
    /// The address asks for another scenario.
    Open,
    /// Something was heard from the workers.
    Show,
    /// The next part of the page is put up.
    Reveal,
    /// The page has come into sight or gone out of it.
    Rest,
    /// The visitor used the lab's controls.
    Lab(super::lab::Asked),
}

type Opened = Rc<RefCell<Option<Experiment>>>;
type Fronted = Rc<RefCell<Option<Front>>>;

pub struct Page {
    lang: Lang,
    formats: Rc<Formats>,
    pool: Pool,
    /// What the lab shows; nothing on the front page, and where nothing can be opened.
    opened: Opened,
    front: Fronted,
    trouble: Option<Trouble>,
    next_job: Job,
    /// How many parts of the page stand already. They are put up one a frame, the chart first: all at once would
    /// keep the browser waiting.
    revealed: u8,
    /// What is to be done as soon as the page stands.
    tasks: Vec<(Job, ToWorker)>,
    reveal: OncePerFrame,
    acting: acting::Acting,
    _heard: [Option<Closure<dyn FnMut()>>; 3],
}

impl Component for Page {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Page>) -> Page {
        let lang = Lang::of_page();
        let opened = Opened::default();
        let link = ctx.link().clone();
        let show = OncePerFrame::new(move || link.send_message(Msg::Show));
        let front = Fronted::default();
        let (hearing, front_hears) = (opened.clone(), front.clone());
        let pool = Pool::new(move |answer: FromWorker| {
            stopwatch::begin();
            if let Some(experiment) = hearing.borrow_mut().as_mut() {
                experiment.hear(answer);
            } else if let Some(front) = front_hears.borrow_mut().as_mut() {
                front.hear(answer);
            }
            show.ask();
        });
        let link = ctx.link().clone();
        let reveal = OncePerFrame::new(move || link.send_message(Msg::Reveal));
        reveal.ask();
        Page {
            lang,
            formats: Rc::new(Formats::new(lang.texts().tag)),
            acting: acting::Acting::new(ctx, &pool),
            pool,
            opened,
            front,
            trouble: None,
            next_job: 1,
            revealed: 0,
            tasks: Vec::new(),
            reveal,
            _heard: [
                listen("hashchange", ctx.link().callback(|()| Msg::Open)),
                listen("visibilitychange", ctx.link().callback(|()| Msg::Rest)),
                listen("emporium-seen", ctx.link().callback(|()| Msg::Rest)),
            ],
        }
    }

    fn update(&mut self, _: &Context<Page>, msg: Msg) -> bool {
        stopwatch::begin();
        match msg {
            Msg::Reveal => self.reveal(),
            Msg::Rest => {
                self.acting.rest();
                self.play_on();
            }
            Msg::Open => self.open(),
            Msg::Show if self.front.borrow().is_some() => self.front_heard(),
            Msg::Show => self.heard(),
            Msg::Lab(asked) => self.act(asked),
        }
        true
    }

    fn view(&self, _: &Context<Page>) -> Html {
        let view = self.opened.borrow().as_ref().map(|e| e.view(&self.acting.lab.linked(), self.lang));
        let front = self.front.borrow();
        let nothing = if self.revealed == 0 { "starting" } else { "trouble" };
        let state = front.as_ref().map(Front::state).or(view.as_ref().map(|v| v.state));
        let state = state.map_or(nothing, state_name);
        let fingerprint = view.as_ref().and_then(|v| v.fingerprint.clone());
        let page = el("div", "page")
            .with("data-state", state)
            .with("data-slowest", (stopwatch::slowest().ceil() as u32).to_string())
            .with("data-workers", self.pool.workers().to_string())
            .with("data-on-page", self.pool.on_page().to_string());
        let page = match fingerprint {
            Some(fingerprint) => page.with("data-fingerprint", fingerprint),
            None => page,
        };
        let main = match front.as_ref() {
            Some(front) => {
                let (lab, running) = (&self.acting.lab, self.acting.pacer.running);
                el("main", "").key("front").with("tabindex", "-1").add(front.draw(
                    lab,
                    running,
                    self.revealed.saturating_sub(1),
                    &self.formats,
                ))
            }
            None => {
                let content = el("div", "content").add(self.content(view.as_ref()));
                el("main", "").key("lab").with("tabindex", "-1").add(self.heading(view.as_ref())).add(content)
            }
        };
        page.add(self.masthead()).add(main).into()
    }
}

/// The parts of the page in the order in which they are put up; before the first there is nothing but the name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Picture = 2,
    Shop,
    Team,
    Watch,
    Numbers,
    Inside,
}

impl Page {
    fn reveal(&mut self) {
        if self.revealed == 0 {
            // It may have been opened out of sight.
            self.acting.rest();
            self.open();
            self.play_on();
        }
        self.revealed += 1;
        if self.front.borrow().is_some() {
            match self.revealed > PARTS {
                true => stopwatch::reset(),
                false => self.reveal.ask(),
            }
            return;
        }
        if self.revealed == Part::Team as u8 {
            self.find_candidates();
        }
        if self.has(Part::Inside) {
            // Workers would have taken the time that the page needs to stand. What counts is how it is from now on.
            stopwatch::reset();
            self.pool.submit(std::mem::take(&mut self.tasks));
        } else {
            self.reveal.ask();
        }
    }

    fn has(&self, part: Part) -> bool {
        self.revealed >= part as u8
    }

    /// Runs the scenario that the address asks for.
    fn open(&mut self) {
        let fragment = address::fragment();
        let is_front = address::is_front(&fragment);
        if is_front {
            return self.open_front();
        }
        self.leave_front();
        match address::link(&fragment) {
            Ok(link) => {
                self.acting.lab.another(Screen::read(&link.view));
                self.begin(Ok(link.scenario));
            }
            Err(trouble) => self.begin(Err(trouble)),
        }
    }

    /// Runs a scenario. What ran before is forgotten.
    fn begin(&mut self, scenario: Result<Scenario, Trouble>) {
        self.pool.cancel_all();
        self.tasks.clear();
        stopwatch::reset();
        match scenario.and_then(|scenario| Experiment::new(scenario, self.next_job)) {
            Ok(mut experiment) => {
                experiment.train(&mut self.acting.lab.trained);
                self.next_job = experiment.next_job();
                let tasks = experiment.tasks();
                self.opened.replace(Some(experiment));
                self.trouble = None;
                self.begun();
                if self.has(Part::Inside) {
                    self.pool.submit(tasks);
                } else {
                    self.tasks = tasks;
                }
            }
            Err(trouble) => {
                self.opened.replace(None);
                self.trouble = Some(trouble);
            }
        }
    }

    fn masthead(&self) -> Element {
        let texts = self.lang.texts();
        let other = address::in_language(texts.other_code, &address::fragment());
        let language = el("a", "language")
            .with("href", other)
            .with("lang", texts.other_code)
            .with("hreflang", texts.other_code)
            .text(texts.other);
        el("header", "masthead")
            .add(el("a", "name").with("href", address::in_language(texts.code, "")).text(texts.name))
            .add(self.copying())
            .add(language)
    }

    fn heading(&self, view: Option<&View>) -> Element {
        let opened = self.opened.borrow();
        let heading = el("div", "heading");
        let Some(experiment) = opened.as_ref() else {
            let trouble = self.trouble.as_ref().map_or("", |_| self.lang.texts().link_trouble);
            return heading.add(el("h1", "").text(trouble));
        };
        let (checked, lang) = (&experiment.checked, self.lang);
        let (name, story) = (lang.words(&experiment.preset.label), lang.words(&experiment.preset.story));
        let texts = lang.texts();
        let shown = lang.text(checked.shop.spec().shown.label);
        let better = if checked.shop.spec().shown.is_cost { texts.lower_is_better } else { texts.higher_is_better };
        let shown = [texts.intro, shown, texts.intro_before, better, texts.full_stop].concat();
        let heading = heading
            .add(el("h1", "").text(lang.text(checked.sim.label)).text(" ").add(el("span", "preset").text(name)))
            .add(el("p", "").text(format!("{story}{}{shown}", texts.space)));
        match view.filter(|view| !view.changed.is_empty()) {
            Some(view) => {
                heading.add(el("p", "changed").text(format!("{}{}{}", texts.changed, texts.colon, view.changed)))
            }
            None => heading,
        }
    }

    fn content(&self, view: Option<&View>) -> Element {
        let texts = self.lang.texts();
        match (view, &self.trouble) {
            (Some(view), _) => self.workbench(view),
            (None, _) if self.revealed == 0 => el("div", ""),
            (None, trouble) => {
                let sentence = trouble.as_ref().map(|t| self.lang.trouble(t)).unwrap_or_default();
                el("div", "notice")
                    .with("role", "alert")
                    .add(el("p", "").text(sentence))
                    .add(el("p", "").add(el("a", "").with("href", ["#", address::LAB].concat()).text(texts.to_default)))
            }
        }
    }
}

/// Calls at every event of this name: of the window, or of the document below it.
fn listen(name: &str, call: Callback<()>) -> Option<Closure<dyn FnMut()>> {
    let closure = Closure::<dyn FnMut()>::new(move || call.emit(()));
    let function = closure.as_ref().unchecked_ref();
    let window = web_sys::window()?;
    // What the document is told does not rise to the window.
    window.add_event_listener_with_callback(name, function).ok()?;
    window.document()?.add_event_listener_with_callback(name, function).ok()?;
    Some(closure)
}
