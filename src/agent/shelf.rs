//! What was worked out for a world and is wanted again: one plan serves every seed, the reference and the adviser.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// A place on the shelf, empty until its result is found.
type Place = Arc<Mutex<Option<Arc<dyn Any + Send + Sync>>>>;

/// The results of one world's plans and searches, each under a name of its own.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<(&'static str, Place)>>);

impl Shelf {
    /// The result of this name; `work` is done when it is first asked for. Whoever asks meanwhile waits for it.
    pub fn once<T: Clone + Send + Sync + 'static>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let place = self.place(name);
        let mut kept = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref().and_then(|known| known.downcast_ref::<T>()) {
            return known.clone();
        }
        let found = work();
        *kept = Some(Arc::new(found.clone()));
        found
    }

    fn place(&self, name: &'static str) -> Place {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, place)) = all.iter().find(|(other, _)| *other == name) {
            return place.clone();
        }
        let place = Arc::default();
        all.push((name, Arc::clone(&place)));
        place
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn work_is_done_once_for_each_name() {
        let (shelf, mut done) = (Shelf::default(), 0);
        for _ in 0..3 {
            let mut work = |x: i64| {
                done += 1;
                x
            };
            assert_eq!((shelf.once("one", || work(1)), shelf.once("two", || work(2))), (1, 2));
        }
        assert_eq!(done, 2);
        assert_eq!(shelf.once("one", || "of another kind"), "of another kind");
    }
}
