//! Files put together by hand, and hostile ones.

use super::super::{DecodeError, Unreadable, decode};

/// A PDF of these objects, numbered from 1; the first is the catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    bytes.extend(end.bytes());
    bytes
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dict}/Length {}>>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// One page that draws `content` with a font that is not in the file, with this encoding.
fn page(encoding: &str, content: &str) -> Vec<u8> {
    let font = format!(
        "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light-{encoding}/Encoding/{encoding}/DescendantFonts[<</Type/Font\
         /Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>\
         /DW 1000>>]>>"
    );
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        stream("", content.as_bytes()),
        font.into_bytes(),
    ])
}

fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

#[test]
fn fonts_that_are_not_in_the_file_are_read_by_the_name_of_their_encoding() {
    let text = "議事①髙﨑委員";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cp932 = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    for (encoding, bytes) in [
        ("90ms-RKSJ-H", &cp932),
        ("90msp-RKSJ-H", &cp932),
        ("UniJIS-UTF16-H", &utf16),
        ("UniJIS-UCS2-H", &utf16),
        ("UniJIS2004-UTF16-H", &utf16),
    ] {
        let content = format!("BT /F1 10 Tf 50 800 Td <{}> Tj ET", hex(bytes));
        let document = decode(&page(encoding, &content)).unwrap();
        assert_eq!(document.text(), text, "{encoding}");
    }
    let content = "BT /F1 10 Tf 50 800 Td <0ee3> Tj ET";
    assert_eq!(
        decode(&page("Identity-H", content))
            .unwrap()
            .text()
            .chars()
            .count(),
        1
    );
}

#[test]
fn what_stands_side_by_side_is_one_line_and_gaps_are_spaces() {
    let show = |x: i32, y: i32, text: &str| {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        format!("BT /F1 10 Tf {x} {y} Td <{}> Tj ET\n", hex(&utf16))
    };
    // Drawn from the bottom up, as some programs do.
    let content = [
        show(290, 40, "－１－"),
        show(60, 740, "・緑地を増やす。"),
        show(50, 770, "会長"),
        show(100, 770, "青木花子"),
        show(50, 785, "出席者"),
        show(50, 755, "議事"),
    ];
    let document = decode(&page("UniJIS-UTF16-H", &content.concat())).unwrap();
    assert_eq!(
        document.lines().collect::<Vec<_>>(),
        [
            "出席者",
            "会長　　　青木花子",
            "議事",
            "　・緑地を増やす。",
            "",
            &format!("{}－１－", "　".repeat(24)),
        ]
    );
}

#[test]
fn what_is_no_readable_pdf_says_why() {
    let scanned = page("UniJIS-UTF16-H", "q 100 0 0 100 0 0 cm /Im1 Do Q");
    let unmapped = {
        let font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2\
            /BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>";
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
            stream("", b"BT /F1 10 Tf 50 800 Td <0001000200030004> Tj ET"),
            font.to_vec(),
        ])
    };
    for (bytes, kind) in [
        (scanned, Unreadable::ScannedPdf),
        (unmapped, Unreadable::UnmappedPdf),
        (b"%PDF-1.7\nnothing".to_vec(), Unreadable::DamagedPdf),
        (
            b"%PDF-1.7\n<</Encrypt 5 0 R>>".to_vec(),
            Unreadable::EncryptedPdf,
        ),
    ] {
        assert_eq!(
            decode(&bytes),
            Err(DecodeError::Unreadable(kind)),
            "{kind:?}"
        );
    }
}

/// A page with drawings in drawings, each drawing the next one several times.
fn ladder(steps: usize, times: usize) -> Vec<u8> {
    let next = |at: usize| format!("/Resources<</XObject<</X {} 0 R>>>>", at + 1);
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{}>>",
            next(4)
        )
        .into_bytes(),
        stream("", b"/X Do"),
    ];
    for at in 5..5 + steps {
        let dict = format!("/Type/XObject/Subtype/Form{}", next(at));
        objects.push(stream(&dict, "/X Do ".repeat(times).as_bytes()));
    }
    pdf(&objects)
}

fn with_content(content: Vec<u8>) -> Vec<u8> {
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".to_vec(),
        content,
        stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do"),
    ])
}

#[test]
fn a_pdf_that_unpacks_or_draws_too_much_is_refused() {
    let bomb = deflated(&vec![b' '; 260 * 1024 * 1024]);
    let twice = deflated(&bomb);
    let packed = "/Filter/FlateDecode";
    for (name, bytes) in [
        ("deflated", with_content(stream(packed, &bomb))),
        (
            "named otherwise",
            with_content(stream("/Filter/Flate#44ecode", &bomb)),
        ),
        (
            "deflated twice",
            with_content(stream("/Filter[/FlateDecode/FlateDecode]", &twice)),
        ),
        ("drawings in drawings", ladder(30, 2)),
        ("many drawings in drawings", ladder(15, 10)),
        (
            "operators",
            with_content(stream(packed, &deflated(&b"q Q ".repeat(16_000_000)))),
        ),
        (
            "pages",
            pdf(&[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                format!("<</Type/Pages/Kids[{}]>>", "<<>>".repeat(1_000_000)).into_bytes(),
            ]),
        ),
        (
            "some pages",
            pdf(&[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                format!("<</Type/Pages/Kids[{}]>>", "<<>>".repeat(20_000)).into_bytes(),
            ]),
        ),
    ] {
        assert_eq!(decode(&bytes), Err(DecodeError::TooMuch), "{name}");
    }
}

#[test]
fn nothing_that_nests_deep_or_goes_in_circles_does_harm() {
    for content in [
        "[".repeat(1_000_000),
        "<<".repeat(300_000),
        "q ".repeat(1_000_000),
        "(".repeat(1_000_000),
    ] {
        let read = decode(&with_content(stream("", content.as_bytes())));
        assert!(read.is_err());
    }
    let circle = pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>".to_vec(),
    ]);
    assert!(decode(&circle).is_err());
}
