//! giji.
fn main() {}
