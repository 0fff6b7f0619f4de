//! Words of an attendance list in their order → people: which words are one name, and which role and organisation stand
//! beside it.
//!
//! A row goes through `words` (cut), `kinds` (what each is), `letters` and `names` (what belongs together) and `assembly`.

mod assembly;
mod kinds;
mod letters;
mod names;
mod words;

pub(super) use names::{alternates, short_names};

use super::people;
use kinds::{Kind, Part};

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
    if let [surname, given] = parts.as_slice()
        && let Some(found) = named_apart(surname, given)
    {
        return vec![found];
    }
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

/// 青木 薫部会長: the role is printed right behind the given name.
fn named_apart(surname: &Part<'_>, given: &Part<'_>) -> Option<Found> {
    let short = |text: &str| (1..=3).contains(&text.chars().count());
    if surname.kind != Kind::Name || given.kind != Kind::Named || !short(surname.text) {
        return None;
    }
    let person = people::take_apart(given.text);
    let name = person.name.filter(|name| short(name))?;
    Some(Found {
        name: format!("{} {name}", surname.text),
        role: person.role.map(str::to_owned),
        organization: None,
        brackets: given.brackets.iter().map(|one| (*one).to_owned()).collect(),
    })
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
            ("１２名", vec![]),
            ("なし", vec![]),
        ] {
            assert_eq!(people_of(text), expected, "{text}");
        }
    }
}
