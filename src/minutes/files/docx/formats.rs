//! A number in the formats that Word numbers paragraphs in (ISO/IEC 29500-1, 17.18.59, ST_NumberFormat).

/// `number` in the format with this name; formats that are in no Japanese document are taken for decimal.
pub(super) fn number(format: &str, number: u32) -> String {
    let counted = |row: &str| nth(row, number);
    match format {
        "none" => String::new(),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalZero" => format!("{number:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number),
        "decimalEnclosedParen" => in_block(number, '⑴').unwrap_or_else(|| format!("({number})")),
        "decimalEnclosedFullstop" => in_block(number, '⒈').unwrap_or_else(|| format!("{number}.")),
        "numberInDash" => format!("- {number} -"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "aiueoFullWidth" => counted(AIUEO),
        "aiueo" => counted("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
        "irohaFullWidth" => counted(IROHA),
        "iroha" => counted("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
        "japaneseCounting" | "ideographLegalTraditional" | "chineseCounting" => kanji(number),
        "japaneseDigitalTenThousand" | "ideographDigital" | "taiwaneseDigital" => digits(number),
        "japaneseLegal" => legal(number),
        "ideographTraditional" => counted("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => counted("子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => counted("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        _ => number.to_string(),
    }
}

const AIUEO: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";

/// The character of `row` for `number`, from 1; the row begins again at its end.
fn nth(row: &str, number: u32) -> String {
    let length = row.chars().count().max(1);
    let at = usize::try_from(number.max(1) - 1).unwrap_or_default() % length;
    row.chars().nth(at).into_iter().collect()
}

fn full_width(number: u32) -> String {
    let widened = number.to_string();
    widened
        .chars()
        .filter_map(|digit| char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')))
        .collect()
}

/// ① to ⑳, ㉑ to ㊿; beyond that Word prints the digits.
fn enclosed(number: u32) -> String {
    let c = match number {
        1..=20 => char::from_u32(u32::from('①') + number - 1),
        21..=35 => char::from_u32(u32::from('㉑') + number - 21),
        36..=50 => char::from_u32(u32::from('㊱') + number - 36),
        _ => None,
    };
    c.map_or_else(|| number.to_string(), String::from)
}

/// The character for `number` in a block of twenty that begins with `first`.
fn in_block(number: u32, first: char) -> Option<String> {
    let c = (1..=20)
        .contains(&number)
        .then(|| char::from_u32(u32::from(first) + number - 1))??;
    Some(c.to_string())
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 9999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text += sign;
            rest -= value;
        }
    }
    text
}

/// A to Z, AA, BB to ZZ, AAA: Word repeats the letter.
fn letters(number: u32, first: u8) -> String {
    let at = number.max(1) - 1;
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or_default());
    let times = usize::try_from(at / 26).unwrap_or_default() + 1;
    std::iter::repeat_n(letter, times.min(100)).collect()
}

fn digits(number: u32) -> String {
    let row: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let digit = |c: char| row[usize::try_from(c.to_digit(10).unwrap_or_default()).unwrap_or(0)];
    number.to_string().chars().map(digit).collect()
}

fn kanji(number: u32) -> String {
    in_units(number, &["", "十", "百", "千"], "一二三四五六七八九", false)
}

fn legal(number: u32) -> String {
    in_units(number, &["", "拾", "百", "阡"], "壱弐参四伍六七八九", true)
}

/// A number below ten thousand with units; `one` says whether a unit has its one before it.
fn in_units(number: u32, units: &[&str; 4], row: &str, one: bool) -> String {
    if number == 0 {
        return "〇".to_owned();
    }
    if number > 9999 {
        return number.to_string();
    }
    let printed = number.to_string();
    let mut text = String::new();
    for (place, c) in printed.chars().enumerate() {
        let unit = units[printed.len() - 1 - place];
        let digit = usize::try_from(c.to_digit(10).unwrap_or_default()).unwrap_or_default();
        if digit == 0 {
            continue;
        }
        if digit > 1 || unit.is_empty() || one {
            text.extend(row.chars().nth(digit - 1));
        }
        text += unit;
    }
    text
}

/// A number as a reference to a note is printed.
pub(super) fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = |c: char| DIGITS[usize::try_from(c.to_digit(10).unwrap_or(0)).unwrap_or(0)];
    number.to_string().chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_word_prints_them() {
        for (format, value, printed) in [
            ("decimal", 12, "12"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("upperRoman", 14, "XIV"),
            ("lowerLetter", 28, "bb"),
            ("aiueoFullWidth", 2, "イ"),
            ("irohaFullWidth", 2, "ロ"),
            ("japaneseCounting", 10, "十"),
            ("japaneseCounting", 21, "二十一"),
            ("japaneseCounting", 105, "百五"),
            ("japaneseDigitalTenThousand", 10, "一〇"),
            ("japaneseLegal", 11, "壱拾壱"),
            ("ideographTraditional", 3, "丙"),
            ("none", 3, ""),
            ("decimal", 0, "0"),
            ("upperRoman", u32::MAX, "4294967295"),
        ] {
            assert_eq!(number(format, value), printed, "{format} {value}");
        }
    }
}
