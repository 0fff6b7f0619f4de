//! Why a parameter or a body could not be read, in the language of the caller. poem-openapi, and the types of this crate below it,
//! say it in words for programmers; the forms in which they do are few.

use crate::app::Language;

/// The same in Japanese and in English.
type Both = (String, String);

/// `reason` in words for people. A form that is not known here becomes words that are true of all of them.
pub(super) fn words_of(reason: &str, language: Language) -> String {
    // Only where in the body it happened: the names of the schemas around it.
    let core = match reason.split_once(" (occurred while parsing ") {
        Some((core, _)) => core,
        None => reason,
    };
    let (schema, said) = match between(core, "failed to parse \"", "\": ") {
        Some((schema, said)) => (schema, said),
        None => ("", core),
    };
    let (japanese, english) = schema_words(schema)
        .or_else(|| type_words(core))
        .or_else(|| form_words(said))
        .or_else(|| own_words(said))
        .or_else(|| json_words(said))
        .unwrap_or_else(|| {
            both(
                "値の形が違います。/docs で形を確かめてください。",
                "has another form than it should; see /docs",
            )
        });
    language.pick(japanese, english)
}

/// Texts of a form that their type names.
fn schema_words(schema: &str) -> Option<Both> {
    match schema {
        "string_uuid" => Some(both(
            "UUID（0198c0de-0000-7000-8000-000000000000 のような id）ではありません。",
            "is no id like 0198c0de-0000-7000-8000-000000000000",
        )),
        "string_date-time" => Some(both(
            "2022-12-21T18:30:00+09:00 のような日時ではありません。",
            "is no moment like 2022-12-21T18:30:00+09:00",
        )),
        "boolean" => Some(both(
            "true か false にしてください。",
            "must be true or false",
        )),
        _ => None,
    }
}

/// What poem-openapi says of a value of the wrong type, or of none.
fn type_words(said: &str) -> Option<Both> {
    if let Some((wanted, rest)) = between(said, "Expected input type \"", "\", found ") {
        let found = rest.strip_suffix('.').unwrap_or(rest);
        let (japanese, english) = kind_words(wanted);
        return Some((
            format!("{japanese}が必要です。送られた値：{found}"),
            format!("must be {english}, and not {found}"),
        ));
    }
    let (wanted, _) = between(said, "Type \"", "\" expects an input value.")?;
    let (japanese, english) = kind_words(wanted);
    Some((
        format!("値がありません。{japanese}が必要です。"),
        format!("is missing; it must be {english}"),
    ))
}

/// What the types of JSON are called. Names of closed sets of words are those of texts, names of objects those that the document
/// has for bodies.
fn kind_words(wanted: &str) -> (&'static str, &'static str) {
    let is_object =
        || wanted.starts_with("New") || wanted.ends_with("Change") || wanted.ends_with("Request");
    match wanted.split(['_', '(']).next().unwrap_or_default() {
        "integer" => ("整数", "a whole number"),
        "number" => ("数", "a number"),
        "boolean" => ("true か false", "true or false"),
        "list" | "array" | "set" => ("配列", "a list"),
        _ if is_object() => ("オブジェクト（{…}）", "an object, {…}"),
        _ => ("文字列", "a text"),
    }
}

/// What is wrong with the form of a text, in the words of the types of this crate.
fn form_words(said: &str) -> Option<Both> {
    if let Some((value, allowed)) = said.split_once(" is none of: ") {
        return Some((
            format!("{value} は使えません。使える値：{allowed}"),
            format!("{value} is none of these: {allowed}"),
        ));
    }
    if let Some((value, _)) = said.split_once(" is not a time of day like ") {
        let japanese = format!("{value} は 18:30 のような時刻ではありません。");
        return Some((japanese, said.to_owned()));
    }
    if let Some((most, _)) = between(said, "must have 1 to ", " characters") {
        let japanese = format!("1 から {most} 文字までです。NUL 文字は使えません。");
        return Some((japanese, said.to_owned()));
    }
    let (_, bounds) = said.split_once("must be a number from ")?;
    let japanese = format!("{} までの数です。", bounds.replace(" to ", " から "));
    Some((japanese, said.to_owned()))
}

/// What else the types of this crate say, and poem-openapi of the members of a body and the fields of a form.
fn own_words(said: &str) -> Option<Both> {
    if let Some((field, _)) = between(said, "unknown field `", "`") {
        return Some((
            format!("項目 `{field}` はありません。"),
            format!("there is no member `{field}` here"),
        ));
    }
    if let Some((field, _)) = between(said, "field `", "` is required") {
        return Some((
            format!("項目 `{field}` が必要です。"),
            format!("the field `{field}` is missing"),
        ));
    }
    if let Some((field, reason)) = between(said, "failed to parse field `", "`: ") {
        return Some((
            format!("`{field}`：{}", words_of(reason, Language::Japanese)),
            format!("`{field}`: {}", words_of(reason, Language::English)),
        ));
    }
    let japanese = match said {
        "is not a day like 2022-12-21" => "2022-12-21 のような日付ではありません。",
        "is not a cursor that this list gave" => "この一覧が返した続きの位置ではありません。",
        "is not a cursor that a search gave" => "検索が返した続きの位置ではありません。",
        "must be ignored, entered or null" => "ignored、entered、null のいずれかです。",
        "is no file of minutes like latest.html" => {
            "latest.html のような名前ではありません。形式は json、html、md、csv です。"
        }
        "is no file of minutes like 1.html" => {
            "1.html のような名前ではありません。形式は json、html、md、csv です。"
        }
        _ => return None,
    };
    Some(both(japanese, said))
}

/// What serde_json says of a body that is no JSON.
fn json_words(said: &str) -> Option<Both> {
    let (_, place) = said.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((
        format!("JSON として読み取れません（{line} 行目の {column} バイト目）。"),
        format!("is no JSON, at line {line}, byte {column}"),
    ))
}

fn both(japanese: &str, english: &str) -> Both {
    (japanese.to_owned(), english.to_owned())
}

/// What stands between the two in a text that begins with the first, and what follows.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(begin)?.split_once(end)
}

#[cfg(test)]
mod tests {
    use super::words_of;
    use crate::app::Language;

    #[test]
    fn what_cannot_be_read_is_said_in_words_for_people() {
        for (reason, japanese, english) in [
            (
                "Expected input type \"string\", found 7. (occurred while parsing \"NewPerson\")",
                "文字列が必要です。送られた値：7",
                "must be a text, and not 7",
            ),
            (
                "Type \"integer\" expects an input value. (occurred while parsing \"X\")",
                "値がありません。整数が必要です。",
                "is missing; it must be a whole number",
            ),
            (
                "Expected input type \"NewPerson\", found [].",
                "オブジェクト（{…}）が必要です。送られた値：[]",
                "must be an object, {…}, and not []",
            ),
            (
                "failed to parse \"NewPerson\": unknown field `nmae`.",
                "項目 `nmae` はありません。",
                "there is no member `nmae` here",
            ),
            (
                "failed to parse field `council_id`: failed to parse \"string_uuid\": no id",
                "`council_id`：UUID（0198c0de-0000-7000-8000-000000000000 のような id）ではありません。",
                "`council_id`: is no id like 0198c0de-0000-7000-8000-000000000000",
            ),
            (
                "failed to parse \"Role\": \"king\" is none of: member, staff",
                "\"king\" は使えません。使える値：member, staff",
                "\"king\" is none of these: member, staff",
            ),
            (
                "expected `,` or `}` at line 2 column 5",
                "JSON として読み取れません（2 行目の 5 バイト目）。",
                "is no JSON, at line 2, byte 5",
            ),
            (
                "failed to parse \"PageLimit\": must be a number from 1 to 100",
                "1 から 100 までの数です。",
                "must be a number from 1 to 100",
            ),
            (
                "something new",
                "値の形が違います。/docs で形を確かめてください。",
                "has another form than it should; see /docs",
            ),
        ] {
            assert_eq!(words_of(reason, Language::Japanese), japanese, "{reason}");
            assert_eq!(words_of(reason, Language::English), english, "{reason}");
        }
    }
}
