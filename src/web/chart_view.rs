//! The chart on the page: a canvas that is drawn again when its data, its size or the theme changes.

use super::canvas::Canvas;
use super::markup::el;
use super::numbers::Formats;
use crate::chart::{self, Numbers, Plot};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, MediaQueryList, ResizeObserver};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub plot: Plot,
    pub formats: Rc<Formats>,
    /// What the chart is, for who does not see it.
    pub description: AttrValue,
}

pub struct ChartView {
    canvas: NodeRef,
    watch: Option<Watch>,
}

impl Component for ChartView {
    /// The size or the theme has changed.
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<ChartView>) -> ChartView {
        ChartView { canvas: NodeRef::default(), watch: None }
    }

    fn update(&mut self, ctx: &Context<ChartView>, (): ()) -> bool {
        self.draw(ctx.props());
        false
    }

    fn view(&self, ctx: &Context<ChartView>) -> Html {
        let Props { plot, description, .. } = ctx.props();
        let canvas = el("canvas", "").node(&self.canvas).with("role", "img").with("aria-label", description.clone());
        el("figure", "chart").with("data-points", plot.points().to_string()).add(canvas).into()
    }

    fn rendered(&mut self, ctx: &Context<ChartView>, first: bool) {
        if first {
            let link = ctx.link().clone();
            self.watch = Watch::start(&self.canvas, move || link.send_message(()));
        }
        self.draw(ctx.props());
    }
}

impl ChartView {
    fn draw(&self, props: &Props) -> Option<()> {
        let element = self.canvas.cast::<HtmlCanvasElement>()?;
        let (canvas, look) = (Canvas::new(&element)?, Canvas::look(&element)?);
        let numbers =
            Numbers { across: &|x| props.formats.compact(x), up: &|y, decimals| props.formats.fixed(y, decimals) };
        // What a canvas refuses to draw is missing from the picture; the table still has the numbers.
        chart::draw(canvas, &props.plot, &look, &numbers).ok()
    }
}

/// Calls when the size or the theme changes, as long as it lives.
struct Watch {
    _closure: Closure<dyn FnMut()>,
    observer: ResizeObserver,
    theme: MediaQueryList,
}

impl Watch {
    fn start(canvas: &NodeRef, call: impl Fn() + 'static) -> Option<Watch> {
        let element = canvas.cast::<HtmlCanvasElement>()?;
        let closure = Closure::<dyn FnMut()>::new(call);
        let function = closure.as_ref().unchecked_ref::<js_sys::Function>();
        let observer = ResizeObserver::new(function).ok()?;
        observer.observe(&element);
        let theme = web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()??;
        theme.set_onchange(Some(function));
        Some(Watch { _closure: closure, observer, theme })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        self.theme.set_onchange(None);
    }
}
