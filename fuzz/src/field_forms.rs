//! What makers of forms and devices in the field send: a form, an expression, a filled form. Shared with the tests of `forms`.

use forms::sheets::Workbook;
use forms::submission::{Arrival, Tables, check, named_form};
use forms::xml::{XmlLimits, read};
use forms::xpath::{Bare, Budget, Context, Env, Forest, Moment, evaluate, parse};

const SURVEY: &[u8] = b"type,name,label,relevant,calculation,constraint\ntext,a,A,,,\ninteger,b,B,${a} != '',,. > 0\n\
calculate,c,,,${b} + 1,\nselect_multiple l,s,S,,,\nbegin repeat,r,R,,,\ndate,d,D,,,. <= today()\nend repeat,,,,,\n";
const CHOICES: &[u8] = b"list_name,name,label\nl,x,X\nl,y,Y\n";

/// Whatever the bytes are, this ends without a panic, in bounded time and memory.
pub fn field_forms(bytes: &[u8]) {
    for name in ["formulir.csv", "formulir.xlsx"] {
        let Ok(book) = Workbook::open(bytes, name) else { continue };
        if let Some(form) = forms::read(&book, "formulir").form {
            // What was understood is compiled to a document that is read again.
            let again = read(
                forms::compile(&form).as_bytes(),
                &XmlLimits { bytes: 64 << 20, elements: 1_000_000, ..XmlLimits::default() },
            );
            assert!(again.is_ok(), "{again:?}");
        }
    }
    let Some(now) = Moment::of_instant(1_772_700_000_000, 7 * 60) else { return };
    if let Ok(expr) = parse(&String::from_utf8_lossy(bytes)) {
        let (forest, root) = Forest::new("data");
        let budget = Budget::new(20_000);
        let _ = evaluate(&expr, Context::at(root), &Env::new(&forest, now, &Bare, &budget));
    }
    let _ = named_form(bytes);
    let book = Workbook::of_csv(&[("survey", SURVEY), ("choices", CHOICES)]).ok();
    if let Some(form) = book.and_then(|book| forms::read(&book, "formulir").form) {
        let _ =
            check(&form, bytes, &Arrival { now, language: None, tables: &Tables::default(), digest: None });
    }
}
