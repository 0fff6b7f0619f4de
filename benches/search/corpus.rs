//! Opinions that nobody held: seeded, so that every run measures the same, and varied, so that words are as unevenly
//! frequent as in real minutes. About 160 characters each; half of them name what the councils are about.

use chrono::{Days, NaiveDate};
use giji::domain::{Attribution, CouncilId, Level, MeetingId, OpinionKind};
use giji::search::{DocumentType, SearchDocument};
use uuid::Uuid;

/// How many councils there are.
pub const COUNCILS: u64 = 40;
const OPINIONS_PER_MEETING: u64 = 60;
const FIRST_DAY: &str = "2009-04-01";
const DAYS: u64 = 16 * 365;

const SUBJECTS: [&str; 40] = [
    "医療",
    "福祉",
    "教育",
    "保育",
    "看護",
    "介護",
    "相談",
    "訪問",
    "通所",
    "短期入所",
    "災害",
    "避難",
    "学校",
    "家庭",
    "地域",
    "病院",
    "診療所",
    "薬局",
    "移動",
    "通学",
    "就労",
    "生活",
    "発達",
    "療育",
    "難病",
    "小児",
    "在宅",
    "退院",
    "予算",
    "報酬",
    "人材",
    "研修",
    "調査",
    "広報",
    "情報",
    "個別",
    "緊急",
    "夜間",
    "休日",
    "きょうだい児",
];
const MATTERS: [&str; 40] = [
    "支援",
    "体制",
    "計画",
    "制度",
    "事業",
    "連携",
    "窓口",
    "職員",
    "施設",
    "加算",
    "手当",
    "会議",
    "指針",
    "基準",
    "実態",
    "課題",
    "需要",
    "負担",
    "費用",
    "期間",
    "手続",
    "様式",
    "名簿",
    "訓練",
    "設備",
    "機器",
    "電源",
    "送迎",
    "受入",
    "配置",
    "養成",
    "確保",
    "普及",
    "啓発",
    "評価",
    "検証",
    "試行",
    "見直し",
    "引継ぎ",
    "コーディネーター",
];
const ACTS: [&str; 32] = [
    "を進めるべきだと思う",
    "について説明があった",
    "が足りないという声が多い",
    "を来年度から始めたい",
    "の見通しを示してほしい",
    "に時間がかかっている",
    "を市町村へ周知する",
    "の対象を広げられないか",
    "は家族の負担が大きい",
    "を一覧にして公表した",
    "に関する問合せが増えている",
    "の担当を決めておく必要がある",
    "を関係機関と共有する",
    "は現場の実情に合わない",
    "を段階的に整える",
    "について引き続き検討する",
    "の結果を次回報告する",
    "に看護師を配置できるとよい",
    "を委託することも考えられる",
    "は国の動向を見て判断する",
    "の好事例を集めている",
    "を利用しやすくしたい",
    "に差があるのではないか",
    "を当事者から聞き取った",
    "は前回の議論のとおりである",
    "の根拠を確認したい",
    "を三か所で試した",
    "に予算を付けた",
    "は十分に知られていない",
    "を早めに示してもらえると助かる",
    "の優先順位を付ける",
    "に協力いただいている",
];
const LINKS: [&str; 12] = [
    "また、",
    "一方で、",
    "そのため、",
    "例えば、",
    "特に、",
    "なお、",
    "さらに、",
    "ただし、",
    "",
    "",
    "",
    "",
];
const MAIN: &str = "医療的ケア児";
const SURNAMES: [&str; 30] = [
    "青柳",
    "石動",
    "宇津木",
    "江波",
    "大神田",
    "鏡味",
    "木屋",
    "久慈",
    "毛呂",
    "小比類巻",
    "佐波",
    "塩谷",
    "須磨",
    "勢多",
    "曽我部",
    "高梁",
    "千歳",
    "都留",
    "手稲",
    "遠軽",
    "中標",
    "仁科",
    "額田",
    "音羽",
    "野辺",
    "羽咋",
    "氷見",
    "富良",
    "戸隠",
    "真岡",
];
const ROLES: [&str; 6] = ["委員", "会長", "副会長", "課長", "係長", "部会長"];
/// The keys of the issues.
pub const ISSUES: [&str; 14] = [
    "training",
    "fees",
    "respite",
    "nurses",
    "school",
    "disaster",
    "transport",
    "coordination",
    "family",
    "hospital",
    "facility",
    "information",
    "employment",
    "budget",
];
const KINDS: [OpinionKind; 6] = [
    OpinionKind::Opinion,
    OpinionKind::Question,
    OpinionKind::Answer,
    OpinionKind::Explanation,
    OpinionKind::Report,
    OpinionKind::Supplement,
];

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    /// Numbers for `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// One of `choices`; the first ones far more often, as words are.
    fn unevenly<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        let place = ((choices.len() as f64 + 1.0).powf(unit) - 1.0) as usize;
        &choices[place.min(choices.len() - 1)]
    }

    fn one_of<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        let place = self.below(choices.len() as u64) as usize;
        &choices[place]
    }
}

/// The wording of opinion `number`.
pub fn text(number: u64) -> String {
    let mut dice = Dice::new(number);
    let length = 60 + dice.below(200) as usize;
    let names_main = dice.below(2) == 0;
    let mut text = String::new();
    let mut chars = 0;
    while chars < length {
        let mut sentence = String::new();
        sentence += *dice.one_of(&LINKS);
        if names_main && (chars == 0 || dice.below(3) == 0) {
            sentence += MAIN;
            sentence += "の";
        }
        sentence += *dice.unevenly(&SUBJECTS);
        if dice.below(3) > 0 {
            sentence += *dice.unevenly(&MATTERS);
        }
        if dice.below(5) == 0 {
            let figure = dice.below(3000);
            sentence += &format!("（{figure}件）");
        }
        if dice.below(2) == 0 {
            sentence += "の";
            sentence += *dice.unevenly(&MATTERS);
        }
        sentence += *dice.one_of(&ACTS);
        sentence += "。";
        chars += sentence.chars().count();
        text += &sentence;
    }
    text
}

/// Opinion `number` as a document of the index that everybody sees.
pub fn document(number: u64) -> SearchDocument {
    let meeting = number / OPINIONS_PER_MEETING;
    let council = meeting % COUNCILS;
    let mut of_meeting = Dice::new(!meeting);
    let date = FIRST_DAY.parse::<NaiveDate>().expect("a date") + Days::new(of_meeting.below(DAYS));
    let mut dice = Dice::new(number ^ 0xABCD_EF01);
    let role = *dice.unevenly(&ROLES);
    let name = format!("{}{}", dice.one_of(&SURNAMES), council);
    let named = dice.below(3) > 0;
    let tags = dice.below(3);
    let issues: Vec<String> = (0..tags)
        .map(|_| (*dice.unevenly(&ISSUES)).to_owned())
        .collect();
    SearchDocument {
        kind: DocumentType::Opinion,
        id: Uuid::from_u128(u128::from(number)),
        version: 1,
        seen_at: vec![Level::Public, Level::Council, Level::Secretariat],
        council_id: Some(council_id(council)),
        seats: Vec::new(),
        meeting_id: Some(MeetingId(Uuid::from_u128(1 << 64 | u128::from(meeting)))),
        topic_id: None,
        text: text(number),
        topic: Some(format!("{}について", of_meeting.unevenly(&MATTERS))),
        heading: (dice.below(4) == 0).then(|| (*dice.unevenly(&SUBJECTS)).to_owned()),
        speaker: named.then(|| format!("{name}{role}")),
        speaker_keys: if named { vec![name] } else { Vec::new() },
        role: named.then(|| role.to_owned()),
        attribution: Some(if named {
            Attribution::Named
        } else {
            Attribution::Collective
        }),
        has_action_item: Some(dice.below(10) == 0),
        issues,
        opinion_kind: Some(*dice.unevenly(&KINDS)),
        fiscal_year: Some(fiscal_year(date)),
        date: Some(date),
        position: (number % OPINIONS_PER_MEETING) as i64,
    }
}

/// Council `number`.
pub fn council_id(number: u64) -> CouncilId {
    CouncilId(Uuid::from_u128(2 << 64 | u128::from(number)))
}

fn fiscal_year(date: NaiveDate) -> i64 {
    use chrono::Datelike;
    i64::from(date.year()) - i64::from(date.month() < 4)
}

/// What is asked: single terms, frequent and rare.
pub fn terms() -> Vec<String> {
    let words = SUBJECTS
        .iter()
        .chain(&MATTERS)
        .map(|word| (*word).to_owned());
    words
        .chain([
            MAIN.to_owned(),
            "家族".to_owned(),
            "市町村".to_owned(),
            "児".to_owned(),
        ])
        .collect()
}

/// Two terms each.
pub fn pairs() -> Vec<String> {
    let mut dice = Dice::new(7);
    (0..80)
        .map(|_| format!("{} {}", dice.unevenly(&SUBJECTS), dice.unevenly(&MATTERS)))
        .collect()
}

/// Wording of four to twelve characters as it stands somewhere, quoted.
pub fn phrases() -> Vec<String> {
    let mut dice = Dice::new(11);
    let found = (0..76).map(|_| {
        let text: Vec<char> = text(dice.below(100_000)).chars().collect();
        let length = 4 + dice.below(9) as usize;
        let start = dice.below((text.len() - length) as u64) as usize;
        format!(
            "\"{}\"",
            text[start..start + length].iter().collect::<String>()
        )
    });
    let frequent = [
        "医療的ケア児",
        "医療的ケア",
        "医療的ケア児の医療",
        "医療的ケア児の福祉支援",
    ];
    found
        .chain(frequent.map(|phrase| format!("\"{phrase}\"")))
        .collect()
}
