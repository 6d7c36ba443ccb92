//! Tests of the chart on a surface that writes down what it is told to draw.

mod axes;
mod dress;
mod maps;

use super::curves::{Across, Measured, Middle, Point, Quantity, Scale, Shape, each_seed, end_of_axis, over_seeds};
use super::labels::{broken, spread};
use super::scale::ticks;
use super::strokes::{clip, dashes, thin};
use super::{Level, Look, Numbers, Pen, Plot, Series, Surface, Type, draw};
use crate::run::frame::Curves;
use plotters_backend::{BackendColor, BackendCoord};

#[derive(Clone, Debug, PartialEq)]
enum Call {
    Path { places: Vec<BackendCoord>, rgb: super::Rgb, width: u32 },
    Polygon { places: Vec<BackendCoord>, alpha: f64 },
    Text { text: String, at: BackendCoord },
}

struct Recorder {
    size: (u32, u32),
    calls: Vec<Call>,
}

impl Surface for Recorder {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn path(&mut self, places: &[BackendCoord], color: BackendColor, width: u32) {
        self.calls.push(Call::Path { places: places.to_vec(), rgb: color.rgb, width });
    }

    fn polygon(&mut self, places: &[BackendCoord], color: BackendColor) {
        self.calls.push(Call::Polygon { places: places.to_vec(), alpha: color.alpha });
    }

    fn text(&mut self, text: &str, _: Type<'_>, at: BackendCoord) {
        self.calls.push(Call::Text { text: text.to_string(), at });
    }

    fn measure(&self, text: &str, set: Type<'_>) -> u32 {
        (text.chars().count() as f64 * set.size * 0.5) as u32
    }
}

const LOOK: fn(f64) -> Look = |unit| Look {
    unit,
    family: "system-ui".to_string(),
    ink: (1, 1, 1),
    faint: (2, 2, 2),
    line: (3, 3, 3),
    accent: (4, 4, 4),
    lift: 0.0,
};

struct Plain;

impl Numbers for Plain {
    fn across(&self, x: f64) -> String {
        x.to_string()
    }

    fn up(&self, y: f64, decimals: usize) -> String {
        format!("{y:.decimals$}")
    }
}

fn drawn(plot: &Plot, size: (u32, u32), unit: f64) -> Vec<Call> {
    let mut recorder = Recorder { size, calls: Vec::new() };
    draw(&mut recorder, plot, &LOOK(unit), &Plain);
    recorder.calls
}

fn plot(points: usize) -> Plot {
    let wave = |i: usize| 20.0 + libm::sin(i as f64 / 9.0);
    let at = |i: usize, band: f64| {
        let (x, mean) = (1000.0 * i as f64 / (points - 1) as f64, wave(i));
        Point { x, mean, low: mean - band, high: mean + band }
    };
    let series = |label: &str, pen, band| Series {
        label: label.to_string(),
        pen,
        points: (0..points).map(|i| at(i, band)).collect(),
        ..Series::default()
    };
    Plot {
        title: "cost a day".to_string(),
        across: "days".to_string(),
        end: 1000.0,
        levels: Vec::new(),
        series: vec![series("Learner", Pen::solid(0), 0.5), series("Rule", Pen::dashed(1), f64::NAN)],
        ..Plot::default()
    }
}

fn texts(calls: &[Call]) -> Vec<&str> {
    calls.iter().filter_map(|c| if let Call::Text { text, .. } = c { Some(text.as_str()) } else { None }).collect()
}

#[test]
fn a_chart_has_titles_ticks_bands_curves_and_labels() {
    let calls = drawn(&plot(50), (800, 400), 1.0);
    let texts = texts(&calls);
    for wanted in ["cost a day", "days", "Learner", "Rule", "0", "1000"] {
        assert!(texts.contains(&wanted), "{wanted} is missing in {texts:?}");
    }
    let bands: Vec<&Call> = calls.iter().filter(|c| matches!(c, Call::Polygon { .. })).collect();
    assert_eq!(bands.len(), 1, "only what has a band gets one");
    assert!(matches!(bands[0], Call::Polygon { alpha, places } if *alpha == 0.18 && places.len() == 100));
    let blue = |c: &&Call| matches!(c, Call::Path { rgb: (0, 114, 178), width: 2, .. });
    assert_eq!(calls.iter().filter(blue).count(), 2, "a solid curve is one path, and so is the stroke at its label");
    let red = |c: &&Call| matches!(c, Call::Path { rgb: (213, 94, 0), .. });
    assert!(calls.iter().filter(red).count() > 20, "a dashed curve is many");
}

#[test]
fn everything_lies_on_the_sheet_at_every_density() {
    for unit in [1.0, 3.0, 8.0] {
        for (width, height) in [(320.0, 260.0), (800.0, 400.0), (1900.0, 900.0)] {
            let size = ((width * unit) as u32, (height * unit) as u32);
            for call in drawn(&plot(40), size, unit) {
                let places = match call {
                    Call::Path { places, .. } | Call::Polygon { places, .. } => places,
                    Call::Text { at, .. } => vec![at],
                };
                let inside =
                    |p: &BackendCoord| (0..=size.0 as i32).contains(&p.0) && (0..=size.1 as i32).contains(&p.1);
                assert!(places.iter().all(inside), "{places:?} is outside {size:?}");
            }
        }
    }
}

#[test]
fn long_curves_cost_no_more_than_a_few_points_a_pixel() {
    let longest = drawn(&plot(200_000), (800, 400), 1.0)
        .iter()
        .map(|c| if let Call::Path { places, .. } = c { places.len() } else { 0 })
        .max();
    assert!(longest.is_some_and(|n| n <= 4 * 800), "{longest:?}");
}

#[test]
fn empty_flat_and_tiny_charts_draw_without_trouble() {
    drawn(&Plot::default(), (800, 400), 1.0);
    drawn(&Plot { end: 10.0, ..Plot::default() }, (800, 400), 1.0);
    drawn(&plot(40), (1, 1), 1.0);
    let mut flat = plot(40);
    flat.series.iter_mut().flat_map(|s| &mut s.points).for_each(|p| p.mean = 7.0);
    drawn(&flat, (800, 400), 1.0);
    let mut broken = plot(40);
    broken.series[0].points[3].mean = f64::INFINITY;
    drawn(&broken, (800, 400), 1.0);
}

#[test]
fn narrow_charts_cut_long_labels_and_keep_the_others() {
    let mut long = plot(40);
    long.series[0].label = "A very long label without any mercy".to_string();
    let calls = drawn(&long, (320, 260), 1.0);
    let words = texts(&calls);
    assert!(!words.iter().any(|t| t.contains("mercy")) && words.contains(&"Rule"), "{words:?}");
    assert!(words.iter().any(|t| t.starts_with("A very") && t.ends_with('…')), "{words:?}");
    assert!(texts(&drawn(&long, (1200, 400), 1.0)).iter().any(|t| t.contains("mercy")));
    assert!(!texts(&drawn(&long, (130, 260), 1.0)).contains(&"Rule"), "where nothing can be read");
}

#[test]
fn ticks_are_round_and_few() {
    assert_eq!(ticks(0.0, 1_000_000.0, 6).values, [0.0, 200_000.0, 400_000.0, 600_000.0, 800_000.0, 1_000_000.0]);
    let fine = ticks(13.9, 15.2, 4);
    assert_eq!((fine.decimals, fine.values.len()), (1, 3));
    for (low, high) in [(-3.0, 8.0), (1e-9, 2e-9), (1e12, 1.000_001e12), (-1e300, 1e300)] {
        for most in 1..12 {
            let found = ticks(low, high, most).values;
            assert!(
                found.len() <= most && found.iter().all(|t| (low..=high).contains(t)),
                "{low} {high} {most}: {found:?}"
            );
        }
    }
    assert!(ticks(1.0, 1.0, 5).values.is_empty() && ticks(0.0, f64::NAN, 5).values.is_empty());
}

#[test]
fn the_mean_stands_where_all_seeds_have_measured() {
    let curve =
        |steps: &[u64], reward: &[f64]| Curves { steps: steps.to_vec(), reward: reward.to_vec(), ..Curves::default() };
    let (a, b) = (curve(&[0, 10, 20, 30], &[-4.0, -3.0, -2.0, -1.0]), curve(&[0, 20], &[-6.0, -4.0]));
    let points = over_seeds(&[running(&a), running(&b)], None, &shape(-1.0));
    assert_eq!(points.iter().map(|p| (p.x, p.mean)).collect::<Vec<_>>(), [(0.0, 5.0), (20.0, 3.0)]);
    assert!(points.iter().all(|p| p.low < p.mean && p.mean < p.high));
    let alone = over_seeds(&[running(&a)], None, &shape(1.0));
    assert!(alone.len() == 4 && alone[0].mean == -4.0 && alone[0].low.is_nan());
    let visitor = curve(&[0, 10], &[f64::NAN, f64::NAN]);
    assert!(
        over_seeds(&[running(&visitor)], None, &shape(1.0)).is_empty() && over_seeds(&[], None, &shape(1.0)).is_empty()
    );
}

#[test]
fn a_run_that_has_ended_stays_as_it_is() {
    let curve =
        |steps: &[u64], reward: &[f64]| Curves { steps: steps.to_vec(), reward: reward.to_vec(), ..Curves::default() };
    let (short, long) = (curve(&[0, 10], &[1.0, 3.0]), curve(&[0, 10, 20, 30], &[5.0, 5.0, 7.0, 9.0]));
    let seeds = |over| [Measured { curves: &short, over }, Measured { curves: &long, over: false }];
    let means = |over| over_seeds(&seeds(over), None, &shape(1.0)).iter().map(|p| (p.x, p.mean)).collect::<Vec<_>>();
    assert_eq!(means(false), [(0.0, 3.0), (10.0, 4.0)]);
    assert_eq!(means(true), [(0.0, 3.0), (10.0, 4.0), (20.0, 5.0), (30.0, 6.0)]);
}

/// Rewards times a factor, by their mean, over steps.
fn shape(times: f64) -> Shape {
    let scale = Scale { times, plus: 0.0 };
    Shape { quantity: Quantity::Frozen, middle: Middle::Mean, across: Across::Steps, scale }
}

#[test]
fn pairs_are_compared_seed_by_seed() {
    let curve = |reward: &[f64]| Curves {
        steps: vec![0, 10],
        episodes: vec![0, 4],
        seconds: vec![0.0, 0.5],
        reward: reward.to_vec(),
        earned: vec![f64::NAN, 2.0 * reward[1]],
    };
    let (a, b, c, d) = (curve(&[1.0, 5.0]), curve(&[3.0, 9.0]), curve(&[1.0, 4.0]), curve(&[4.0, 7.0]));
    let (own, theirs) = ([running(&a), running(&b)], [running(&c), running(&d)]);
    let means =
        |shape: &Shape| over_seeds(&own, Some(&theirs), shape).iter().map(|p| (p.x, p.mean)).collect::<Vec<_>>();
    assert_eq!(means(&shape(1.0)), [(0.0, -0.5), (10.0, 1.5)]);
    // The level of both cancels, and the score's unit stays.
    assert_eq!(means(&Shape { scale: Scale { times: 2.0, plus: 100.0 }, ..shape(1.0) }), [(0.0, -1.0), (10.0, 3.0)]);
    let by_seconds = Shape { across: Across::Seconds, quantity: Quantity::Earned, ..shape(1.0) };
    assert_eq!(means(&by_seconds), [(0.5, 3.0)], "what was not earned is left out");
    let lines = each_seed(&own, Some(&theirs), &Shape { across: Across::Episodes, ..shape(1.0) });
    assert_eq!(lines, [vec![(0.0, 0.0), (4.0, 1.0)], vec![(0.0, -1.0), (4.0, 2.0)]]);
    // The interval is that of the differences, which are closer together than the runs.
    let pair = &over_seeds(&own, Some(&theirs), &shape(1.0))[1];
    let alone = &over_seeds(&own, None, &shape(1.0))[1];
    assert!((pair.high - pair.mean - 12.706_204_7 * 0.5).abs() < 1e-6 && alone.high - alone.mean > 20.0);
}

#[test]
fn the_middle_may_be_the_interquartile_mean() {
    let curve = |reward: f64| Curves { steps: vec![10], reward: vec![reward], ..Curves::default() };
    let all: Vec<Curves> = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 80.0].map(curve).into();
    let seeds: Vec<Measured<'_>> = all.iter().map(running).collect();
    let found = over_seeds(&seeds, None, &Shape { middle: Middle::Iqm, ..shape(1.0) });
    assert!(found[0].mean == 4.5 && (found[0].high - 4.5 - 3.182_446).abs() < 1e-6, "{found:?}");
}

#[test]
fn a_chart_is_read_exactly_and_sorted_as_it_is_drawn() {
    let mut chart = plot(11);
    chart.series[1].points.truncate(6);
    chart.series[1].points.iter_mut().for_each(|p| p.mean = 30.0);
    let reading = chart.read(340.0).unwrap();
    assert_eq!(reading.x, 300.0);
    let rule = Point { x: 300.0, mean: 30.0, ..chart.series[1].points[3] };
    assert_eq!((reading.lines[0].0, reading.lines[0].1.mean), (1, rule.mean));
    assert_eq!(reading.lines[1], (0, chart.series[0].points[3]));
    let end = chart.read(1e9).unwrap();
    assert_eq!((end.x, end.lines[0].1.x), (1000.0, 500.0), "what ended earlier stands where it ended");
    assert_eq!(Plot::default().read(3.0), None);
}

#[test]
fn the_table_has_every_number() {
    let mut chart = plot(3);
    chart.series[0].label = "a \"b\", c".to_string();
    chart.series[1].points.truncate(2);
    chart
        .series
        .iter_mut()
        .flat_map(|s| &mut s.points)
        .for_each(|p| (p.mean, p.low, p.high) = (p.x / 8.0, -0.5, f64::NAN));
    let table = chart.table(100);
    assert_eq!(
        table.rows.iter().map(|r| (r.0, r.1[1].is_some())).collect::<Vec<_>>(),
        [(0.0, true), (500.0, true), (1000.0, false)]
    );
    assert_eq!(chart.table(2).rows.iter().map(|r| r.0).collect::<Vec<_>>(), [0.0, 1000.0]);
    chart.levels = vec![Level { label: "=One".to_string(), pen: Pen::OPTIMUM, y: 2.5, everywhere: true }];
    assert_eq!(chart.table(9).rows[2].1[2].map(|p| p.mean), Some(2.5), "a named height stands in every row");
    let expected = "days,\"a \"\"b\"\", c\",\"a \"\"b\"\", c low\",\"a \"\"b\"\", c high\",Rule,Rule low,Rule high,'=One\n\
        0,0,-0.5,,0,-0.5,,2.5\n500,62.5,-0.5,,62.5,-0.5,,2.5\n1000,125,-0.5,,,,,2.5\n";
    assert_eq!(chart.csv(), expected);
}

#[test]
fn levels_are_named_and_do_not_squash_the_curves() {
    let mut chart = plot(40);
    let level = |label: &str, y| Level { label: label.to_string(), pen: Pen::OPTIMUM, y, everywhere: true };
    chart.levels = vec![level("Optimum", 18.5), level("Simple", 900.0)];
    let calls = drawn(&chart, (800, 400), 1.0);
    assert!(texts(&calls).contains(&"Optimum") && texts(&calls).contains(&"Simple"));
    let (low, high) = super::scale::heights(&chart);
    assert!(low < 18.5 && high < 30.0, "{low} {high}");
    let ink = |c: &&Call| matches!(c, Call::Path { rgb: (1, 1, 1), .. });
    assert_eq!(calls.iter().filter(ink).count(), 3, "one line across, and a stroke at each name");
}

#[test]
fn single_runs_are_faint() {
    let mut chart = plot(40);
    chart.series[0].runs = vec![vec![(0.0, 19.0), (1000.0, 21.0)]];
    let beside = Series { label: "earned".to_string(), beside: true, ..chart.series[0].clone() };
    chart.series.push(Series { runs: Vec::new(), ..beside });
    let calls = drawn(&chart, (800, 400), 1.0);
    assert!(!texts(&calls).contains(&"earned"), "only what is read names it");
    let blue = |c: &&Call| matches!(c, Call::Path { rgb: (0, 114, 178), .. });
    assert_eq!(calls.iter().filter(blue).count(), 4);
    let reading = chart.read(500.0).unwrap();
    assert!(reading.lines.iter().any(|(i, _)| chart.line(*i).0 == "earned"));
}

/// A seed that goes on.
fn running(curves: &Curves) -> Measured<'_> {
    Measured { curves, over: false }
}

#[test]
fn the_axis_grows_by_doubling() {
    assert_eq!(end_of_axis(0.0, 640.0), 10.0);
    assert_eq!(end_of_axis(11.0, 640.0), 20.0);
    assert_eq!((end_of_axis(330.0, 640.0), end_of_axis(640.0, 640.0)), (640.0, 640.0));
}

#[test]
fn dashes_have_their_lengths_around_corners() {
    let cut = dashes(&[(0.0, 0.0), (6.0, 0.0), (6.0, 10.0)], 4.0, 3.0);
    assert_eq!(cut, [vec![(0.0, 0.0), (4.0, 0.0)], vec![(6.0, 1.0), (6.0, 5.0)], vec![(6.0, 8.0), (6.0, 10.0)]]);
    assert!(dashes(&[], 4.0, 3.0).is_empty() && dashes(&[(1.0, 1.0)], 4.0, 3.0).is_empty());
}

#[test]
fn what_lies_beyond_the_edges_is_cut_off() {
    let line = [(0.0, -10.0), (10.0, 10.0), (20.0, 10.0), (30.0, 50.0), (40.0, 50.0), (50.0, 10.0)];
    let pieces = clip(&line, 0.0, 30.0);
    assert_eq!(pieces, [vec![(5.0, 0.0), (10.0, 10.0), (20.0, 10.0), (25.0, 30.0)], vec![(45.0, 30.0), (50.0, 10.0)]]);
    assert!(clip(&line[..1], 0.0, 1.0).is_empty());
}

#[test]
fn what_came_before_learning_does_not_stretch_the_axis() {
    let mut untrained = plot(40);
    untrained.series[0].points[0].mean = 900.0;
    untrained.series[0].points[20].high = 700.0;
    let (low, high) = super::scale::heights(&untrained);
    assert!(low > 15.0 && high < 25.0, "{low} {high}");
}

#[test]
fn a_wide_band_is_cut_off() {
    let mut wide = plot(40);
    let (low, high) = super::scale::heights(&wide);
    let end = wide.series[0].points.last_mut().unwrap();
    (end.low, end.high) = (end.mean - 400.0, end.mean + 400.0);
    let stretched = super::scale::heights(&wide);
    let most = 0.4 * (high - low);
    assert!(stretched.0 > low - most && stretched.1 < high + most, "{stretched:?} of {low} to {high}");
    // Where there is nothing else to see it is shown.
    wide.series.truncate(1);
    wide.series[0].points.iter_mut().for_each(|p| p.mean = 20.0);
    let alone = super::scale::heights(&wide);
    assert!(alone.0 < -300.0 && alone.1 > 300.0, "{alone:?}");
}

#[test]
fn thinning_keeps_ends_and_extremes() {
    let places = [(0.0, 1.0), (0.1, 9.0), (0.2, 3.0), (0.3, -5.0), (0.4, 2.0), (7.0, 1.0)];
    assert_eq!(thin(&places, 1.0), [(0.0, 1.0), (0.1, 9.0), (0.3, -5.0), (0.4, 2.0), (7.0, 1.0)]);
}

#[test]
fn labels_break_and_keep_apart() {
    assert_eq!(broken("EOQ with reorder point"), ["EOQ with", "reorder point"]);
    assert_eq!(broken("经济订货量＋再订货点"), ["经济订货量＋", "再订货点"]);
    assert_eq!(broken("SARSA"), ["SARSA"]);
    let middles = spread(&[(50.0, 10.0), (52.0, 10.0), (99.0, 10.0), (10.0, 10.0)], 0.0, 100.0);
    assert_eq!(middles, [50.0, 60.0, 95.0, 10.0]);
}
