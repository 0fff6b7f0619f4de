//! The words that `people` knows: what a role ends in or is put together from, what the name of an organisation ends in, and
//! what the name of a department begins with.
//!
//! Data alone. How the words decide is told where they are used.

use std::sync::LazyLock;

use super::affixes::{Beginnings, Endings};

/// Words that a role ends in or is put together from, as in 統括・課長・代理; a line each for a kind of role.
const ROLE_WORDS: [&str; 9] = [
    // Of a council and of a meeting.
    "委員長 委員 小委員長 小委員 教育委員 監査委員 農業委員 民生委員 公募委員 市民委員 会長 分会長 座長 議長 副議長 部会長 分科会長 構成員 部会員 議員 評議員 理事会長 主席
     首席 司会 司会者 進行 書記 書記長 事務局長 事務局 事務総長 事務長 事務員 職務代理者 代理者 アドバイザー
     オブザーバー ファシリテーター",
    // Of an association or a company.
    "理事長 理事 代表 幹事 幹事長 監事 監査 会計 顧問 参与 専務 常務 社長 会頭 組合長 連合長 団長
     支部長 本部長 管理者 推進員 指導員 マネージャー ディレクター リーダー 総括リーダー チーフ",
    // Heads of a part of an administration.
    "課長 部長 局長 室長 場長 係長 班長 ブロック長 次長 所長 館長 署長 センター長 施設長 消防長",
    // Other posts of an administration.
    "主任 主査 主事 主事補 主幹 参事 技監 技師 係 係員 所員 監 技術監 政策監 管理監 専門監
     専門官 企画官 調整官 審議官 参事官 統括官 補佐官 理事官 調査官 監査官 指導官 管理官 分析官
     対策官 監理官 事務取扱",
    // Of a municipality, and of a ministry.
    "町長 市長 区長 村長 知事 助役 収入役 出納長 出納室長 教育長 大臣 国務大臣 副大臣 政務官 次官
     事務次官 政務次官 長官 官房長",
    // Of a school or a university.
    "校長 園長 教頭 教諭 学長 学部長 研究科長 准教授 教授 講師 助教 助手 研究員 学芸員 司書",
    // Of a hospital.
    "院長 病院長 医長 師長 科長",
    // Of a trade.
    "医師 看護師 保健師 弁護士 社会福祉士 保育士 栄養士 税理士 司法書士 行政書士 専門員 相談員
     支援員 コーディネーター コーディネータ スーパーバイザー 住職",
    // What is put before or behind another.
    "補佐 代理 代行 統括 総括 担当 職務 客員 名誉 専門 臨時 特別",
];
/// Words that the name of an organisation ends in.
pub(super) const ORGANIZATION_WORDS: &str = "センター 病院 クリニック 医院 診療所 ステーション 事業所 事務所 支援学校 学校 大学校 大学 学院 学園 幼稚園
    保育園 こども園 保健所 研究所 協会 協議会 連合会 連盟 組合 法人 財団 機構 会社 社協 医師会
    看護協会 の会 親の会 部会 委員会 児童相談所 福祉局 保健局 教育庁 省 庁 局 課 室 グループ";
/// Words that the name of a department begins with. `青木都市整備部長` is 青木 because no name holds 都市.
const DEPARTMENT_WORDS: &str =
    "都市 町民 市民 県民 区民 村民 住民 国保 国民 障害 障がい 福祉 学校 教育 生涯 総務 総合 企画
    財政 財務 政策 健康 保健 医療 医務 介護 高齢 長寿 子ども こども 子供 子育 環境 建設 土木 農林
    農政 農業 農村 商工 産業 観光 文化 文書 社会 地域 税務 会計 危機 防災 消防 救急 水道 下水 上水
    道路 河川 住宅 建築 開発 計画 整備 管理 推進 調整 庶務 人事 職員 広報 広聴 情報 統計 図書 公民
    指導 給食 青少年 スポーツ 体育 人権 男女 国際 交通 生活 児童 保育 幼児 母子 感染 薬務 衛生 食品
    畜産 水産 林務 森林 自然 廃棄 清掃 資源 循環 景観 公園 契約 検査 選挙 経営 経済 労働 雇用 就労
    戸籍 協働 相談 支援 事務 施設 用地 厚生 官房 大臣 国土 文部 内閣 保険 医政 老健 職業 大気 地球
    法務 外務 自治 郵政 運輸 通商 科学 原子 金融 企業 市場 消費 市政 県政 秘書 病院 救護 看護
    リハビリ 栄養 歯科 疾病 精神 難病 がん 生産 流通 収納 納税 資産 東部 西部 南部 北部 中央 議会
    上下水 市立 県立 町立 本庁 支所 出納 治水 砂防 港湾 空港 鉄道 新幹線 地方 分権 行革 行政 改革
    公聴 納付 徴収 課税 賦課 年金 窓口 共生 多文化 平和 交流 移住 定住 空家 空き家 営繕 建物 技術
    設備 浄化 処理 農地 耕地 漁港 林業 営林 工務 鳥獣 薬剤 議事 調査 事業 官公 庁舎 都道 国道 海上 気象
    統括 担当 研究 学術 学務 総括 社教 用度 施策 制度 基盤 再生 再開発 区画 換地 緑化 緑地 動物
    農水 農産 園芸 農振 工業 商業 労政 勤労 青少 女性 家庭 子育て 保護 援護 地区 管財
    資金 債権 税制 主税 徴税 市有 市長公 県土 県税 道の駅 スマート デジタル ICT ＩＣＴ DX ＤＸ 水環境
    水・大気 水管理 水質 閉鎖 医薬 薬局 出先 広域 地下 市町村 むらづくり 評価 審査 生物 野生 温暖 省エネ エネルギー 電力 電気
    通信 放送 まちづくり 街づくり まち づくり くらし 暮らし みどり ごみ ふれあい いきいき";

/// The ends of roles.
pub(super) static ROLES: LazyLock<Endings> =
    LazyLock::new(|| Endings::of(ROLE_WORDS.iter().flat_map(|words| words.split_whitespace())));
/// The ends of the names of organisations.
pub(super) static ORGANIZATIONS: LazyLock<Endings> =
    LazyLock::new(|| Endings::of(ORGANIZATION_WORDS.split_whitespace()));
/// The beginnings of the names of departments.
pub(super) static DEPARTMENTS: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings::of(DEPARTMENT_WORDS.split_whitespace()));
/// Courtesy words: they show that a person is named, and stand in the place of a role.
pub(super) const COURTESY: [&str; 7] = ["氏", "様", "さん", "先生", "君", "殿", "くん"];
/// The same as ends.
pub(super) static COURTESY_ENDS: LazyLock<Endings> =
    LazyLock::new(|| Endings::of(COURTESY.into_iter()));
/// Words before a role that belong to it.
pub(super) static ROLE_PREFIXES: LazyLock<Endings> =
    LazyLock::new(|| Endings::of("副 前 元 主 新 各".split_whitespace()));
/// Words for a trade. They stand beside a name in a list, but `学校・看護師` at the start of a line is what is talked about.
pub(super) const TRADES: [&str; 12] = [
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
