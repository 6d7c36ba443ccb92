//! What a chart is drawn on: a canvas, a file, or a test's notebook, behind one plotters backend.
//!
//! Plotters' elements are generic over the backend, and each backend would carry a copy of all drawing code.

use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};
use std::convert::Infallible;

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    pub family: &'a str,
    pub size: f64,
    pub color: BackendColor,
    pub anchor: Pos,
}

/// What draws. What it cannot draw is missing from the picture; the numbers are in the table too.
pub trait Surface {
    fn size(&self) -> (u32, u32);
    fn path(&mut self, places: &[BackendCoord], color: BackendColor, width: u32);
    fn polygon(&mut self, places: &[BackendCoord], color: BackendColor);
    fn text(&mut self, text: &str, set: Type<'_>, at: BackendCoord);
    /// How wide a text would be.
    fn measure(&self, text: &str, set: Type<'_>) -> u32;
}

/// The backend that plotters sees.
pub struct Backend<'a>(pub &'a mut dyn Surface);

type Outcome<T = ()> = Result<T, DrawingErrorKind<Infallible>>;

fn collected(places: impl IntoIterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    places.into_iter().collect()
}

fn set<'a, T: BackendTextStyle>(style: &T, family: &'a FontFamily<'_>) -> Type<'a> {
    Type { family: family.as_str(), size: style.size(), color: style.color(), anchor: style.anchor() }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        self.0.polygon(&[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], color);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.0.path(&collected(path), style.color(), style.stroke_width());
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Outcome {
        self.0.polygon(&collected(vert), style.color());
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Outcome {
        self.0.text(text, set(style, &style.family()), at);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, text: &str, style: &T) -> Outcome<(u32, u32)> {
        Ok((self.0.measure(text, set(style, &style.family())), libm::ceil(style.size()) as u32))
    }
}
