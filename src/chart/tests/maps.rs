//! Maps, on the same notebook.

use super::super::{Heat, heat};
use super::{Call, LOOK, Recorder, texts};

#[test]
fn a_map_has_a_cell_for_each_pair_and_is_read_where_it_is_drawn() {
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<String>>();
    let shade = vec![0.0, 0.5, 1.0, f64::NAN, 0.2, 0.1];
    let layer = heat::Layer { name: "worth".to_string(), values: shade.clone() };
    let heat = Heat {
        title: "worth".to_string(),
        across: "stock".to_string(),
        down: "order".to_string(),
        columns: names(3),
        rows: names(2),
        shade,
        marked: vec![false, true, false, false, false, false],
        layers: vec![layer],
        ..Heat::default()
    };
    let mut recorder = Recorder { size: (300, 200), calls: Vec::new() };
    let placed = heat::draw(&mut recorder, &heat, &LOOK(1.0)).unwrap();
    let polygons: Vec<f64> = recorder
        .calls
        .iter()
        .filter_map(|c| if let Call::Polygon { alpha, .. } = c { Some(*alpha) } else { None })
        .collect();
    assert_eq!(polygons.len(), 6, "five cells that are not blank, and a mark: {polygons:?}");
    assert_eq!((polygons[0], polygons[2]), (0.06, 1.0));
    assert!(["worth", "stock", "order", "0", "1", "2"].iter().all(|t| texts(&recorder.calls).contains(t)));
    for (column, row) in [(0, 0), (2, 1), (1, 1)] {
        let (x, y) = (placed.x(column as f64 + 0.4), placed.y(row as f64 + 0.6));
        assert_eq!(heat.spot(&placed, x, y), Some((column, row)));
    }
    assert_eq!(
        (heat.spot(&placed, placed.left - 2.0, placed.top + 1.0), heat.spot(&placed, 200.0, 199.0)),
        (None, None)
    );
    assert_eq!(heat.csv(), "stock,order,worth\n0,0,0\n0,1,0.5\n1,0,1\n1,1,\n2,0,0.2\n2,1,0.1\n");
    let mut tiny = Recorder { size: (2, 2), calls: Vec::new() };
    assert!(heat::draw(&mut tiny, &heat, &LOOK(1.0)).is_none());
}

/// A grid of two rows over three columns, all named by their numbers.
fn grid(bars: bool, shade: [f64; 6]) -> Heat {
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<String>>();
    Heat { columns: names(3), rows: names(2), shade: shade.to_vec(), bars, ..Heat::default() }
}

/// The corners of every polygon, with its colour's strength.
fn polygons(heat: &Heat) -> (Vec<(f64, f64, f64)>, crate::chart::Placed) {
    let mut recorder = Recorder { size: (300, 200), calls: Vec::new() };
    let placed = heat::draw(&mut recorder, heat, &LOOK(1.0)).unwrap();
    let shape = |call: &Call| match call {
        Call::Polygon { alpha, places } => {
            let ys = || places.iter().map(|(_, y)| f64::from(*y));
            Some((*alpha, ys().fold(f64::INFINITY, f64::min), ys().fold(0.0, f64::max)))
        }
        _ => None,
    };
    (recorder.calls.iter().filter_map(shape).collect(), placed)
}

#[test]
fn what_is_below_zero_is_as_strong_as_what_is_above() {
    let (cells, _) = polygons(&grid(false, [-1.0, 1.0, -0.5, 0.5, 0.0, f64::NAN]));
    let strengths: Vec<f64> = cells.iter().map(|cell| cell.0).collect();
    assert_eq!(strengths, [1.0, 1.0, 0.53, 0.53, 0.06]);
}

#[test]
fn bars_stand_on_the_ground_or_hang_from_the_middle() {
    let (bars, placed) = polygons(&grid(true, [-1.0, 1.0, 0.5, 0.5, 0.0, 0.0]));
    let row = (placed.bottom - placed.top) / 2.0;
    let near = |y: f64, up: f64| assert!((y - (placed.bottom - up * row)).abs() < 1.0, "{y} {up}");
    // The lower row has a number below 0: its middle is 0.
    for ((bar, high), (from, to)) in
        bars.iter().zip([1.0, 1.0, 0.5, 0.5]).zip([(0.05, 0.5), (1.0, 1.9), (0.5, 0.725), (1.0, 1.45)])
    {
        assert!(bar.0 == 1.0 && high > 0.0);
        near(bar.2, from);
        near(bar.1, to);
    }
}
