//! The page and its workers: one program, which asks which of the two it is. It runs only in browsers.

fn main() {
    #[cfg(target_arch = "wasm32")]
    emporium::web::start();
}
