//! What a use case can refuse, with a stable code and words for people in two languages.

use crate::{
    domain::{ActionItemStatus, EntityKind, MeetingId, MinutesStatus, TextEnum},
    minutes::{DecodeError, MAX_DOCUMENT_BYTES},
    search::SearchError,
    store::StoreError,
};

/// What a use case returns.
pub type AppResult<T> = Result<T, AppError>;

/// A language in which giji speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語.
    Japanese,
    /// English.
    #[default]
    English,
}

impl Language {
    /// Whichever of the two fits.
    pub fn pick<T>(self, japanese: T, english: T) -> T {
        match self {
            Self::Japanese => japanese,
            Self::English => english,
        }
    }
}

/// A value that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// The name of the field, as in the JSON.
    pub field: &'static str,
    /// What is wrong with it, in Japanese.
    pub japanese: String,
    /// What is wrong with it, in English.
    pub english: String,
}

/// Why a use case did not do what it was asked. Holds no wording of a document and no secret.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It does not exist, or the caller may not know that it does.
    #[error("{} not found", .0.as_str())]
    NotFound(EntityKind),
    /// A token has to be shown.
    #[error("a token is required")]
    TokenRequired,
    /// The token shown is unknown, expired or revoked.
    #[error("the token is not valid")]
    TokenInvalid,
    /// The caller may see it, but not do this.
    #[error("the token's role does not allow this")]
    Forbidden,
    /// Values that cannot be taken.
    #[error("{} field(s) cannot be taken", .0.len())]
    Invalid(Vec<InvalidField>),
    /// Something with the same unique value exists.
    #[error("a {entity} with the same {field} exists", entity = .0.as_str(), field = .1)]
    Duplicate(EntityKind, &'static str),
    /// Other things refer to it.
    #[error("the {} is in use", .0.as_str())]
    InUse(EntityKind),
    /// It was put out of use.
    #[error("the {} is archived", .0.as_str())]
    Archived(EntityKind),
    /// Minutes cannot go from one state to the other.
    #[error("minutes cannot go from {from} to {to}")]
    MinutesTransition {
        /// The state they are in.
        from: MinutesStatus,
        /// The state that was asked for.
        to: MinutesStatus,
    },
    /// An action item cannot go from one state to the other.
    #[error("an action item cannot go from {from} to {to}")]
    ActionItemTransition {
        /// The state it is in.
        from: ActionItemStatus,
        /// The state that was asked for.
        to: ActionItemStatus,
    },
    /// Lines of the document have not been settled (DESIGN.md, rule 4).
    #[error("{} line(s) of the document are not settled", .0.len())]
    UnsettledLines(Vec<i64>),
    /// A meeting was made of this import before.
    #[error("the import was applied before")]
    AlreadyApplied(MeetingId),
    /// Somebody has dealt with this suggestion before.
    #[error("the suggestion was dealt with before")]
    AlreadySettled,
    /// The caller has to say which version it changes.
    #[error("the version to change is not stated")]
    VersionRequired,
    /// It has changed since the caller read it.
    #[error("it has changed since it was read")]
    Stale,
    /// The document cannot be read.
    #[error(transparent)]
    Unreadable(#[from] DecodeError),
    /// Something that should not happen, in words for the log.
    #[error("{0}")]
    Internal(String),
    /// Something else is wrong with the database.
    #[error(transparent)]
    Store(StoreError),
    /// Something is wrong with the search engine.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            // Between reading and writing, somebody else was faster.
            StoreError::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}

impl AppError {
    /// The error for one field.
    pub fn invalid(
        field: &'static str,
        japanese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![InvalidField {
            field,
            japanese: japanese.into(),
            english: english.into(),
        }])
    }

    /// The code that programs tell errors apart by. Never changed once released.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::TokenRequired => "token_required",
            Self::TokenInvalid => "token_invalid",
            Self::Forbidden => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Duplicate(..) => "duplicate",
            Self::InUse(_) => "in_use",
            Self::Archived(_) => "archived",
            Self::MinutesTransition { .. } | Self::ActionItemTransition { .. } => {
                "transition_not_allowed"
            }
            Self::UnsettledLines(_) => "unsettled_lines",
            Self::AlreadyApplied(_) => "already_applied",
            Self::AlreadySettled => "already_settled",
            Self::VersionRequired => "version_required",
            Self::Stale => "stale",
            Self::Unreadable(_) => "unreadable_document",
            Self::Store(StoreError::Full) => "storage_full",
            Self::Store(StoreError::Unavailable(_)) => "database_unavailable",
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_)) => "search_unavailable",
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => "internal",
        }
    }

    /// One line that names the error, the same for every error with this code.
    pub fn title(&self, language: Language) -> &'static str {
        let (japanese, english) = match self {
            Self::NotFound(_) => ("見つかりません", "Not found"),
            Self::TokenRequired => ("トークンが必要です", "A token is required"),
            Self::TokenInvalid => ("トークンが有効ではありません", "The token is not valid"),
            Self::Forbidden => ("権限がありません", "Not allowed"),
            Self::Invalid(_) => (
                "受け付けられない値があります",
                "Some values cannot be taken",
            ),
            Self::Duplicate(..) => ("同じものが既にあります", "It exists already"),
            Self::InUse(_) => ("使用中です", "It is in use"),
            Self::Archived(_) => ("使用を終了しています", "It is archived"),
            Self::MinutesTransition { .. } | Self::ActionItemTransition { .. } => (
                "この状態には移れません",
                "This change of state is not allowed",
            ),
            Self::UnsettledLines(_) => ("未確認の行があります", "Some lines are not settled"),
            Self::AlreadyApplied(_) => ("既に適用されています", "It was applied before"),
            Self::AlreadySettled => ("既に処理されています", "It was dealt with before"),
            Self::VersionRequired => ("If-Match が必要です", "If-Match is required"),
            Self::Stale => ("内容が更新されています", "It has changed"),
            Self::Unreadable(_) => ("文書を読み取れません", "The document cannot be read"),
            Self::Store(StoreError::Full) => ("保存領域が不足しています", "There is no room left"),
            Self::Store(StoreError::Unavailable(_)) => (
                "データベースに接続できません",
                "The database is unavailable",
            ),
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_)) => {
                ("検索を利用できません", "Search is unavailable")
            }
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => {
                ("内部エラー", "Internal error")
            }
        };
        language.pick(japanese, english)
    }

    /// What happened here, and what to do next.
    pub fn detail(&self, language: Language) -> String {
        match language {
            Language::Japanese => self.detail_ja(),
            Language::English => self.detail_en(),
        }
    }

    fn detail_en(&self) -> String {
        match self {
            Self::NotFound(entity) => {
                format!("There is no such {}, or the token does not let you see it.", entity_en(*entity))
            }
            Self::TokenRequired => "Send a token in the header `Authorization: Bearer …`. The secretariat or an \
                admin can make one with `giji token create`."
                .to_owned(),
            Self::TokenInvalid => {
                "It is unknown, expired or revoked. Ask for a new one, or send none to read what is public."
                    .to_owned()
            }
            Self::Forbidden => {
                "The role of the token does not allow this here. Use a token with the role it needs.".to_owned()
            }
            Self::Invalid(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{}: {}", field.field, field.english))
                    .collect();
                fields.join("; ")
            }
            Self::Duplicate(entity, field) => {
                format!("A {} with this {field} exists already. Use it, or choose another.", entity_en(*entity))
            }
            Self::InUse(entity) => {
                format!("Other records refer to this {}. Change or delete those first.", entity_en(*entity))
            }
            Self::Archived(entity) => {
                format!("This {} is archived and takes nothing new. Restore it first.", entity_en(*entity))
            }
            Self::MinutesTransition { from, to } => format!(
                "The minutes are {from} and cannot become {to}. From here they can become: {}.",
                words(from.next())
            ),
            Self::ActionItemTransition { from, to } => format!(
                "The action item is {from} and cannot become {to}. From here it can become: {}.",
                words(from.next())
            ),
            Self::UnsettledLines(lines) => format!(
                "Lines {} of the document could not be placed. Settle each of them first: \
                 PATCH /api/v1/imports/{{id}}/unmapped-lines/{{line}}.",
                numbers(lines)
            ),
            Self::AlreadyApplied(meeting) => {
                format!("A meeting was made of this import before. Its id is {meeting}.")
            }
            Self::AlreadySettled => "It was accepted or rejected before; read it to see how.".to_owned(),
            Self::VersionRequired => "Read it first, and send its ETag back in the header If-Match.".to_owned(),
            Self::Stale => {
                "Somebody changed it after you read it. Read it again, and make your change to what is there now."
                    .to_owned()
            }
            Self::Unreadable(error) => unreadable_en(error),
            Self::Store(StoreError::Full) => {
                "Nothing was changed. Make room on the disk of the database and try again.".to_owned()
            }
            Self::Store(StoreError::Unavailable(_)) => {
                "The database did not answer. Try again in a moment.".to_owned()
            }
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_)) => {
                "The search index cannot be used right now. Try again in a moment, or run `giji reindex`.".to_owned()
            }
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => {
                "Something went wrong that should not. The log says more under this request id.".to_owned()
            }
        }
    }

    fn detail_ja(&self) -> String {
        match self {
            Self::NotFound(entity) => {
                format!("該当する{}がないか、このトークンでは閲覧できません。", entity_ja(*entity))
            }
            Self::TokenRequired => {
                "ヘッダー `Authorization: Bearer …` でトークンを送ってください。トークンは `giji token create` で発行できます。"
                    .to_owned()
            }
            Self::TokenInvalid => {
                "登録のないもの、期限切れ、又は失効したトークンです。発行し直すか、公開情報の閲覧ならトークンなしで送ってください。"
                    .to_owned()
            }
            Self::Forbidden => {
                "このトークンの役割では行えません。必要な役割のトークンを使ってください。".to_owned()
            }
            Self::Invalid(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{}：{}", field.field, field.japanese))
                    .collect();
                fields.join("、")
            }
            Self::Duplicate(entity, field) => format!(
                "同じ{field}の{}が既にあります。それを使うか、別の値にしてください。",
                entity_ja(*entity)
            ),
            Self::InUse(entity) => format!(
                "この{}は他の記録から参照されています。先にそちらを変更又は削除してください。",
                entity_ja(*entity)
            ),
            Self::Archived(entity) => format!(
                "この{}は使用を終了しており、新しい記録を加えられません。先に元に戻してください。",
                entity_ja(*entity)
            ),
            Self::MinutesTransition { from, to } => format!(
                "議事要旨は {from} の状態で、{to} には移れません。移れる状態：{}。",
                words(from.next())
            ),
            Self::ActionItemTransition { from, to } => format!(
                "対応事項は {from} の状態で、{to} には移れません。移れる状態：{}。",
                words(from.next())
            ),
            Self::UnsettledLines(lines) => format!(
                "文書の {} 行目が、どこにも割り当てられていません。先に1行ずつ確認してください：\
                 PATCH /api/v1/imports/{{id}}/unmapped-lines/{{line}}。",
                numbers(lines)
            ),
            Self::AlreadyApplied(meeting) => {
                format!("この取込みからは既に会議が作られています。会議の id は {meeting} です。")
            }
            Self::AlreadySettled => "既に採用又は却下されています。内容を読み直してください。".to_owned(),
            Self::VersionRequired => {
                "先に読み出し、その ETag をヘッダー If-Match で送り返してください。".to_owned()
            }
            Self::Stale => {
                "読み出した後に他の人が変更しました。読み直してから、変更をやり直してください。".to_owned()
            }
            Self::Unreadable(error) => unreadable_ja(error),
            Self::Store(StoreError::Full) => {
                "何も変更していません。データベースの保存領域を空けてから、やり直してください。".to_owned()
            }
            Self::Store(StoreError::Unavailable(_)) => {
                "データベースが応答しません。しばらくしてからやり直してください。".to_owned()
            }
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_)) => {
                "検索用の索引を使えません。しばらくしてからやり直すか、`giji reindex` を実行してください。".to_owned()
            }
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => {
                "予期しない問題が起きました。ログをこの request id で調べてください。".to_owned()
            }
        }
    }
}

fn words<T: TextEnum>(words: &[T]) -> String {
    words
        .iter()
        .map(|word| word.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn numbers(lines: &[i64]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<String> = lines.iter().take(SHOWN).map(i64::to_string).collect();
    if lines.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn entity_en(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::ActionItem => "action item",
        EntityKind::Attendance => "attendance entry",
        other => other.as_str(),
    }
}

fn entity_ja(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::Council => "会議体",
        EntityKind::Person => "人",
        EntityKind::Membership => "委員",
        EntityKind::Meeting => "会議",
        EntityKind::Attendance => "出欠",
        EntityKind::Material => "会議資料",
        EntityKind::Topic => "議題",
        EntityKind::Opinion => "意見",
        EntityKind::Issue => "論点",
        EntityKind::ActionItem => "対応事項",
        EntityKind::Minutes => "議事要旨",
        EntityKind::Import => "取込み",
        EntityKind::Suggestion => "候補",
        EntityKind::Token => "トークン",
    }
}

fn unreadable_en(error: &DecodeError) -> String {
    match error {
        DecodeError::Empty => {
            "The file has no text in it. Choose the file that holds the minutes.".to_owned()
        }
        DecodeError::Binary { offset } => format!(
            "The file is not plain text (byte {offset} is a control character). Save the minutes as plain text in UTF-8."
        ),
        DecodeError::NotUtf8 { offset } => format!(
            "The file is not in UTF-8 (from byte {offset} on). Open it in an editor and save it with the encoding UTF-8."
        ),
        DecodeError::TooLarge { size } => {
            format!(
                "The file has {size} bytes; the limit is {MAX_DOCUMENT_BYTES}. Split it into one file a meeting."
            )
        }
    }
}

fn unreadable_ja(error: &DecodeError) -> String {
    match error {
        DecodeError::Empty => {
            "ファイルに文字がありません。議事要旨のファイルを選び直してください。".to_owned()
        }
        DecodeError::Binary { offset } => format!(
            "テキストファイルではありません（{offset} バイト目に制御文字）。UTF-8 のテキスト形式で保存し直してください。"
        ),
        DecodeError::NotUtf8 { offset } => format!(
            "文字コードが UTF-8 ではありません（{offset} バイト目から）。エディタで開き、UTF-8 で保存し直してください。"
        ),
        DecodeError::TooLarge { size } => format!(
            "ファイルの大きさが {size} バイトあり、上限の {MAX_DOCUMENT_BYTES} バイトを超えています。会議ごとに分けてください。"
        ),
    }
}
