//! The words that `labels` knows: whole labels, and what longer wordings of them end in.
//!
//! Data and its look-up alone. Where a label begins and ends is decided in `labels`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Label;

/// Whole words for each label.
const WORDS: [(Label, &str); 16] = [
    (
        Label::Council,
        "会議名 会議名称 会議の名称 会議の名前 審議会名 審議会等名 審議会等名称 審議会名称 審議会等の名称
         附属機関等の会議の名称 附属機関名 協議会名 委員会名 会の名称 附属機関等の名称 附属機関の名称 件名
         名称",
    ),
    (
        Label::When,
        "開催日時 開催年月日 開催期間 協議の期間 開催の期間 開催日 会議日時 会議開催日時 会議の日時 実施日時 実施期間 招集日時
         意見の提出期間 意見提出期間 回答期間 提出期間 書面審議期間 審議期間
         開催の日時 日時 期日 期間 年月日 開会日時 開催時間 会議時間 開催時刻 時間 とき 日時及び場所
         日時・場所 日時、場所 日時場所 開催日時及び場所 開催日時・場所 開催日時及び開催場所",
    ),
    (
        Label::Opening,
        "開会 開会時刻 開会時間 開始 開始時刻 開議",
    ),
    (
        Label::Closing,
        "閉会 閉会時刻 閉会時間 終了 終了時刻 散会 散会時刻",
    ),
    (
        Label::Venue,
        "開催場所 開催会場 会議場所 会議の場所 会議開催場所 招集場所 実施場所 会場 場所 ところ",
    ),
    (
        Label::Mode,
        "開催方法 協議の方法 開催の方法 開催形式 開催形態 開催方式 実施方法 会議形式 会議方法 会議の形式 方法 形式",
    ),
    (
        Label::Present,
        "出席委員 出席構成員 出席部会員 出席議員 出席者名 出席者氏名 出席者等 出席者 参加者 参加 参加者氏名
         参加委員 構成員出席者 委員出席者 委員の出席状況 委員出席状況 出席状況 委員出欠 委員の出欠
         出席委員の氏名 出席委員氏名 出席者の氏名 会議に出席した委員 出席 出欠 出欠状況 出席した委員
         出席委員等 構成員 委員 出席機関 出席団体 出席役員 出席理事",
    ),
    (
        Label::Absent,
        "欠席委員 欠席者名 欠席者 欠席構成員 欠席議員 欠席部会員 欠席機関 欠席団体 欠席",
    ),
    (
        Label::Proxy,
        "代理出席者 代理出席 代理者 代理出席委員 代理",
    ),
    (
        Label::Observers,
        "オブザーバー オブザーバ 参考人 説明者 説明員 出席説明員 関係者 関係機関 関係団体 ゲスト
         ゲストスピーカー 委員以外の出席者 委員以外出席者 委員外出席者 アドバイザー その他出席者
         その他の出席者 会議に出席したオブザーバー 陪席者 陪席",
    ),
    (
        Label::Secretariat,
        "事務局出席者 事務局職員 事務局 関係職員 関係課 出席職員 職員 市職員 町職員 県職員 市側 町側 県側 村側 区側 市側出席者 市出席者 県出席者 町出席者 村出席者
         病院側出席者 施設側出席者 学校側出席者 大学側出席者 法人側出席者 県側出席者 町側出席者 村側出席者
         事務局等 幹事 執行部 市執行部 町執行部 村執行部 県執行部 理事者 理事者側出席者 行政 担当部署
         事務局側 議会事務局 市議会事務局 区議会事務局 町議会事務局 県議会事務局 事務局名
         出席職員の職・氏名 出席職員の職氏名 会議に出席した事務局職員 出席した職員",
    ),
    (
        Label::Audience,
        "傍聴者数 傍聴人数 傍聴者 傍聴人 傍聴 傍聴人の数 傍聴者の数 傍聴の状況 傍聴の有無 傍聴者人数
         傍聴の可否 会議を傍聴した人",
    ),
    (
        Label::Materials,
        "配布資料 配付資料 配布資料等 会議資料 提出資料 資料一覧 添付資料 当日資料 参考資料 使用資料
         会議資料の名称 資料 配布物 資料の名称",
    ),
    (
        Label::Agenda,
        "議題及び議事の概要 会議次第 議事次第 議事日程 会議の議題 会議の議事 会議事項 会議の案件
         会議に付した事件 会議に付した案件 会議に付した議案 付議事件 付議事項 付議案件 議題等 議題 議案
         次第 案件 日程 協議題 付託案件 付託議案 審査案件 協議事項 報告事項 諮問事項 審議案件",
    ),
    (
        Label::Body,
        "議事の概要 議事概要 議事要旨 議事内容 議事の内容 議事の要旨 議事の経過 議事の経過及び結果
         議事経過 議事の結果 議事結果 議事録 議事等 会議の概要 会議概要 会議内容 会議の内容 会議要旨
         会議の要旨 会議の経過 会議経過 会議の結果 会議結果 会議録 審議内容 審議の内容 審議経過
         審議の経過 審議概要 審議の概要 審議結果 審議事項 協議内容 協議の内容 協議概要 協議経過 発言要旨
         発言内容 発言の要旨 発言の内容  主な内容  会議の模様 議事の模様 会議の状況
         会議の記録 意見及び回答 意見と回答 意見・回答 主な意見及び回答 質疑及び回答 質疑応答 質疑応答要旨 意見交換   討議内容  議事 内容 概要 経過 要旨 開催結果 結果",
    ),
    (
        Label::Aside,
        "公開 公開の可否 公開・非公開 公開・非公開の別 公開非公開の別 会議の公開 会議の公開・非公開
         会議の公開の可否 公開区分 公開・非公開区分 所管部課名 所管部課 担当課名 公開状況 会議公開
         公開又は非公開の別 公開または非公開の別 非公開の理由 非公開理由 会議を非公開とした理由
         一部非公開の理由 担当 担当課 担当部課 担当課室 所管 所管課 所管部署 主管課 事務局担当課
         事務担当課 庶務 問合せ先 問い合わせ先 お問い合わせ先 お問い合わせ 連絡先 電話 次回日程
         次回開催予定日 掲載形式 所属名、担当者名 次回開催 次回開催日 次回開催予定 次回の日程 次回の予定
         次回会議 次回 今後の予定 今後の日程 会議録署名人 会議録署名委員 会議録署名者 議事録署名人
         議事録署名委員 議事録署名者 署名委員 署名人 会議録作成者 議事録作成者 記録者 記録 作成者 作成日
         公表日 公開日 掲載日 発行日 作成年月日 会議録の作成方法 議事録の作成方法 会議録の公開 委員定数
         委員数 委員総数 回答数 回答者数 回答状況 文責 定数 定足数 出席者数 出席委員数 欠席者数 備考 その他必要事項 司会 進行 議長
         座長 報道関係者 報道",
    ),
];

/// Ends of longer wordings that name a field, in the order in which they decide.
const ENDS: [(Label, &str); 13] = [
    (
        Label::Absent,
        "欠席者 欠席委員 欠席した委員 欠席",
    ),
    (
        Label::Audience,
        "傍聴者 傍聴人 傍聴者数 傍聴人数 傍聴者の数",
    ),
    (
        Label::Proxy,
        "代理出席者 代理出席",
    ),
    (
        Label::Observers,
        "オブザーバー 説明員 説明者 委員外の出席者 委員以外の出席者 委員外出席者 説明のため出席した者
         関係者 参考人",
    ),
    (
        Label::Secretariat,
        "事務局 事務局職員 事務局出席者 関係職員 出席した職員 職務のため出席した者 職員出席者 市側出席者
         県側出席者 町側出席者 執行部 理事者 側出席者 機構側 病院側 学校側
         大学側 法人側 市側 県側 町側",
    ),
    (
        Label::Present,
        "出席者 出席委員 出席者名簿 参加者 出席者氏名 出席者の氏名 委員の氏名 出席した委員",
    ),
    (
        Label::When,
        "日時 年月日 開催日 開催期間 期日 提出期間 回答期間 審議期間 協議期間 会議期間",
    ),
    (
        Label::Venue,
        "場所 会場",
    ),
    (
        Label::Mode,
        "開催方法 協議の方法 開催の方法 開催形式 開催形態 開催方式",
    ),
    (
        Label::Materials,
        "配布資料 配付資料 会議資料 送付資料 当日資料 配布資料一覧",
    ),
    (
        Label::Aside,
        "の異動 非公開の別 公開の可否 非公開の理由 問い合わせ先 署名委員 署名人 作成方法 委員数 委員定数 作成日
         主管課",
    ),
    (
        Label::Agenda,
        "議題 次第 案件 事件 付議事項",
    ),
    (
        Label::Body,
        "議事概要 議事の概要 会議の概要 議事の経過 議事内容 審議内容 審議経過 発言要旨 発言の要旨
         発言内容     会議の結果 議事要旨 会議録 議事録",
    ),
];

static BY_WORD: LazyLock<HashMap<&str, Label>> = LazyLock::new(|| {
    let mut by_word = HashMap::new();
    for (label, words) in WORDS {
        for word in words.split_whitespace() {
            by_word.entry(word).or_insert(label);
        }
    }
    by_word
});

/// The ends by their last character, each list in the order in which they decide.
static BY_LAST: LazyLock<HashMap<char, Vec<(&str, Label)>>> = LazyLock::new(|| {
    let mut by_last: HashMap<char, Vec<(&str, Label)>> = HashMap::new();
    for (label, ends) in ENDS {
        for end in ends.split_whitespace() {
            if let Some(last) = end.chars().next_back() {
                by_last.entry(last).or_default().push((end, label));
            }
        }
    }
    by_last
});

/// The label that `word` is.
pub(super) fn of_whole(word: &str) -> Option<Label> {
    let known = |word: &str| BY_WORD.get(word).copied();
    known(word)
        // 説明員等
        .or_else(|| known(word.strip_suffix('等')?))
        .or_else(|| names_discussion(word).then_some(Label::Body))
        // 開催日及び場所
        .or_else(|| {
            let (before, after) = joined(word)?;
            let both = (known(before)?, known(after)?);
            matches!(
                both,
                (Label::When, Label::Venue) | (Label::Venue, Label::When)
            )
            .then_some(Label::When)
        })
        // 議題及び結果
        .or_else(|| {
            let (before, after) = joined(word)?;
            let given = GIVEN.contains(&after) || names_discussion(after);
            (known(before)? == Label::Agenda && given).then_some(Label::Agenda)
        })
}

/// The two parts of a wording that is joined of them.
fn joined(word: &str) -> Option<(&str, &str)> {
    ["及び", "並びに", "・", "、", "と"]
        .iter()
        .find_map(|joint| word.split_once(joint))
}

/// What a record may be of.
const RECORDED: [&str; 15] = [
    "議事",
    "会議",
    "審議",
    "協議",
    "討議",
    "審査",
    "発言",
    "質疑応答",
    "質疑",
    "議論",
    "議決",
    "意見交換",
    "意見",
    "質問",
    "検討",
];
/// What a record may give of that.
const GIVEN: [&str; 21] = [
    "大要",
    "概要",
    "要旨",
    "要点",
    "要領",
    "経過",
    "経緯",
    "内容",
    "結果",
    "記録",
    "状況",
    "顛末",
    "てん末",
    "模様",
    "次第",
    "要約",
    "考え方",
    "回答",
    "質問",
    "意見",
    "応答",
];

/// 議事の大要, 会議の経過及び結果, 委員からの意見等及び事務局の回答: what the record gives of what was said.
fn names_discussion(word: &str) -> bool {
    let word = ["委員からの主な", "主な", "委員からの", "委員の", "各委員の"]
        .iter()
        .find_map(|who| word.strip_prefix(who))
        .unwrap_or(word);
    let Some(rest) = RECORDED.iter().find_map(|what| word.strip_prefix(what)) else {
        return false;
    };
    let mut rest = rest;
    let mut given = false;
    while !rest.is_empty() {
        if let Some(after) = GIVEN.iter().find_map(|what| rest.strip_prefix(what)) {
            (rest, given) = (after, true);
            continue;
        }
        let joins = [
            "及び",
            "並びに",
            "等",
            "の",
            "と",
            "・",
            "、",
            "その",
            "主な",
            "に対する",
            "事務局の",
            "事務局",
            "市の",
            "町の",
            "村の",
            "県の",
            "区の",
        ];
        let Some(after) = joins.iter().find_map(|what| rest.strip_prefix(what)) else {
            return false;
        };
        rest = after;
    }
    given
}

/// The label that a longer wording ends in.
pub(super) fn of_ending(word: &str) -> Option<Label> {
    let last = word.chars().next_back()?;
    BY_LAST
        .get(&last)?
        .iter()
        .find(|(end, _)| word.ends_with(end))
        .map(|(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_labels() {
        let count: usize = WORDS
            .iter()
            .map(|(_, words)| words.split_whitespace().count())
            .sum();
        assert_eq!(BY_WORD.len(), count);
    }

    #[test]
    fn what_a_record_gives_of_the_discussion_is_put_together_from_words() {
        for word in [
            "議事の大要",
            "会議の経過及びその結果",
            "委員からの意見等及び事務局の回答",
        ] {
            assert_eq!(of_whole(word), Some(Label::Body), "{word}");
        }
        for word in ["意見", "会議", "議事の件", "内容の確認"] {
            assert!(!names_discussion(word), "{word}");
        }
    }

    #[test]
    fn the_first_end_in_order_decides() {
        assert_eq!(of_ending("委員の欠席者"), Some(Label::Absent));
        assert_eq!(of_ending("代理出席者"), Some(Label::Proxy));
        assert_eq!(of_ending("みなと市出席者"), Some(Label::Present));
        assert_eq!(of_ending("みなと市"), None);
    }
}
