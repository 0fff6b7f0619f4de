//! The issues that giji starts with: data that every council may change.

use super::tags::IssueAliases;

/// One issue of the default vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultIssue {
    /// Its key.
    pub key: &'static str,
    /// Its name in Japanese.
    pub label_ja: &'static str,
    /// Its name in English.
    pub label_en: &'static str,
    /// The wordings that name it.
    pub aliases: &'static [&'static str],
}

const fn issue(
    key: &'static str,
    label_ja: &'static str,
    label_en: &'static str,
    aliases: &'static [&'static str],
) -> DefaultIssue {
    DefaultIssue {
        key,
        label_ja,
        label_en,
        aliases,
    }
}

/// The default vocabulary. Aliases are conservative: a word that stands in every second statement of such a council
/// (コーディネーター alone) tells nothing apart, so only wordings that are about the issue are there.
pub const DEFAULT_VOCABULARY: [DefaultIssue; 12] = [
    issue("training", "研修・養成", "Training", &["研修", "養成"]),
    issue(
        "fees",
        "報酬・加算",
        "Fees and additions",
        &["報酬", "加算"],
    ),
    issue(
        "respite",
        "レスパイト・短期入所",
        "Respite and short stays",
        &["レスパイト", "短期入所"],
    ),
    issue(
        "nurses",
        "保健師・看護師",
        "Public health nurses and nurses",
        &["保健師", "看護師"],
    ),
    issue(
        "coordinators",
        "コーディネーターの配置",
        "Posting of coordinators",
        &[
            "コーディネーターの配置",
            "コーディネーター配置",
            "配置のコーディネーター",
            "コーディネーターを配置",
        ],
    ),
    issue(
        "schools",
        "学校・就学",
        "Schools",
        &["就学", "学校", "教育委員会"],
    ),
    issue(
        "childcare",
        "保育",
        "Childcare",
        &["保育園", "保育所", "幼稚園", "こども園"],
    ),
    issue(
        "transition",
        "移行期医療",
        "Transition to adult care",
        &["移行期", "成人期", "成人移行"],
    ),
    issue(
        "disaster",
        "災害対策",
        "Disasters",
        &["災害", "避難", "停電", "防災"],
    ),
    issue(
        "transport",
        "移動・通学支援",
        "Transport",
        &["移動支援", "通学支援", "通学車両", "福祉タクシー"],
    ),
    issue(
        "discharge",
        "退院支援",
        "Discharge from hospital",
        &["退院支援", "在宅移行", "退院調整"],
    ),
    issue(
        "family",
        "家族支援",
        "Support for families",
        &["家族支援", "きょうだい支援", "きょうだい児", "ピアサポート"],
    ),
];

/// The default vocabulary as a tagger takes it.
pub fn default_vocabulary() -> Vec<IssueAliases> {
    let aliases = |issue: &DefaultIssue| IssueAliases {
        key: issue.key.to_owned(),
        aliases: issue
            .aliases
            .iter()
            .map(|alias| (*alias).to_owned())
            .collect(),
    };
    DEFAULT_VOCABULARY.iter().map(aliases).collect()
}
