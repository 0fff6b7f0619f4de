//! A reader of the pages, for tests: stricter than a browser, so that what is not escaped or not closed is noticed.

/// Elements that have no end.
const VOID: [&str; 3] = ["meta", "br", "!DOCTYPE"];

/// The tags of a page in their order.
pub struct Page<'a> {
    tags: Vec<(&'a str, Vec<(&'a str, String)>)>,
}

impl<'a> Page<'a> {
    /// Panics where a tag is not closed, or a character stands that should have been escaped.
    pub fn read(page: &'a str) -> Self {
        let mut tags = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        let mut rest = page;
        while let Some((text, tag)) = rest.split_once('<') {
            assert!(
                open.last() == Some(&"style") || !text.contains('>'),
                "{text}"
            );
            let (tag, after) = tag.split_once('>').expect("a tag ends");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(
                    open.pop(),
                    Some(name),
                    "closed in the order in which they were opened"
                );
                continue;
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            if !VOID.contains(&name) {
                open.push(name);
            }
            tags.push((name, read_attributes(attributes)));
        }
        assert!(open.is_empty(), "{open:?}");
        Self { tags }
    }

    /// The names of the tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().map(|(name, _)| *name)
    }

    /// How many tags have a name.
    pub fn count(&self, name: &str) -> usize {
        self.tags().filter(|tag| *tag == name).count()
    }

    /// Each attribute: tag, name, value.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let all = self.tags.iter();
        all.flat_map(|(tag, list)| {
            list.iter()
                .map(move |(name, value)| (*tag, *name, value.as_str()))
        })
    }

    /// The values of an attribute.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.attributes()
            .filter_map(move |(_, has, value)| (has == name).then_some(value))
    }
}

fn read_attributes(mut attributes: &str) -> Vec<(&str, String)> {
    let mut list = Vec::new();
    while let Some((name, value)) = attributes.split_once("=\"") {
        let (value, rest) = value.split_once('"').expect("a value ends");
        list.push((name.trim_start(), text_of(value)));
        attributes = rest;
    }
    list
}

/// The text without tags, as a browser shows it.
pub fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').expect("a tag ends").1;
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
