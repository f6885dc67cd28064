//! Every ready form filled in, with as little and with as much as it takes, and what the kinds make of it. No answer is chosen by hand:
//! a form that changes is filled as it then is.

use std::collections::{BTreeMap, BTreeSet};

use forms::Form;
use forms::form::{Item, ItemId, Question};
use forms::mapping::drafts;
use forms::submission::{Answers, Rejection};
use model::{ProblemCode, kinds};

use crate::national::{NAMES, mapping, national};
use crate::support::{now, send};

/// Answers by path, each as one of the texts that its question could take.
type Given = BTreeMap<String, usize>;

/// Texts that an answer could be; `turn` begins elsewhere in a list of choices.
fn texts(form: &Form, item: &Item, turn: usize) -> Vec<String> {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let codes = |list: &str| -> Vec<String> {
        let list = form.list(list).expect("a list");
        let mut codes: Vec<String> = list.choices.iter().map(|choice| choice.name.clone()).collect();
        let turn = turn % codes.len();
        codes.rotate_left(turn);
        codes
    };
    match item.question() {
        Some(Question::SelectOne(list)) => codes(list),
        Some(Question::SelectMultiple(list)) => {
            let codes = codes(list);
            let two = codes.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
            [vec![codes.join(" "), two], codes].concat()
        }
        Some(Question::Rank(list)) => vec![codes(list).join(" ")],
        Some(Question::Integer) => own(&["1", "5", "12", "2012", "0"]),
        Some(Question::Decimal) => own(&["1.5", "12"]),
        Some(Question::Range(range)) => vec![range.end.clone(), range.start.clone()],
        Some(Question::Date) => own(&["2026-03-05", "2026-03-01", "2026-12-01", "2012-05-01"]),
        Some(Question::Time) => own(&["09:15:00.000+07:00"]),
        Some(Question::DateTime) => own(&["2026-03-05T09:15:00.000+07:00", "2026-03-09T09:15:00.000+07:00"]),
        Some(Question::Geopoint) => own(&["-6.2 106.8 5 4"]),
        Some(Question::Acknowledge) => own(&["OK"]),
        _ => own(&["Jawaban rekaan.", "0800 0000 0001", "3201915203120001", "12"]),
    }
}

fn is_answered(item: &Item) -> bool {
    item.question().is_some_and(|question| question.is_shown() && !matches!(question, Question::Note))
}

fn write(form: &Form, id: ItemId, given: &Given, turn: usize, out: &mut String) {
    let item = form.item(id).expect("an item");
    if is_answered(item) {
        if let Some(at) = given.get(&form.path(id)) {
            let texts = texts(form, item, turn);
            let text = texts.get(*at).unwrap_or_else(|| panic!("nothing fits {}", form.path(id)));
            out.push_str(&format!("<{0}>{text}</{0}>", item.name));
        }
        return;
    }
    let mut inner = String::new();
    for child in &item.children {
        write(form, *child, given, turn, &mut inner);
    }
    if id == ItemId::ROOT || inner.is_empty() {
        out.push_str(&inner);
    } else {
        out.push_str(&format!("<{0}>{inner}</{0}>", item.name));
    }
}

/// Sends answers; those that a rule refuses are given otherwise, and those that are missing are given, until the form takes it.
fn settle(form: &Form, mut given: Given, turn: usize) -> Answers {
    for _ in 0..400 {
        let mut xml = String::new();
        write(form, ItemId::ROOT, &given, turn, &mut xml);
        let problems = match send(form, &xml) {
            Ok(answers) => return answers,
            Err(Rejection::Answers(problems)) => problems,
            Err(other) => panic!("{}: {other:?}", form.settings.id),
        };
        for problem in problems {
            let path = problem.path.replace("[1]", "");
            given.entry(path).and_modify(|at| *at += 1).or_insert(0);
        }
    }
    panic!("{}: no answers fit", form.settings.id);
}

/// What the kinds say of what is made of it; answers how many records that is.
fn made(name: &str, form: &Form, answers: &Answers) -> usize {
    let made =
        drafts(&mapping(name), form, answers).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
    for one in &made {
        let meta = kinds::by_slug(&one.kind).expect("a kind");
        let needs: Option<&[&str]> = one
            .step
            .as_ref()
            .map(|step| meta.lifecycle.steps.iter().find(|each| each.action == step).expect("a step").needs);
        let wrong: Vec<_> = one.draft.parse(meta, now().day()).err().unwrap_or_default();
        let wrong: Vec<_> = wrong
            .into_iter()
            .filter(|problem| {
                // A step asks for its own fields alone, and what points to another record is added by the node.
                let link = meta
                    .field(&problem.field)
                    .is_some_and(|(_, field)| matches!(field.shape, model::Shape::Link(..)));
                let asked = needs.is_none_or(|needs| needs.contains(&&*problem.field));
                problem.code != ProblemCode::Missing || (asked && !link)
            })
            .collect();
        assert!(wrong.is_empty(), "{name}: {}: {wrong:?}", one.kind);
    }
    made.len()
}

#[test]
fn the_smallest_filling_of_every_form_becomes_what_it_is_for() {
    for name in NAMES {
        let form = national(name);
        let answers = settle(&form, Given::new(), 0);
        // Nobody was met on an outreach of which nothing else is said: then there is no report of a child.
        let least = usize::from(name != "outreach");
        assert!(made(name, &form, &answers) >= least, "{name} makes nothing");
    }
}

#[test]
fn the_fullest_fillings_ask_every_question_and_lose_no_answer() {
    for name in NAMES {
        let form = national(name);
        let questions: BTreeSet<String> =
            form.ids().filter(|(_, item)| is_answered(item)).map(|(id, _)| form.path(id)).collect();
        let longest = form.lists.iter().map(|list| list.choices.len()).max().unwrap_or(1);
        let (mut asked, mut records) = (BTreeSet::new(), 0);
        for turn in 0..longest.min(24) {
            let given: Given = questions.iter().map(|path| (path.clone(), 0)).collect();
            let answers = settle(&form, given, turn);
            let made = made(name, &form, &answers);
            assert!(made >= 1 || name == "outreach", "{name}: turn {turn} makes nothing");
            records += made;
            let dropped: BTreeSet<String> =
                answers.dropped.iter().map(|path| path.replace("[1]", "")).collect();
            asked.extend(questions.difference(&dropped).cloned());
        }
        let never: Vec<_> = questions.difference(&asked).collect();
        assert!(never.is_empty(), "{name}: nobody can be asked {never:?}");
        assert!(records >= 1, "{name} makes nothing");
    }
}
