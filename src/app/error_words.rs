//! The words of a refusal for people, in two languages: what happened here, and what to do next.

use super::{
    AppError, Language,
    error_nouns::{entity_en, entity_ja, in_japan, undecided_en, undecided_ja},
    roster::roster_words,
    unreadable_words::{unreadable_en, unreadable_ja},
};
use crate::{
    domain::{MinutesStatus, TextEnum},
    search::SearchError,
    store::StoreError,
};

impl AppError {
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
            Self::ReferenceLost => ("参照先がなくなりました", "Something it refers to is gone"),
            Self::Archived(_) => ("使用を終了しています", "It is archived"),
            Self::Merged(_) => (
                "別の人に統合されています",
                "It was merged into another person",
            ),
            Self::NotMerged => ("統合されていません", "It is not merged"),
            Self::KeptWasMerged(_) => (
                "統合先も統合されています",
                "The kept person was merged since",
            ),
            Self::MinutesTransition { .. } | Self::ActionItemTransition { .. } => (
                "この状態には移れません",
                "This change of state is not allowed",
            ),
            Self::Undecided { lines, .. } if !lines.is_empty() => {
                ("未確認の行があります", "Some lines are not settled")
            }
            Self::Undecided { suggestions, .. } if !suggestions.is_empty() => {
                ("未確認の候補があります", "Some suggestions are open")
            }
            Self::Undecided { .. } => (
                "未決定の訂正依頼があります",
                "Some correction requests are open",
            ),
            Self::CheckClosed => ("委員確認は終了しています", "The check by members is over"),
            Self::OpinionChanged => ("意見が変更されています", "The opinion was changed since"),
            Self::SameMeeting(_) => ("同じ会議が既にあります", "The meeting is there already"),
            Self::MinutesFixed(_) => (
                "この状態の議事要旨はファイルでは変更できません",
                "A file does not change minutes in this state",
            ),
            Self::MinutesPublished(_) => ("公開済みの議事要旨です", "The minutes are published"),
            Self::NotPublished(_) => ("公開されていません", "The minutes are not published"),
            Self::StillPublished => ("まだ公開されています", "The words are still published"),
            Self::Withdrawn { .. } => (
                "この議事要旨は取り下げられました",
                "These minutes were withdrawn",
            ),
            Self::AlreadyApplied(_) => ("既に適用されています", "It was applied before"),
            Self::AlreadySettled => ("既に処理されています", "It was dealt with before"),
            Self::VersionRequired => ("If-Match が必要です", "If-Match is required"),
            Self::Stale => ("内容が更新されています", "It has changed"),
            Self::Unreadable(_) => ("文書を読み取れません", "The document cannot be read"),
            Self::UnreadableRoster(_) => ("名簿を読み取れません", "The roster cannot be read"),
            Self::ForeignCursor => ("パラメーターを読み取れません", "A parameter cannot be read"),
            Self::Store(StoreError::Full) => ("保存領域が不足しています", "There is no room left"),
            Self::Store(StoreError::Unavailable(_)) => (
                "データベースに接続できません",
                "The database is unavailable",
            ),
            Self::Store(StoreError::FileGone(_) | StoreError::FileMissing(_)) => (
                "データベースのファイルがありません",
                "The file of the database is gone",
            ),
            Self::Store(StoreError::Damaged(_)) => {
                ("データベースが壊れています", "The database is damaged")
            }
            Self::Search(
                SearchError::Locked(_) | SearchError::Missing(_) | SearchError::Unavailable(_),
            ) => ("検索を利用できません", "Search is unavailable"),
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
                format!("Another {} has this {field} already. Use that one, or choose another {field}.", entity_en(*entity))
            }
            Self::InUse(entity) => {
                format!("Other records refer to this {}. Change or delete those first.", entity_en(*entity))
            }
            Self::ReferenceLost => {
                "Somebody deleted it in this moment. Read what is there now, and try again.".to_owned()
            }
            Self::Archived(entity) => {
                format!("This {} is archived and takes nothing new. Restore it first.", entity_en(*entity))
            }
            Self::Merged(kept) => {
                format!("This person turned out to be person {kept}. Use that one, or take the merge back first.")
            }
            Self::NotMerged => "This person stands by itself; there is no merge to take back.".to_owned(),
            Self::KeptWasMerged(kept) => format!(
                "Person {kept}, into whom this one was merged, was merged itself since. Take that merge back first."
            ),
            Self::MinutesTransition { from, to } => format!(
                "The minutes are {from} and cannot become {to}. From here they can become: {}.",
                words(from.next())
            ),
            Self::ActionItemTransition { from, to } => format!(
                "The action item is {from} and cannot become {to}. From here it can become: {}.",
                words(from.next())
            ),
            Self::Undecided { lines, suggestions, corrections } => undecided_en(lines, suggestions, *corrections),
            Self::CheckClosed => "The minutes are not with the members any more, and the answers of the round stay as they are. Ask \
                the secretariat."
                .to_owned(),
            Self::OpinionChanged => "The opinion was changed or deleted after the member saw it, so that the proposal does not fit. \
                Read it again; then accept with an own `change`, or decline with a reason."
                .to_owned(),
            Self::SameMeeting(meeting) => format!(
                "Meeting {meeting} is of the same council and round, or of the same day. See what would change, \
                 GET /api/v1/imports/{{id}}/changes; then apply with ?meeting_id={meeting} to let it follow this file, or with \
                 ?as_new=true to make another meeting. With giji import: --update or --as-new."
            ),
            Self::MinutesFixed(status) => format!(
                "The minutes are {status}. A file changes minutes that are draft or member_check. {}",
                match status {
                    MinutesStatus::Approved => "Take them back to draft first.",
                    _ => "Withdraw them with a reason and take them back to draft first, or correct single opinions.",
                }
            ),
            Self::MinutesPublished(meeting) => format!(
                "What is published does not change silently. Say why in the header Correction-Reason, or correct several things at \
                 once with POST /api/v1/meetings/{meeting}/minutes/corrections: that makes the next revision and its errata."
            ),
            Self::NotPublished(status) => format!(
                "The minutes are {status}; change them as they are. Only what is published is corrected with an erratum."
            ),
            Self::StillPublished => {
                "The newest revision still says it. Correct it first (POST …/minutes/corrections), then scrub what the \
                 revisions before said."
                    .to_owned()
            }
            Self::Withdrawn { at, reason } => format!(
                "They were published, and withdrawn on {}. Reason: {}",
                in_japan(*at).format("%Y-%m-%d"),
                reason.as_deref().unwrap_or("none was given")
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
            Self::UnreadableRoster(error) => roster_words(error).1,
            Self::ForeignCursor => "`cursor`: is not a cursor that this search or list gave. Send it with the query, the \
                filters and the sort of the page that gave it."
                .to_owned(),
            Self::Store(StoreError::Full) => {
                "Nothing was changed. Make room on the disk of the database and try again.".to_owned()
            }
            Self::Store(StoreError::Unavailable(_)) => {
                "The database did not answer. Try again in a moment.".to_owned()
            }
            Self::Store(StoreError::FileMissing(_)) => "The database file is gone, while the -wal and -shm that belong to it \
                are there; a new database in its place would destroy what they hold. Nothing was made or changed. Put the \
                file back where it was. To begin anew, stop giji and remove -wal and -shm too."
                .to_owned(),
            Self::Store(StoreError::Damaged(_)) => "A file of the database is not as giji left it, or is no database. Stop \
                giji, keep a copy of the file, and restore a backup."
                .to_owned(),
            Self::Store(StoreError::FileGone(_)) => "A file of the database was deleted, moved or replaced while \
                giji runs. What this request would have changed is not kept. Put the file back where it was, or stop \
                giji, restore a backup and start it again; the log names the file."
                .to_owned(),
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_) | SearchError::Unavailable(_)) => {
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
                "同じ {field} の{}が既にあります。それを使うか、別の {field} にしてください。",
                entity_ja(*entity)
            ),
            Self::InUse(entity) => format!(
                "この{}は他の記録から参照されています。先にそちらを変更又は削除してください。",
                entity_ja(*entity)
            ),
            Self::ReferenceLost => {
                "直前に他の人が削除しました。読み直してから、やり直してください。".to_owned()
            }
            Self::Archived(entity) => format!(
                "この{}は使用を終了しており、新しい記録を加えられません。先に元に戻してください。",
                entity_ja(*entity)
            ),
            Self::Merged(kept) => format!(
                "この人は {kept} と同一人物として統合されています。そちらを使うか、先に統合を取り消してください。"
            ),
            Self::NotMerged => "この人は統合されていないため、取り消すものがありません。".to_owned(),
            Self::KeptWasMerged(kept) => format!(
                "統合先の {kept} が、その後さらに統合されています。先にそちらの統合を取り消してください。"
            ),
            Self::MinutesTransition { from, to } => format!(
                "議事要旨は {from} の状態で、{to} には移れません。移れる状態：{}。",
                words(from.next())
            ),
            Self::ActionItemTransition { from, to } => format!(
                "対応事項は {from} の状態で、{to} には移れません。移れる状態：{}。",
                words(from.next())
            ),
            Self::Undecided { lines, suggestions, corrections } => undecided_ja(lines, suggestions, *corrections),
            Self::CheckClosed => {
                "議事要旨は委員確認の状態ではなく、この回の回答は変更できません。事務局に連絡してください。".to_owned()
            }
            Self::OpinionChanged => "委員が確認した後に意見が変更又は削除されたため、訂正案をそのまま適用できません。読み直し、`change` で\
                訂正の内容を指定して採用するか、理由を付けて却下してください。"
                .to_owned(),
            Self::SameMeeting(meeting) => format!(
                "同じ会議体の同じ回、又は同じ日の会議 {meeting} が既にあります。GET /api/v1/imports/{{id}}/changes で違いを確認し、\
                 その会議を更新するなら ?meeting_id={meeting}、別の会議を作るなら ?as_new=true を付けて適用してください。\
                 giji import では --update 又は --as-new です。"
            ),
            Self::MinutesFixed(status) => format!(
                "議事要旨は {status} の状態です。ファイルで変更できるのは draft と member_check だけです。{}",
                match status {
                    MinutesStatus::Approved => "先に draft に戻してください。",
                    _ => "理由を付けて取り下げて draft に戻すか、意見を1件ずつ訂正してください。",
                }
            ),
            Self::MinutesPublished(meeting) => format!(
                "公開した内容は、理由を示さずに変わることはありません。ヘッダー Correction-Reason に理由を書くか、\
                 POST /api/v1/meetings/{meeting}/minutes/corrections でまとめて訂正すると、正誤表の付いた次の版になります。"
            ),
            Self::NotPublished(status) => format!(
                "議事要旨は {status} の状態です。そのまま変更してください。正誤を付けて訂正するのは、公開済みのものだけです。"
            ),
            Self::StillPublished => {
                "最新の版にまだ載っています。先に訂正し（POST …/minutes/corrections）、その後で以前の版から削除してください。"
                    .to_owned()
            }
            Self::Withdrawn { at, reason } => format!(
                "公開されていましたが、{} に取り下げられました。理由：{}",
                in_japan(*at).format("%Y年%-m月%-d日"),
                reason.as_deref().unwrap_or("示されていません")
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
            Self::UnreadableRoster(error) => roster_words(error).0,
            Self::ForeignCursor => "`cursor`：この検索又は一覧が返した続きの位置ではありません。同じ検索語、絞り込み、並び順で送ってください。"
                .to_owned(),
            Self::Store(StoreError::Full) => {
                "何も変更していません。データベースの保存領域を空けてから、やり直してください。".to_owned()
            }
            Self::Store(StoreError::Unavailable(_)) => {
                "データベースが応答しません。しばらくしてからやり直してください。".to_owned()
            }
            Self::Store(StoreError::FileMissing(_)) => "データベースのファイルがなく、付随する -wal、-shm だけがあります。新しい\
                データベースを作るとその内容が失われるため、何も作成・変更していません。ファイルを元の場所に戻してください。\
                新しく始める場合は、giji を停止し、-wal と -shm も削除してください。"
                .to_owned(),
            Self::Store(StoreError::Damaged(_)) => "データベースのファイルが壊れているか、データベースではありません。giji を停止し、\
                ファイルの写しを取ったうえで、バックアップから復元してください。"
                .to_owned(),
            Self::Store(StoreError::FileGone(_)) => "動作中にデータベースのファイルが削除、移動又は置換されました。\
                このリクエストの変更は保存されていません。ファイルを元の場所に戻すか、giji を停止してバックアップから復元し、\
                起動し直してください。対象のファイルはログにあります。"
                .to_owned(),
            Self::Search(SearchError::Locked(_) | SearchError::Missing(_) | SearchError::Unavailable(_)) => {
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
