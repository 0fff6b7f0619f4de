//! A small server that speaks as much of Meilisearch's API as giji uses: filters are read for real, tasks are done at once. It
//! says nothing of how a real server behaves where giji misunderstands it; for that there is `TEST_MEILI_URL`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

type Document = Map<String, Value>;

#[derive(Default)]
struct Index {
    settings: Value,
    documents: BTreeMap<String, Document>,
}

#[derive(Default)]
struct State {
    indexes: BTreeMap<String, Index>,
    tasks: Vec<Value>,
}

/// A server that can be away for a while.
pub struct Server {
    /// Where it is.
    pub url: String,
    here: Arc<AtomicBool>,
}

impl Server {
    /// From now on it answers, or hangs up on whoever asks.
    pub fn switch(&self, here: bool) {
        self.here.store(here, Ordering::SeqCst);
    }
}

/// A server on a free port, until the test ends.
pub fn start() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let here = Arc::new(AtomicBool::new(true));
    let state = Arc::new(Mutex::new(State::default()));
    let open = Arc::clone(&here);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (state, open) = (Arc::clone(&state), Arc::clone(&open));
            std::thread::spawn(move || serve(stream, &state, &open));
        }
    });
    Server { url, here }
}

fn serve(stream: TcpStream, state: &Mutex<State>, here: &AtomicBool) {
    let mut writer = stream.try_clone().expect("a stream");
    let mut reader = BufReader::new(stream);
    while let Some((verb, path, body)) = request(&mut reader) {
        if !here.load(Ordering::SeqCst) {
            return;
        }
        let (status, answer) = state
            .lock()
            .expect("not poisoned")
            .answer(&verb, &path, body);
        let text = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n",
            text.len()
        );
        if writer.write_all((head + &text).as_bytes()).is_err() {
            return;
        }
    }
}

/// The verb, the path and the body of the next request.
pub fn request(reader: &mut impl BufRead) -> Option<(String, String, Value)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (verb, path) = (words.next()?, words.next()?);
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader
            .read_line(&mut header)
            .ok()
            .filter(|read| *read > 2 || header == "\r\n")?;
        if header == "\r\n" {
            break;
        }
        if let Some(value) = header.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((
        verb,
        path,
        serde_json::from_slice(&body).unwrap_or(Value::Null),
    ))
}

fn missing() -> (u16, Value) {
    let told = json!({ "message": "no such index", "code": "index_not_found", "type": "invalid_request", "link": "" });
    (404, told)
}

impl State {
    fn answer(&mut self, verb: &str, path: &str, body: Value) -> (u16, Value) {
        let path = path
            .split('?')
            .next()
            .unwrap_or(path)
            .trim_start_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        match (verb, parts.as_slice()) {
            ("GET", ["version"]) => (
                200,
                json!({ "pkgVersion": "1.50.0", "commitSha": "", "commitDate": "" }),
            ),
            ("GET", ["tasks", id]) => {
                (200, self.tasks[id.parse::<usize>().expect("an id")].clone())
            }
            ("POST", ["indexes"]) => {
                let uid = text(&body["uid"]);
                self.indexes.insert(uid, Index::default());
                self.done()
            }
            ("POST", ["swap-indexes"]) => {
                let pair = &body[0]["indexes"];
                let (a, b) = (text(&pair[0]), text(&pair[1]));
                let (one, two) = (self.indexes.remove(&a), self.indexes.remove(&b));
                self.indexes.insert(a, two.expect("there"));
                self.indexes.insert(b, one.expect("there"));
                self.done()
            }
            ("POST", ["multi-search"]) => {
                let queries = body["queries"].as_array().expect("queries");
                let mut results = Vec::new();
                for query in queries {
                    let Some(index) = self.indexes.get(&text(&query["indexUid"])) else {
                        return missing();
                    };
                    results.push(index.search(query));
                }
                (200, json!({ "results": results }))
            }
            (verb, ["indexes", uid, rest @ ..]) => self.index(verb, uid, rest, &body),
            other => panic!("what giji does not use: {other:?}"),
        }
    }

    fn index(&mut self, verb: &str, uid: &str, rest: &[&str], body: &Value) -> (u16, Value) {
        let Some(index) = self.indexes.get_mut(uid) else {
            return missing();
        };
        match (verb, rest) {
            ("GET", []) => return (200, json!({ "uid": uid })),
            ("DELETE", []) => drop(self.indexes.remove(uid)),
            ("GET", ["settings"]) => return (200, index.settings.clone()),
            ("PATCH", ["settings"]) => index.settings = body.clone(),
            ("POST", ["documents"]) => {
                for document in body.as_array().expect("documents") {
                    let document = document.as_object().expect("a document").clone();
                    let key = text(&document["pk"]);
                    assert!(
                        key.bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)),
                        "{key}"
                    );
                    index.documents.insert(key, document);
                }
            }
            ("POST", ["documents", "delete"]) => {
                let filter = index.filter(&body["filter"]);
                index
                    .documents
                    .retain(|_, document| !filter.holds(document));
            }
            ("POST", ["documents", "fetch"]) => return (200, index.fetch(body)),
            other => panic!("what giji does not use: {other:?}"),
        }
        self.done()
    }

    fn done(&mut self) -> (u16, Value) {
        let id = self.tasks.len();
        self.tasks
            .push(json!({ "uid": id, "status": "succeeded", "error": null }));
        let task = json!({ "taskUid": id, "indexUid": "x", "status": "enqueued", "type": "indexSwap",
            "enqueuedAt": "2026-01-01T00:00:00Z", "details": { "swaps": [] } });
        (202, task)
    }
}

impl Index {
    fn filter(&self, filter: &Value) -> Filter {
        let Some(filter) = filter.as_str() else {
            return Filter::And(vec![]);
        };
        let mut tokens = tokens(filter);
        tokens.reverse();
        let read = Filter::any(&mut tokens, &self.settings);
        assert!(tokens.is_empty(), "the whole filter was read: {filter}");
        read
    }

    fn fetch(&self, body: &Value) -> Value {
        let filter = self.filter(&body["filter"]);
        let wanted = |key: &str| {
            body["ids"]
                .as_array()
                .is_none_or(|ids| ids.contains(&json!(key)))
        };
        let number = |name: &str, or: u64| body[name].as_u64().unwrap_or(or) as usize;
        let found = self
            .documents
            .iter()
            .filter(|(key, document)| wanted(key) && filter.holds(document));
        let found: Vec<&Document> = found.map(|(_, document)| document).collect();
        let page = found
            .iter()
            .skip(number("offset", 0))
            .take(number("limit", 20));
        json!({ "results": page.collect::<Vec<_>>(), "total": found.len() })
    }

    fn search(&self, query: &Value) -> Value {
        let filter = self.filter(&query["filter"]);
        let word = text(&query["q"]);
        let like = |document: &Document| {
            word.is_empty()
                || all(&document["latin"])
                    .iter()
                    .any(|other| near(&word, &text(other)))
        };
        let found = self
            .documents
            .values()
            .filter(|document| filter.holds(document) && like(document));
        let mut found: Vec<&Document> = found.collect();
        for order in query["sort"].as_array().into_iter().flatten().rev() {
            let order = text(order);
            let (field, direction) = order.split_once(':').expect("a direction");
            assert!(all(&self.settings["sortableAttributes"]).contains(&json!(field)));
            found.sort_by(|a, b| match (a.get(field), b.get(field)) {
                (Some(a), Some(b)) if direction == "desc" => compare(b, a),
                (Some(a), Some(b)) => compare(a, b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        let mut facets: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for field in query["facets"].as_array().into_iter().flatten() {
            let counts = facets.entry(text(field)).or_default();
            for value in found
                .iter()
                .flat_map(|document| all(&document[&text(field)]))
            {
                *counts.entry(text(&value)).or_default() += 1;
            }
        }
        let hits = found
            .iter()
            .take(query["hitsPerPage"].as_u64().expect("a number") as usize);
        json!({ "hits": hits.collect::<Vec<_>>(), "totalHits": found.len(), "facetDistribution": facets })
    }
}

fn near(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 1 && a.as_bytes()[0] == b.as_bytes()[0]
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn all(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![],
        Value::Array(values) => values.clone(),
        value => vec![value.clone()],
    }
}

fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => text(a).cmp(&text(b)),
    }
}

enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Test(String, String, Vec<String>),
}

/// Words, signs and quoted texts; a quoted text keeps its first quotation mark.
fn tokens(filter: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = filter.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = c.to_string();
        match c {
            ' ' => continue,
            '"' => {
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => token.extend(chars.next()),
                        c => token.push(c),
                    }
                }
            }
            '(' | ')' | '[' | ']' | ',' => {}
            _ => {
                while let Some(c) = chars.next_if(|c| !" ()[],\"".contains(*c)) {
                    token.push(c);
                }
            }
        }
        tokens.push(token);
    }
    tokens
}

impl Filter {
    fn any(tokens: &mut Vec<String>, settings: &Value) -> Self {
        let mut any = vec![Self::both(tokens, settings)];
        while tokens.pop_if(|token| token == "OR").is_some() {
            any.push(Self::both(tokens, settings));
        }
        Self::Or(any)
    }

    fn both(tokens: &mut Vec<String>, settings: &Value) -> Self {
        let mut all = vec![Self::one(tokens, settings)];
        while tokens.pop_if(|token| token == "AND").is_some() {
            all.push(Self::one(tokens, settings));
        }
        Self::And(all)
    }

    fn one(tokens: &mut Vec<String>, settings: &Value) -> Self {
        let mut next = || tokens.pop().expect("more of a filter");
        let field = next();
        if field == "NOT" {
            return Self::Not(Box::new(Self::one(tokens, settings)));
        }
        if field == "(" {
            let inner = Self::any(tokens, settings);
            assert_eq!(tokens.pop().as_deref(), Some(")"));
            return inner;
        }
        let operator = next();
        let mut values = Vec::new();
        match operator.as_str() {
            "EXISTS" => {}
            "STARTS" => {
                assert_eq!(next(), "WITH");
                values.push(next());
            }
            "IN" => {
                assert_eq!(next(), "[");
                loop {
                    match next().as_str() {
                        "]" => break,
                        "," => {}
                        value => values.push(value.to_owned()),
                    }
                }
            }
            _ => values.push(next()),
        }
        let rules = all(&settings["filterableAttributes"]);
        let rule = rules
            .iter()
            .find(|rule| all(&rule["attributePatterns"]).contains(&json!(field)));
        let rule = rule.unwrap_or_else(|| panic!("{field} is not filterable"));
        let compares = ["<", ">", "<=", ">="].contains(&operator.as_str());
        assert!(
            !compares || rule["features"]["filter"]["comparison"] == json!(true),
            "{field}"
        );
        let values = values
            .iter()
            .map(|value| value.strip_prefix('"').expect("a quoted value").to_owned());
        Self::Test(field, operator, values.collect())
    }

    fn holds(&self, document: &Document) -> bool {
        match self {
            Self::And(all) => all.iter().all(|one| one.holds(document)),
            Self::Or(any) => any.iter().any(|one| one.holds(document)),
            Self::Not(one) => !one.holds(document),
            Self::Test(field, operator, wanted) => {
                let values = all(document.get(field).unwrap_or(&Value::Null));
                let number = |text: &str| {
                    text.parse::<i64>()
                        .map_or_else(|_| json!(text), |number| json!(number))
                };
                values.iter().any(|value| {
                    let order = |wanted: &str| compare(value, &number(wanted));
                    match operator.as_str() {
                        "EXISTS" => true,
                        "STARTS" => text(value).starts_with(&wanted[0]),
                        "=" | "IN" => wanted.contains(&text(value)),
                        "<" => order(&wanted[0]).is_lt(),
                        ">" => order(&wanted[0]).is_gt(),
                        "<=" => order(&wanted[0]).is_le(),
                        ">=" => order(&wanted[0]).is_ge(),
                        other => panic!("an operator that giji does not use: {other}"),
                    }
                })
            }
        }
    }
}
