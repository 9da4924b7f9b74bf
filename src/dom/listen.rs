//! Listeners on what outlives every component: the document and the window.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, ResizeObserver};

/// Listens for as long as the page lives.
pub fn on(target: &EventTarget, event: &str, listener: impl FnMut(Event) + 'static) {
    boxed_on(target, event, Box::new(listener));
}

#[inline(never)]
fn boxed_on(target: &EventTarget, event: &str, listener: Box<dyn FnMut(Event)>) {
    let listener = Closure::<dyn FnMut(Event)>::wrap(listener).into_js_value();
    // Only a target that is none can refuse.
    let _refused = target.add_event_listener_with_callback(event, listener.unchecked_ref());
}

/// Calls back once, after so many milliseconds; 0 is after what the browser
/// does now.
pub fn after(millis: i32, callback: impl FnOnce() + 'static) {
    boxed_after(millis, Box::new(callback));
}

#[inline(never)]
fn boxed_after(millis: i32, callback: Box<dyn FnOnce()>) {
    let callback = Closure::once_into_js(callback);
    if let Some(window) = web_sys::window() {
        // A window always takes a callback.
        let _refused = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            callback.unchecked_ref(),
            millis,
        );
    }
}

/// Calls back once, before the next frame is drawn.
pub fn before_frame(callback: impl FnOnce() + 'static) {
    boxed_before_frame(Box::new(callback));
}

#[inline(never)]
fn boxed_before_frame(callback: Box<dyn FnOnce()>) {
    let callback = Closure::once_into_js(callback);
    if let Some(window) = web_sys::window() {
        // A window always takes a callback.
        let _refused = window.request_animation_frame(callback.unchecked_ref());
    }
}

/// Calls back once, when the next frame has been drawn.
pub fn after_frame(callback: impl FnOnce() + 'static) {
    before_frame(move || after(0, callback));
}

/// Calls back whenever an element is laid out in another size, and once now,
/// for as long as the page lives.
pub fn on_resize(element: &Element, listener: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(listener).into_js_value();
    if let Ok(observer) = ResizeObserver::new(listener.unchecked_ref()) {
        observer.observe(element);
    }
}

/// Whether a dialog is open beside which nothing else can be done.
pub fn is_modal_open() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .is_some_and(|page| page.query_selector("dialog.modal[open]").is_ok_and(|it| it.is_some()))
}
