//! Demand and its forecast: families, seasons, peaks; moving average and Holt-Winters in sight.

use crate::base::{Counts, Params, Text, Trouble};
use crate::trouble;
use libm::{log1p, sin};

pub const FAMILIES: &[(&str, Text)] = &[
    ("poisson", Text::new("Poisson", "泊松")),
    ("normal", Text::new("normal, rounded", "正态（取整）")),
    ("geometric", Text::new("geometric", "几何")),
    ("negative-binomial", Text::new("negative binomial", "负二项")),
];

pub const FORECASTS: &[(&str, Text)] = &[
    ("none", Text::new("none", "无")),
    ("moving-average", Text::new("moving average", "移动平均")),
    ("holt-winters", Text::new("Holt-Winters", "Holt-Winters 平滑")),
    ("true-mean", Text::new("the true mean", "真实均值")),
];

pub const NONE: usize = 0;
const MOVING_AVERAGE: usize = 1;
const HOLT_WINTERS: usize = 2;

/// The largest demand of a day that is tabulated: every step of every method may look at all of it.
const MOST_DEMAND: f64 = 10_000.0;

/// The distribution of each day of the season: mean·(1 + swing·sin(2π·day/length)), the last day peaked.
pub fn season(p: &Params) -> Result<Vec<Counts>, Trouble> {
    let days = usize::max(p.whole("season"), 1);
    let (mean, swing, peak) = (p.get("mean"), p.get("swing"), p.get("peak"));
    let day = |day: usize| {
        let wave = 1.0 + swing * sin(std::f64::consts::TAU * day as f64 / days as f64);
        let lift = if day + 1 == days { peak } else { 1.0 };
        let largest = reach(p, mean * wave * lift, wave * lift);
        if largest > MOST_DEMAND {
            return Err(trouble!(
                "a day's demand may reach {largest:.0} units, but must stay below {MOST_DEMAND}: lower mean, deviation or peak",
                "一天的需求可达 {largest:.0} 件，但必须低于 {MOST_DEMAND}：请降低 mean、deviation 或 peak"
            ));
        }
        Ok(family(p, mean * wave * lift, wave * lift))
    };
    (0..days).map(day).collect()
}

/// About where the table of a day's demand will end: where a geometric tail is below 1e-18, or twelve standard
/// deviations above the mean.
fn reach(p: &Params, mean: f64, scale: f64) -> f64 {
    let deviation = p.get("deviation") * scale;
    let tail = |variance: f64| mean - 42.0 / log1p(-mean / variance);
    match FAMILIES[p.whole("demand")].0 {
        "normal" => mean + 12.0 * deviation,
        "geometric" => tail(mean + mean * mean),
        "negative-binomial" if deviation * deviation > mean => tail(deviation * deviation),
        _ => mean + 12.0 * f64::sqrt(mean),
    }
}

/// One day's distribution; the deviation grows with the mean.
fn family(p: &Params, mean: f64, scale: f64) -> Counts {
    let deviation = p.get("deviation") * scale;
    match FAMILIES[p.whole("demand")].0 {
        "normal" => Counts::rounded_normal(mean, deviation),
        "geometric" => Counts::geometric(mean),
        "negative-binomial" => Counts::negative_binomial(mean, deviation * deviation),
        _ => Counts::poisson(mean),
    }
}

/// How many days the moving average looks back.
const WINDOW: usize = 7;
/// The smoothing of level, trend and season: slow, as a shop would set them by hand.
const LEVEL: f64 = 0.2;
const TREND: f64 = 0.02;
const SEASON: f64 = 0.2;

/// A forecast of the coming day's demand. The shop notes every request, met or not.
#[derive(Clone, Debug)]
pub struct Forecast {
    method: usize,
    means: Vec<f64>,
    overall: f64,
    largest: f64,
    phase: usize,
    window: [f64; WINDOW],
    seen: usize,
    level: f64,
    trend: f64,
    season: Vec<f64>,
}

impl Forecast {
    pub fn new(method: usize, demand: &[Counts]) -> Forecast {
        let means: Vec<f64> = demand.iter().map(Counts::mean).collect();
        let overall = means.iter().sum::<f64>() / means.len() as f64;
        let largest = demand.iter().map(Counts::largest).max().unwrap_or(0) as f64;
        let season = vec![0.0; means.len()];
        let mut forecast = Forecast {
            method,
            means,
            overall,
            largest,
            phase: 0,
            window: [0.0; WINDOW],
            seen: 0,
            level: 0.0,
            trend: 0.0,
            season,
        };
        forecast.reset();
        forecast
    }

    /// Before the first day every method starts from the overall mean, as from last year's books.
    pub fn reset(&mut self) {
        (self.phase, self.seen) = (0, 0);
        self.window = [self.overall; WINDOW];
        (self.level, self.trend) = (self.overall, 0.0);
        self.season.fill(0.0);
    }

    /// Learns the demand of the day that ended; `next` is the phase of the day that begins.
    #[inline]
    pub fn see(&mut self, demand: f64, next: usize) {
        match self.method {
            MOVING_AVERAGE => self.window[self.seen % WINDOW] = demand,
            HOLT_WINTERS => self.smooth(demand),
            _ => {}
        }
        self.seen += 1;
        self.phase = next;
    }

    /// Additive Holt-Winters (Winters 1960) with a season of the demand's own length.
    fn smooth(&mut self, demand: f64) {
        let season = self.season[self.phase];
        let before = self.level;
        self.level = LEVEL * (demand - season) + (1.0 - LEVEL) * (before + self.trend);
        self.trend = TREND * (self.level - before) + (1.0 - TREND) * self.trend;
        if self.season.len() > 1 {
            self.season[self.phase] = SEASON * (demand - self.level) + (1.0 - SEASON) * season;
        }
    }

    pub fn value(&self) -> f64 {
        let value = match self.method {
            MOVING_AVERAGE => self.window.iter().sum::<f64>() / WINDOW as f64,
            HOLT_WINTERS => self.level + self.trend + self.season[self.phase],
            _ => self.means[self.phase],
        };
        value.clamp(0.0, self.largest)
    }
}
