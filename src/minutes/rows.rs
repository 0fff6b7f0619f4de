//! Words of an attendance list in their order → people: which words are one name, and which role and organisation stand
//! beside it.

use super::attendance::is_count_word;
use super::lines::columns;
use super::people;
use super::wording::leading_bracket;

/// A word of a row, and how far it stands from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The word.
    pub text: &'a str,
    /// Where it starts in the row, in bytes.
    pub start: usize,
    /// Columns of white space before it.
    pub gap: usize,
    /// Brackets right after it.
    pub brackets: Vec<&'a str>,
    /// Column at which it starts.
    column: usize,
}

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

/// What a word, or several that belong together, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A role or a post alone.
    Role,
    /// A name with its role.
    Named,
    /// An organisation.
    Organization,
    /// A name, or a part of one.
    Name,
    /// A count, なし, or anything that names nobody.
    Nothing,
}

#[derive(Debug, Clone)]
struct Part<'a> {
    kind: Kind,
    text: &'a str,
    gap: usize,
    brackets: Vec<&'a str>,
    /// Whether it is printed letter by letter.
    spaced: bool,
}

/// The words of a row; a table's rule parts words as white space does, and a bracket belongs to the word before it.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    let mut gap = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if is_space(c) {
            gap += if c == '\t' || super::labels::is_rule(c) {
                4
            } else {
                columns(&rest[..c.len_utf8()])
            };
            at += c.len_utf8();
            continue;
        }
        if matches!(c, '（' | '(' | '〔' | '［' | '【')
            && let Some((inner, after)) = leading_bracket(rest)
        {
            let initial = inner.chars().count() <= 2
                && rest[..rest.len() - after.len()].trim_end().len() == rest.len() - after.len()
                && after
                    .chars()
                    .next()
                    .is_some_and(|c| !is_space(c) && c != '、');
            if let Some(word) = words.last_mut() {
                if initial && gap == 0 {
                    // 青木（花）委員
                    let more = after
                        .char_indices()
                        .find(|(_, c)| is_space(*c) || matches!(c, '（' | '('))
                        .map_or(after.len(), |(end, _)| end);
                    let end = text.len() - after.len() + more;
                    word.text = &text[word.start..end];
                    at = end;
                    continue;
                }
                word.brackets.push(inner);
            }
            at = text.len() - after.len();
            // `leading_bracket` passes over the white space behind the bracket.
            let passed = text[..at].len() - text[..at].trim_end().len();
            gap = columns(&text[at - passed..at]).max(1);
            continue;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_space(*c) || matches!(c, '（' | '(' | '〔' | '［' | '【'))
            .map_or(rest.len(), |(end, _)| end);
        // 青木○, 井上×: whether somebody was there.
        let end = match rest[..end].strip_suffix(['○', '〇', '×', '✕']) {
            Some(name) if !name.is_empty() && !name.ends_with(['○', '〇']) => name.len(),
            _ => end,
        };
        words.push(Word {
            text: &rest[..end],
            start: at,
            gap,
            brackets: Vec::new(),
            column: columns(&text[..at]),
        });
        gap = 0;
        at += end;
    }
    words
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || super::labels::is_rule(c) || matches!(c, ':' | '：' | '…' | '‥')
}

/// How many words of a row are names, if all its names are short enough to be a surname or a given name, and it has any.
pub(super) fn short_names(text: &str) -> Option<usize> {
    let names: Vec<usize> = words(text)
        .iter()
        .filter(|word| kind_of(word.text) == Kind::Name)
        .map(|word| word.text.chars().count())
        .collect();
    let short = names.iter().all(|count| (1..=3).contains(count));
    (short && !names.is_empty()).then_some(names.len())
}

/// What given names end in, and surnames do not.
const GIVEN_ENDS: &str = "子美恵江代香奈夫男雄郎一二三治彦樹介人也弘広志司之行幸史己則信光茂実勝章博浩誠隆孝修健進功剛敏哲徹朗喜佳枝";
/// What surnames end in, and given names do not.
const SURNAME_ENDS: &str =
    "田村川山本藤木井野島嶋原口崎﨑沢澤橋林森池谷上下内部屋松岡塚倉尾瀬石岩宮浜濱場坂辺津越";

/// Whether the short names of a row are surnames and given names by turns.
pub(super) fn alternates(text: &str) -> bool {
    let words = words(text);
    let names: Vec<&str> = words
        .iter()
        .map(|word| word.text)
        .filter(|word| kind_of(word) == Kind::Name && word.chars().count() <= 3)
        .collect();
    if names.len() < 4 || names.len() % 2 != 0 {
        return false;
    }
    let ends = |word: &str, set: &str| word.chars().last().is_some_and(|c| set.contains(c));
    let count = |second: usize, set: &str| {
        let of = names.iter().skip(second).step_by(2);
        of.filter(|word| ends(word, set)).count()
    };
    count(1, GIVEN_ENDS) > count(1, SURNAME_ENDS) && count(0, SURNAME_ENDS) > count(0, GIVEN_ENDS)
}

/// The people of a row.
pub(super) fn read(text: &str, row: &Row) -> Vec<Found> {
    let words = words(text);
    let parts = join_names(join_letters(text, &words), text, row);
    if let [surname, given] = parts.as_slice()
        && let Some(found) = named_apart(surname, given)
    {
        return vec![found];
    }
    let found = assemble(&parts, row);
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

/// Joins what is printed letter by letter: roles (`委　員`) and names (`青　木　花　子`).
fn join_letters<'a>(text: &'a str, words: &[Word<'a>]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = at + letters(&words[at..]);
        if let Some(role_end) = spaced_role(text, &words[at..end]) {
            parts.push(part(text, &words[at..at + role_end], Kind::Role));
            at += role_end;
        } else if let Some(stop) = half_spaced(words, at, end) {
            parts.push(part(text, &words[at..stop], Kind::Name));
            at = stop;
        } else if end - at >= 2 {
            // A role may stand behind the first letters: 佐 藤 委 員.
            let stop = (at + 1..end)
                .find(|from| spaced_role(text, &words[*from..end]).is_some())
                .unwrap_or(end);
            for (from, to) in cells(&words[at..stop]) {
                parts.push(part(text, &words[at + from..at + to], Kind::Name));
            }
            at = stop;
        } else {
            parts.push(part(text, &words[at..=at], kind_of(words[at].text)));
            at += 1;
        }
    }
    parts
}

/// 青 木 はなこ, あおき 花 子: a name of which only one half is printed letter by letter; where it ends.
fn half_spaced(words: &[Word<'_>], at: usize, letters_end: usize) -> Option<usize> {
    let is_name = |word: &Word<'_>| {
        kind_of(word.text) == Kind::Name && (2..=4).contains(&word.text.chars().count())
    };
    let close = |word: &Word<'_>| (1..=2).contains(&word.gap);
    let count = letters_end - at;
    if (1..=3).contains(&count) {
        let next = words.get(letters_end)?;
        let kana = next
            .text
            .chars()
            .all(|c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー'));
        return (is_name(next)
            && close(next)
            && kana
            && words[letters_end - 1].brackets.is_empty())
        .then_some(letters_end + 1);
    }
    if count == 0 && is_name(&words[at]) && words[at].brackets.is_empty() {
        let given = letters(&words[at + 1..]);
        let fits = (1..=2).contains(&given) && words[at + 1..=at + given].iter().all(close);
        let after = words.get(at + 1 + given);
        return (given == 2 && fits && after.is_none_or(|word| !close(word)))
            .then_some(at + 1 + given);
    }
    None
}

/// How many of the first words are single letters, or a surname with single letters after it in the same cells.
fn letters(words: &[Word<'_>]) -> usize {
    let single = |word: &Word<'_>| {
        let mut chars = word.text.chars();
        chars.next().is_some_and(|c| !c.is_ascii_alphanumeric())
            && chars.next().is_none()
            && !matches!(word.text, "君" | "氏" | "番" | "名")
    };
    let mut count = 0;
    for word in words {
        let stops = count > 0 && !words[count - 1].brackets.is_empty();
        if !single(word) || stops {
            break;
        }
        count += 1;
    }
    count
}

/// The number of first words that spell a role letter by letter.
fn spaced_role(text: &str, words: &[Word<'_>]) -> Option<usize> {
    (2..=words.len().min(8)).rev().find(|count| {
        let spelled: String = compact(slice(text, &words[..*count]));
        people::is_role(&spelled)
    })
}

/// Cuts letters into names. All names of a row take the same number of columns; a short row is one name.
fn cells(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let whole = vec![(0, words.len())];
    if words.len() <= 4 {
        return whole;
    }
    for first in [4, 3, 5, 2] {
        if let Some(cells) = cells_of(words, first) {
            return cells;
        }
    }
    whole
}

fn cells_of(words: &[Word<'_>], first: usize) -> Option<Vec<(usize, usize)>> {
    let end_of = |at: usize| words[at].column + columns(words[at].text);
    if first >= words.len() {
        return None;
    }
    let width = end_of(first - 1) - words[0].column;
    let mut found = vec![(0, first)];
    let mut from = first;
    while from < words.len() {
        let target = words[from].column + width;
        // White space taken from a page is only about as wide as it was.
        let to = (from..words.len()).find(|at| end_of(*at) + 2 >= target);
        match to {
            Some(at) if end_of(at) <= target + 2 && (2..=6).contains(&(at + 1 - from)) => {
                found.push((from, at + 1));
                from = at + 1;
            }
            _ => return None,
        }
    }
    Some(found)
}

/// Joins surname and given name where they are printed apart.
fn join_names<'a>(parts: Vec<Part<'a>>, text: &'a str, row: &Row) -> Vec<Part<'a>> {
    let is_part_of_name =
        |part: &Part<'_>| part.kind == Kind::Name && !part.spaced && part.text.chars().count() <= 4;
    let gaps: Vec<usize> = parts
        .windows(2)
        .filter(|pair| is_part_of_name(&pair[0]) && is_part_of_name(&pair[1]))
        .map(|pair| pair[1].gap)
        .collect();
    let narrow = gaps.iter().min().copied().unwrap_or(0);
    let wide = gaps.iter().max().copied().unwrap_or(0);
    let runs = runs(&parts, is_part_of_name);
    let mut joined: Vec<Part<'a>> = Vec::new();
    let mut can_join = false;
    for (part, names) in parts.into_iter().zip(runs) {
        let pairs = can_join
            && is_part_of_name(&part)
            && joined.last().is_some_and(|before| {
                let lengths = (before.text.chars().count(), part.text.chars().count());
                let plausible = lengths.0 <= 3 && lengths.1 <= 3;
                let close = if row.pairs && names % 2 == 0 && wide < 2 * narrow + 2 {
                    true
                } else if narrow < wide {
                    part.gap * 2 <= narrow + wide
                } else {
                    names == 2 || row.pairs || lengths.1 == 1
                };
                plausible && close && before.brackets.is_empty() && part.gap < 8
            });
        match joined.last_mut() {
            Some(before) if pairs => {
                let from = before.text.as_ptr() as usize - text.as_ptr() as usize;
                let to = part.text.as_ptr() as usize - text.as_ptr() as usize + part.text.len();
                before.text = &text[from..to];
                before.brackets = part.brackets;
                can_join = false;
            }
            _ => {
                can_join = is_part_of_name(&part);
                joined.push(part);
            }
        }
    }
    joined
}

/// For each part, how many parts of names stand side by side there.
fn runs(parts: &[Part<'_>], is_name: impl Fn(&Part<'_>) -> bool) -> Vec<usize> {
    let mut lengths = vec![0; parts.len()];
    let mut start = 0;
    for at in 0..=parts.len() {
        if at == parts.len() || !is_name(&parts[at]) {
            for length in &mut lengths[start..at] {
                *length = at - start;
            }
            start = at + 1;
        }
    }
    lengths
}

/// 北部建設事務所長　青木 花子: what looks like a name with a post is a post where a name follows.
fn posts_before_names<'a>(parts: &[Part<'a>]) -> Vec<Part<'a>> {
    let mut parts = parts.to_vec();
    for at in 1..parts.len() {
        let role = people::take_apart(parts[at - 1].text)
            .role
            .unwrap_or_default();
        let is_post = parts[at - 1].kind == Kind::Named
            && parts[at - 1].text.chars().count() >= 7
            && role.chars().count() >= 3
            && !people::is_chair(role);
        if is_post && parts[at].kind == Kind::Name {
            parts[at - 1].kind = Kind::Role;
        }
    }
    parts
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

/// Puts roles and organisations to names. In a row whose first role stands before the first name every role does.
fn assemble(parts: &[Part<'_>], row: &Row) -> Vec<Found> {
    let first = |kind: Kind| parts.iter().position(|part| part.kind == kind);
    let role_first = match (first(Kind::Role), first(Kind::Name)) {
        (Some(role), Some(name)) => role < name,
        _ => true,
    };
    let parts = &posts_before_names(parts);
    let mut found: Vec<Found> = Vec::new();
    let mut role: Option<String> = None;
    let mut organization: Option<String> = None;
    // Whether the last person may still take what follows.
    let mut open = false;
    for part in parts {
        let brackets: Vec<String> = part.brackets.iter().map(|one| (*one).to_owned()).collect();
        match part.kind {
            Kind::Nothing => {
                if let Some(last) = found.last_mut().filter(|_| is_absence(part.text)) {
                    last.brackets.push("欠席".to_owned());
                }
            }
            Kind::Organization => match found.last_mut() {
                Some(last) if open && last.organization.is_none() && role_first => {
                    last.organization = Some(part.text.to_owned());
                    last.brackets.extend(brackets);
                    open = false;
                }
                _ => organization = Some(part.text.to_owned()),
            },
            Kind::Role => match found.last_mut() {
                Some(last) if open && !role_first => {
                    last.role = Some(part.text.to_owned());
                    last.brackets.extend(brackets);
                }
                _ => {
                    // 学識経験者 会長 青木: what stands before a role and is a role too is where it is held.
                    if let Some(before) = role.take() {
                        organization = organization.or(Some(before));
                    }
                    role = Some(compact(part.text));
                    open = false;
                    // 議事課主任（青木花子）
                    if let [only] = part.brackets.as_slice()
                        && people::is_name(only)
                        && (2..=6).contains(&only.chars().count())
                        && kind_of(only) == Kind::Name
                    {
                        found.push(Found {
                            name: (*only).to_owned(),
                            role: role.take(),
                            organization: organization.take(),
                            brackets: Vec::new(),
                        });
                    }
                }
            },
            Kind::Named => {
                let person = people::take_apart(part.text);
                let name = person.name.unwrap_or_default();
                // 青木、井上の各委員
                let name = name.strip_suffix("の各").unwrap_or(name);
                found.push(Found {
                    name: name.to_owned(),
                    role: person.role.map(str::to_owned),
                    organization: person
                        .organization
                        .map(str::to_owned)
                        .or_else(|| organization.take()),
                    brackets,
                });
                open = true;
            }
            Kind::Name => {
                found.push(Found {
                    name: part.text.to_owned(),
                    role: role.clone().or_else(|| row.role.clone()),
                    organization: organization.take(),
                    brackets,
                });
                // A post is one person's; 委員 stands over several names.
                if !people::is_shared_role(role.as_deref()) {
                    role = None;
                }
                open = true;
            }
        }
    }
    found.retain(|person| names_somebody(&person.name));
    found
}

/// A word beside a name that says that somebody was not there.
fn is_absence(word: &str) -> bool {
    matches!(word, "×" | "✕" | "欠" | "欠席")
}

fn kind_of(word: &str) -> Kind {
    let seat = word.trim_end_matches('番').chars().all(char::is_numeric);
    if is_absence(word)
        || seat
        || people::is_courtesy(word)
        || matches!(word, "○" | "〇" | "◯" | "出" | "出席" | "名" | "人")
    {
        return Kind::Nothing;
    }
    if is_count_word(word) || !names_somebody(word) {
        Kind::Nothing
    } else if people::is_role(word) || people::is_post(word) {
        Kind::Role
    } else if people::is_named(word) {
        Kind::Named
    } else if people::is_organization(word) {
        Kind::Organization
    } else if people::is_name(word) {
        Kind::Name
    } else {
        Kind::Organization
    }
}

/// なし, a count and a full sentence name nobody.
fn names_somebody(name: &str) -> bool {
    let compact: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let nobody = matches!(
        compact.as_str(),
        "" | "なし"
            | "無し"
            | "無"
            | "有"
            | "該当なし"
            | "該当者なし"
            | "ほか"
            | "他"
            | "外"
            | "以上"
            | "計"
            | "合計"
            | "敬称略"
            | "順不同"
            | "－"
            | "-"
            | "公募"
            | "市民"
            | "五十音順"
            | "全員"
            | "全委員"
    );
    !nobody && compact.chars().count() <= 40 && !compact.contains('。')
}

fn part<'a>(text: &'a str, words: &[Word<'a>], kind: Kind) -> Part<'a> {
    Part {
        kind,
        text: slice(text, words),
        gap: words.first().map_or(0, |word| word.gap),
        brackets: words
            .last()
            .map(|word| word.brackets.clone())
            .unwrap_or_default(),
        spaced: words.len() > 1,
    }
}

/// The part of `text` from the first of `words` to the last.
fn slice<'a>(text: &'a str, words: &[Word<'a>]) -> &'a str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => &text[first.start..last.start + last.text.len()],
        _ => "",
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
            ("１２名", vec![]),
            ("なし", vec![]),
        ] {
            assert_eq!(people_of(text), expected, "{text}");
        }
    }
}
