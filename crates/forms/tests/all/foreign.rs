//! Foreign bytes, by chance and as harmed samples: nothing falls over.

use proptest::prelude::*;

#[allow(unreachable_pub, reason = "shared with the fuzz targets")]
#[path = "../../../../fuzz/src/field_forms.rs"]
mod entries;

const FILLED: &str = "<data id=\"formulir\" version=\"\"><a>x</a><b>2</b><c>3</c><s>x y</s><r><d>2026-03-01</d></r>\
<meta><instanceID>uuid:1</instanceID></meta></data>";
const FORM: &str = "survey,type,name,label,relevant,calculation\n,select_one l,a,A,,\n,begin group,g,G,${a} = 'x',\n,integer,b,B ${a},,\n\
,end group,,,,\n,calculate,c,,,coalesce(${b}; 1) + 1\nchoices,list_name,name,label\n,l,x,X\n";
const RULE: &str = "if(selected(/data/a, 'x') and count(/data/r[d != '']) > 1, format-date(today(), '%Y'), regex(., '^[a-z]+$'))";

#[test]
fn samples_go_through() {
    for sample in [FILLED, FORM, RULE] {
        entries::field_forms(sample.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn chance_goes_through(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        entries::field_forms(&bytes);
    }

    #[test]
    fn harmed_samples_go_through(
        sample in prop::sample::select(vec![FILLED, FORM, RULE]),
        cut in any::<prop::sample::Index>(),
        change in any::<prop::sample::Index>(),
        new in prop::sample::select(vec!["<", ">", "&", "\"", "'", "(", ")", "[", "]", "${", "}", ",", "\n", "é", "<!DOCTYPE a>", "&a;"]),
    ) {
        let letters: Vec<char> = sample.chars().collect();
        let mut text: String = letters[..change.index(letters.len())].iter().collect();
        text.push_str(new);
        text.extend(&letters[change.index(letters.len())..]);
        entries::field_forms(text.as_bytes());
        entries::field_forms(&text.as_bytes()[..cut.index(text.len())]);
    }
}
