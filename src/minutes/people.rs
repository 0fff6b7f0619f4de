//! A printed label of a person → organisation, name and role.
//!
//! Works on the shape of the label alone: a role is what it ends in, an organisation is what ends in the word for one.

/// A label taken apart. Every part is a part of the label as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Person<'a> {
    /// What stands before the name.
    pub organization: Option<&'a str>,
    /// The name; `None` where a role stands alone.
    pub name: Option<&'a str>,
    /// The role.
    pub role: Option<&'a str>,
}

/// Words that a role ends in or is put together from, as in 統括・課長・代理.
const ROLES: [&str; 165] = [
    "委員長",
    "委員",
    "会長",
    "座長",
    "議長",
    "部会長",
    "分科会長",
    "構成員",
    "専門員",
    "相談員",
    "支援員",
    "課長",
    "部長",
    "局長",
    "室長",
    "係長",
    "班長",
    "次長",
    "所長",
    "院長",
    "園長",
    "校長",
    "センター長",
    "施設長",
    "理事長",
    "理事",
    "准教授",
    "教授",
    "講師",
    "助教",
    "医師",
    "看護師",
    "保健師",
    "医長",
    "師長",
    "科長",
    "主任",
    "主査",
    "主事",
    "主幹",
    "参事",
    "技監",
    "補佐",
    "代理",
    "代行",
    "統括",
    "総括",
    "担当",
    "職務",
    "町長",
    "市長",
    "区長",
    "村長",
    "知事",
    "教育長",
    "弁護士",
    "社長",
    "代表",
    "幹事",
    "監事",
    "顧問",
    "アドバイザー",
    "オブザーバー",
    "スーパーバイザー",
    "コーディネーター",
    "事務局長",
    "事務局",
    "専務",
    "常務",
    "参与",
    "教諭",
    "部会員",
    "館長",
    "本部長",
    "支部長",
    "住職",
    "監査",
    "司会",
    "進行",
    "会計",
    "司書",
    "書記",
    "議員",
    "副議長",
    "職務代理者",
    "代理者",
    "管理者",
    "専門官",
    "企画官",
    "調整官",
    "審議官",
    "参事官",
    "統括官",
    "補佐官",
    "理事官",
    "政策監",
    "管理監",
    "技師",
    "係",
    "係員",
    "事務長",
    "事務員",
    "消防長",
    "署長",
    "学芸員",
    "教頭",
    "学長",
    "学部長",
    "研究科長",
    "研究員",
    "助手",
    "客員",
    "名誉",
    "会頭",
    "組合長",
    "推進員",
    "指導員",
    "評議員",
    "団長",
    "幹事長",
    "ファシリテーター",
    "社会福祉士",
    "保育士",
    "栄養士",
    "税理士",
    "司法書士",
    "行政書士",
    "リーダー",
    "専門",
    "臨時",
    "特別",
    "大臣",
    "副大臣",
    "政務官",
    "次官",
    "事務次官",
    "長官",
    "官房長",
    "政務次官",
    "主席",
    "首席",
    "調査官",
    "監査官",
    "指導官",
    "所員",
    "理事会長",
    "司会者",
    "助役",
    "収入役",
    "出納長",
    "出納室長",
    "監",
    "事務取扱",
    "マネージャー",
    "管理官",
    "主事補",
    "技術監",
    "分析官",
    "対策官",
    "監理官",
    "専門監",
    "ディレクター",
    "コーディネータ",
    "総括リーダー",
    "チーフ",
];
/// Courtesy words: they show that a person is named, and stand in the place of a role.
const COURTESY: [&str; 7] = ["氏", "様", "さん", "先生", "君", "殿", "くん"];
/// Words before a role that belong to it.
const ROLE_PREFIXES: [&str; 6] = ["副", "前", "元", "主", "新", "各"];
/// Words that the name of an organisation ends in.
const ORGANIZATIONS: [&str; 44] = [
    "センター",
    "病院",
    "クリニック",
    "医院",
    "診療所",
    "ステーション",
    "事業所",
    "事務所",
    "支援学校",
    "学校",
    "大学",
    "学院",
    "学園",
    "幼稚園",
    "保育園",
    "こども園",
    "保健所",
    "研究所",
    "協会",
    "協議会",
    "連合会",
    "連盟",
    "組合",
    "法人",
    "財団",
    "機構",
    "会社",
    "社協",
    "医師会",
    "看護協会",
    "の会",
    "親の会",
    "部会",
    "委員会",
    "児童相談所",
    "福祉局",
    "保健局",
    "教育庁",
    "省",
    "庁",
    "局",
    "課",
    "室",
    "グループ",
];
/// Words that the name of a department begins with. `青木都市整備部長` is 青木 because no name holds 都市.
const DEPARTMENTS: [&str; 301] = [
    "都市",
    "町民",
    "市民",
    "県民",
    "区民",
    "村民",
    "住民",
    "国保",
    "国民",
    "障害",
    "障がい",
    "福祉",
    "学校",
    "教育",
    "生涯",
    "総務",
    "総合",
    "企画",
    "財政",
    "財務",
    "政策",
    "健康",
    "保健",
    "医療",
    "医務",
    "介護",
    "高齢",
    "長寿",
    "子ども",
    "こども",
    "子供",
    "子育",
    "環境",
    "建設",
    "土木",
    "農林",
    "農政",
    "農業",
    "農村",
    "商工",
    "産業",
    "観光",
    "文化",
    "文書",
    "社会",
    "地域",
    "税務",
    "会計",
    "危機",
    "防災",
    "消防",
    "救急",
    "水道",
    "下水",
    "上水",
    "道路",
    "河川",
    "住宅",
    "建築",
    "開発",
    "計画",
    "整備",
    "管理",
    "推進",
    "調整",
    "庶務",
    "人事",
    "職員",
    "広報",
    "広聴",
    "情報",
    "統計",
    "図書",
    "公民",
    "指導",
    "給食",
    "青少年",
    "スポーツ",
    "体育",
    "人権",
    "男女",
    "国際",
    "交通",
    "生活",
    "児童",
    "保育",
    "幼児",
    "母子",
    "感染",
    "薬務",
    "衛生",
    "食品",
    "畜産",
    "水産",
    "林務",
    "森林",
    "自然",
    "廃棄",
    "清掃",
    "資源",
    "循環",
    "景観",
    "公園",
    "契約",
    "検査",
    "選挙",
    "経営",
    "経済",
    "労働",
    "雇用",
    "就労",
    "戸籍",
    "協働",
    "相談",
    "支援",
    "事務",
    "施設",
    "用地",
    "厚生",
    "官房",
    "大臣",
    "国土",
    "文部",
    "内閣",
    "保険",
    "医政",
    "老健",
    "職業",
    "大気",
    "地球",
    "法務",
    "外務",
    "自治",
    "郵政",
    "運輸",
    "通商",
    "科学",
    "原子",
    "金融",
    "企業",
    "市場",
    "消費",
    "市政",
    "県政",
    "秘書",
    "病院",
    "救護",
    "看護",
    "リハビリ",
    "栄養",
    "歯科",
    "疾病",
    "精神",
    "難病",
    "がん",
    "生産",
    "流通",
    "収納",
    "納税",
    "資産",
    "東部",
    "西部",
    "南部",
    "北部",
    "中央",
    "議会",
    "上下水",
    "市立",
    "県立",
    "町立",
    "本庁",
    "支所",
    "出納",
    "治水",
    "砂防",
    "港湾",
    "空港",
    "鉄道",
    "新幹線",
    "地方",
    "分権",
    "行革",
    "行政",
    "改革",
    "公聴",
    "納付",
    "徴収",
    "課税",
    "賦課",
    "年金",
    "窓口",
    "共生",
    "多文化",
    "平和",
    "交流",
    "移住",
    "定住",
    "空家",
    "空き家",
    "営繕",
    "建物",
    "技術",
    "設備",
    "浄化",
    "処理",
    "農地",
    "耕地",
    "漁港",
    "林業",
    "営林",
    "鳥獣",
    "薬剤",
    "議事",
    "調査",
    "事業",
    "官公",
    "庁舎",
    "都道",
    "国道",
    "海上",
    "気象",
    "統括",
    "担当",
    "研究",
    "学術",
    "学務",
    "総括",
    "社教",
    "用度",
    "施策",
    "制度",
    "基盤",
    "再生",
    "再開発",
    "区画",
    "換地",
    "緑化",
    "緑地",
    "動物",
    "農水",
    "農産",
    "園芸",
    "水田",
    "山村",
    "農振",
    "工業",
    "商業",
    "労政",
    "勤労",
    "青少",
    "女性",
    "家庭",
    "子育て",
    "保護",
    "援護",
    "地区",
    "管財",
    "資金",
    "債権",
    "税制",
    "主税",
    "徴税",
    "市有",
    "県土",
    "県税",
    "道の駅",
    "スマート",
    "デジタル",
    "ICT",
    "ＩＣＴ",
    "DX",
    "ＤＸ",
    "水環境",
    "水・大気",
    "水管理",
    "水質",
    "閉鎖",
    "医薬",
    "薬局",
    "出先",
    "広域",
    "地下",
    "生物",
    "野生",
    "温暖",
    "省エネ",
    "エネルギー",
    "電力",
    "電気",
    "通信",
    "放送",
    "まちづくり",
    "街づくり",
    "まち",
    "づくり",
    "くらし",
    "暮らし",
    "みどり",
    "ごみ",
    "ふれあい",
    "いきいき",
];
/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 8;

/// Takes `label` apart.
pub(super) fn take_apart(label: &str) -> Person<'_> {
    let label = label.trim();
    let (before, role) = split_role(label);
    if before.is_empty() {
        return Person {
            role,
            ..Person::default()
        };
    }
    let (organization, name) = split_organization(before);
    // 学校教育課長: what begins with a department has no name before it.
    let starts_department = DEPARTMENTS.iter().any(|word| before.starts_with(word));
    if role.is_some() && organization.is_none() && starts_department && !is_spoken(before) {
        return Person {
            role: Some(label),
            ..Person::default()
        };
    }
    match role.and_then(|_| split_department(name)) {
        Some((short, at)) => Person {
            organization,
            name: Some(short),
            role: Some(label[label.len() - before_end(label, name, at)..].trim()),
        },
        None => Person {
            organization,
            name: Some(name),
            role,
        },
    }
}

/// How many bytes of `label` follow byte `at` of `name`, which is a part of it.
fn before_end(label: &str, name: &str, at: usize) -> usize {
    label.len() - (name.as_ptr() as usize - label.as_ptr() as usize + at)
}

/// 青木都市整備(部長): the name before a department, and where the department begins.
fn split_department(name: &str) -> Option<(&str, usize)> {
    name.char_indices()
        .skip(1)
        .take(4)
        .find(|(at, _)| DEPARTMENTS.iter().any(|word| name[*at..].starts_with(word)))
        .filter(|(at, _)| is_name(&name[..*at]))
        .map(|(at, _)| (&name[..at], at))
}

/// Whether `label` is a post without a name: 都市整備部長, 政策室長.
pub(super) fn is_post(label: &str) -> bool {
    let label = label.trim();
    let (before, role) = split_role(label);
    let role = role.unwrap_or_default();
    let department = DEPARTMENTS.iter().any(|word| before.starts_with(word));
    let is_long = before.chars().count() >= 4;
    let of_organization = is_long
        && ORGANIZATIONS.iter().any(|word| before.ends_with(word))
        && split_department(before).is_none();
    !role.is_empty()
        && !COURTESY.contains(&role)
        && (department || of_organization)
        && !is_spoken(before)
        && split_organization(before).0.is_none()
}

/// Whether `text` has the particles of a sentence, which no post has.
fn is_spoken(text: &str) -> bool {
    text.contains(['を', 'は', 'に', 'で', 'る', 'う', '、'])
}

/// Whether `label` is a name with its role.
pub(super) fn is_named(label: &str) -> bool {
    let person = take_apart(label);
    person.role.is_some() && person.name.map(without_initial).is_some_and(is_name)
}

/// 青木（花）: the surname without the letter of the given name.
fn without_initial(name: &str) -> &str {
    let at = name.find(['（', '(']).unwrap_or(name.len());
    if name[at..].chars().count() <= 4 {
        &name[..at]
    } else {
        name
    }
}

/// Whether `label` is the name of an organisation, or of a part of one.
pub(super) fn is_organization(label: &str) -> bool {
    let label = label.trim();
    let count = label.chars().count();
    let department = || DEPARTMENTS.iter().any(|word| label.starts_with(word));
    let ends = ORGANIZATIONS.iter().any(|word| label.ends_with(word))
        || label.ends_with([
            '部', '係', '班', '市', '町', '村', '県', '会', '院', '園', '校', '店', '所', '館',
            '団',
        ]) && count >= 4;
    ends && (count >= 4 || department())
}

/// Whether `label` ends in a role or in a bracket, as what names somebody does.
pub(super) fn ends_in_role(label: &str) -> bool {
    let label = label.trim_end();
    label.ends_with(['）', ')', '〕', '］']) || split_role(label).1.is_some()
}

/// Whether `label` is a word of courtesy, which is no role.
pub(super) fn is_courtesy(label: &str) -> bool {
    COURTESY.contains(&label)
}

/// Whether `label` is a role that the council gives: 会長, 副会長, 委員長, 委員.
pub(super) fn is_chair(label: &str) -> bool {
    let plain = label.trim_start_matches('副').trim_end_matches("代理");
    let plain = plain.trim_end_matches("職務");
    [
        "会長",
        "委員長",
        "座長",
        "議長",
        "部会長",
        "分科会長",
        "会",
        "委員",
        "構成員",
        "部会員",
        "教育長",
    ]
    .contains(&plain)
        && plain != "会"
}

/// Whether a role is a post of an administration: 課長, 主査.
pub(super) fn is_staff_post(role: &str) -> bool {
    [
        "課長",
        "部長",
        "係長",
        "室長",
        "局長",
        "次長",
        "参事",
        "主幹",
        "主査",
        "主任",
        "主事",
        "補佐",
        "班長",
        "主任主事",
        "係員",
        "技師",
        "書記",
    ]
    .iter()
    .any(|post| role.ends_with(post))
}

/// Whether a role stands over several names (委員), where a post (課長) is one person's.
pub(super) fn is_shared_role(role: Option<&str>) -> bool {
    role.is_some_and(|role| {
        [
            "委員",
            "構成員",
            "部会員",
            "議員",
            "幹事",
            "副会長",
            "副委員長",
        ]
        .contains(&role)
    })
}

/// Whether `label` can only be a role (会長, 事務局, 統括課長代理).
pub(super) fn is_role(label: &str) -> bool {
    matches!(split_role(label.trim()), ("", Some(_)))
}

/// Words for a trade. They stand beside a name in a list, but `学校・看護師` at the start of a line is what is talked about.
const TRADES: [&str; 12] = [
    "専門員",
    "相談員",
    "支援員",
    "医師",
    "看護師",
    "保健師",
    "弁護士",
    "教諭",
    "コーディネーター",
    "講師",
    "統括",
    "担当",
];

/// Whether `label` is what minutes print for somebody who speaks: a role, or a short name with a role.
pub(super) fn is_speaker(label: &str) -> bool {
    let person = take_apart(label);
    let Some(role) = person.role else {
        return false;
    };
    if TRADES.contains(&role) {
        return false;
    }
    match person.name {
        None => !matches!(role, "各委員" | "監査" | "会計" | "進行"),
        Some(name) => is_name(name),
    }
}

/// Whether `text` can be the name of a person.
pub(super) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (1..=LONGEST_NAME).contains(&count)
        && text.chars().all(is_name_character)
        && !text.contains(['を', '兼'])
        && !text.ends_with(['・', 'の', 'は', 'が', 'に', 'で', 'と', 'も'])
        && ![
            "各",
            "両",
            "全",
            "他",
            "同",
            "当該",
            "その他",
            "一部",
            "複数",
            "外部",
            "民生",
        ]
        .contains(&text)
}

fn is_name_character(c: char) -> bool {
    let narrow = super::numerals::narrow(c);
    narrow.is_ascii_alphabetic()
        || narrow.is_whitespace()
        || matches!(
            c,
            '々' | '〆' | 'ヶ' | 'ケ' | 'ー' | '・' | '○' | '〇' | '●'
        )
        || matches!(u32::from(c), 0x3041..=0x3096 | 0x30a1..=0x30fa | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn split_role(label: &str) -> (&str, Option<&str>) {
    let mut before = label;
    while let Some(shorter) = strip_any(before, &ROLES) {
        before = shorter.trim_end();
    }
    if before.len() == label.len() {
        before = strip_any(before, &COURTESY).unwrap_or(before);
    }
    // 副 is part of 副会長, but alone it is the end of a name.
    while before.len() < label.len() {
        match strip_any(before, &ROLE_PREFIXES) {
            Some(shorter) if shorter.is_empty() || label[shorter.len()..].starts_with('副') => {
                before = shorter.trim_end();
            }
            _ => break,
        }
    }
    let role = label[before.len()..].trim();
    (before, (!role.is_empty()).then_some(role))
}

fn strip_any<'a>(text: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings
        .iter()
        .filter_map(|ending| text.strip_suffix(ending))
        .min_by_key(|rest| rest.len())
}

fn split_organization(text: &str) -> (Option<&str>, &str) {
    let parts = |at: usize| {
        let (organization, name) = text.split_at(at);
        (organization.trim(), name.trim())
    };
    let end = ORGANIZATIONS
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .filter(|at| {
            let (organization, name) = parts(*at);
            let starts = |text: &str| DEPARTMENTS.iter().any(|word| text.starts_with(word));
            let department = starts(organization)
                && organization.ends_with(['課', '部', '局', '室', '係', '班']);
            (organization.chars().count() >= 4 || department) && is_name(name) && !starts(name)
        })
        .max();
    match end.map(parts) {
        Some((organization, name)) => (Some(organization), name),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_taken_apart_from_its_end() {
        for (label, organization, name, role) in [
            ("青木委員", None, Some("青木"), Some("委員")),
            ("青木副会長", None, Some("青木"), Some("副会長")),
            ("会長", None, None, Some("会長")),
            ("副座長", None, None, Some("副座長")),
            ("事務局", None, None, Some("事務局")),
            ("Ａ委員", None, Some("Ａ"), Some("委員")),
            ("青木 花子", None, Some("青木 花子"), None),
            (
                "県立みなと病院地域連携センター青木統括課長代理",
                Some("県立みなと病院地域連携センター"),
                Some("青木"),
                Some("統括課長代理"),
            ),
            ("福祉課青木係長", Some("福祉課"), Some("青木"), Some("係長")),
            ("青木都市整備部長", None, Some("青木"), Some("都市整備部長")),
            ("青木司書", None, Some("青木"), Some("司書")),
            ("青木氏", None, Some("青木"), Some("氏")),
        ] {
            let expected = Person {
                organization,
                name,
                role,
            };
            assert_eq!(take_apart(label), expected, "{label}");
        }
    }

    #[test]
    fn words_of_a_sentence_are_no_speaker() {
        for label in ["各委員", "本日の議題", "支援を行う事務局", "研修"] {
            assert!(!is_speaker(label), "{label}");
        }
    }
}
