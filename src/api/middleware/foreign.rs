//! The words for errors that are poem's own, not a use case's: what it finds wrong before a handler is reached.

use poem::{
    Error,
    error::{MethodNotAllowedError, NotFoundError, ReadBodyError},
};
use poem_openapi::error::{
    ContentTypeError, ParseMultipartError, ParseParamError, ParsePathError,
    ParseRequestPayloadError,
};

use super::{
    super::problem::FieldProblem,
    MAX_BODY_BYTES,
    limits::{MAX_PUBLIC_BODY_BYTES, TimedOut},
    members::WrongMember,
    parameters::UnknownParameter,
    reasons::words_of,
};
use crate::app::Language;

/// Code, title and detail of a problem, and the member that it is about.
pub(super) struct Words {
    pub code: &'static str,
    pub title: &'static str,
    pub detail: String,
    pub errors: Vec<FieldProblem>,
}

/// The words for an error of poem's own.
pub(super) fn words_for(error: &Error, language: Language) -> Words {
    unreadable_parameter(error, language)
        .or_else(|| unreadable_body(error, language))
        .or_else(|| too_large(error, language))
        .unwrap_or_else(|| fixed(error, language))
}

/// A parameter that does not parse, or that the operation does not have.
fn unreadable_parameter(error: &Error, language: Language) -> Option<Words> {
    let words = |code, titles: (&'static str, &'static str), detail| Words {
        code,
        title: language.pick(titles.0, titles.1),
        detail,
        errors: Vec::new(),
    };
    if let Some(error) = error.downcast_ref::<UnknownParameter>() {
        let titles = ("パラメーターがありません", "No such parameter");
        return Some(words("unknown_parameter", titles, error.detail(language)));
    }
    let code = "invalid_parameter";
    if let Some(error) = error.downcast_ref::<ParseParamError>() {
        let titles = ("パラメーターを読み取れません", "A parameter cannot be read");
        let detail = of_member(error.name, &words_of(&error.reason, language), language);
        return Some(words(code, titles, detail));
    }
    let error = error.downcast_ref::<ParsePathError>()?;
    let titles = (
        "アドレスの id を読み取れません",
        "The id in the address cannot be read",
    );
    Some(words(code, titles, words_of(&error.reason, language)))
}

/// A body that does not parse.
fn unreadable_body(error: &Error, language: Language) -> Option<Words> {
    let of_json = error.downcast_ref::<ParseRequestPayloadError>();
    let of_form = error.downcast_ref::<ParseMultipartError>();
    let reason = of_json
        .map(|error| &error.reason)
        .or(of_form.map(|error| &error.reason))?;
    let words = Words {
        code: "invalid_body",
        title: language.pick("本文を読み取れません", "The body cannot be read"),
        detail: words_of(reason, language),
        errors: Vec::new(),
    };
    let Some(WrongMember { path, is_missing }) = error.data::<WrongMember>() else {
        return Some(words);
    };
    let detail = match is_missing {
        true => language.pick("必要な項目です。", "is missing").to_owned(),
        false => words.detail,
    };
    Some(Words {
        detail: of_member(path, &detail, language),
        errors: vec![FieldProblem {
            field: path.clone(),
            detail,
        }],
        ..words
    })
}

fn of_member(name: &str, detail: &str, language: Language) -> String {
    let colon = language.pick("：", ": ");
    format!("`{name}`{colon}{detail}")
}

fn too_large(error: &Error, language: Language) -> Option<Words> {
    let Some(ReadBodyError::PayloadTooLarge) = error.downcast_ref::<ReadBodyError>() else {
        return None;
    };
    Some(Words {
        code: "body_too_large",
        title: language.pick("本文が大きすぎます", "The body is too large"),
        detail: language.pick(
            format!(
                "本文は {MAX_BODY_BYTES} バイトまで、トークンなしでは {MAX_PUBLIC_BODY_BYTES} バイトまでです。"
            ),
            format!(
                "The limit is {MAX_BODY_BYTES} bytes, and {MAX_PUBLIC_BODY_BYTES} without a token."
            ),
        ),
        errors: Vec::new(),
    })
}

/// What is said in the same words each time.
fn fixed(error: &Error, language: Language) -> Words {
    let (code, titles, details) = if error.is::<NotFoundError>() {
        (
            "unknown_route",
            ("このアドレスはありません", "No such address"),
            (
                "アドレスを確かめてください。一覧は /docs にあります。",
                "Check the address; /docs lists all of them.",
            ),
        )
    } else if error.is::<MethodNotAllowedError>() {
        (
            "method_not_allowed",
            ("このメソッドは使えません", "Method not allowed"),
            (
                "使えるメソッドは /docs にあります。",
                "/docs lists the methods of this address.",
            ),
        )
    } else if error.is::<TimedOut>() {
        (
            "timeout",
            ("時間内に終わりませんでした", "It took too long"),
            (
                "しばらくしてからやり直してください。",
                "Try again in a moment.",
            ),
        )
    } else if error.is::<ContentTypeError>() {
        (
            "unsupported_media_type",
            ("本文の形式が違います", "Unsupported media type"),
            (
                "Content-Type を /docs にある形式（多くは application/json）にして送ってください。",
                "Send the body as one of the types that /docs names for this address; mostly application/json.",
            ),
        )
    } else {
        other(error)
    };
    Words {
        code,
        title: language.pick(titles.0, titles.1),
        detail: language.pick(details.0, details.1).to_owned(),
        errors: Vec::new(),
    }
}

/// A code, and title and detail in Japanese and English.
type Both = (
    &'static str,
    (&'static str, &'static str),
    (&'static str, &'static str),
);

fn other(error: &Error) -> Both {
    if error.status().is_client_error() {
        return (
            "bad_request",
            ("リクエストを読み取れません", "The request cannot be read"),
            (
                "リクエストの形を確かめてください。",
                "Check the form of the request.",
            ),
        );
    }
    (
        "internal",
        ("内部エラー", "Internal error"),
        (
            "予期しない問題が起きました。ログをこの request id で調べてください。",
            "Something went wrong that should not. The log says more under this request id.",
        ),
    )
}
