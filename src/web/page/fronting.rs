//! What the page does while the front page is shown.

use super::Page;
use crate::web::clerk::now;
use crate::web::front::Front;
use crate::web::lab::{FULL_SPEED, Pace};
use crate::web::stopwatch;

impl Page {
    /// Has the shops of the front page run, as fast as they can.
    pub(super) fn open_front(&mut self) {
        self.pool.cancel_all();
        self.tasks.clear();
        stopwatch::reset();
        self.opened.replace(None);
        self.acting.pacer.speed = FULL_SPEED;
        self.acting.pacer.set(Pace::Run, 0, 0);
        match Front::new(self.lang, self.next_job) {
            Ok(front) => {
                self.next_job = front.next_job();
                let tasks = front.tasks();
                self.trouble = None;
                self.front.replace(Some(front));
                self.pool.submit(tasks);
                self.play_on();
            }
            Err(trouble) => {
                self.front.replace(None);
                self.trouble = Some(trouble);
            }
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
        if self.acting.lab.playing && !self.acting.pacer.hidden {
            if let Some(front) = self.front.borrow_mut().as_mut() {
                front.next_day();
            }
            self.play_on();
        }
    }
}
