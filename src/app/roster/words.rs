//! Why a file is no roster, in words for people.

use super::table::{MAX_ROSTER_BYTES, MAX_ROSTER_ROWS, RosterError};

/// Why a file is no roster, in Japanese and English.
pub(in crate::app) fn roster_words(error: &RosterError) -> (String, String) {
    let (japanese, english) = match error {
        RosterError::TooLarge => {
            return (
                format!(
                    "名簿は {MAX_ROSTER_BYTES} バイトまでです。不要なシートや画像を除いてください。"
                ),
                format!(
                    "A roster may have {MAX_ROSTER_BYTES} bytes. Take out sheets and pictures that are not needed."
                ),
            );
        }
        RosterError::TooManyRows => {
            return (
                format!("名簿は {MAX_ROSTER_ROWS} 行までです。"),
                format!("A roster may have {MAX_ROSTER_ROWS} rows."),
            );
        }
        RosterError::Encoding => (
            "CSV の文字コードを読み取れません。UTF-8、CP932（Shift_JIS）の CSV か、Excel（.xlsx）で保存し直してください。",
            "The text is in no encoding that is read. Save it as CSV in UTF-8 or CP932 (Shift_JIS), or as .xlsx.",
        ),
        RosterError::OldWorkbook => (
            "古い形式（.xls）か、パスワード付きの Excel です。パスワードなしの .xlsx で保存し直してください。",
            "The workbook is an .xls, or locked by a password. Save it as .xlsx without one.",
        ),
        RosterError::Workbook => (
            "Excel のファイルが壊れているか、.xlsx ではありません。開いて保存し直してください。",
            "The workbook is damaged, or no .xlsx. Open it and save it again.",
        ),
        RosterError::NoHeader => (
            "見出しの行がありません。「氏名」「よみ」「所属」「役職」「任期開始」「任期終了」などの見出しを付けてください。",
            "No row names the columns. Put 氏名 (name) above the names; よみ, 所属, 役職, 任期開始 and 任期終了 are read too.",
        ),
        RosterError::Empty => (
            "見出しの下に委員の行がありません。",
            "There are no members below the row that names the columns.",
        ),
    };
    (japanese.to_owned(), english.to_owned())
}
