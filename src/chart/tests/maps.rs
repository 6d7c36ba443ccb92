//! Maps, on the same notebook.

use super::super::{Heat, heat};
use super::{Call, LOOK, Recorder, texts};

#[test]
fn a_map_has_a_cell_for_each_pair_and_is_read_where_it_is_drawn() {
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<String>>();
    let shade = vec![0.0, 0.5, 1.0, f64::NAN, 0.2, 0.1];
    let layer = heat::Layer { name: "worth".to_string(), values: shade.clone() };
    let heat = Heat {
        held: String::new(),
        title: "worth".to_string(),
        across: "stock".to_string(),
        down: "order".to_string(),
        columns: names(3),
        rows: names(2),
        shade,
        marked: vec![false, true, false, false, false, false],
        layers: vec![layer],
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
