//! Which methods an address takes, for the Allow header of a 405 (RFC 9110, section 15.5.6), which poem leaves out.

use serde_json::Value;

/// The methods of every address.
#[derive(Debug, Clone)]
pub struct AllowedMethods {
    /// The segments of a path, where `{…}` stands for any one, and the methods as the header lists them.
    paths: Vec<(Vec<String>, String)>,
}

impl AllowedMethods {
    /// Reads them from an OpenAPI document whose paths begin at `base`.
    pub fn of(document: &str, base: &str) -> Self {
        let document: Value = serde_json::from_str(document).unwrap_or_default();
        let paths = document["paths"].as_object().into_iter().flatten();
        Self {
            paths: paths
                .map(|(path, item)| {
                    let methods = item.as_object().into_iter().flatten();
                    let methods: Vec<String> =
                        methods.map(|(method, _)| method.to_uppercase()).collect();
                    (segments(&format!("{base}{path}")), methods.join(", "))
                })
                .collect(),
        }
    }

    /// The methods that `path` takes. What the document does not list is only read.
    pub fn for_path(&self, path: &str) -> &str {
        let wanted = segments(path);
        let matches = |template: &Vec<String>| {
            template.len() == wanted.len()
                && template
                    .iter()
                    .zip(&wanted)
                    .all(|(known, part)| known.starts_with('{') || known == part)
        };
        self.paths
            .iter()
            .find(|(template, _)| matches(template))
            .map_or("GET", |(_, methods)| methods)
    }
}

fn segments(path: &str) -> Vec<String> {
    path.trim_matches('/')
        .split('/')
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_an_id_takes_the_methods_of_its_template() {
        let document =
            r#"{"paths": {"/topics/{id}": {"get": {}, "patch": {}}, "/topics": {"post": {}}}}"#;
        let allowed = AllowedMethods::of(document, "/api/v1");
        assert_eq!(allowed.for_path("/api/v1/topics/7"), "GET, PATCH");
        assert_eq!(allowed.for_path("/api/v1/topics"), "POST");
        assert_eq!(allowed.for_path("/healthz"), "GET");
    }
}
