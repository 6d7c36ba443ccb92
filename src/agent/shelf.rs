//! What was worked out for a world and is wanted again: one plan serves every seed, the reference and the adviser.

use std::any::Any;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The results of one world's plans and searches, each under a name of its own.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<(&'static str, Arc<dyn Any + Send + Sync>)>>);

impl Shelf {
    /// The result of this name; `work` is done when it is first asked for. Whoever asks meanwhile waits for it.
    pub fn once<T: Clone + Send + Sync + 'static>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let place = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = all.iter().find(|(other, _)| *other == name).map(|(_, place)| place.clone());
            known.unwrap_or_else(|| {
                let place: Arc<dyn Any + Send + Sync> = Arc::new(OnceLock::<T>::new());
                all.push((name, place.clone()));
                place
            })
        };
        match place.downcast::<OnceLock<T>>() {
            Ok(place) => place.get_or_init(work).clone(),
            // The name stands for another kind of result: nothing can be shared.
            Err(_) => work(),
        }
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
