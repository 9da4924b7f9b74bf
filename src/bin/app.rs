//! Mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    verbatim::dom::crash::log_panics();
    verbatim::app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is the page; build it with `cargo xtask build`");
}
