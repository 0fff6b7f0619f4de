//! Closed sets of words that are stored, sent and printed as the same snake_case text.

/// A value that is written as one fixed text everywhere: column, JSON, URL, command line.
pub trait TextEnum: Copy + Eq + 'static {
    /// The word for it in the glossary, used as the OpenAPI type name.
    const NAME: &'static str;
    /// Every value, in the order in which documentation lists them.
    const ALL: &'static [Self];
    /// The text form.
    fn as_str(self) -> &'static str;
    /// The value of a text form, exactly as [`TextEnum::as_str`] writes it.
    fn from_text(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str() == text)
    }
}

/// A text that is none of the words of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is none of: {allowed}")]
pub struct UnknownWord {
    /// What was given.
    pub value: String,
    /// The words that exist.
    pub allowed: String,
}

impl UnknownWord {
    /// The error for `value` where a word of `T` was wanted.
    pub fn of<T: TextEnum>(value: &str) -> Self {
        let allowed: Vec<&str> = T::ALL.iter().map(|word| word.as_str()).collect();
        Self {
            value: value.to_owned(),
            allowed: allowed.join(", "),
        }
    }
}

macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }

        impl $crate::domain::TextEnum for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::domain::TextEnum::as_str(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::domain::TextEnum>::from_text(text)
                    .ok_or_else(|| $crate::domain::UnknownWord::of::<Self>(text))
            }
        }
    };
}
pub(crate) use text_enum;
