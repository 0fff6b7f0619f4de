//! From what a request can say to what a use case takes.

use poem_openapi::types::MaybeUndefined;

/// A field that may be left out.
pub fn text<T: Into<String>>(value: Option<T>) -> Option<String> {
    value.map(Into::into)
}

/// A list of texts that may be left out.
pub fn texts<T: Into<String>>(values: Option<Vec<T>>) -> Option<Vec<String>> {
    values.map(|values| values.into_iter().map(Into::into).collect())
}

/// A field of a change that may be left out (stay as it is), `null` (become empty) or have a value.
pub fn nullable<T: Into<U>, U>(value: MaybeUndefined<T>) -> Option<Option<U>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value.into())),
    }
}
