//! Texts as Meilisearch keeps them unharmed. It folds and cuts values in its own way (lower case, decomposition, 468 bytes);
//! what is written in `a` to `z`, digits and a few signs stays what it is, so that two values are one only where giji says so.

use sha2::{Digest, Sha256};

use crate::search::tantivy::units::UnitText;

/// Ends the code of a unit or of a character.
const END: char = '.';
/// The longest code of one unit; a longer one is told by its digest.
const LONGEST_UNIT: usize = 60;
/// The longest code of a value; a longer one is told by its digest.
const LONGEST_VALUE: usize = 400;
/// The most characters of a label that a facet shows.
const LABEL_CHARS: usize = 75;

/// The code of `length` units from `start`. A code is the beginning of another one exactly where its units are.
pub(super) fn run(units: &UnitText, start: usize, length: usize) -> String {
    (start..start + length)
        .map(|at| unit(units.unit(at)))
        .collect()
}

fn unit(unit: &str) -> String {
    let mut code = String::new();
    if unit.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        code.push('_');
        code += &unit.to_ascii_lowercase();
    } else {
        for c in unit.chars() {
            push_letters(&mut code, c);
            code.push('-');
        }
        code.pop();
    }
    shortened(code, LONGEST_UNIT) + &END.to_string()
}

/// The code of a value that is compared whole and never shown.
pub(super) fn value(text: &str) -> String {
    shortened(letters(text), LONGEST_VALUE)
}

/// The code of a value that a facet shows: its beginning, if it is longer than any label should be.
pub(super) fn label(text: &str) -> String {
    letters(&text.chars().take(LABEL_CHARS).collect::<String>())
}

/// The text that a code of [`label`], or a short one of [`value`], was made of.
pub(super) fn decode(code: &str) -> Option<String> {
    let characters = code.split_terminator(END).map(|letters| {
        let mut number = 0u32;
        for byte in letters.bytes() {
            let digit = byte.checked_sub(b'a').filter(|digit| *digit < 16)?;
            number = number.checked_mul(16)?.checked_add(u32::from(digit))?;
        }
        char::from_u32(number)
    });
    characters.collect()
}

fn letters(text: &str) -> String {
    let mut code = String::new();
    for c in text.chars() {
        push_letters(&mut code, c);
        code.push(END);
    }
    code
}

/// The number of a character in base 16, with letters for digits.
fn push_letters(code: &mut String, c: char) {
    let number = u32::from(c);
    let digits = (32 - number.leading_zeros()).div_ceil(4).max(1);
    for place in (0..digits).rev() {
        let digit = (number >> (4 * place)) & 15;
        code.push(char::from(b'a' + u8::try_from(digit).unwrap_or(0)));
    }
}

fn shortened(code: String, longest: usize) -> String {
    if code.len() <= longest {
        return code;
    }
    format!("~{}", hex::encode(Sha256::digest(code.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_it_was() {
        for text in ["", "山本委員", "ｶﾞ Ａ\0", "𠮷田"] {
            assert_eq!(decode(&label(text)).as_deref(), Some(text));
        }
        assert_ne!(value("ﾔﾏﾓﾄ"), value("ヤマモト"), "widths are not one value");
        assert!(value(&"山".repeat(1000)).len() < 100);
        assert!(label(&"𠮷".repeat(1000)).len() < 468);
    }

    #[test]
    fn a_run_begins_another_one_only_where_its_units_do() {
        let code = |text: &str| {
            let units = UnitText::of(text);
            run(&units, 0, units.len())
        };
        assert!(code("研修の").starts_with(&code("研修")));
        assert!(!code("135単位").starts_with(&code("13")));
        assert!(!code("abc").starts_with(&code("ab")));
        assert_ne!(code("fmap"), code("小"), "a word is not taken for a code");
    }
}
