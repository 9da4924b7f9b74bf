//! Serves the page with what is heavy.

#[cfg(target_arch = "wasm32")]
fn main() {
    verbatim::dom::crash::log_panics();
    verbatim::work::answer::listen();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is the page's worker; build it with `cargo xtask build`");
}
