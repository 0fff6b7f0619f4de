//! Why a parameter or a body could not be read, in Japanese. poem-openapi, and the types of this crate below it, say it in
//! English; the forms in which they do are few.

/// `reason` in Japanese. A form that is not known here becomes words that are true of all of them.
pub(super) fn in_japanese(reason: &str) -> String {
    // Only where in the body it happened: the names of the schemas around it.
    let core = match reason.split_once(" (occurred while parsing ") {
        Some((core, _)) => core,
        None => reason,
    };
    let (schema, said) = match between(core, "failed to parse \"", "\": ") {
        Some((schema, said)) => (schema, said),
        None => ("", core),
    };
    if schema == "string_uuid" {
        return "UUID（0198c0de-0000-7000-8000-000000000000 のような id）ではありません。"
            .to_owned();
    }
    type_words(core)
        .or_else(|| own_words(said))
        .or_else(|| json_words(said))
        .unwrap_or_else(|| "値の形が違います。/docs で形を確かめてください。".to_owned())
}

/// What poem-openapi says of a value of the wrong type, or of none.
fn type_words(said: &str) -> Option<String> {
    if let Some((wanted, rest)) = between(said, "Expected input type \"", "\", found ") {
        let found = rest.strip_suffix('.').unwrap_or(rest);
        return Some(format!("型 {wanted} の値が必要です。送られた値：{found}"));
    }
    let (wanted, _) = between(said, "Type \"", "\" expects an input value.")?;
    Some(format!("値がありません。型 {wanted} の値が必要です。"))
}

/// What the types of this crate say.
fn own_words(said: &str) -> Option<String> {
    if let Some((field, _)) = between(said, "unknown field `", "`") {
        return Some(format!("項目 `{field}` はありません。"));
    }
    if let Some((value, allowed)) = said.split_once("; it is one of ") {
        let value = value
            .split_once(" is not a ")
            .map_or(value, |(value, _)| value);
        return Some(format!("{value} は使えません。使える値：{allowed}"));
    }
    if let Some((value, _)) = said.split_once(" is not a time of day like ") {
        return Some(format!("{value} は 18:30 のような時刻ではありません。"));
    }
    if let Some((most, _)) = between(said, "must have 1 to ", " characters") {
        return Some(format!(
            "1 から {most} 文字までです。NUL 文字は使えません。"
        ));
    }
    if let Some((_, bounds)) = said.split_once("must be a number from ") {
        return Some(format!(
            "{} までの数です。",
            bounds.replace(" to ", " から ")
        ));
    }
    let words = match said {
        "is not a day like 2022-12-21" => "2022-12-21 のような日付ではありません。",
        "is not a cursor that this list gave" => "この一覧が返した続きの位置ではありません。",
        "is not a cursor that a search gave" => "検索が返した続きの位置ではありません。",
        "must be ignored, entered or null" => "ignored、entered、null のいずれかです。",
        _ => return None,
    };
    Some(words.to_owned())
}

/// What serde_json says of a body that is no JSON.
fn json_words(said: &str) -> Option<String> {
    let (_, place) = said.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some(format!(
        "JSON として読み取れません（{line} 行目の {column} バイト目）。"
    ))
}

/// What stands between the two in a text that begins with the first, and what follows.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(begin)?.split_once(end)
}

#[cfg(test)]
mod tests {
    use super::in_japanese;

    #[test]
    fn what_a_body_lacks_or_has_too_much_is_named() {
        for (reason, words) in [
            (
                "Expected input type \"string\", found 7. (occurred while parsing \"NewPerson\")",
                "型 string の値が必要です。送られた値：7",
            ),
            (
                "Type \"integer\" expects an input value. (occurred while parsing \"X\")",
                "値がありません。型 integer の値が必要です。",
            ),
            (
                "failed to parse \"NewPerson\": unknown field `nmae`.",
                "項目 `nmae` はありません。",
            ),
            (
                "failed to parse \"Role\": \"king\" is not a Role; it is one of member, staff",
                "\"king\" は使えません。使える値：member, staff",
            ),
            (
                "expected `,` or `}` at line 2 column 5",
                "JSON として読み取れません（2 行目の 5 バイト目）。",
            ),
            (
                "failed to parse \"PageLimit\": must be a number from 1 to 100",
                "1 から 100 までの数です。",
            ),
            (
                "something new",
                "値の形が違います。/docs で形を確かめてください。",
            ),
        ] {
            assert_eq!(in_japanese(reason), words, "{reason}");
        }
    }
}
