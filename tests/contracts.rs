//! The suites, natively: each test of theirs under its own name, so that a failure names itself.

// Each suite says how long it took.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_arch = "wasm32"))]

mod suites;

use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where new fingerprints are wanted, they are written before they are compared.
const WRITE: &str = "EMPORIUM_WRITE_FINGERPRINTS";

#[test]
fn every_suite_holds() {
    let suites = suites::all();
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((name, test)) = suites.get(next.fetch_add(1, Ordering::Relaxed)) {
            // Written down anew by the other test.
            let skipped = std::env::var_os(WRITE).is_some() && name.contains("fingerprints");
            let started = std::time::Instant::now();
            if !skipped && catch_unwind(test).is_err() {
                failed.lock().unwrap().push(*name);
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
fn fingerprints_are_written_down_when_asked() {
    if std::env::var_os(WRITE).is_some() {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fingerprints.txt");
        std::fs::write(place, suites::fingerprints::lines()).unwrap();
    }
}
