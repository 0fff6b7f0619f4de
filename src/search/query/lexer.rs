//! Cuts a query into terms and OR. Knows quotes, minus signs and field names; leaves their meaning to the parser.

use super::{MAX_QUERY_CHARS, MAX_QUERY_TERMS};

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// The word OR, as typed.
    Or(String),
    /// A term.
    Item(Item),
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Whether a minus sign precedes it.
    pub negated: bool,
    /// The field whose name precedes it.
    pub field: Option<Field>,
    /// What is looked for.
    pub value: String,
    /// Whether the value was quoted.
    pub quoted: bool,
    /// Name and value as typed, without the minus sign.
    pub typed: String,
}

impl Item {
    /// A plain term.
    pub fn literal(typed: String) -> Self {
        Self {
            negated: false,
            field: None,
            value: typed.clone(),
            quoted: false,
            typed,
        }
    }
}

/// A field that a term may be looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Speaker,
    Issue,
    Council,
    Year,
    Kind,
}

impl Field {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "speaker" | "発言者" | "話者" => Self::Speaker,
            "issue" | "論点" => Self::Issue,
            "council" | "協議会" | "審議会" | "会議体" => Self::Council,
            "year" | "年度" => Self::Year,
            "kind" | "種別" => Self::Kind,
            _ => return None,
        })
    }
}

/// The pieces of `text`, and whether some were left out.
pub(super) fn tokens(text: &str) -> (Vec<Token>, bool) {
    let mut chars: Vec<char> = text.chars().take(MAX_QUERY_CHARS + 1).collect();
    let mut truncated = chars.len() > MAX_QUERY_CHARS;
    chars.truncate(MAX_QUERY_CHARS);
    let mut lexer = Lexer {
        chars: &chars,
        at: 0,
    };
    let mut tokens = Vec::new();
    let mut items = 0;
    while let Some(token) = lexer.next_token() {
        if matches!(token, Token::Item(_)) {
            items += 1;
        }
        if items > MAX_QUERY_TERMS || tokens.len() > 2 * MAX_QUERY_TERMS {
            truncated = true;
            break;
        }
        tokens.push(token);
    }
    (tokens, truncated)
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn next_token(&mut self) -> Option<Token> {
        while self.chars.get(self.at).is_some_and(|&c| is_space(c)) {
            self.at += 1;
        }
        let first = *self.chars.get(self.at)?;
        let negated = is_minus(first)
            && self
                .peek(1)
                .is_some_and(|next| !is_space(next) && !is_minus(next));
        if negated {
            self.at += 1;
        }
        let start = self.at;
        let field = self.field();
        let (value, quoted) = self.value();
        let typed: String = self.chars[start..self.at].iter().collect();
        if field.is_none() && !negated && !quoted && (typed == "OR" || typed == "ＯＲ") {
            return Some(Token::Or(typed));
        }
        Some(Token::Item(Item {
            negated,
            field,
            value,
            quoted,
            typed,
        }))
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// A field name with a colon and something behind it.
    fn field(&mut self) -> Option<Field> {
        let rest = &self.chars[self.at..];
        let colon = rest
            .iter()
            .position(|&c| c == ':' || c == '：' || is_space(c))?;
        let followed = rest.get(colon + 1).is_some_and(|&c| !is_space(c));
        if is_space(rest[colon]) || !followed {
            return None;
        }
        let name: String = rest[..colon].iter().collect();
        let field = Field::named(&name)?;
        self.at += colon + 1;
        Some(field)
    }

    /// A quoted text without its quotes, else everything up to white space or to the next quoted text.
    fn value(&mut self) -> (String, bool) {
        if let Some(end) = self.closing_quote(self.at) {
            let text = self.chars[self.at + 1..end].iter().collect();
            self.at = end + 1;
            return (text, true);
        }
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.peek(0) {
            if is_space(c) || (is_quote(c) && self.closing_quote(self.at).is_some()) {
                break;
            }
            self.at += 1;
        }
        (self.chars[start..self.at].iter().collect(), false)
    }

    /// Where the quoted text that opens at `open` closes, if it does and holds anything.
    fn closing_quote(&self, open: usize) -> Option<usize> {
        let opening = *self.chars.get(open)?;
        let inside = &self.chars[open + 1..];
        let length = if is_quote(opening) {
            inside.iter().position(|&c| is_quote(c))?
        } else if opening == '「' {
            let length = inside.iter().position(|&c| c == '」')?;
            let stands_alone = inside.get(length + 1).is_none_or(|&c| is_space(c));
            stands_alone.then_some(length)?
        } else {
            return None;
        };
        let blank = inside[..length].iter().all(|&c| is_space(c));
        (!blank).then_some(open + 1 + length)
    }
}

/// White space separates terms; so do control characters, which nobody types.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Input methods write the same key as any of these, and often the closing quote for both.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '‟')
}

/// ー is left out: it begins no operator, it lengthens a vowel.
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | '−')
}
