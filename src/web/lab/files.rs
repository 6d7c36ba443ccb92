//! Kept teams as files: a button that keeps one, a place to open one, and the page itself, on which one may be dropped.

use super::field::button;
use super::{Ask, Asked, Lab};
use crate::base::Trouble;
use crate::run::kept::Kept;
use crate::run::scenario::Contestant;
use crate::trouble;
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::texts::Lang;
use js_sys::{Array, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use yew::virtual_dom::ListenerKind;

/// Bytes of a file at most: far more than any team has.
const LARGEST: f64 = 32e6;

#[wasm_bindgen]
extern "C" {
    /// What has files: an input for them, or what is being dragged.
    type Carrier;

    #[wasm_bindgen(method, getter)]
    fn files(this: &Carrier) -> Option<Files>;

    #[wasm_bindgen(method, getter)]
    fn types(this: &Carrier) -> Array;

    #[wasm_bindgen(method, setter)]
    fn set_value(this: &Carrier, value: &str);

    type Files;

    #[wasm_bindgen(method)]
    fn item(this: &Files, i: u32) -> Option<File>;

    type File;

    #[wasm_bindgen(method, getter)]
    fn size(this: &File) -> f64;

    #[wasm_bindgen(method, js_name = arrayBuffer)]
    fn bytes(this: &File) -> Promise;

    type Dragged;

    #[wasm_bindgen(method, getter, js_name = dataTransfer)]
    fn carrier(this: &Dragged) -> Option<Carrier>;
}

/// Has the page take files that are dropped on it, for as long as it lives.
pub fn hear_drops(ask: &Ask) {
    let Some(window) = web_sys::window() else { return };
    for (name, takes) in [("dragover", false), ("drop", true)] {
        let ask = ask.clone();
        let hear = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let carrier = event.unchecked_ref::<Dragged>().carrier();
            // Words that are dragged into a field are none of ours.
            let Some(carrier) = carrier.filter(|c| c.types().includes(&"Files".into(), 0)) else { return };
            event.prevent_default();
            if takes {
                read(&carrier, &ask);
            }
        });
        // A browser without it has the button still.
        let _ = window.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
        hear.forget();
    }
}

/// Reads the first file and asks for it to be opened.
fn read(carrier: &Carrier, ask: &Ask) {
    let Some(file) = carrier.files().and_then(|files| files.item(0)) else { return };
    let size = file.size();
    if size > LARGEST {
        let t = trouble!("it has {size} bytes, but may have {LARGEST} at most", "它有 {size} 字节，最多允许 {LARGEST}");
        return ask(Asked::Open(Err(t)));
    }
    let (taking, failing) = (ask.clone(), ask.clone());
    let taken = Closure::once(move |bytes: JsValue| taking(Asked::Open(Ok(Uint8Array::new(&bytes).to_vec()))));
    let failed = Closure::once(move |_: JsValue| {
        failing(Asked::Open(Err(trouble!("the browser cannot read it", "浏览器无法读取它"))));
    });
    // A folder, or a file that has gone since it was chosen, cannot be read.
    let _ = file.bytes().then2(&taken, &failed);
    taken.forget();
    failed.forget();
}

/// What a file holds: a team with its contestant. All is checked before anything on the page is given up for it.
pub fn opened(file: &[u8]) -> Result<(Contestant, Kept), Trouble> {
    let kept = Kept::read(file)?;
    let checked = kept.check()?;
    // Who plans has nothing to load, and is not to plan while the page waits.
    if !checked.entrants[0].plans() {
        kept.learned.players(&checked.shop, &checked.entrants[0], checked.schedule.steps)?;
    }
    Ok((kept.scenario.contestants[0].clone(), kept))
}

/// The button that keeps a contestant's team; what came from a file is said not to be in the link.
pub fn keeping(lab: &Lab, experiment: &Experiment, face: &Face, lang: Lang) -> Element {
    let (texts, place) = (lang.texts(), el("div", ""));
    let contestant = experiment.scenario.contestants.iter().position(|c| c.key == face.key).unwrap_or(0);
    if face.by_hand {
        return place;
    }
    let keep = button(&lab.ask, "quiet keep", texts.keep, move || Asked::Keep(contestant));
    let keep = if experiment.finished(contestant).is_none() { keep.with("disabled", "") } else { keep };
    let note = el("p", "note").text(if experiment.learned(contestant).is_some() { texts.not_in_link } else { "" });
    place.add(keep).add(note)
}

/// Where a file is chosen.
pub fn opening(lab: &Lab, lang: Lang) -> Element {
    let (texts, ask) = (lang.texts(), lab.ask.clone());
    let choose = move |event: web_sys::Event| {
        let Some(carrier) = event.target().map(JsCast::unchecked_into::<Carrier>) else { return };
        read(&carrier, &ask);
        // The same file may be chosen again.
        carrier.set_value("");
    };
    let input = el("input", "")
        .with("type", "file")
        .with("accept", ".emporium")
        .with("title", texts.open_help)
        .on(ListenerKind::onchange, Rc::new(choose));
    el("label", "open-file").add(input).add(el("span", "").text(texts.open_team))
}
