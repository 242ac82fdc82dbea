//! Sees to it that the folder of the built console exists: the server is built and tested without the console as well.

fn main() {
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../console/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo::warning=console/dist cannot be created: {error}");
    }
}
