//! What the OpenAPI document says of each address: the methods that it takes, for the Allow header of a 405 (RFC 9110, section
//! 15.5.6), which poem leaves out; the parameters of each method, and the schema of its body.

use std::{collections::HashMap, sync::Arc};

use poem::{Endpoint, IntoResponse, Request, Response, Result, http::Method};
use serde_json::Value;

use super::{members, parameters::unknown_parameter};

/// The operations of a document.
#[derive(Debug)]
pub struct Operations {
    /// In the order of the document: an address that is written out comes before one with an id in its place.
    paths: Vec<Address>,
    /// The schemas that others refer to, by their names.
    schemas: Value,
}

#[derive(Debug)]
struct Address {
    /// Without the slashes at its ends; `{…}` stands for any one segment.
    template: String,
    /// The methods, as the Allow header lists them.
    methods: String,
    operations: HashMap<Method, Operation>,
}

/// An operation: a method of an address.
#[derive(Debug, Default)]
pub(super) struct Operation {
    /// The names of its query parameters, in the order of the document.
    pub parameters: Vec<String>,
    /// The schema of its body, where that is JSON.
    pub body: Value,
}

impl Operations {
    /// Reads them from a document whose paths begin at `base`.
    pub fn of(document: &str, base: &str) -> Self {
        let mut document: Value = serde_json::from_str(document).unwrap_or_default();
        let paths = document["paths"].as_object().into_iter().flatten();
        let address = |(path, item): (&String, &Value)| {
            let methods = || item.as_object().into_iter().flatten();
            let names: Vec<String> = methods().map(|(name, _)| name.to_uppercase()).collect();
            let operations = methods().filter_map(|(name, said)| {
                let method = name.to_uppercase().parse().ok()?;
                Some((method, Operation::of(said)))
            });
            Address {
                template: format!("{base}{path}").trim_matches('/').to_owned(),
                methods: names.join(", "),
                operations: operations.collect(),
            }
        };
        Self {
            paths: paths.map(address).collect(),
            schemas: document["components"]["schemas"].take(),
        }
    }

    /// The methods that `path` takes. What the document does not list is only read.
    pub fn methods(&self, path: &str) -> &str {
        self.address(path).map_or("GET", |address| &address.methods)
    }

    /// What the document says of `method` at `path`; nothing, where it does not list them.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.address(path)?.operations.get(method)
    }

    /// The schema that a reference leads to, or the schema itself.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let inner = schema.pointer("/allOf/0").unwrap_or(schema);
        match inner["$ref"]
            .as_str()
            .and_then(|path| path.rsplit('/').next())
        {
            Some(name) => &self.schemas[name],
            None => inner,
        }
    }

    fn address(&self, path: &str) -> Option<&Address> {
        let wanted = path.trim_matches('/');
        self.paths
            .iter()
            .find(|address| fits(&address.template, wanted))
    }
}

/// Holds a request against the operation that it asks for: its parameters before, its body where that cannot be read.
pub async fn answer<E: Endpoint>(
    endpoint: Arc<E>,
    request: Request,
    operations: Arc<Operations>,
) -> Result<Response> {
    if let Some(unknown) = unknown_parameter(&request, &operations) {
        return Err(unknown.into());
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return endpoint
            .call(request)
            .await
            .map(IntoResponse::into_response);
    }
    members::answer(&*endpoint, request, &operations).await
}

impl Operation {
    fn of(said: &Value) -> Self {
        let parameters = said["parameters"].as_array().into_iter().flatten();
        let in_query = parameters.filter(|parameter| parameter["in"] == "query");
        Self {
            parameters: in_query
                .filter_map(|parameter| parameter["name"].as_str())
                .map(str::to_owned)
                .collect(),
            body: said["requestBody"]["content"]["application/json"]["schema"].clone(),
        }
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut known, mut wanted) = (template.split('/'), path.split('/'));
    loop {
        match (known.next(), wanted.next()) {
            (None, None) => return true,
            (Some(known), Some(part)) if known.starts_with('{') || known == part => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r##"{
        "paths": {
            "/topics/new": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/c/s/NewTopic"}}}}}},
            "/topics/{id}": {"get": {"parameters": [{"name": "id", "in": "path"}, {"name": "full", "in": "query"}]}, "patch": {}},
            "/topics": {"post": {}}
        },
        "components": {"schemas": {"NewTopic": {"type": "object"}}}
    }"##;

    #[test]
    fn a_path_with_an_id_takes_the_methods_of_its_template() {
        let operations = Operations::of(DOCUMENT, "/api/v1");
        assert_eq!(operations.methods("/api/v1/topics/7"), "GET, PATCH");
        assert_eq!(operations.methods("/api/v1/topics"), "POST");
        assert_eq!(operations.methods("/api/v1/topics/new"), "POST");
        assert_eq!(operations.methods("/healthz"), "GET");
    }

    #[test]
    fn an_operation_has_the_parameters_of_its_query_and_the_schema_of_its_body() {
        let operations = Operations::of(DOCUMENT, "/api/v1");
        let read = operations.find(&Method::GET, "/api/v1/topics/7");
        assert_eq!(read.expect("it is listed").parameters, ["full"]);
        let made = operations.find(&Method::POST, "/api/v1/topics/new");
        let body = &made.expect("it is listed").body;
        assert_eq!(operations.resolve(body)["type"], "object");
        for (method, path) in [(Method::PUT, "/api/v1/topics/7"), (Method::GET, "/healthz")] {
            assert!(operations.find(&method, path).is_none(), "{path}");
        }
    }
}
