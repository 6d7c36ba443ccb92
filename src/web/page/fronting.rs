//! What the page does while the front page is shown.

use super::Page;
use crate::web::clerk::now;
use crate::web::front::Front;
use crate::web::lab::{FULL_SPEED, Pace};
use crate::web::pool::later;
use crate::web::stopwatch;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

impl Page {
    /// Has the shops of the front page run, as fast as they can.
    pub(super) fn open_front(&mut self) {
        self.pool.cancel_all();
        self.tasks.clear();
        stopwatch::reset();
        self.opened.replace(None);
        self.acting.lab.not_opened = None;
        self.acting.pacer.speed = FULL_SPEED;
        self.acting.pacer.set(Pace::Run, 0);
        match Front::new(self.lang, self.next_job) {
            Ok(front) => {
                self.next_job = front.next_job();
                let tasks = front.tasks();
                self.trouble = None;
                if self.front.replace(Some(front)).is_none() {
                    self.put_up_anew();
                }
                self.pool.submit(tasks);
                self.play_on();
            }
            Err(trouble) => {
                self.front.replace(None);
                self.trouble = Some(trouble);
            }
        }
    }

    /// The lab takes the front page's place.
    pub(super) fn leave_front(&mut self) {
        if self.front.replace(None).is_some() {
            // What was held there was the days that pass: the lab has its own to show.
            self.acting.pacer.running = true;
            self.put_up_anew();
        }
    }

    /// Another page is put up part by part as the first one was; who hears it is taken to its beginning.
    fn put_up_anew(&mut self) {
        if self.revealed > 0 {
            self.revealed = 1;
            self.reveal.ask();
            later(0, focus_on_main);
        }
    }

    /// Something was heard: more shops may begin, and the large one's may be filmed.
    pub(super) fn front_heard(&mut self) {
        let mut front = self.front.borrow_mut();
        let Some(shown) = front.as_mut() else { return };
        let (tasks, films) = (shown.more_tasks(), shown.films(now()));
        drop(front);
        self.pool.submit(tasks);
        for (job, ask) in films {
            self.pool.look(job, ask);
        }
    }

    /// A day has passed in the shops that play.
    pub(super) fn next_day_of_front(&mut self) {
        if self.days_pass() {
            if let Some(front) = self.front.borrow_mut().as_mut() {
                front.next_day();
            }
            self.play_on();
        }
    }

    /// Whether days go by by themselves: in the lab while the film plays, on the front page while it is not held.
    pub(super) fn days_pass(&self) -> bool {
        let plays = match self.front.borrow().as_ref() {
            Some(front) => front.moves && self.acting.pacer.running,
            None => self.acting.lab.playing,
        };
        plays && !self.acting.pacer.hidden
    }
}

#[wasm_bindgen]
extern "C" {
    type Place;

    #[wasm_bindgen(method)]
    fn focus(this: &Place);

    #[wasm_bindgen(method, js_name = scrollIntoView)]
    fn scroll_into_view(this: &Place);
}

fn focus_on_main() {
    if let Some(main) = first("main") {
        main.focus();
    }
}

/// Who has scrolled down sees what was said above, too.
pub(super) fn show_alert() {
    if let Some(alert) = first("[role=alert] .notice") {
        alert.scroll_into_view();
    }
}

fn first(what: &str) -> Option<Place> {
    let found = web_sys::window()?.document()?.query_selector(what).ok()??;
    Some(found.unchecked_into())
}
