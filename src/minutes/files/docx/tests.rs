//! Documents put together by hand, each with one thing that Word writes.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::super::{DecodeError, Unreadable, decode};

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"m\" \
    xmlns:wps=\"s\" xmlns:v=\"v\"";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="1" Type="t/officeDocument" Target="word/document.xml"/></Relationships>"#;
const MAIN_RELATIONS: &str = r#"<Relationships>
    <Relationship Id="1" Type="t/numbering" Target="numbering.xml"/>
    <Relationship Id="2" Type="t/styles" Target="styles.xml"/>
    <Relationship Id="3" Type="t/footnotes" Target="footnotes.xml"/>
    <Relationship Id="4" Type="t/header" Target="header1.xml"/></Relationships>"#;

fn document(body: &str) -> String {
    format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
}

fn text_with(body: &str, parts: &[(&str, &str)]) -> Result<String, DecodeError> {
    let body = document(body);
    let mut all = vec![
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", body.as_str()),
        ("word/_rels/document.xml.rels", MAIN_RELATIONS),
    ];
    all.extend(parts);
    decode(&archive(&all)).map(|document| document.text().to_owned())
}

fn text(body: &str) -> String {
    text_with(body, &[]).unwrap()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn a_paragraph_is_a_line_and_so_is_what_follows_a_break() {
    let body = [
        "<w:p><w:r><w:t xml:space=\"preserve\">一　</w:t></w:r><w:r><w:tab/><w:t>行&amp;目</w:t></w:r></w:p>",
        "<w:p/>",
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>二</w:t><w:br/><w:t>三</w:t><w:cr/><w:t>四</w:t></w:r></w:p>",
    ];
    assert_eq!(text(&body.concat()), "一　\t行&目\n\n二\n三\n四");
}

#[test]
fn deleted_and_hidden_text_is_left_out_and_inserted_text_stays() {
    let body = [
        "<w:p><w:del><w:r><w:delText>旧</w:delText><w:tab/></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>",
        "<w:moveFrom><w:r><w:t>元</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>先</w:t></w:r></w:moveTo>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>表</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>前半、</w:t></w:r></w:p>",
        &paragraph("後半"),
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>消えた行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ];
    assert_eq!(text(&body.concat()), "新先表\n前半、後半");
}

#[test]
fn fields_ruby_links_and_controls_give_what_is_printed() {
    let body = [
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>あおき</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>青木</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "<w:hyperlink><w:r><w:t>委員</w:t></w:r></w:hyperlink>",
        "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:r><w:t>です</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F06C\"/><w:noBreakHyphen/></w:r></w:p>",
    ];
    assert_eq!(text(&body.concat()), "3青木委員です●-");
}

#[test]
fn a_row_of_a_table_is_a_line_and_a_cell_of_several_lines_loses_none() {
    let cell = |paragraphs: &[&str]| {
        let inner: String = paragraphs.iter().map(|text| paragraph(text)).collect();
        format!("<w:tc><w:tcPr/>{inner}</w:tc>")
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let nested = format!(
        "<w:tc><w:tbl>{}</w:tbl><w:p/></w:tc>",
        row(&[cell(&["甲"]), cell(&["乙"])])
    );
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[cell(&["日時"]), cell(&["令和４年６月１日"])]),
        row(&[
            cell(&["出席者"]),
            cell(&["青木委員", "井上委員"]),
            cell(&["", "江藤委員"])
        ]),
        row(&[cell(&["表"]), nested]),
    );
    assert_eq!(
        text(&body),
        "日時\t令和４年６月１日\n出席者\t青木委員\n\t井上委員\t江藤委員\n表\t甲\t乙"
    );
}

#[test]
fn a_text_box_is_kept_once_and_after_its_paragraph() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("資料１"));
    let body = format!(
        "<w:p><w:r><w:t>本文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{inside}\
         </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>の続き</w:t></w:r></w:p>{}",
        paragraph("次")
    );
    assert_eq!(text(&body), "本文の続き\n資料１\n次");
}

#[test]
fn pages_begin_where_word_broke_them_or_else_where_a_break_was_set() {
    let rendered = [
        "<w:p><w:r><w:t>一頁</w:t></w:r><w:r><w:br w:type=\"page\"/></w:r></w:p>",
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>二頁の段落で</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>次へ続く</w:t></w:r></w:p>",
        &paragraph("三頁"),
    ];
    assert_eq!(
        text(&rendered.concat()),
        "一頁\n\n\u{c}二頁の段落で次へ続く\n\u{c}三頁"
    );
    let set = [
        "<w:p><w:r><w:t>一頁</w:t></w:r><w:r><w:br w:type=\"page\"/></w:r></w:p>",
        "<w:p><w:r><w:t>二頁</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>三頁</w:t></w:r></w:p>",
    ];
    assert_eq!(text(&set.concat()), "一頁\n\n\u{c}二頁\n\u{c}三頁");
}

#[test]
fn notes_stand_at_the_end_with_the_number_of_their_reference() {
    let notes = format!(
        "<w:footnotes {NAMESPACES}><w:footnote w:type=\"separator\" w:id=\"-1\">{}</w:footnote>\
         <w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph("線"),
        paragraph("昨年度の数字")
    );
    let body = "<w:p><w:r><w:t>利用者は</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>多い。</w:t></w:r></w:p>";
    let header = format!("<w:hdr {NAMESPACES}>{}</w:hdr>", paragraph("柱"));
    let read = text_with(
        body,
        &[
            ("word/footnotes.xml", &notes),
            ("word/header1.xml", &header),
        ],
    );
    assert_eq!(read.unwrap(), "利用者は¹多い。\n¹ 昨年度の数字");
}

const NUMBERING: &str = r#"<w:numbering>
    <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:pStyle w:val="Item"/><w:suff w:val="nothing"/><w:lvlText w:val="（%1）"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:suff w:val="space"/><w:lvlText w:val="%2"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%3."/><w:isLgl/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:suff w:val="nothing"/><w:lvlText w:val="・"/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
    </w:numbering>"#;
const STYLES: &str = r#"<w:styles>
    <w:style w:type="paragraph" w:default="1" w:styleId="a"/>
    <w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Item"/></w:style>
    <w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>"#;

#[test]
fn automatic_numbers_are_those_that_word_prints() {
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        numbered(1, 0, "議題"),
        numbered(2, 0, "意見"),
        numbered(1, 1, "甲"),
        numbered(1, 1, "乙"),
        numbered(1, 2, "詳細"),
        styled("Item", "次の議題"),
        numbered(1, 1, "丙"),
        numbered(2, 1, "印"),
        numbered(3, 0, "初めから"),
        styled("Sub", "続き"),
        numbered(0, 0, "番号なし"),
        styled("Loop", "輪"),
    ];
    let read = text_with(
        &body.concat(),
        &[
            ("word/numbering.xml", NUMBERING),
            ("word/styles.xml", STYLES),
        ],
    );
    let expected = [
        "（１）議題",
        "・意見",
        "① 甲",
        "② 乙",
        "1-1. 詳細",
        "（２）次の議題",
        "① 丙",
        "● 印",
        "（１）初めから",
        "（２）続き",
        "番号なし",
        "輪",
    ];
    assert_eq!(read.unwrap(), expected.join("\n"));
}

#[test]
fn an_archive_that_is_no_word_document_says_what_it_is() {
    let excel = RELATIONS.replace("word/document.xml", "xl/workbook.xml");
    for (parts, kind) in [
        (vec![("_rels/.rels", excel.as_str())], Unreadable::Excel),
        (
            vec![
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("content.xml", ""),
            ],
            Unreadable::OpenDocument,
        ),
        (vec![("minutes.txt", "議事要旨")], Unreadable::Zip),
        (
            vec![
                ("_rels/.rels", RELATIONS),
                ("word/document.xml", "<w:document><w:body>"),
            ],
            Unreadable::DamagedDocx,
        ),
        (vec![("_rels/.rels", RELATIONS)], Unreadable::DamagedDocx),
    ] {
        assert_eq!(decode(&archive(&parts)), Err(DecodeError::Unreadable(kind)));
    }
    let whole = archive(&[("word/document.xml", &document(&paragraph("議事")))]);
    assert_eq!(decode(&whole).unwrap().text(), "議事");
    let half = decode(&whole[..whole.len() / 2]);
    assert_eq!(half, Err(DecodeError::Unreadable(Unreadable::DamagedDocx)));
    let empty = decode(&archive(&[("word/document.xml", &document("<w:p/>"))]));
    assert_eq!(empty, Err(DecodeError::Empty));
}

#[test]
fn a_document_that_unpacks_to_too_much_is_refused() {
    let bomb = paragraph(&"あ".repeat(30 * 1024 * 1024));
    assert_eq!(text_with(&bomb, &[]), Err(DecodeError::TooMuch));
    let line = paragraph(&"あ".repeat(6 * 1024 * 1024));
    assert_eq!(text_with(&line, &[]), Err(DecodeError::TooMuch));
    let lines = "<w:p/>".repeat(super::super::MAX_LINES + 1) + &paragraph("終");
    assert_eq!(text_with(&lines, &[]), Err(DecodeError::TooMuch));
    let pages = "<w:r><w:lastRenderedPageBreak/></w:r>".repeat(super::super::MAX_LINES + 1);
    assert_eq!(
        text_with(&format!("<w:p>{pages}<w:r><w:t>終</w:t></w:r></w:p>"), &[]),
        Err(DecodeError::TooMuch)
    );
    let deep = "<w:tbl><w:tr><w:tc>".repeat(10_000);
    assert_eq!(text_with(&deep, &[]), Err(DecodeError::TooMuch));
    // Each short, and each with the long number of its list.
    let wide = NUMBERING.replace("（%1）", &"番".repeat(100_000));
    let items = numbered(1, 0, "項").repeat(1_000);
    assert_eq!(
        text_with(&items, &[("word/numbering.xml", &wide)]),
        Err(DecodeError::TooMuch)
    );
    let files: Vec<(String, &str)> = (0..10_001).map(|at| (format!("f{at}"), "")).collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    assert_eq!(decode(&archive(&files)), Err(DecodeError::TooMuch));
}
