//! The suites that hold natively and in browsers, on the page's thread and in a worker: no threads, no
//! files, no clocks. Each is a name and a function that panics where something does not hold.

pub mod doors;
mod earning;
pub mod fingerprints;
mod inside;
mod knobs;
mod languages;
mod masks;
pub mod networks;
mod pairs;
pub mod play;
mod registry;
mod seats;
mod slices;
mod tables;
pub mod worlds;

/// All suites, in the order in which they are run.
pub fn all() -> Vec<(&'static str, fn())> {
    let mut all: Vec<(&'static str, fn())> = Vec::new();
    for suite in [
        registry::SUITE,
        languages::SUITE,
        knobs::SUITE,
        pairs::SUITE,
        slices::SUITE,
        earning::SUITE,
        seats::SUITE,
        masks::SUITE,
        tables::SUITE,
        inside::SUITE,
        networks::SUITE,
        fingerprints::SUITE,
    ] {
        all.extend_from_slice(suite);
    }
    all
}

/// A table of tests under the names of their functions.
macro_rules! suite {
    ($($test:ident),+ $(,)?) => {
        pub const SUITE: &[(&str, fn())] = &[$((concat!(module_path!(), "::", stringify!($test)), $test)),+];
    };
}
use suite;
