//! How a meeting was held, from the words for its place and manner.

use crate::domain::MeetingMode;

/// Words for a meeting without a room, longest first.
const ONLINE: [&str; 16] = [
    "オンライン",
    "ウェブ会議",
    "WEB会議",
    "Web会議",
    "ＷＥＢ会議",
    "Ｗｅｂ会議",
    "web会議",
    "テレビ会議",
    "リモート",
    "Zoom",
    "ZOOM",
    "Ｚｏｏｍ",
    "Teams",
    "Webex",
    "ＷＥＢ",
    "Web",
];
/// Words that say nothing of a room when they stand beside those.
const FILLERS: [&str; 22] = [
    "ミーティング",
    "Meetings",
    "Microsoft",
    "Cisco",
    "システム",
    "による",
    "において",
    "にて",
    "開催",
    "会議",
    "形式",
    "方式",
    "方法",
    "実施",
    "使用",
    "利用",
    "活用",
    "した",
    "して",
    "を",
    "で",
    "の",
];
const HYBRID: [&str; 4] = ["ハイブリッド", "併用", "オンライン及び", "オンラインと対面"];
const WRITTEN: [&str; 6] = [
    "書面開催",
    "書面会議",
    "書面審議",
    "書面決議",
    "書面による",
    "持ち回り",
];

/// The mode that `text` (a venue, a manner, a title) names in words.
pub(super) fn mode_in_words(text: &str) -> Option<MeetingMode> {
    let text: String = text.split_whitespace().collect();
    let names = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if names(&WRITTEN) {
        Some(MeetingMode::Written)
    } else if names(&HYBRID) {
        Some(MeetingMode::Hybrid)
    } else if names(&ONLINE) {
        let room = names_room(&text);
        Some(if room {
            MeetingMode::Hybrid
        } else {
            MeetingMode::Online
        })
    } else if text == "書面" {
        Some(MeetingMode::Written)
    } else if text.contains("対面") || text.contains("参集") {
        Some(MeetingMode::InPerson)
    } else {
        None
    }
}

/// Whether anything is left of `text` without the words for a meeting online.
fn names_room(text: &str) -> bool {
    let mut rest = text.to_owned();
    for word in ONLINE.iter().chain(&FILLERS) {
        rest = rest.replace(word, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_the_place_tell_how_the_meeting_was_held() {
        for (text, mode) in [
            ("オンライン開催", Some(MeetingMode::Online)),
            (
                "Web会議システム（Zoom）による開催",
                Some(MeetingMode::Online),
            ),
            ("市役所第二会議室及びオンライン", Some(MeetingMode::Hybrid)),
            ("ハイブリッド開催", Some(MeetingMode::Hybrid)),
            ("書面開催", Some(MeetingMode::Written)),
            ("市役所第二会議室", None),
        ] {
            assert_eq!(mode_in_words(text), mode, "{text}");
        }
    }
}
