//! The suites that hold natively and in browsers, on the page's thread and in a worker: no threads, no
//! files, no clocks.

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
mod runaway;
mod seats;
mod slices;
mod tables;
pub mod worlds;

/// A test and the name under which it is told; it panics where something does not hold.
pub type Test = (String, Box<dyn Fn() + Send + Sync>);

/// All suites, in the order in which they are run.
pub fn all() -> Vec<Test> {
    let suites = [
        registry::SUITE,
        languages::SUITE,
        pairs::SUITE,
        slices::SUITE,
        earning::SUITE,
        seats::SUITE,
        masks::SUITE,
        runaway::SUITE,
        tables::SUITE,
        inside::SUITE,
        networks::SUITE,
        fingerprints::SUITE,
    ];
    let named = suites.into_iter().flatten().map(|(name, test)| -> Test { (name.to_string(), Box::new(test)) });
    // What goes through many runs is a test for each, for a browser gives up a page that is silent for long.
    let each = knobs::of_each_world()
        .chain(knobs::of_each_parameter())
        .chain(registry::of_each_contestant())
        .chain(fingerprints::of_each_line());
    named.chain(each).collect()
}

/// A table of tests under the names of their functions.
macro_rules! suite {
    ($($test:ident),+ $(,)?) => {
        pub const SUITE: &[(&str, fn())] = &[$((concat!(module_path!(), "::", stringify!($test)), $test)),+];
    };
}
use suite;
