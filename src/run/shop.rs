//! Where worlds come from: a simulator with its parameters, or an Env from outside the registry.

use crate::agent::shelf::Shelf;
use crate::base::{Params, Trouble};
use crate::sim::{Env, SimEntry, Spec};
use std::sync::Arc;

/// Makes as many worlds of one kind as a run wants.
#[derive(Clone)]
pub struct Shop {
    make: Arc<dyn Fn() -> Box<dyn Env> + Send + Sync>,
    spec: Arc<Spec>,
    /// What is worked out in this world; all clones share it.
    shelf: Arc<Shelf>,
    /// The agents that stand for the score's zero, one for each seat; empty for a world from outside.
    pub zero: &'static [&'static str],
    pub best_known: &'static [&'static [&'static str]],
}

impl Shop {
    /// A simulator of the registry.
    pub fn new(entry: &'static SimEntry, params: &Params) -> Result<Shop, Trouble> {
        let first = (entry.build)(params)?;
        let spec = Arc::new(first.spec().clone());
        let params = params.clone();
        // The first one is never played, so that its twins are as new. The parameters have been built from once, and
        // building is a function of them alone.
        let make = Arc::new(move || {
            first.twin().unwrap_or_else(|| (entry.build)(&params).unwrap_or_else(|t| unreachable!("{t}")))
        });
        Ok(Shop { make, spec, shelf: Arc::default(), zero: entry.zero, best_known: entry.best_known })
    }

    /// A world of one's own. It has no score, because nothing stands for zero and one.
    pub fn outside(make: impl Fn() -> Box<dyn Env> + Send + Sync + 'static) -> Shop {
        let spec = Arc::new(make().spec().clone());
        Shop { make: Arc::new(make), spec, shelf: Arc::default(), zero: &[], best_known: &[] }
    }

    pub fn open(&self) -> Box<dyn Env> {
        (self.make)()
    }

    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}
