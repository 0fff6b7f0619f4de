//! What a text may be before it is stored.

use super::{AppError, AppResult, InvalidField};

/// Sizes, in Unicode code points.
pub mod limits {
    /// A name or a title.
    pub const NAME: usize = 500;
    /// The wording of an opinion or an action item: longer than any turn in any minutes we have seen.
    pub const TEXT: usize = 100_000;
    /// A note or a reason.
    pub const NOTE: usize = 10_000;
    /// An address: what browsers take without cutting it.
    pub const URL: usize = 2_000;
    /// A key of the vocabulary.
    pub const KEY: usize = 64;
    /// 慶應4年 and 明治元年: before it there were no councils.
    pub const FIRST_FISCAL_YEAR: i64 = 1868;
    /// The last year of four digits.
    pub const LAST_FISCAL_YEAR: i64 = 9999;
    /// 第n回: far more often than any council meets.
    pub const ROUND: i64 = 100_000;
    /// A document to be imported, in bytes.
    pub const DOCUMENT: usize = crate::minutes::MAX_DOCUMENT_BYTES;
    /// The last place in a list of a meeting: far more than any meeting has.
    pub const POSITION: i64 = 1_000_000;
    /// How many entries a list may have.
    pub const LIST: usize = 200;
}

/// Collects what is wrong with several fields, so that a caller hears of all at once.
#[derive(Debug, Default)]
pub(super) struct Validation {
    invalid: Vec<InvalidField>,
}

impl Validation {
    /// A text that has to say something.
    pub fn required(&mut self, field: &'static str, text: &str, limit: usize) -> &mut Self {
        if text.trim().is_empty() {
            self.refuse(field, "空にはできません", "must not be empty");
        }
        self.text(field, text, limit)
    }

    /// A text that may be missing, but not empty.
    pub fn optional(&mut self, field: &'static str, text: Option<&str>, limit: usize) -> &mut Self {
        match text {
            Some(text) => self.required(field, text, limit),
            None => self,
        }
    }

    fn text(&mut self, field: &'static str, text: &str, limit: usize) -> &mut Self {
        if text.contains('\0') {
            // PostgreSQL stores no NUL, and no document means one.
            self.refuse(
                field,
                "NUL 文字は使えません",
                "must not contain a NUL character",
            );
        }
        if text.chars().count() > limit {
            self.refuse(
                field,
                format!("{limit} 文字までです"),
                format!("must have at most {limit} characters"),
            );
        }
        self
    }

    /// A list of texts.
    pub fn list(&mut self, field: &'static str, texts: &[String], limit: usize) -> &mut Self {
        if texts.len() > limits::LIST {
            self.refuse(
                field,
                format!("{} 件までです", limits::LIST),
                format!("must have at most {} entries", limits::LIST),
            );
        }
        for text in texts {
            self.required(field, text, limit);
        }
        self
    }

    /// A place in a list.
    pub fn position(&mut self, position: i64) -> &mut Self {
        self.check(
            (0..=limits::POSITION).contains(&position),
            "position",
            format!("0 以上 {} 以下にしてください", limits::POSITION),
            format!("must be between 0 and {}", limits::POSITION),
        )
    }

    /// A person that the caller may know of.
    pub fn person(&mut self, known: bool) -> &mut Self {
        self.check(
            known,
            "person_id",
            "登録がありません",
            "is no person known here",
        )
    }

    /// Anything else that has to hold.
    pub fn check(
        &mut self,
        holds: bool,
        field: &'static str,
        japanese: impl Into<String>,
        english: impl Into<String>,
    ) -> &mut Self {
        if !holds {
            self.refuse(field, japanese, english);
        }
        self
    }

    /// Puts down what is wrong with a field.
    pub fn refuse(
        &mut self,
        field: &'static str,
        japanese: impl Into<String>,
        english: impl Into<String>,
    ) {
        self.invalid.push(InvalidField {
            field: field.into(),
            japanese: japanese.into(),
            english: english.into(),
        });
    }

    /// Everything that was wrong, or nothing.
    pub fn finish(&mut self) -> AppResult<()> {
        if self.invalid.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(std::mem::take(&mut self.invalid)))
        }
    }
}
