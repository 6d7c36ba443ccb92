//! What the page does with kept teams: it hands them out as files, and plays those that come from files.

use super::Page;
use super::fronting::show_alert;
use crate::base::Trouble;
use crate::web::experiment::Trained;
use crate::web::export;
use crate::web::lab::{Part, opened};
use crate::web::pool::later;
use crate::web::screen::Screen;

impl Page {
    /// Hands a contestant's team out as a file, as soon as whoever has its run has told it.
    pub(super) fn keep(&mut self, contestant: usize) {
        let asked = self.opened.borrow_mut().as_mut().and_then(|experiment| experiment.keep(contestant));
        match asked {
            Some((job, message)) => self.pool.tell(job, &message),
            None => self.take_away(),
        }
    }

    /// A team that is ready becomes a file.
    pub(super) fn take_away(&self) {
        let mut opened = self.opened.borrow_mut();
        let Some(experiment) = opened.as_mut() else { return };
        let Some((contestant, kept)) = experiment.take_ready() else { return };
        let faces = experiment.faces(self.lang);
        let label = faces.get(contestant).map_or("", |face| &face.label);
        // Only what cannot be encoded cannot be written, and what came over the wire can.
        if let Ok(file) = kept.write() {
            export::save_bytes(&file, &[&kept.scenario.sim, " ", label, ".emporium"].concat());
        }
    }

    /// Plays a kept team. Where that cannot be, everything stays as it was.
    pub(super) fn open_file(&mut self, file: Result<Vec<u8>, Trouble>) {
        match file.and_then(|file| opened(&file)) {
            Ok((contestant, kept)) => {
                self.acting.lab.another(Screen::default());
                self.acting.lab.trained.push(Trained { contestant, learned: kept.learned });
                self.acting.lab.part = Part::Inside;
                self.leave_front();
                self.restart(kept.scenario);
            }
            Err(trouble) if self.opened.borrow().is_none() && self.front.borrow().is_none() => {
                self.trouble = Some(trouble)
            }
            Err(trouble) => {
                self.acting.lab.not_opened = Some(trouble);
                // When it stands there.
                later(50, show_alert);
            }
        }
    }
}
