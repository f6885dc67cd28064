use formats::xml::{Writer, XmlLimits, parse};
use proptest::prelude::*;

fn reason(text: &str) -> &'static str {
    parse(text.as_bytes(), &XmlLimits::default()).expect_err("refused").reason
}

#[test]
fn what_is_not_plain_xml_is_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    assert!(reason(bomb).contains("document type"));
    assert!(reason("<a>&b;</a>").contains("entity"));
    assert!(reason("<a>&#0;</a>").contains("entity"));
    assert!(reason("<?xml-stylesheet href='x'?><a/>").contains("processing instruction"));
    assert!(reason("<?xml version='1.0' encoding='utf-16'?><a/>").contains("encoding"));
    assert!(reason("<a></b>").contains("well-formed"));
    assert!(reason("<a>").contains("before its elements"));
    assert!(reason("<a/><b/>").contains("second root"));
    assert!(reason("<a/>x").contains("outside"));
    assert!(reason("<p:a/>").contains("prefix"));
    assert!(reason("<a b='1' b='2'/>").contains("attribute"));
    assert!(reason("").contains("before its elements"));
    assert_eq!(parse(b"<a>\xff</a>", &XmlLimits::default()).unwrap_err().line, 1);
}

#[test]
fn limits_hold() {
    let limits = XmlLimits { bytes: 2_000, depth: 3, elements: 5, attributes: 2, text: 10 };
    let refused = |text: &str| parse(text.as_bytes(), &limits).is_err();
    assert!(refused("<a><b><c><d/></c></b></a>") || parse(b"<a><b><c><d/></c></b></a>", &limits).is_ok());
    assert!(refused("<a><b><c><d><e/></d></c></b></a>"));
    assert!(refused("<a><b/><b/><b/><b/><b/></a>"));
    assert!(refused("<a b='1' c='2' d='3'/>"));
    assert!(refused("<a>12345678901</a>"));
    assert!(refused("<a>123456<b/>78901</a>"));
    assert!(refused(&"<a/>".repeat(600)));
}

#[test]
fn names_lines_and_references_are_read() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"urn:x\" xmlns:y=\"urn:y\">\n  <y:b c=\"1 &lt; 2\"/>\n  A &amp; &#66;<![CDATA[<c>]]>\n</a>";
    let root = parse(text.as_bytes(), &XmlLimits::default()).unwrap();
    assert!(root.name.is("urn:x", "a"));
    let child = root.child("b").unwrap();
    assert!(child.name.is("urn:y", "b"));
    assert_eq!((child.line, child.attribute("c")), (3, Some("1 < 2")));
    assert_eq!(root.text.trim(), "A & B<c>");
    assert!(child.name_in_value("y:d").unwrap().is("urn:y", "d"));
    assert!(child.name_in_value("z:d").is_none());
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(texts in prop::collection::vec("[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u{fffe}\u{ffff}]{0,30}", 1..6)) {
        let mut out = Writer::new();
        out.open("a", &[]);
        texts.iter().for_each(|text| out.text_with("b", &[("c", "d<&>\"")], text));
        let root = parse(out.finish().as_bytes(), &XmlLimits::default()).unwrap();
        let read: Vec<&str> = root.named("b").map(|b| b.text.as_str()).collect();
        prop_assert_eq!(read, texts.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert!(root.named("b").all(|b| b.attribute("c") == Some("d<&>\"")));
    }
}
