//! Where the label at the start of a line may end, and what sets it off from the words behind it.

use super::super::labels::is_rule;
use super::super::wording::leading_bracket;
use super::Form;
use super::label::LONGEST_LABEL;

/// Where a label at the start of `content` may end, and what sets it off there.
pub(super) fn of(content: &str) -> Vec<(usize, Form)> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    for (count, (at, c)) in content.char_indices().enumerate() {
        if count > LONGEST_LABEL {
            return ends;
        }
        match c {
            '（' | '(' | '〔' | '［' => depth += 1,
            // 青木委員）始めます。
            '）' | ')' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '）' | ')' | '〕' | '］' => {
                depth = depth.saturating_sub(1);
                let end = at + c.len_utf8();
                let next = content[end..].chars().next();
                if depth == 0 && next.is_some_and(|c| !is_separator(c)) {
                    ends.push((end, Form::Spaced));
                }
            }
            ':' | '：' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '\t' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            c if is_rule(c) && depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            // 委員・・・視察に行った
            '…' | '‥' if depth == 0 && at > 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '・' if depth == 0 && at > 0 && content[at..].starts_with("・・") => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '「' if depth == 0 => {
                ends.push((at, Form::Spaced));
                return ends;
            }
            '。' | '、' | '，' | '」' | '？' | '！' => return ends,
            c if c.is_whitespace() && depth == 0 => ends.push((at, Form::Spaced)),
            _ => {}
        }
    }
    ends.push((content.len(), Form::Alone));
    ends
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_rule(c) || matches!(c, ':' | '：' | '）' | ')')
}

/// `rest` without the dots that set a label off; a single middle dot is a bullet of what follows.
fn without_dots(rest: &str) -> &str {
    let dots = rest.trim_start_matches(['・', '…', '‥']);
    if rest.starts_with(['…', '‥']) || rest.starts_with("・・") {
        dots
    } else {
        rest
    }
}

/// What follows a label, without what sets it off.
pub(super) fn after_label(rest: &str) -> &str {
    let rest = without_dots(rest.trim_start_matches(is_separator)).trim_start_matches(is_separator);
    // 〔登壇〕: where somebody speaks from.
    match leading_bracket(rest) {
        Some((inner, after)) if rest.starts_with('〔') && inner.ends_with("登壇") => after,
        _ => rest,
    }
}
