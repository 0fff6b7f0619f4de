//! Single names and roles.

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
