//! Words of an attendance list in their order → people: which words are one name, and which role and organisation stand
//! beside it.
//!
//! A row goes through `words` (cut), `kinds` (what each is), `letters` and `names` (what belongs together) and `assembly`.

mod assembly;
mod kinds;
mod letters;
mod names;
mod words;

pub(super) use names::{alternates, ends_as_given_name, short_names};

use kinds::Kind;

/// A person as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub name: String,
    pub role: Option<String>,
    pub organization: Option<String>,
    /// What stands in brackets after the name.
    pub brackets: Vec<String>,
}

/// What is known of a row beforehand.
pub(super) struct Row {
    /// The role of those who are printed with none.
    pub role: Option<String>,
    /// Whether two words are one name where nothing else tells.
    pub pairs: bool,
    /// Whether an organisation may stand in the place of a person.
    pub organizations: bool,
}

/// The people of a row.
pub(super) fn read(text: &str, row: &Row) -> Vec<Found> {
    let words = words::words(text);
    let parts = names::join(letters::join(text, &words), text, row);
    let found = assembly::assemble(&parts, row);
    match parts.as_slice() {
        [only] if found.is_empty() && row.organizations && only.kind == Kind::Organization => {
            vec![Found {
                name: only.text.to_owned(),
                ..Found::default()
            }]
        }
        _ => found,
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people_of(text: &str) -> Vec<String> {
        let row = Row {
            role: None,
            pairs: false,
            organizations: false,
        };
        read(text, &row)
            .into_iter()
            .map(|found| {
                let name = compact(&found.name);
                format!(
                    "{}/{}/{}",
                    name,
                    found.role.unwrap_or_default(),
                    found.organization.unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn names_roles_and_organisations_are_told_apart_however_they_are_spaced() {
        for (text, expected) in [
            ("青木委員", vec!["青木/委員/"]),
            ("会長　青木　花子", vec!["青木花子/会長/"]),
            ("青木　花子", vec!["青木花子//"]),
            ("青木　花子　　井上　薫", vec!["青木花子//", "井上薫//"]),
            ("青木委員　井上委員", vec!["青木/委員/", "井上/委員/"]),
            (
                "委員長 青木花子　委員 井上薫　上田次郎",
                vec!["青木花子/委員長/", "井上薫/委員/", "上田次郎/委員/"],
            ),
            ("委　員　　石　田　　　昭", vec!["石田昭/委員/"]),
            ("教育長　　榎　本　修　平", vec!["榎本修平/教育長/"]),
            ("高 橋 正 夫 千 葉   勇", vec!["高橋正夫//", "千葉勇//"]),
            (
                "部会長	青木	きずな就労センター",
                vec!["青木/部会長/きずな就労センター"],
            ),
            ("障害福祉課　青木課長", vec!["青木/課長/障害福祉課"]),
            ("青木都市整備部長", vec!["青木/都市整備部長/"]),
            ("政策室長 青木花子", vec!["青木花子/政策室長/"]),
            ("館長 青木　主事 井上", vec!["青木/館長/", "井上/主事/"]),
            (
                "みなと大学　教授　青木　花子",
                vec!["青木花子/教授/みなと大学"],
            ),
            ("青木花子（みなと病院）", vec!["青木花子//"]),
            (
                "青木花子専門委員　井上すみ専門委員",
                vec!["青木花子/専門委員/", "井上すみ/専門委員/"],
            ),
            ("委員　青木　たけゆき", vec!["青木たけゆき/委員/"]),
            ("委員　ゴードン　真理", vec!["ゴードン真理/委員/"]),
            (
                "みなと建設事務所長　　出口　剛委員",
                vec!["出口剛/委員/みなと建設事務所長"],
            ),
            ("桜川市長　青木　薫", vec!["青木薫/桜川市長/"]),
            (
                "青木　花子　みなと市税務課長",
                vec!["青木花子/みなと市税務課長/"],
            ),
            (
                "青 木 花 子 上 田 次 郎 井 上 千 代 美 林 三 郎",
                vec!["青木花子//", "上田次郎//", "井上千代美//", "林三郎//"],
            ),
            (
                "主　査　青木　元　　主　事　井上　南",
                vec!["青木元/主査/", "井上南/主事/"],
            ),
            ("企 画 調 整 課 長 青 木 薫", vec!["青木薫/企画調整課長/"]),
            (
                "まちづくり 課 長 井 上 花 子",
                vec!["井上花子/まちづくり課長/"],
            ),
            ("青 木 三四郎", vec!["青木三四郎//"]),
            (
                "会 長　青 木　花 子 君   ４ 番 長谷川 三 郎 君",
                vec!["青木花子/会長/", "長谷川三郎//"],
            ),
            ("１２名", vec![]),
            ("なし", vec![]),
        ] {
            assert_eq!(people_of(text), expected, "{text}");
        }
    }
}
