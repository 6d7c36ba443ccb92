//! A canvas as a plotters backend: text is measured by the canvas itself, and lines lie finer than pixels.
//!
//! The backend counts in eighths of a pixel of the page, and the canvas scales them to the screen's pixels: so
//! curves are smooth on every screen, although plotters counts in whole numbers.

use crate::chart::{Look, Rgb};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

/// Units in a pixel of the page.
const UNIT: f64 = 8.0;

pub struct Canvas {
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

/// The browser did not want to draw.
#[derive(Debug)]
pub struct CanvasError;

impl fmt::Display for CanvasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the canvas refused")
    }
}

impl std::error::Error for CanvasError {}

type Outcome<T = ()> = Result<T, DrawingErrorKind<CanvasError>>;

fn refused(_: JsValue) -> DrawingErrorKind<CanvasError> {
    DrawingErrorKind::DrawingError(CanvasError)
}

impl Canvas {
    /// The element, cleared and as fine as the screen; nothing while it has no size.
    pub fn new(element: &HtmlCanvasElement) -> Option<Canvas> {
        let density = f64::max(web_sys::window()?.device_pixel_ratio(), 1.0);
        let (width, height) = (element.client_width() as f64, element.client_height() as f64);
        if width <= 0.0 || height <= 0.0 {
            return None;
        }
        // Setting the size clears it too.
        element.set_width((width * density).round() as u32);
        element.set_height((height * density).round() as u32);
        let context = element.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let scale = density / UNIT;
        context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        context.set_line_join("round");
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
        })
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (i, (x, y)) in path.into_iter().enumerate() {
            if i == 0 {
                self.context.move_to(x as f64, y as f64);
            } else {
                self.context.line_to(x as f64, y as f64);
            }
        }
    }

    fn stroke<S: BackendStyle>(&self, style: &S) {
        self.context.set_stroke_style_str(&css(style.color()));
        self.context.set_line_width(style.stroke_width() as f64);
        self.context.stroke();
    }

    fn set_font<T: BackendTextStyle>(&self, style: &T) {
        self.context.set_font(&format!("{}px {}", style.size(), style.family().as_str()));
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

impl DrawingBackend for Canvas {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.context.set_fill_style_str(&css(color));
        self.context.fill_rect(point.0 as f64, point.1 as f64, 1.0, 1.0);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.trace(path);
        self.stroke(style);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Outcome {
        self.trace(vertices);
        self.context.close_path();
        self.context.set_fill_style_str(&css(style.color()));
        self.context.fill();
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Outcome {
        self.set_font(style);
        self.context.set_fill_style_str(&css(style.color()));
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.fill_text(text, at.0 as f64, at.1 as f64).map_err(refused)
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, text: &str, style: &T) -> Outcome<(u32, u32)> {
        self.set_font(style);
        let width = self.context.measure_text(text).map_err(refused)?.width();
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
