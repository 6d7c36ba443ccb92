//! A canvas to draw charts on: text is measured by the canvas itself, and lines lie finer than pixels.
//!
//! The canvas counts in eighths of a pixel of the page, and the canvas scales them to the screen's pixels: so
//! curves are smooth on every screen, although plotters counts in whole numbers.

use crate::chart::{Look, Rgb, Surface, Type};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

/// How far colours are lifted on dark paper; the style sheet's `--lift` is the same.
const LIFT: f64 = 0.3;

/// Units in a pixel of the page.
pub const UNIT: f64 = 8.0;

pub struct Canvas {
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

impl Canvas {
    /// What an element takes of the page, in its pixels.
    pub fn size_of(element: &HtmlCanvasElement) -> Option<(f64, f64)> {
        let (width, height) = (element.client_width() as f64, element.client_height() as f64);
        (width > 0.0 && height > 0.0).then_some((width, height))
    }

    /// The element as it is, to measure texts with.
    pub fn again(element: &HtmlCanvasElement) -> Option<Canvas> {
        Canvas::with(element, Canvas::size_of(element)?)
    }

    /// The element in this size, cleared and as fine as the screen; also one that is not on the page.
    pub fn new(element: &HtmlCanvasElement, (width, height): (f64, f64)) -> Option<Canvas> {
        let density = f64::max(web_sys::window()?.device_pixel_ratio(), 1.0);
        // Setting the size clears it too.
        element.set_width((width * density).round() as u32);
        element.set_height((height * density).round() as u32);
        let canvas = Canvas::with(element, (width, height))?;
        let scale = density / UNIT;
        canvas.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        canvas.context.set_line_join("round");
        Some(canvas)
    }

    fn with(element: &HtmlCanvasElement, (width, height): (f64, f64)) -> Option<Canvas> {
        let context = element.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        Some(Canvas { context, size: ((width * UNIT) as u32, (height * UNIT) as u32) })
    }

    /// The theme's colours and the page's font, from the style sheet.
    pub fn look(element: &HtmlCanvasElement) -> Option<Look> {
        let style = web_sys::window()?.get_computed_style(element).ok()??;
        Some(Look {
            unit: UNIT,
            family: style.get_property_value("font-family").unwrap_or_default(),
            ink: color(&style, "--ink"),
            faint: color(&style, "--faint"),
            line: color(&style, "--line"),
            accent: color(&style, "--accent"),
            lift: if color(&style, "--paper").0 < 0x80 { LIFT } else { 0.0 },
        })
    }

    /// The colour of the page behind an element.
    pub fn paper(element: &HtmlCanvasElement) -> Rgb {
        let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok()?);
        style.map_or((0xff, 0xff, 0xff), |style| color(&style, "--paper"))
    }

    fn trace(&self, path: &[BackendCoord]) {
        self.context.begin_path();
        for (i, &(x, y)) in path.iter().enumerate() {
            if i == 0 {
                self.context.move_to(x as f64, y as f64);
            } else {
                self.context.line_to(x as f64, y as f64);
            }
        }
    }

    fn set_font(&self, set: Type<'_>) {
        self.context.set_font(&format!("{}px {}", set.size, set.family));
    }
}

/// A custom property of the form `#1d1f23`; a middle grey where it is something else.
fn color(style: &CssStyleDeclaration, property: &str) -> Rgb {
    let value = style.get_property_value(property).unwrap_or_default();
    let digits = value.trim().strip_prefix('#').filter(|d| d.len() == 6);
    let number = digits.and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or(0x80_80_80);
    ((number >> 16) as u8, (number >> 8) as u8, number as u8)
}

fn css(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("rgba({r},{g},{b},{})", color.alpha)
}

impl Surface for Canvas {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn path(&mut self, places: &[BackendCoord], color: BackendColor, width: u32) {
        self.trace(places);
        self.context.set_stroke_style_str(&css(color));
        self.context.set_line_width(f64::from(width));
        self.context.stroke();
    }

    fn polygon(&mut self, places: &[BackendCoord], color: BackendColor) {
        self.trace(places);
        self.context.close_path();
        self.context.set_fill_style_str(&css(color));
        self.context.fill();
    }

    fn text(&mut self, text: &str, set: Type<'_>, at: BackendCoord) {
        self.set_font(set);
        self.context.set_fill_style_str(&css(set.color));
        self.context.set_text_align(match set.anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match set.anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        // A canvas refuses only where it has lost its memory, and then there is nothing to see.
        let _ = self.context.fill_text(text, f64::from(at.0), f64::from(at.1));
    }

    fn measure(&self, text: &str, set: Type<'_>) -> u32 {
        self.set_font(set);
        self.context.measure_text(text).map_or(0, |measured| measured.width().ceil() as u32)
    }
}
