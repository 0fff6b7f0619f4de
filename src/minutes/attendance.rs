//! The attendance list: the lines under 出席者, 欠席者 and the like → people.
//!
//! A list is read as a row of words, whatever stands between them: marks, commas, columns, table rules. What a word is (a
//! role, an organisation, a name) is told by `people`; who belongs together, by `rows`.

use crate::domain::{AttendanceStatus, Capacity};

use super::agenda;
use super::cues::Cue;
use super::labels::{self, Label};
use super::lines::Line;
use super::parsed::{ParsedAttendee, Span};
use super::people;
use super::rows::{self, Row};
use super::wording::{inside_brackets, leading_bracket};

/// One line of the list: what is printed beside the label, or a line under it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListLine<'a> {
    /// The text.
    pub text: &'a str,
    /// The physical line.
    pub line: &'a Line<'a>,
}

/// What the people of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether and how they took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
}

/// No piece of a list is longer than this, in bytes; what is longer is prose, and names nobody.
const LONGEST_PIECE: usize = 600;
/// How many lines a ※ note takes at most.
const LONGEST_NOTE: usize = 4;

/// The people that a label announces; `None` where the label is no part of the attendance.
pub(super) fn standing(label: Label) -> Option<Standing> {
    use AttendanceStatus::{Absent, Observer, Present, Proxy};
    let (status, capacity) = match label {
        Label::Present => (Present, Capacity::Member),
        Label::Absent => (Absent, Capacity::Member),
        Label::Proxy => (Proxy, Capacity::Member),
        Label::Observers => (Observer, Capacity::Guest),
        Label::Secretariat => (Present, Capacity::Secretariat),
        _ => return None,
    };
    Some(Standing { status, capacity })
}

/// Reads the list under one label.
/// `label` is the line that the label stands on.
pub(super) fn read(label: &str, list: &[ListLine<'_>], standing: Standing) -> Vec<ParsedAttendee> {
    let mut reader = Reader {
        standing,
        role: role_of_label(label),
        legend: legend(label, list),
        people: Vec::new(),
        pairs: pairs_names(list),
        organizations: lists_organizations(list),
        members_listed: false,
    };
    let has_commas = list.iter().any(|entry| entry.text.contains(COMMAS));
    let mut at = 0;
    let mut open = String::new();
    // Where each line of what is open begins in it.
    let mut starts: Vec<(usize, &Line<'_>)> = Vec::new();
    while at < list.len() {
        let entry = &list[at];
        if is_note(entry.text) {
            let end = note_end(list, at);
            reader.people.extend(read_note(&list[at..end]));
            at = end;
            continue;
        }
        starts.push((open.len(), entry.line));
        open.push_str(entry.text);
        let wrapped = has_commas && open.len() < LONGEST_PIECE && is_wrapped(&open);
        let goes_on = list.get(at + 1).is_some_and(|next| {
            !is_note(next.text) && !next.line.gap && group_alone(next.text).is_none()
        });
        if !(wrapped && goes_on) {
            reader.take(&open, &starts);
            open.clear();
            starts.clear();
        }
        at += 1;
    }
    set_staff_apart(&mut reader.people);
    reader.people
}

/// How many members a list needs before posts after them are those of staff.
const FEWEST_MEMBERS: usize = 3;

/// Those with a post in the administration who are listed after the last of the members are staff.
fn set_staff_apart(people: &mut [ParsedAttendee]) {
    let is_member = |one: &ParsedAttendee| one.role.as_deref().is_some_and(people::is_chair);
    let members = people.iter().filter(|one| is_member(one)).count();
    let Some(last) = people.iter().rposition(is_member) else {
        return;
    };
    if members < FEWEST_MEMBERS {
        return;
    }
    for one in &mut people[last + 1..] {
        let post = one.role.as_deref().is_some_and(people::is_staff_post);
        if post && one.capacity == Capacity::Member && one.status == AttendanceStatus::Present {
            one.capacity = Capacity::Secretariat;
        }
    }
}

/// How many of the lines under a label belong to its list: up to a gap after which nothing looks like a list of people, or to
/// a numbered line that frames the meeting.
pub(super) fn extent(own: &[Line<'_>]) -> usize {
    (1..own.len())
        .find(|at| {
            let line = &own[*at];
            let cue = Cue::of(line.text);
            let title = cue.rest(line.text);
            let frames = matches!(cue, Cue::Number { .. })
                && (agenda::is_frame(title) || agenda::is_group(title));
            frames || agenda::is_part(line.text) || (line.gap && !lists_people(line))
        })
        .unwrap_or(own.len())
}

fn lists_people(line: &Line<'_>) -> bool {
    let text = line.text;
    let indented = line.indent >= 2;
    let titled = matches!(Cue::of(text), Cue::Number { .. }) && !text.contains(COMMAS);
    let says =
        |word: &str| people::is_role(word) || people::is_post(word) || people::is_named(word);
    let named = text
        .split(|c: char| c.is_whitespace() || COMMAS.contains(&c))
        .any(says);
    let grouped = text.contains("委員") || text.contains("構成員");
    let is_name = grouped
        || rows::short_names(text).is_some() && text.chars().count() <= 12
        || people::is_organization(text)
        || people::is_post(text);
    !titled
        && (is_name
            || indented
            || named
            || text.contains(COMMAS)
            || is_note(text)
            || group_alone(text).is_some())
}

const COMMAS: [char; 4] = ['、', '，', ',', '､'];

/// Whether a line of a list with commas ends inside a name: not at a comma, and where no label can end.
fn is_wrapped(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.rsplit(COMMAS).next().unwrap_or(text);
    let complete = people::take_apart(last).role.is_some() || text.ends_with(['）', ')', '。']);
    // Without a comma there is no list to go on with.
    text.contains(COMMAS) && !text.ends_with(COMMAS) && !complete
}

fn is_note(text: &str) -> bool {
    text.starts_with(['※', '＊', '*', '注'])
}

fn note_end(list: &[ListLine<'_>], at: usize) -> usize {
    let ended = |text: &str| text.ends_with(['。', '）', ')', '席', '加', '略', '順']);
    let mut end = at + 1;
    while end < list.len()
        && end < at + LONGEST_NOTE
        && !ended(list[end - 1].text)
        && !list[end].line.gap
        && !is_note(list[end].text)
    {
        end += 1;
    }
    end
}

/// 出席委員: the label says what role everybody under it has who is printed with none.
fn role_of_label(line: &str) -> Option<String> {
    let printed: String = labels::read(line)?
        .printed
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    ["委員", "構成員", "部会員", "議員"]
        .iter()
        .find(|role| {
            printed.contains(*role)
                && !printed.contains(&format!("{role}外"))
                && !printed.contains(&format!("{role}以外"))
        })
        .map(|role| (*role).to_owned())
}

/// ◎会長 ○副会長: what a mark before a name means, where the list says so.
fn legend(label: &str, list: &[ListLine<'_>]) -> Vec<(char, String)> {
    let mut found = Vec::new();
    let texts = || std::iter::once(label).chain(list.iter().map(|entry| entry.line.text));
    for text in texts() {
        for (at, mark) in text.char_indices().filter(|(_, c)| is_legend_mark(*c)) {
            let rest = text[at + mark.len_utf8()..]
                .trim_start_matches(|c: char| c.is_whitespace() || "印は…：:＝=・".contains(c));
            let end = rest
                .find(|c: char| c.is_whitespace() || "、，,）)○◎〇●☆★。".contains(c))
                .unwrap_or(rest.len());
            let role = rest[..end].trim_end_matches("です");
            if people::is_chair(role) && !found.iter().any(|(known, _)| *known == mark) {
                found.push((mark, role.to_owned()));
            }
        }
    }
    // ○会長 青木 names a role beside a name: a legend stands in brackets or in a note, or names nobody else.
    found.retain(|(mark, role)| {
        texts().any(|text| {
            text.contains(*mark)
                && text.contains(role.as_str())
                && (text.contains(['（', '(', '※', '…', '：', ':', '＝', '='])
                    || text.contains("印"))
        })
    });
    found
}

fn is_legend_mark(c: char) -> bool {
    matches!(
        c,
        '◎' | '○' | '〇' | '◯' | '●' | '☆' | '★' | '△' | '▲' | '□' | '■'
    )
}

/// Whether most entries of a list with commas are organisations.
fn lists_organizations(list: &[ListLine<'_>]) -> bool {
    let text: String = list.iter().map(|entry| entry.text).collect();
    let pieces = split_outside_brackets(&text);
    let of = pieces
        .iter()
        .filter(|piece| people::is_organization(piece))
        .count();
    pieces.len() >= 2 && of * 2 > pieces.len()
}

/// Whether the list prints surname and given name apart, so that two words are one name: more than half of its rows of names
/// are pairs, and several rows show it.
fn pairs_names(list: &[ListLine<'_>]) -> bool {
    if list.iter().any(|entry| rows::alternates(entry.text)) {
        return true;
    }
    let rows: Vec<usize> = list
        .iter()
        .filter_map(|entry| rows::short_names(entry.text))
        .collect();
    let even = rows.iter().filter(|count| *count % 2 == 0).count();
    let pairs = rows.iter().filter(|count| **count == 2).count();
    even * 2 > rows.len() && (pairs > 0 || even >= 3)
}

struct Reader {
    standing: Standing,
    /// The role that is printed over several names.
    role: Option<String>,
    legend: Vec<(char, String)>,
    people: Vec<ParsedAttendee>,
    pairs: bool,
    /// Whether organisations stand in the list in the place of people.
    organizations: bool,
    /// Whether a group of members was there.
    members_listed: bool,
}

impl Reader {
    /// Reads one line of the list, or several that a name was wrapped over.
    fn take(&mut self, text: &str, starts: &[(usize, &Line<'_>)]) {
        if text.len() > LONGEST_PIECE * 8 || refers_elsewhere(text) {
            return;
        }
        let text = self.enter_bracketed_list(text);
        if let Some(group) = group_alone(text) {
            self.enter(group);
            return;
        }
        for part in split_at_groups(text) {
            for piece in split_outside_brackets(part) {
                let from = piece.as_ptr() as usize - text.as_ptr() as usize;
                let source = source_of(starts, from, from + piece.len());
                if let Some(source) = source.filter(|_| piece.len() <= LONGEST_PIECE) {
                    self.take_piece(piece, source);
                }
            }
        }
    }

    /// 評価委員（青木委員、井上委員）, （青木館長、上田）: what stands before a bracket with a list in it is its group.
    fn enter_bracketed_list<'t>(&mut self, text: &'t str) -> &'t str {
        let trimmed = text.trim();
        let Some(at) = trimmed.find(['（', '(']) else {
            return text;
        };
        let group = trimmed[..at].trim();
        let list = inside_brackets(&trimmed[at..]).filter(|inner| inner.contains(COMMAS));
        let names_group = group.is_empty()
            || standing_of_group(group).is_some()
            || people::is_organization(group)
            || group.ends_with("委員");
        match list {
            Some(inner) if names_group => {
                self.enter(group);
                inner
            }
            _ => text,
        }
    }

    fn take_piece(&mut self, piece: &str, source: Span) {
        let mut piece = piece;
        if let Some((group, rest)) = piece.split_once(char::is_whitespace)
            && ["事務局", "オブザーバー", "オブザーバ"].contains(&group)
        {
            self.enter(group);
            piece = rest.trim_start();
        }
        if let Some((inner, rest)) = leading_bracket(piece) {
            self.enter(inner);
            piece = rest;
        }
        if let numbered @ Cue::Number { .. } = Cue::of(piece) {
            piece = numbered.rest(piece);
        }
        let (mark_role, unmarked) = self.strip_mark(piece);
        piece = unmarked;
        if let Some((group, rest)) = group_before_colon(piece)
            && (standing_of_group(group).is_some() || people::is_role(group) || is_office(group))
        {
            self.enter(group);
            piece = rest;
        }
        let piece = without_others(piece);
        let piece = piece
            .trim_end_matches("の各委員")
            .trim_end_matches("各委員");
        let row = Row {
            role: mark_role.or_else(|| self.role.clone()),
            pairs: self.pairs,
            organizations: self.organizations,
        };
        for person in rows::read(piece, &row) {
            self.add(person, source);
        }
    }

    /// A mark before a name, and the role that the legend gives it.
    fn strip_mark<'a>(&self, piece: &'a str) -> (Option<String>, &'a str) {
        let piece = piece.trim();
        let Some(mark) = piece.chars().next() else {
            return (None, piece);
        };
        let role = self
            .legend
            .iter()
            .find(|(known, _)| same_mark(*known, mark))
            .map(|(_, role)| role.clone());
        let bullets = "・･○〇◯◎●◇◆□■☆★△▲-－";
        // ○○委員 is a name that is not printed.
        let doubled = piece.chars().nth(1) == Some(mark);
        if role.is_some() || (bullets.contains(mark) && !doubled) {
            (role, piece[mark.len_utf8()..].trim_start())
        } else {
            (None, piece)
        }
    }

    /// Enters a group of the list: another standing, or a role over several names. What else groups are called
    /// (学識経験者, みなと市) says nothing of a person's part in the meeting.
    fn enter(&mut self, group: &str) {
        let group: String = group.chars().filter(|c| !c.is_whitespace()).collect();
        let group = group.trim_end_matches([':', '：']);
        if let Some(standing) = standing_of_group(group) {
            self.standing = Standing {
                status: standing.status.unwrap_or(self.standing.status),
                capacity: standing.capacity.unwrap_or(self.standing.capacity),
            };
            self.role = None;
        }
        if people::is_role(group) && group != "事務局" {
            self.role = Some(group.to_owned());
            self.members_listed |= people::is_chair(group);
        } else if self.members_listed && is_office(group) {
            // After the members come those whose office runs the council.
            self.standing.capacity = Capacity::Secretariat;
            self.role = None;
        }
    }

    fn add(&mut self, found: rows::Found, source: Span) {
        let mut attendee = ParsedAttendee {
            name: found.name,
            role: found.role.filter(|role| !people::is_courtesy(role)),
            status: self.standing.status,
            capacity: self.standing.capacity,
            organization: found.organization,
            note: None,
            source,
        };
        let mut absent = Vec::new();
        for note in found.brackets {
            match absent_in_bracket(&note) {
                Some(names) => absent.extend(names),
                None => apply_bracket(&mut attendee, &note),
            }
        }
        let is_proxy = attendee
            .role
            .as_deref()
            .is_some_and(|role| role.contains("委員代理") || role == "代理");
        if is_proxy && attendee.status == AttendanceStatus::Present {
            attendee.status = AttendanceStatus::Proxy;
        }
        let (role, capacity) = (self.role.clone(), self.standing.capacity);
        self.people.push(attendee);
        self.people
            .extend(absent.into_iter().map(|name| ParsedAttendee {
                name,
                role: role.clone(),
                status: AttendanceStatus::Absent,
                capacity,
                organization: None,
                note: None,
                source,
            }));
    }
}

/// （欠席　青木）, （青木委員は欠席）: who was absent, in a bracket after those who were there.
fn absent_in_bracket(note: &str) -> Option<Vec<String>> {
    let note = note.trim();
    let names = note
        .strip_prefix("欠席")
        .map(|rest| rest.trim_start_matches(['者', '委', '員', '：', ':']))
        .or_else(|| note.strip_suffix("は欠席"))?;
    let row = Row {
        role: None,
        pairs: false,
        organizations: false,
    };
    let found: Vec<String> = split_outside_brackets(names)
        .into_iter()
        .flat_map(|piece| rows::read(piece, &row))
        .map(|person| person.name)
        .collect();
    (!found.is_empty()).then_some(found)
}

/// What a bracket after a name says: the role, that the person was absent or somebody's proxy, or something to note.
fn apply_bracket(attendee: &mut ParsedAttendee, note: &str) {
    let text: String = note.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() || is_count_word(&text) || text == "出席" {
        return;
    }
    if text.contains("代理") {
        attendee.status = AttendanceStatus::Proxy;
    } else if text.contains("欠席") {
        attendee.status = AttendanceStatus::Absent;
        if text == "欠席" {
            return;
        }
    } else if people::is_role(&text) || people::is_post(&text) {
        let organization = attendee.role.take().filter(|_| people::is_chair(&text));
        attendee.organization = attendee
            .organization
            .take()
            .or_else(|| organization.filter(|role| role != "委員" && role != "構成員"));
        attendee.role = Some(note.trim().to_owned());
        return;
    } else if attendee.organization.is_none() && people::is_organization(&text) {
        attendee.organization = Some(note.trim().to_owned());
        return;
    }
    attendee.note = Some(note.trim().to_owned());
}

fn same_mark(one: char, other: char) -> bool {
    let plain = |c| match c {
        '〇' | '◯' => '○',
        c => c,
    };
    plain(one) == plain(other)
}

/// 青木課長他11名, 井上係長ほか: those who are not named.
fn without_others(piece: &str) -> &str {
    let piece = piece.trim_end();
    let counted = piece.strip_suffix(['名', '人']).map_or(piece, |rest| {
        rest.trim_end_matches(char::is_numeric).trim_end()
    });
    ["ほか", "他", "外"]
        .iter()
        .find_map(|word| counted.strip_suffix(word))
        .filter(|rest| !rest.is_empty())
        .map_or(piece, str::trim_end)
}

/// ３ 出席者 別紙のとおり: the people are listed elsewhere.
fn refers_elsewhere(text: &str) -> bool {
    let text = text.trim_end_matches('。');
    text.ends_with("のとおり") || text.ends_with("の通り") || text.ends_with("参照")
}

/// The group that a whole line names: in brackets, with a colon, or a word that can only be one.
fn group_alone(text: &str) -> Option<&str> {
    let text = text.trim();
    if let Some(inner) = inside_brackets(text) {
        return Some(inner);
    }
    let marked = Cue::of(text);
    let word = marked.rest(text).trim_end_matches([':', '：']).trim_end();
    let compact: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let is_group = (marked != Cue::None && is_office(&compact) && compact.chars().count() <= 3)
        || standing_of_group(&compact).is_some()
        || people::is_role(&compact)
        || text.ends_with([':', '：']);
    (is_group && compact.chars().count() <= 12).then_some(word)
}

fn group_before_colon(piece: &str) -> Option<(&str, &str)> {
    let (group, rest) = piece.split_once([':', '：'])?;
    let short = group.chars().count() <= 16;
    short.then(|| (group.trim(), rest.trim()))
}

/// Whether a group is a part of an administration.
fn is_office(group: &str) -> bool {
    let group = group.trim_end_matches("関係");
    let whole = matches!(group, "市" | "県" | "町" | "村" | "都" | "区" | "府");
    whole
        || group.chars().count() >= 2
            && group.ends_with([
                '省', '庁', '局', '課', '部', '室', '市', '県', '町', '村', '区', '府', '都',
            ])
}

struct GroupStanding {
    status: Option<AttendanceStatus>,
    capacity: Option<Capacity>,
}

/// The standing that the name of a group tells.
fn standing_of_group(group: &str) -> Option<GroupStanding> {
    let text: String = group.chars().filter(|c| !c.is_whitespace()).collect();
    let text = count_stripped(&text);
    let of = |status, capacity| Some(GroupStanding { status, capacity });
    if text.contains("欠席") {
        return of(Some(AttendanceStatus::Absent), None);
    }
    if text.contains("代理出席") || text == "代理" {
        return of(Some(AttendanceStatus::Proxy), None);
    }
    let ends = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
    if ends(&[
        "事務局",
        "事務局職員",
        "職員",
        "幹事",
        "執行部",
        "市側",
        "町側",
        "県側",
        "学校側",
        "当局",
        "説明職員",
        "事務局出席者",
    ]) {
        return of(Some(AttendanceStatus::Present), Some(Capacity::Secretariat));
    }
    if ends(&[
        "オブザーバー",
        "オブザーバ",
        "参考人",
        "説明者",
        "説明員",
        "関係者",
        "ゲスト",
        "アドバイザー",
    ]) {
        return of(Some(AttendanceStatus::Observer), Some(Capacity::Guest));
    }
    let members = [
        "委員",
        "構成員",
        "部会員",
        "出席",
        "出席者",
        "出席委員",
        "各委員",
    ];
    if members.contains(&text) {
        // （委員） under 欠席者 are still absent.
        return of(None, Some(Capacity::Member));
    }
    None
}

fn count_stripped(text: &str) -> &str {
    let end = text.find(['（', '(']).unwrap_or(text.len());
    &text[..end]
}

fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '・' if depth == 0 && parts_people(text) => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            '、' | '，' | ',' | '､' | '／' | '；' | ';' if depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// `text` cut before each word inside it that names a group and stands apart: 委員 青木、井上 事務局 上田館長.
fn split_at_groups(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(char::is_whitespace) {
        let rest = text[at..].trim_start();
        let word = rest.split_whitespace().next().unwrap_or_default();
        let group =
            ["事務局", "オブザーバー", "オブザーバ"].contains(&word) && rest.len() > word.len();
        if group && at > start {
            parts.push(&text[start..at]);
            start = text.len() - rest.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Whether the middle dots of `text` part people: 青木委員・井上委員.
fn parts_people(text: &str) -> bool {
    let pieces = || text.split(['・', '、']);
    pieces().count() > 1 && pieces().all(|piece| people::is_named(piece.trim()))
}

/// ※ notes that say who else took part: `※…のため、みなと病院青木課長が出席`.
fn read_note(lines: &[ListLine<'_>]) -> Option<ParsedAttendee> {
    let note: String = lines.iter().map(|entry| entry.text).collect();
    let note = note
        .trim_start_matches(is_note_mark)
        .trim()
        .trim_end_matches('。');
    let (reason, who) = note
        .rsplit_once('、')
        .map_or((None, note), |(reason, who)| (Some(reason), who));
    let who = [
        "が出席",
        "が参加",
        "も出席",
        "も参加",
        "が同席",
        "が陪席",
        "がオブザーバーとして出席",
        "がオブザーバー参加",
    ]
    .iter()
    .find_map(|ending| who.strip_suffix(ending))?;
    let person = people::take_apart(who);
    Some(ParsedAttendee {
        name: person.name.filter(|name| people::is_name(name))?.to_owned(),
        role: person.role.map(str::to_owned),
        status: AttendanceStatus::Observer,
        capacity: Capacity::Guest,
        organization: person.organization.map(str::to_owned),
        note: reason.map(str::to_owned),
        source: span(lines.first()?.line, lines.last()?.line),
    })
}

/// The lines that the bytes `from..to` of joined lines stand on.
fn source_of(starts: &[(usize, &Line<'_>)], from: usize, to: usize) -> Option<Span> {
    let first = starts.iter().rev().find(|(start, _)| *start <= from)?;
    let last = starts.iter().rev().find(|(start, _)| *start < to)?;
    Some(span(first.1, last.1))
}

fn is_note_mark(c: char) -> bool {
    matches!(c, '※' | '＊' | '*')
}

fn span(first: &Line<'_>, last: &Line<'_>) -> Span {
    Span {
        first_line: first.number,
        last_line: last.number,
        page: first.page,
    }
}

/// Whether `text` holds nothing but a count in brackets (`（14名）`).
pub(super) fn is_count(text: &str) -> bool {
    leading_bracket(text).is_some_and(|(inner, rest)| rest.is_empty() && is_count_word(inner))
}

/// 14名, 計10名, 以上26名, ほか３名.
pub(super) fn is_count_word(text: &str) -> bool {
    text.ends_with(['名', '人']) && text.chars().any(char::is_numeric)
}
