//! How fast the engine is, natively. `cargo xtask bench` prints it beside the browser.

use criterion::{Criterion, Throughput};

mod work;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for (name, mut f) in work::all() {
        let mut group = criterion.benchmark_group("speed");
        group.throughput(Throughput::Elements(work::UNITS));
        group.bench_function(name, |b| b.iter(|| f(work::UNITS)));
        group.finish();
    }
    criterion.final_summary();
}
