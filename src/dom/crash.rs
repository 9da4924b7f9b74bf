//! What the console says if the program itself fails. The page says it too:
//! `assets/boot.js` shows a static message, because after a panic nothing of
//! this program can be trusted to run.

/// Writes panics to the console.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
    }));
}
