//! Names at the edge, and colours on dark paper.

use super::*;

#[test]
fn what_holds_at_the_edge_alone_has_a_name_and_no_line() {
    let mut chart = plot(40);
    let level = |everywhere| Level { label: "You".to_string(), pen: Pen::OPTIMUM, y: 900.0, everywhere };
    let before = crate::chart::scale::heights(&chart);
    chart.levels = vec![level(false)];
    assert_eq!(crate::chart::scale::heights(&chart), before, "it does not stretch the axis");
    let calls = drawn(&chart, (800, 400), 1.0);
    assert!(texts(&calls).contains(&"You"));
    let ink = |c: &&Call| matches!(c, Call::Path { rgb: (1, 1, 1), .. });
    assert_eq!(calls.iter().filter(ink).count(), 1, "the stroke at its name");
    chart.levels = vec![level(true)];
    assert!(crate::chart::scale::heights(&chart).1 > before.1);
}

#[test]
fn colours_are_lifted_on_dark_paper() {
    let dark = Look { lift: 0.5, ..LOOK(1.0) };
    assert_eq!((dark.lifted((0, 114, 255)), LOOK(1.0).lifted((0, 114, 255))), ((128, 185, 255), (0, 114, 255)));
}
