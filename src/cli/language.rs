//! The language of messages: what the environment asks for.

use crate::app::Language;

/// Whichever of the two the environment asks for.
pub fn pick<T>(japanese: T, english: T) -> T {
    of_environment().pick(japanese, english)
}

/// Japanese where LC_ALL, LC_MESSAGES or LANG, the first that is set, begins with `ja`; else English.
pub fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match set {
        Some(value) if value.starts_with("ja") => Language::Japanese,
        _ => Language::English,
    }
}
