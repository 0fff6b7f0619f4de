//! Conditions on documents, and how they are written in Meilisearch's filter language.

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filter {
    /// Holds for every document.
    All,
    /// Holds for none.
    Nothing,
    /// A condition as written.
    Test(String),
    /// Holds where the other does not.
    Not(Box<Filter>),
    /// All hold; two or more.
    And(Vec<Filter>),
    /// Any holds; two or more.
    Or(Vec<Filter>),
}

impl Filter {
    /// The field has the value.
    pub fn is(field: &str, value: &str) -> Self {
        Self::Test(format!("{field} = {}", quoted(value)))
    }

    /// The field compares so with the value.
    pub fn compares(field: &str, operator: &str, value: &str) -> Self {
        Self::Test(format!("{field} {operator} {}", quoted(value)))
    }

    /// The field has a value that begins so.
    pub fn begins(field: &str, beginning: &str) -> Self {
        Self::compares(field, "STARTS WITH", beginning)
    }

    /// The document has the field.
    pub fn exists(field: &str) -> Self {
        Self::Test(format!("{field} EXISTS"))
    }

    /// The field has any of the values.
    pub fn any_of<V: AsRef<str>>(field: &str, values: &[V]) -> Self {
        match values {
            [] => Self::Nothing,
            [value] => Self::is(field, value.as_ref()),
            values => {
                let list: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
                Self::Test(format!("{field} IN [{}]", list.join(", ")))
            }
        }
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
            (Self::All, other) | (other, Self::All) => other,
            (one, other) if one == other => one,
            (Self::And(mut all), Self::And(more)) => {
                all.extend(more);
                Self::And(all)
            }
            (Self::And(mut all), other) => {
                all.push(other);
                Self::And(all)
            }
            (one, Self::And(mut all)) => {
                all.insert(0, one);
                Self::And(all)
            }
            (one, other) => Self::And(vec![one, other]),
        }
    }

    /// Either holds.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, other) | (other, Self::Nothing) => other,
            (one, other) if one == other => one,
            (Self::Or(mut any), other) => {
                any.push(other);
                Self::Or(any)
            }
            (one, other) => Self::Or(vec![one, other]),
        }
    }

    /// Holds where this does not.
    pub fn not(self) -> Self {
        match self {
            Self::All => Self::Nothing,
            Self::Nothing => Self::All,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// As Meilisearch reads it; `None` where it holds for every document. [`Filter::Nothing`] is not for sending.
    pub fn text(&self) -> Option<String> {
        let joined = |parts: &[Self], word: &str| {
            let parts: Vec<String> = parts.iter().filter_map(Self::text).collect();
            Some(format!("({})", parts.join(word)))
        };
        match self {
            Self::All => None,
            Self::Nothing => Some("NOT pk EXISTS".to_owned()),
            Self::Test(test) => Some(test.clone()),
            Self::Not(inner) => Some(format!("NOT ({})", inner.text()?)),
            Self::And(all) => joined(all, " AND "),
            Self::Or(any) => joined(any, " OR "),
        }
    }
}

/// Codes, ids and words of the API need no escaping; anything else is escaped for safety.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_always_or_never_holds_is_not_written() {
        let a = || Filter::is("a", "1");
        assert_eq!(Filter::All.and(a()), a());
        assert_eq!(Filter::Nothing.or(a()), a());
        assert_eq!(Filter::Nothing.not().or(a()), Filter::All);
        assert_eq!(a().not().not(), a());
        let both = a()
            .and(Filter::is("b", "x\"y"))
            .or(Filter::exists("c").not());
        assert_eq!(
            both.text().expect("a filter"),
            "((a = \"1\" AND b = \"x\\\"y\") OR NOT (c EXISTS))"
        );
    }
}
