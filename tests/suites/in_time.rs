//! Limits of time that mean the same on a busy machine: a limit is for a quiet one, and a piece of known work, done
//! before and after, says how much slower than quiet this one is at the moment.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What the known work takes, built as tests are, on a quiet machine with two cores of 2024 and nothing beside it.
const QUIET: Duration = Duration::from_millis(240);
const CELLS: usize = 1 << 17;
const ROUNDS: usize = 40;

/// Does the work and holds it to the limit.
pub fn in_time<T>(limit: Duration, work: impl FnOnce() -> T) -> T {
    let before = slowness();
    let started = Instant::now();
    let done = work();
    let took = started.elapsed();
    let slowness = f64::max(before, slowness());
    println!("{took:?} on a machine {slowness:.1} times as slow as a quiet one");
    assert!(took < limit.mul_f64(slowness), "{took:?}, {slowness:.1} times as slow as quiet; allowed is {limit:?}");
    done
}

/// Says with what chance comes which worth, as a model says what comes next.
type Ahead = dyn Fn(&[f64], usize, &mut dyn FnMut(f64, f64));

/// How many times as long as on a quiet machine things take now. The work is of the kind that planning is, sums over
/// what may come next through calls that nobody inlines, and it is not planning, so that slower planning is not excused.
/// Never under one, so that a quick machine has no shorter limits.
fn slowness() -> f64 {
    let mut worth: Vec<f64> = (0..CELLS).map(|i| (i % 97) as f64).collect();
    let ahead: &Ahead = black_box(&|worth, at, tell| {
        for step in 0..16 {
            tell(0.0625, worth[(at + step * step) % CELLS]);
        }
    });
    let started = Instant::now();
    for _ in 0..ROUNDS {
        for at in 0..CELLS {
            let mut sum = 0.0;
            ahead(&worth, at, &mut |p, value| sum += p * value);
            worth[at] = f64::max(sum, 0.99 * worth[at]);
        }
    }
    black_box(worth);
    let took = started.elapsed().as_secs_f64();
    f64::max(took / QUIET.as_secs_f64(), 1.0)
}
