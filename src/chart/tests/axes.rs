//! Axes that begin elsewhere, and dots, on the same notebook.

use super::super::{Plot, Point, Series, draw};
use super::{Call, LOOK, Plain, Recorder, texts};

#[test]
fn an_axis_may_begin_elsewhere_and_dots_speak_for_their_own_places() {
    let point = |x: f64, mean: f64| Point { x, mean, low: f64::NAN, high: f64::NAN };
    let curve = Series { points: vec![point(20.0, 3.0), point(30.0, 2.0), point(40.0, 1.0)], ..Series::default() };
    let dots = Series { points: vec![point(25.0, 2.5)], dots: 3.0, label: "sold".to_string(), ..Series::default() };
    let chart = Plot { begin: 20.0, end: 40.0, bare: true, series: vec![curve, dots], ..Plot::default() };
    let mut recorder = Recorder { size: (400, 300), calls: Vec::new() };
    let placed = draw(&mut recorder, &chart, &LOOK(1.0), &Plain).unwrap();
    assert_eq!((placed.number_at(placed.left), placed.number_at(placed.right)), (20.0, 40.0));
    assert!((placed.x(30.0) - (placed.left + placed.right) / 2.0).abs() < 1e-9);
    assert!(!texts(&recorder.calls).contains(&"sold"), "what is bare has no names at its ends");
    let dot =
        recorder.calls.iter().find_map(|c| if let Call::Polygon { places, .. } = c { Some(places) } else { None });
    let dot = dot.expect("a dot");
    let middle = dot.iter().map(|(x, _)| f64::from(*x)).sum::<f64>() / dot.len() as f64;
    assert!((middle - placed.x(25.0)).abs() < 1.0, "{middle}");
    let at = |x: f64| chart.read(x).unwrap().lines.iter().map(|(i, p)| (*i, p.mean)).collect::<Vec<_>>();
    assert_eq!(at(26.0), [(0, 3.0), (1, 2.5)]);
    assert_eq!(at(31.0), [(0, 2.0)], "a dot says nothing of other places");
}
