//! The chart on the page: a canvas that is drawn again when its data, its size or the theme changes.

use super::canvas::Canvas;
use super::numbers::Formats;
use crate::chart::{self, Numbers, Plot};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, ResizeObserver};
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub plot: Plot,
    pub formats: Rc<Formats>,
    /// What the chart is, for who does not see it.
    pub description: AttrValue,
}

#[component]
pub fn ChartView(props: &Props) -> Html {
    let canvas = use_node_ref();
    let again = use_force_update();
    {
        let canvas = canvas.clone();
        use_effect_with((), move |()| {
            let watch = watch(&canvas, Rc::new(move || again.force_update()));
            move || drop(watch)
        });
    }
    {
        let (canvas, props) = (canvas.clone(), props.clone());
        use_effect(move || {
            draw(&canvas, &props);
        });
    }
    html! {
        <figure class="chart" data-points={props.plot.points().to_string()}>
            <canvas ref={canvas} role="img" aria-label={props.description.clone()} />
        </figure>
    }
}

fn draw(canvas: &NodeRef, props: &Props) -> Option<()> {
    let element = canvas.cast::<HtmlCanvasElement>()?;
    let (canvas, look) = (Canvas::new(&element)?, Canvas::look(&element)?);
    let numbers =
        Numbers { across: &|x| props.formats.compact(x), up: &|y, decimals| props.formats.fixed(y, decimals) };
    // What a canvas refuses to draw is missing from the picture; the table still has the numbers.
    chart::draw(canvas, &props.plot, &look, &numbers).ok()
}

/// Calls when the size or the theme changes, as long as what it returns lives.
fn watch(canvas: &NodeRef, call: Rc<dyn Fn()>) -> Option<Watch> {
    let element = canvas.cast::<HtmlCanvasElement>()?;
    let closure = Closure::<dyn FnMut()>::new(move || call());
    let function = closure.as_ref().unchecked_ref::<js_sys::Function>();
    let observer = ResizeObserver::new(function).ok()?;
    observer.observe(&element);
    let theme = web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()??;
    theme.add_event_listener_with_callback("change", function).ok()?;
    Some(Watch { closure, observer, theme })
}

struct Watch {
    closure: Closure<dyn FnMut()>,
    observer: ResizeObserver,
    theme: web_sys::MediaQueryList,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        let function = self.closure.as_ref().unchecked_ref();
        // A listener that is already gone is what is wanted.
        let _ = self.theme.remove_event_listener_with_callback("change", function);
    }
}
