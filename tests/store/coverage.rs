//! Every store function is run by some scenario of this suite.

use std::{fs, path::Path};

fn rust_files(directory: &str) -> String {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    fs::read_dir(directory)
        .expect("the sources are there")
        .map(|entry| entry.expect("the directory can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).expect("a source can be read"))
        .collect()
}

#[test]
fn every_public_function_of_the_store_is_called_in_this_suite() {
    let (store, suite) = (rust_files("src/store"), rust_files("tests/store"));
    let functions: Vec<&str> = store
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| rest.split(['(', '<']).next())
        .collect();
    assert!(
        functions.len() > 50,
        "the functions are recognised: {functions:?}"
    );
    let missing: Vec<&str> = functions
        .into_iter()
        .filter(|function| {
            // A longer name that ends in this one does not count.
            !suite.match_indices(&format!("{function}(")).any(|(at, _)| {
                !suite[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            })
        })
        .collect();
    assert!(missing.is_empty(), "no scenario calls {missing:?}");
}
