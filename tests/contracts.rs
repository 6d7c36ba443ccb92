//! The suites, natively: each test of theirs under its own name, so that a failure names itself.

// Each suite says how long it took.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_arch = "wasm32"))]

mod suites;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn every_suite_holds() {
    let suites = suites::all();
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((name, test)) = suites.get(next.fetch_add(1, Ordering::Relaxed)) {
            let started = std::time::Instant::now();
            if catch_unwind(AssertUnwindSafe(test)).is_err() {
                failed.lock().unwrap().push(name);
            }
            println!("{:>8.2} s  {name}", started.elapsed().as_secs_f64());
        }
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        (0..cores).for_each(|_| drop(scope.spawn(work)));
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "failed: {failed:#?}");
}

#[test]
#[ignore = "writes the fingerprints down anew, where new ones are wanted"]
fn write_fingerprints() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fingerprints.txt");
    std::fs::write(place, suites::fingerprints::lines()).unwrap();
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/network_fingerprints.txt");
    std::fs::write(place, suites::networks::lines()).unwrap();
}
