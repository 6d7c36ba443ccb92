//! How fast the engine is, natively. `cargo xtask bench` prints it beside the browser.

use criterion::{BenchmarkId, Criterion, Throughput};
use std::time::Duration;

mod work;

fn main() {
    // All of it together is to take a minute.
    let (warm_up, measured) = (Duration::from_millis(500), Duration::from_secs(3));
    let criterion = Criterion::default().warm_up_time(warm_up).measurement_time(measured).sample_size(30);
    let mut criterion = criterion.configure_from_args();
    for mut work in work::all() {
        let mut group = criterion.benchmark_group("speed");
        group.throughput(Throughput::Elements(work.units));
        group.bench_function(BenchmarkId::new(work.name, &work.of), |b| b.iter(&mut work.run));
        group.finish();
    }
    criterion.final_summary();
}
