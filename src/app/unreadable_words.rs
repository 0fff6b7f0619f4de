//! The words about a file that cannot be read, in two languages: what is wrong with it, and what to do next.

use crate::minutes::{DecodeError, MAX_DOCUMENT_BYTES, MAX_LINES};

/// In English.
pub(super) fn unreadable_en(error: &DecodeError) -> String {
    match error {
        DecodeError::Empty => {
            "The file has no text in it. Choose the file that holds the minutes.".to_owned()
        }
        DecodeError::Binary { offset } => format!(
            "The file is neither plain text nor .docx nor .pdf (byte {offset} is a control character). Save the minutes as \
             one of these."
        ),
        DecodeError::UnknownEncoding { offset } => format!(
            "The file is in none of the encodings UTF-8, UTF-16, Shift_JIS (CP932) and EUC-JP (from byte {offset} on). \
             Open it in an editor and save it with the encoding UTF-8."
        ),
        DecodeError::Unreadable(kind) => kind.english().to_owned(),
        DecodeError::TooMuch => format!(
            "The file unpacks to more than minutes can be: at most {MAX_DOCUMENT_BYTES} bytes of text, {MAX_LINES} lines \
             and pages. Split it into one file a meeting, or save its text alone."
        ),
        DecodeError::TooLarge { size } => {
            format!(
                "The file has {size} bytes; the limit is {MAX_DOCUMENT_BYTES}. Split it into one file a meeting."
            )
        }
    }
}

/// In Japanese.
pub(super) fn unreadable_ja(error: &DecodeError) -> String {
    match error {
        DecodeError::Empty => {
            "ファイルに文字がありません。議事要旨のファイルを選び直してください。".to_owned()
        }
        DecodeError::Binary { offset } => format!(
            "テキスト、.docx、.pdf のいずれでもありません（{offset} バイト目に制御文字）。いずれかの形式で保存し直してください。"
        ),
        DecodeError::UnknownEncoding { offset } => format!(
            "文字コードが UTF-8、UTF-16、Shift_JIS（CP932）、EUC-JP のいずれでもありません（{offset} バイト目から）。エディタで開き、\
             UTF-8 で保存し直してください。"
        ),
        DecodeError::Unreadable(kind) => kind.japanese().to_owned(),
        DecodeError::TooMuch => format!(
            "展開すると、文字が {MAX_DOCUMENT_BYTES} バイト又は行とページが合わせて {MAX_LINES} を超えます。会議ごとに分けるか、\
             テキスト形式で保存し直してください。"
        ),
        DecodeError::TooLarge { size } => format!(
            "ファイルの大きさが {size} バイトあり、上限の {MAX_DOCUMENT_BYTES} バイトを超えています。会議ごとに分けてください。"
        ),
    }
}
