//! Why a command failed, in the reader's terms: what happened, and what to do next.

use std::{io, path::PathBuf, process::ExitCode};

use super::output;
use crate::{
    app::{AppError, Language},
    search::SearchError,
    store::StoreError,
};

/// The exit code of a command that Ctrl-C ended, as shells have it: 128 and the number of SIGINT.
pub const INTERRUPTED: u8 = 130;

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// A use case refused.
    App(AppError),
    /// A file cannot be read.
    File(PathBuf, io::Error),
    /// The database's URL names no database that giji knows; it may hold a password, and is not said again.
    UnknownDatabase,
    /// The database's URL is of a kind that giji knows, and something in it cannot be read.
    UnreadableUrl(String),
    /// What was given as the Meilisearch server, or as the name of its index, is none.
    NoMeilisearch,
    /// What was given as the address to listen on is none.
    NoAddress(String),
    /// A member's token needs a council and a person.
    MemberWithoutSeat,
    /// There is nothing to read in the data directory.
    NoData(PathBuf),
    /// The file that the database's URL names is not there.
    NoDatabaseFile(PathBuf),
    /// The address cannot be listened on.
    Listen(String, io::Error),
    /// Another process keeps the index in the data directory.
    InUse(PathBuf),
    /// Another process keeps an index of the database, in a data directory of its own perhaps.
    DatabaseInUse,
    /// A printed name of a council is needed, and the file has none.
    NoCouncilName(PathBuf),
    /// A folder without a file that could be imported.
    EmptyFolder(PathBuf),
    /// Several files, some of which failed; each was explained before.
    SomeFiles(usize),
    /// Ctrl-C came before so many files were imported.
    Interrupted(usize),
    /// A roster that cannot be taken as it is; each reason was said before.
    Refused(usize),
    /// A file cannot be written.
    Output(PathBuf, io::Error),
    /// What is no text was to go to a terminal.
    NoTextForTerminal,
    /// Something is damaged; stdout says what.
    Damaged(usize),
    /// Something is not as it was published; stdout says what.
    Tampered(usize),
    /// The index was not brought up to date in time.
    NotIndexedYet,
    /// Whoever read the output is gone.
    BrokenPipe,
    /// Anything else about the machine.
    Io(io::Error),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::BadUrl(reason) => Self::UnreadableUrl(reason),
            other => Self::App(other.into()),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        Self::App(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Io(error)
        }
    }
}

impl Failure {
    /// 2 where the command was called wrongly, 1 for everything else.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::UnknownDatabase
            | Self::UnreadableUrl(_)
            | Self::NoMeilisearch
            | Self::NoAddress(_)
            | Self::MemberWithoutSeat => ExitCode::from(2),
            Self::Interrupted(_) => ExitCode::from(INTERRUPTED),
            _ => ExitCode::FAILURE,
        }
    }

    /// Says on stderr what happened and what to do next.
    pub fn explain(&self, language: Language) {
        output::say(&self.words(language));
    }

    /// The same as text.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Japanese => self.words_ja(),
            Language::English => self.words_en(),
        }
    }

    fn words_en(&self) -> String {
        match self {
            Self::App(error) => app_words(error, Language::English),
            Self::File(path, error) => {
                format!(
                    "{}: cannot be read ({error}). Check the path and the permissions.",
                    path.display()
                )
            }
            Self::UnknownDatabase => "the database's URL has to begin with sqlite: or postgres:. Correct --database-url, \
                GIJI_DATABASE_URL or the file that holds it, or leave it out for SQLite in the data directory."
                .to_owned(),
            Self::UnreadableUrl(reason) => format!(
                "the database's URL cannot be read ({reason}). Correct --database-url, GIJI_DATABASE_URL or the file that \
                holds it."
            ),
            Self::NoMeilisearch => "--search meilisearch needs --meili-url (or GIJI_MEILI_URL) with an address that \
                begins with http:// or https:// and holds no password, and --meili-index takes letters, digits, - and _."
                .to_owned(),
            Self::NoAddress(text) => format!(
                "{text:?} is no address to listen on. --listen takes a host and a port, such as 127.0.0.1:8080 or \
                 [::1]:8080; port 0 takes a free one."
            ),
            Self::MemberWithoutSeat => "a member's token is of one council and tied to one person: give --council ID \
                and --person ID."
                .to_owned(),
            Self::NoData(path) => format!(
                "there is no data in {}. Check --data-dir, or begin with `giji import FILE` or `giji serve --demo`.",
                path.display()
            ),
            Self::NoDatabaseFile(path) => format!(
                "there is no database at {}. Check --database-url, or begin with `giji import FILE` or `giji serve --demo`.",
                path.display()
            ),
            Self::Listen(address, error) => {
                format!("cannot listen on {address} ({error}). {}", listen_en(error))
            }
            Self::InUse(path) => format!(
                "{} is in use by another giji process. Stop that one first, or choose another directory with --data-dir.",
                path.display()
            ),
            Self::DatabaseInUse => {
                "the database is in use by another giji server, which keeps its search index. Stop \
                that one first, or choose another database with --database-url."
                    .to_owned()
            }
            Self::NoCouncilName(path) => format!(
                "{}: no council's name was found in it. Say which council it is with --council ID.",
                path.display()
            ),
            Self::EmptyFolder(path) => format!(
                "{}: no file in it ends in .txt, .text, .docx or .pdf. Name the files themselves where they end otherwise.",
                path.display()
            ),
            Self::SomeFiles(failed) => {
                format!("{failed} file(s) were not imported; the reasons stand above.")
            }
            Self::Interrupted(left) => format!(
                "interrupted; {left} file(s) are left. Run the same command again: it does only what is left."
            ),
            Self::Refused(errors) => {
                format!("{errors} error(s), which stand above. Nothing was changed.")
            }
            Self::Output(path, error) => {
                format!(
                    "{}: cannot be written ({error}). Check the path and the permissions.",
                    path.display()
                )
            }
            Self::NoTextForTerminal => {
                "a workbook is no text for a terminal. Name a file with --output FILE.".to_owned()
            }
            Self::Damaged(found) => {
                format!(
                    "{found} problem(s) found. `giji reindex` mends the index; the database needs a backup."
                )
            }
            Self::Tampered(found) => format!(
                "{found} row(s) are not as they were published. Compare with a backup and the audit trail, and find out who wrote to \
                 the database."
            ),
            Self::NotIndexedYet => {
                "the change is stored, but search does not show it yet. The server that keeps the \
                index is slow or stopped; see its log."
                    .to_owned()
            }
            Self::BrokenPipe => String::new(),
            Self::Io(error) => format!("the machine refused: {error}"),
        }
    }

    fn words_ja(&self) -> String {
        match self {
            Self::App(error) => app_words(error, Language::Japanese),
            Self::File(path, error) => {
                format!("{}：読み込めません（{error}）。パスと権限を確かめてください。", path.display())
            }
            Self::UnknownDatabase => "データベースの URL は sqlite: か postgres: で始めてください。--database-url、\
                GIJI_DATABASE_URL 又は URL のファイルを直すか、省略してデータの場所の SQLite を使ってください。"
                .to_owned(),
            Self::UnreadableUrl(reason) => format!(
                "データベースの URL を読めません（{reason}）。--database-url、GIJI_DATABASE_URL 又はその値を書いたファイルを直してください。"
            ),
            Self::NoMeilisearch => "--search meilisearch には、http:// か https:// で始まりパスワードを含まないアドレスを \
                --meili-url（又は GIJI_MEILI_URL）で指定してください。--meili-index は英数字と - と _ です。"
                .to_owned(),
            Self::NoAddress(text) => format!(
                "{text:?} は待ち受けるアドレスではありません。--listen には 127.0.0.1:8080 や [::1]:8080 のように、ホストと番号を\
                 指定してください。番号 0 は空いている番号になります。"
            ),
            Self::MemberWithoutSeat => {
                "member のトークンには会議体と人が必要です。--council ID と --person ID を指定してください。".to_owned()
            }
            Self::NoData(path) => format!(
                "{} にデータがありません。--data-dir を確かめるか、`giji import FILE` 又は `giji serve --demo` から始めてください。",
                path.display()
            ),
            Self::NoDatabaseFile(path) => format!(
                "{} にデータベースがありません。--database-url を確かめるか、`giji import FILE` 又は `giji serve --demo` から始めてください。",
                path.display()
            ),
            Self::Listen(address, error) => {
                format!("{address} で待ち受けできません（{error}）。{}", listen_ja(error))
            }
            Self::InUse(path) => format!(
                "{} は別の giji が使っています。先にそちらを止めるか、--data-dir で別の場所を指定してください。",
                path.display()
            ),
            Self::DatabaseInUse => "このデータベースは別の giji が使っています。先にそちらを止めるか、--database-url で別の\
                データベースを指定してください。"
                .to_owned(),
            Self::NoCouncilName(path) => format!(
                "{}：会議体の名称を読み取れません。--council ID で指定してください。",
                path.display()
            ),
            Self::EmptyFolder(path) => format!(
                "{}：.txt、.text、.docx、.pdf のファイルがありません。拡張子が違う場合は、ファイルを直接指定してください。",
                path.display()
            ),
            Self::SomeFiles(failed) => format!("{failed} 件のファイルを取り込めませんでした。理由は上のとおりです。"),
            Self::Interrupted(left) => format!("中断しました。{left} 件のファイルが残っています。同じコマンドをもう一度実行すると、残りだけを取り込みます。"),
            Self::Refused(errors) => format!("誤りが {errors} 件あります（上のとおり）。何も変更していません。"),
            Self::Output(path, error) => {
                format!("{}：書き込めません（{error}）。パスと権限を確かめてください。", path.display())
            }
            Self::NoTextForTerminal => {
                "Excel のファイルは画面に出せません。--output FILE で書き出し先を指定してください。".to_owned()
            }
            Self::Damaged(found) => format!(
                "{found} 件の問題が見つかりました。索引は `giji reindex` で直せます。データベースはバックアップから戻してください。"
            ),
            Self::Tampered(found) => format!(
                "{found} 件の行が公開時と異なります。バックアップ及び監査証跡と照合し、誰がデータベースに書き込んだかを確かめてください。"
            ),
            Self::NotIndexedYet => "保存しましたが、検索にはまだ反映されていません。索引を受け持つサーバーが遅いか、止まっています。\
                サーバーのログを見てください。"
                .to_owned(),
            Self::BrokenPipe => String::new(),
            Self::Io(error) => format!("処理できませんでした：{error}"),
        }
    }
}

/// What helps where an address cannot be listened on.
fn listen_en(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "Another program uses it: choose another with --listen, or --listen 127.0.0.1:0 for a free port."
        }
        io::ErrorKind::PermissionDenied => {
            "The system does not let this user have it: choose a port above 1023 with --listen."
        }
        _ => {
            "Is it an address of this machine? Choose another with --listen, such as 127.0.0.1:8080."
        }
    }
}

fn listen_ja(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "他のプログラムが使っています。--listen で別の番号を、空いている番号でよければ --listen 127.0.0.1:0 を指定してください。"
        }
        io::ErrorKind::PermissionDenied => {
            "この利用者には許されていません。--listen で 1024 以上の番号を指定してください。"
        }
        _ => "この機械のアドレスか確かめ、--listen で 127.0.0.1:8080 のように指定してください。",
    }
}

/// What a use case refused, with the cause where it is the machine's: whoever runs a command may see that.
fn app_words(error: &AppError, language: Language) -> String {
    let words = format!("{}: {}", error.title(language), error.detail(language));
    match error {
        AppError::Store(_) | AppError::Search(_) | AppError::Internal(_) => {
            format!("{words} ({error})")
        }
        _ => words,
    }
}
