//! Why a file is no document.

use super::{MAX_DOCUMENT_BYTES, MAX_LINES};

/// Why a file is no document. Each message says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There is no text in it.
    #[error("the file is empty: choose the file that holds the minutes")]
    Empty,
    /// It holds characters that text does not have.
    #[error(
        "the file is neither text nor .docx nor .pdf (control character at byte {offset}): \
         save the minutes as one of these and import that"
    )]
    Binary {
        /// The byte, from 0, at which that showed.
        offset: usize,
    },
    /// It is text in an encoding that is not known here, or damaged text.
    #[error(
        "the file is in none of the encodings UTF-8, UTF-16, Shift_JIS (CP932) and EUC-JP (invalid from byte {offset}): \
         open it in an editor, save it with the encoding UTF-8, and import it again"
    )]
    UnknownEncoding {
        /// The byte, from 0, at which that showed.
        offset: usize,
    },
    /// It is a file of a known kind that cannot be read.
    #[error("{}", .0.english())]
    Unreadable(Unreadable),
    /// It is larger than [`MAX_DOCUMENT_BYTES`].
    #[error(
        "the file has {size} bytes, the limit is {MAX_DOCUMENT_BYTES}: \
         split it into one file for each meeting"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
    /// It is small enough, but what is packed in it, or what it asks to be done, is over a limit.
    #[error(
        "the file unpacks to more than can be minutes (at most {MAX_DOCUMENT_BYTES} bytes of text, {MAX_LINES} lines and \
         pages): split it into one file for each meeting, or save its text alone"
    )]
    TooMuch,
}

/// A kind of file that is recognised and not read, or a reason why one of a readable kind is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A Word document before 2007.
    Doc,
    /// An Excel workbook, of whichever age.
    Excel,
    /// A PowerPoint presentation.
    PowerPoint,
    /// A file of some other Office program before 2007, or of 一太郎.
    Ole,
    /// An Office document with a password.
    EncryptedOffice,
    /// Rich Text Format.
    Rtf,
    /// An OpenDocument text.
    OpenDocument,
    /// A zip archive that is no document.
    Zip,
    /// A picture.
    Image,
    /// A .docx that is damaged, or of which only the beginning is there.
    DamagedDocx,
    /// A .pdf that is damaged.
    DamagedPdf,
    /// A .pdf with a password or with protection.
    EncryptedPdf,
    /// A .pdf of pictures, without text.
    ScannedPdf,
    /// A .pdf with text whose characters it does not tell.
    UnmappedPdf,
}

impl Unreadable {
    /// What it is and what to do next.
    pub fn english(self) -> &'static str {
        match self {
            Self::Doc => {
                "The file is a Word document of the old kind (.doc). Open it in Word, save it as .docx and import that."
            }
            Self::Excel => {
                "The file is an Excel workbook. Save the minutes as .docx, .pdf or text and import that."
            }
            Self::PowerPoint => {
                "The file is a PowerPoint presentation. Save the minutes as .docx, .pdf or text and import that."
            }
            Self::Ole => {
                "The file is of an old Office program or of Ichitaro. Save it there as .docx, .pdf or text and import that."
            }
            Self::EncryptedOffice => {
                "The file has a password. Save it in Word without one and import that."
            }
            Self::Rtf => {
                "The file is in Rich Text Format (.rtf). Open it in Word, save it as .docx and import that."
            }
            Self::OpenDocument => {
                "The file is an OpenDocument file (.odt). Save it as .docx and import that."
            }
            Self::Zip => {
                "The file is a zip archive and no .docx. Unpack it and import the files in it."
            }
            Self::Image => {
                "The file is a picture. giji does not read pictures: run it through a program for text recognition (OCR) \
                 and import the text."
            }
            Self::DamagedDocx => {
                "The .docx is damaged or cut off: a part of it is missing, as after a copy that was broken off. Get the whole \
                 file once more, or open it in Word, save it again and import that."
            }
            Self::DamagedPdf => {
                "The PDF is damaged. Open it in a viewer, print it to PDF again and import that."
            }
            Self::EncryptedPdf => {
                "The PDF is protected with a password or against copying. Save it without protection and import that."
            }
            Self::ScannedPdf => {
                "The PDF has pictures and no text, as a scanned one has. Run it through a program for text recognition \
                 (OCR) and import the result."
            }
            Self::UnmappedPdf => {
                "The PDF does not say which characters its text is made of. Save it again from the program that it was \
                 written with, or import it as .docx or text."
            }
        }
    }

    /// The same in Japanese.
    pub fn japanese(self) -> &'static str {
        match self {
            Self::Doc => {
                "旧形式の Word 文書（.doc）です。Word で開き、.docx で保存し直してから取り込んでください。"
            }
            Self::Excel => {
                "Excel のファイルです。議事要旨を .docx、.pdf 又はテキスト形式で保存してから取り込んでください。"
            }
            Self::PowerPoint => {
                "PowerPoint のファイルです。議事要旨を .docx、.pdf 又はテキスト形式で保存してから取り込んでください。"
            }
            Self::Ole => {
                "旧形式の Office 文書又は一太郎の文書です。作成したソフトで .docx、.pdf 又はテキスト形式で保存してから取り込んでください。"
            }
            Self::EncryptedOffice => {
                "パスワードが設定されています。Word でパスワードを外して保存してから取り込んでください。"
            }
            Self::Rtf => {
                "リッチテキスト形式（.rtf）です。Word で開き、.docx で保存し直してから取り込んでください。"
            }
            Self::OpenDocument => {
                "OpenDocument 形式（.odt）です。.docx で保存し直してから取り込んでください。"
            }
            Self::Zip => {
                "zip ファイルで、.docx ではありません。展開して、中のファイルを取り込んでください。"
            }
            Self::Image => {
                "画像ファイルです。画像は読み取れません。文字認識（OCR）ソフトでテキストにしてから取り込んでください。"
            }
            Self::DamagedDocx => {
                ".docx が壊れているか、途中で切れています（コピーやダウンロードが途中で終わった場合など）。元のファイルをもう一度入手するか、Word で開いて保存し直してから取り込んでください。"
            }
            Self::DamagedPdf => {
                "PDF が壊れています。閲覧ソフトで開いて PDF に出力し直してから取り込んでください。"
            }
            Self::EncryptedPdf => {
                "PDF にパスワード又はコピーの制限が設定されています。保護を外して保存してから取り込んでください。"
            }
            Self::ScannedPdf => {
                "文字の情報がない画像だけの PDF です（スキャンしたもの等）。文字認識（OCR）ソフトにかけてから取り込んでください。"
            }
            Self::UnmappedPdf => {
                "文字の対応表がない PDF で、文字を読み取れません。作成したソフトで保存し直すか、.docx 又はテキスト形式で取り込んでください。"
            }
        }
    }
}
