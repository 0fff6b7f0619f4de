//! Characters of the symbol fonts, which Word keeps at U+F000 and on, as the characters that they show.

/// The character that `c` shows; what is in no symbol font, or is none that minutes use, stays as it is.
pub(super) fn shown(font: &str, c: char) -> char {
    let code = match u32::from(c) {
        code @ 0xf000..=0xf0ff => code - 0xf000,
        code => code,
    };
    let found = if font.starts_with("Wingdings") {
        wingding(code)
    } else if font == "Symbol" {
        symbol(code)
    } else {
        None
    };
    found.unwrap_or(c)
}

/// The same for the mark of a list, whose font is left out of account: the two fonts hardly overlap in bullets.
pub(super) fn bullet(c: char) -> char {
    match u32::from(c) {
        code @ 0xf000..=0xf0ff => {
            let code = code - 0xf000;
            symbol(code).or_else(|| wingding(code)).unwrap_or('•')
        }
        _ => c,
    }
}

fn symbol(code: u32) -> Option<char> {
    Some(match code {
        0xb7 => '•',
        0xae => '→',
        0xac => '←',
        0xad => '↑',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb4 => '×',
        0xb8 => '÷',
        0xa3 => '≦',
        0xb3 => '≧',
        0xb9 => '≠',
        _ => return None,
    })
}

fn wingding(code: u32) -> Option<char> {
    Some(match code {
        0x6c => '●',
        0x6d => '○',
        0x6e => '■',
        0x6f | 0x71 | 0x72 | 0xa8 => '□',
        0x75 => '◆',
        0x76 => '❖',
        0x77 => '◆',
        0x9e | 0x9f => '•',
        0xa1 => '○',
        0xa4 => '◎',
        0xa7 => '▪',
        0xd8 => '➢',
        0xe0 => '→',
        0xdf => '←',
        0xe1 => '↑',
        0xe2 => '↓',
        0xe8 => '➔',
        0xf0 => '⇒',
        0xfc => '✓',
        0xfe => '☑',
        0xfb => '✗',
        _ => return None,
    })
}
