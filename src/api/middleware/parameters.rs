//! A parameter that an operation does not have is refused: a filter with a slip in its name would answer everything.

use poem::{Request, http::StatusCode};
use serde::de::IgnoredAny;

use super::Operations;
use crate::app::Language;

/// A parameter that the operation does not have.
#[derive(Debug, thiserror::Error)]
#[error("there is no such parameter")]
pub(super) struct UnknownParameter {
    /// Its name, as it was sent.
    name: String,
    /// The names of those that the operation has.
    known: Vec<String>,
}

impl poem::error::ResponseError for UnknownParameter {
    fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

impl UnknownParameter {
    /// What is wrong, and what could be meant.
    pub fn detail(&self, language: Language) -> String {
        let Self { name, known } = self;
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        if known.is_empty() {
            return language.pick(
                format!("`{name}` というパラメーターはありません。ここで使えるパラメーターはありません。"),
                format!("There is no parameter `{name}` here; this address takes none."),
            );
        }
        let known = known.join(", ");
        language.pick(
            format!("`{name}` というパラメーターはありません。使えるパラメーター：{known}"),
            format!("There is no parameter `{name}` here. Those that there are: {known}."),
        )
    }
}

/// The first parameter of a request that its operation does not have.
pub(super) fn unknown_parameter(
    request: &Request,
    operations: &Operations,
) -> Option<UnknownParameter> {
    /// The most of a name that is said back.
    const SHOWN: usize = 50;
    request.uri().query()?;
    let operation = operations.find(request.method(), request.uri().path())?;
    let sent: Vec<(String, IgnoredAny)> = request.params().ok()?;
    let (name, _) = sent
        .into_iter()
        .find(|(name, _)| !operation.parameters.contains(name))?;
    Some(UnknownParameter {
        name: name.chars().take(SHOWN).collect(),
        known: operation.parameters.clone(),
    })
}
