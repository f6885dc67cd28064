use formats::xml::{XmlLimits, parse};
use formats::xsd::{LoadProblem, Options, Schema, check, load};
use proptest::prelude::*;

fn schema(body: &str) -> Result<Schema, LoadProblem> {
    let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{body}</xs:schema>");
    load(text.as_bytes(), Options::default(), &mut |_| None)
}

fn reasons(schema: &Schema, xml: &str) -> Vec<String> {
    let root = parse(xml.as_bytes(), &XmlLimits::default()).unwrap();
    check(schema, &root).into_iter().map(|finding| format!("{} {}", finding.place, finding.reason)).collect()
}

fn fits(schema: &Schema, xml: &str) -> bool {
    reasons(schema, xml).is_empty()
}

/// An element `v` of a simple type.
fn simple(kind: &str) -> Schema {
    schema(&format!("<xs:element name='v'><xs:simpleType>{kind}</xs:simpleType></xs:element>")).unwrap()
}

fn value(schema: &Schema, text: &str) -> bool {
    fits(schema, &format!("<v>{text}</v>"))
}

#[test]
fn sequences_choices_and_occurrences() {
    let s = schema(
        "<xs:element name='r'><xs:complexType><xs:sequence>\
           <xs:element name='a' type='xs:int'/>\
           <xs:choice minOccurs='0' maxOccurs='2'><xs:element name='b'/><xs:sequence><xs:element name='c'/><xs:element name='d' minOccurs='0'/></xs:sequence></xs:choice>\
           <xs:element name='e' minOccurs='2' maxOccurs='unbounded'/>\
         </xs:sequence></xs:complexType></xs:element>",
    )
    .unwrap();
    for good in [
        "<a>1</a><e/><e/>",
        "<a>1</a><b/><e/><e/><e/>",
        "<a>1</a><c/><d/><c/><e/><e/>",
        "<a>1</a><b/><c/><e/><e/>",
    ] {
        assert!(fits(&s, &format!("<r>{good}</r>")), "{good}: {:?}", reasons(&s, &format!("<r>{good}</r>")));
    }
    for (bad, place) in [
        ("<e/><e/>", "/r/e[1]"),
        ("<a>1</a><e/>", "/r "),
        ("<a>1</a><b/><b/><b/><e/><e/>", "/r/b[3]"),
        ("<a>1</a><d/><e/><e/>", "/r/d"),
        ("<a>x</a><e/><e/>", "/r/a"),
        ("<a>1</a><e/><e/><z/>", "/r/z"),
        ("<a>1</a>teks<e/><e/>", "/r "),
    ] {
        let found = reasons(&s, &format!("<r>{bad}</r>"));
        assert!(found.iter().any(|reason| reason.starts_with(place)), "{bad}: {found:?}");
    }
}

#[test]
fn all_groups_wildcards_and_references() {
    let s = schema(
        "<xs:element name='g' type='xs:int'/>\
         <xs:group name='two'><xs:sequence><xs:element ref='g'/><xs:any namespace='##other' processContents='lax' minOccurs='0'/></xs:sequence></xs:group>\
         <xs:element name='r'><xs:complexType><xs:sequence><xs:group ref='two'/></xs:sequence></xs:complexType></xs:element>\
         <xs:element name='q'><xs:complexType><xs:all><xs:element name='a'/><xs:element name='b' minOccurs='0'/></xs:all></xs:complexType></xs:element>",
    )
    .unwrap();
    assert!(fits(&s, "<r><g>1</g></r>") && fits(&s, "<r><g>1</g><x xmlns='urn:x'/></r>"));
    assert!(!fits(&s, "<r><g>1</g><x/></r>") && !fits(&s, "<r/>"));
    assert!(fits(&s, "<q><b/><a/></q>") && fits(&s, "<q><a/></q>"));
    assert!(!fits(&s, "<q><b/></q>") && !fits(&s, "<q><a/><a/></q>"));
}

#[test]
fn attributes_extension_restriction_and_simple_content() {
    let s = schema(
        "<xs:attributeGroup name='ag'><xs:attribute name='n' type='xs:int' use='required'/></xs:attributeGroup>\
         <xs:complexType name='base'><xs:sequence><xs:element name='a'/></xs:sequence><xs:attributeGroup ref='ag'/></xs:complexType>\
         <xs:complexType name='more'><xs:complexContent><xs:extension base='base'><xs:sequence><xs:element name='b'/></xs:sequence><xs:attribute name='o' fixed='x'/></xs:extension></xs:complexContent></xs:complexType>\
         <xs:element name='r' type='base'/><xs:element name='m' type='more'/>\
         <xs:element name='s'><xs:complexType><xs:simpleContent><xs:extension base='xs:decimal'><xs:attribute name='u'/></xs:extension></xs:simpleContent></xs:complexType></xs:element>\
         <xs:element name='n' type='xs:int' nillable='true'/><xs:element name='d' type='xs:int' default='3'/><xs:element name='f' type='xs:string' fixed='x'/>",
    )
    .unwrap();
    assert!(
        fits(&s, "<r n='1'><a/></r>")
            && fits(&s, "<m n='1' o='x'><a/><b/></m>")
            && fits(&s, "<s u='k'>1.5</s>")
    );
    assert!(
        !fits(&s, "<r><a/></r>") && !fits(&s, "<r n='z'><a/></r>") && !fits(&s, "<r n='1' p='2'><a/></r>")
    );
    assert!(
        !fits(&s, "<m n='1'><b/><a/></m>")
            && !fits(&s, "<m n='1' o='y'><a/><b/></m>")
            && !fits(&s, "<s>k</s>")
    );
    assert!(
        fits(&s, "<d/>")
            && fits(&s, "<f/>")
            && fits(&s, "<f>x</f>")
            && !fits(&s, "<d> </d>")
            && !fits(&s, "<f>y</f>")
    );
    let typed = "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='more' n='1'><a/><b/></r>";
    assert!(
        fits(&s, typed)
            && !fits(&s, &typed.replace("'more'", "'none'"))
            && !fits(&s, &typed.replace("'more'", "'xs:int'"))
    );
    let nil = "<n xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'>1</n>";
    assert!(fits(&s, &nil.replace(">1<", "><")) && !fits(&s, nil));
}

#[test]
fn facets_judge_values() {
    let of = |base: &str, facets: &str| {
        simple(&format!("<xs:restriction base='xs:{base}'>{facets}</xs:restriction>"))
    };
    let cases: [(&str, &str, &[&str], &[&str]); 16] = [
        (
            "string",
            "<xs:enumeration value='a'/><xs:enumeration value='b c'/>",
            &["a", "b c"],
            &["c", "A", ""],
        ),
        (
            "string",
            "<xs:pattern value='[0-9]{2}'/><xs:pattern value='x+'/>",
            &["12", "xxx"],
            &["123", "1x", ""],
        ),
        ("string", "<xs:pattern value='[a-z-[aeiou]]+'/>", &["bcd"], &["bad"]),
        ("string", "<xs:pattern value='\\d+\\.\\d+'/>", &["1.2"], &["1x2"]),
        ("string", "<xs:pattern value='^a$'/>", &["^a$"], &["a"]),
        ("string", "<xs:minLength value='2'/><xs:maxLength value='3'/>", &["ab", "äbc"], &["a", "abcd"]),
        ("string", "<xs:length value='2'/>", &["ab"], &["abc"]),
        (
            "decimal",
            "<xs:minInclusive value='-1.5'/><xs:maxExclusive value='10'/>",
            &["-1.50", "9.99", "0"],
            &["-1.51", "10", "10.0"],
        ),
        (
            "decimal",
            "<xs:totalDigits value='4'/><xs:fractionDigits value='2'/>",
            &["12.34", "0012.30", "0.01"],
            &["123.45", "1.234"],
        ),
        ("int", "", &["-2147483648", "+7", " 7 "], &["2147483648", "1.0", "x", ""]),
        ("unsignedByte", "", &["255"], &["256", "-1"]),
        ("boolean", "", &["true", "0"], &["TRUE", "2"]),
        (
            "date",
            "<xs:minInclusive value='2000-01-01'/>",
            &["2024-02-29", "2000-01-01Z"],
            &["2023-02-29", "1999-12-31", "2024-1-1"],
        ),
        (
            "dateTime",
            "",
            &["2024-01-01T24:00:00", "2024-01-01T10:00:00.5+07:00"],
            &["2024-01-01", "2024-01-01T25:00:00", "2024-01-01T10:00:00+15:00"],
        ),
        ("base64Binary", "", &["QUJD", "QQ=="], &["QUJ", "Q===", "%%%%"]),
        ("duration", "", &["P1Y2M", "PT1.5S", "-P1D"], &["P", "PT", "1Y", "P1S"]),
    ];
    for (base, facets, good, bad) in cases {
        let schema = of(base, facets);
        for text in good {
            assert!(value(&schema, text), "{base} {facets} {text}");
        }
        for text in bad {
            assert!(!value(&schema, text), "{base} {facets} {text}");
        }
    }
    let list = simple("<xs:list itemType='xs:int'/>");
    assert!(value(&list, "1 2  3") && value(&list, "") && !value(&list, "1 x"));
    let union = simple("<xs:union memberTypes='xs:int xs:date'/>");
    assert!(value(&union, "5") && value(&union, "2024-01-01") && !value(&union, "x"));
    // A reason never repeats the value.
    let found = reasons(&of("string", "<xs:enumeration value='a'/>"), "<v>RAHASIA</v>");
    assert!(found.len() == 1 && !found[0].contains("RAHASIA"), "{found:?}");
}

#[test]
fn issued_patterns_with_anchors_can_be_read_as_meant() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='v'><xs:simpleType>\
                <xs:restriction base='xs:string'><xs:pattern value='^[0-9]+$'/></xs:restriction></xs:simpleType></xs:element></xs:schema>";
    let as_meant = load(text.as_bytes(), Options { anchored_patterns: true }, &mut |_| None).unwrap();
    let as_written = load(text.as_bytes(), Options::default(), &mut |_| None).unwrap();
    assert!(value(&as_meant, "12") && !value(&as_meant, "x"));
    assert!(!value(&as_written, "12"));
}

#[test]
fn what_is_not_judged_is_said_and_holes_are_refused() {
    let unjudged = schema("<xs:element name='a'><xs:complexType><xs:sequence/><xs:assert test='true()'/></xs:complexType></xs:element>").unwrap();
    assert_eq!(unjudged.unjudged(), ["line 1: xs:assert"]);
    // An import without a file is harmless as long as nothing of it is used.
    assert!(schema("<xs:import namespace='urn:x'/>").unwrap().unjudged().is_empty());
    assert_eq!(
        schema("<xs:element name='a'><xs:unique name='u'/></xs:element>").unwrap().unjudged().len(),
        1
    );
    for hole in [
        "<xs:element name='a' type='nowhere'/>",
        "<xs:element name='a' type='xs:NOTATION'/>",
        "<xs:element name='a'/><xs:element name='a'/>",
        "<xs:group name='g'><xs:sequence><xs:group ref='g'/></xs:sequence></xs:group>",
        "<xs:simpleType name='t'><xs:restriction base='t'/></xs:simpleType>",
        "<xs:simpleType name='t'><xs:restriction base='xs:string'><xs:pattern value='['/></xs:restriction></xs:simpleType>",
        "<xs:simpleType name='t'><xs:restriction base='xs:string'><xs:pattern value='\\p{IsGreek}'/></xs:restriction></xs:simpleType>",
        "<xs:include schemaLocation='fehlt.xsd'/>",
        "<xs:import namespace='urn:x'/><xs:element name='a' xmlns:x='urn:x' type='x:t'/>",
        "<xs:import namespace='urn:x' schemaLocation='fehlt.xsd'/>",
        "<xs:import schemaLocation='fehlt.xsd'/>",
    ] {
        assert!(schema(hole).is_err(), "{hole}");
    }
    assert!(matches!(load(b"<a/>", Options::default(), &mut |_| None), Err(LoadProblem::NotASchema)));
}

#[test]
fn a_target_namespace_reaches_what_is_included() {
    let main = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t' elementFormDefault='qualified'>\
                <xs:include schemaLocation='lain.xsd'/><xs:element name='r'><xs:complexType><xs:sequence><xs:element name='a' type='xs:int'/><xs:element ref='t:b'/></xs:sequence></xs:complexType></xs:element></xs:schema>";
    let other = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:simpleType name='day'><xs:restriction base='xs:date'/></xs:simpleType><xs:element name='b' type='day'/></xs:schema>";
    let schema = load(main.as_bytes(), Options::default(), &mut |name| {
        (name == "lain.xsd").then(|| other.as_bytes().to_vec())
    })
    .unwrap();
    assert!(fits(&schema, "<r xmlns='urn:t'><a>1</a><b>2024-01-01</b></r>"));
    assert!(!fits(&schema, "<r xmlns='urn:t'><a xmlns=''>1</a><b>2024-01-01</b></r>"));
    assert!(!fits(&schema, "<r><a>1</a><b>2024-01-01</b></r>"));
}

/// A schema in several documents by their places.
fn several(main: &str, others: &[(&str, &str)]) -> Result<Schema, LoadProblem> {
    let whole =
        |body: &str| format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' {body}</xs:schema>");
    load(whole(main).as_bytes(), Options::default(), &mut |place| {
        others.iter().find(|(name, _)| *name == place).map(|(_, body)| whole(body).into_bytes())
    })
}

#[test]
fn a_schema_in_several_files_is_one_schema() {
    let main = "xmlns='urn:a' xmlns:b='urn:b' targetNamespace='urn:a' elementFormDefault='qualified'>\
                <xs:include schemaLocation='bagian/satu.xsd'/><xs:import namespace='urn:b' schemaLocation='./lain/b.xsd'/>\
                <xs:element name='r'><xs:complexType><xs:sequence><xs:element ref='b:x'/><xs:element name='y' type='both'/></xs:sequence></xs:complexType></xs:element>";
    let others = [
        // It goes up to a neighbour, and the neighbour includes the first again: no document is read twice.
        (
            "bagian/satu.xsd",
            "xmlns='urn:a' targetNamespace='urn:a'><xs:include schemaLocation='../umum.xsd'/><xs:include schemaLocation='satu.xsd'/><xs:complexType name='both'><xs:sequence><xs:element name='d' type='day' form='qualified'/></xs:sequence></xs:complexType>",
        ),
        (
            "lain/b.xsd",
            "xmlns='urn:b' targetNamespace='urn:b' elementFormDefault='qualified'><xs:include schemaLocation='../umum.xsd'/><xs:element name='x' type='day'/>",
        ),
        // Without a namespace it belongs to both.
        ("umum.xsd", "><xs:simpleType name='day'><xs:restriction base='xs:date'/></xs:simpleType>"),
    ];
    let s = several(main, &others).unwrap();
    assert!(s.unjudged().is_empty());
    let good = "<r xmlns='urn:a'><x xmlns='urn:b'>2024-01-01</x><y><d>2024-01-02</d></y></r>";
    assert!(fits(&s, good), "{:?}", reasons(&s, good));
    assert!(
        !fits(&s, &good.replace("2024-01-01", "kemarin")) && !fits(&s, &good.replace("2024-01-02", "besok"))
    );
    assert!(!fits(&s, &good.replace("urn:b", "urn:a")));
}

#[test]
fn only_neighbours_are_read() {
    for location in [
        "https://contoh.invalid/a.xsd",
        "//contoh.invalid/a.xsd",
        "/etc/a.xsd",
        "../a.xsd",
        "a/../../b.xsd",
        "file:a.xsd",
        "c:\\a.xsd",
        "",
    ] {
        let mut asked = Vec::new();
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='{location}'/></xs:schema>"
        );
        let found = load(text.as_bytes(), Options::default(), &mut |place| {
            asked.push(place.to_owned());
            None
        });
        assert_eq!(found.err(), Some(LoadProblem::Missing { location: location.to_owned() }));
        assert_eq!(asked, [""; 0], "nobody is asked for {location}");
    }
    let foreign = "targetNamespace='urn:a'><xs:import namespace='urn:b' schemaLocation='b.xsd'/>";
    assert!(several(foreign, &[("b.xsd", "targetNamespace='urn:c'>")]).is_err(), "not what was asked for");
    assert!(
        several(
            "targetNamespace='urn:a'><xs:include schemaLocation='b.xsd'/>",
            &[("b.xsd", "targetNamespace='urn:c'>")]
        )
        .is_err()
    );
    assert!(
        several(
            "targetNamespace='urn:a'><xs:import namespace='urn:a' schemaLocation='b.xsd'/>",
            &[("b.xsd", "targetNamespace='urn:a'>")]
        )
        .is_err()
    );
}

#[test]
fn many_children_of_an_ambiguous_model_take_no_time() {
    let s = schema(
        "<xs:element name='r'><xs:complexType><xs:sequence maxOccurs='unbounded'><xs:element name='a' minOccurs='0' maxOccurs='unbounded'/>\
         <xs:element name='a' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>",
    )
    .unwrap();
    let xml = format!("<r>{}</r>", "<a/>".repeat(20_000));
    assert!(fits(&s, &xml));
    assert!(!fits(&s, &xml.replace("</r>", "<b/></r>")));
}

proptest! {
    /// Models of two letters against what the regular expression of the same words says.
    #[test]
    fn models_agree_with_regular_expressions(
        parts in prop::collection::vec((0usize..3, 0u32..3, 0u32..4), 1..5), choice in any::<bool>(), word in "[abc]{0,7}",
    ) {
        let names = ["a", "b", "c"];
        let (mut model, mut pattern) = (String::new(), Vec::new());
        for (which, least, more) in &parts {
            let most = if *more == 3 { "unbounded".to_owned() } else { (least + more).to_string() };
            model += &format!("<xs:element name='{}' minOccurs='{least}' maxOccurs='{most}'/>", names[*which]);
            let upper = if *more == 3 { String::new() } else { (least + more).to_string() };
            pattern.push(format!("(?:{}{{{least},{upper}}})", names[*which]));
        }
        let (kind, joint) = if choice { ("choice", "|") } else { ("sequence", "") };
        let s = schema(&format!("<xs:element name='r'><xs:complexType><xs:{kind}>{model}</xs:{kind}></xs:complexType></xs:element>")).unwrap();
        let expected = regex::Regex::new(&format!("^(?:{})$", pattern.join(joint))).unwrap().is_match(&word);
        let children: String = word.chars().map(|c| format!("<{c}/>")).collect();
        prop_assert_eq!(fits(&s, &format!("<r>{children}</r>")), expected);
    }

    #[test]
    fn decimals_compare_as_numbers(a in -99_999i64..99_999, b in -99_999i64..99_999, scale in 0usize..4) {
        let written = |n: i64| {
            let digits = format!("{:0>6}", n.abs());
            let (whole, fraction) = digits.split_at(6 - scale);
            format!("{}{whole}.{fraction}0", if n < 0 { "-" } else { "" })
        };
        let s = simple(&format!("<xs:restriction base='xs:decimal'><xs:minInclusive value='{}'/></xs:restriction>", written(b)));
        prop_assert_eq!(value(&s, &written(a)), a >= b);
    }
}
