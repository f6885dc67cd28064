//! One row of a foreign table as drafts of a person and a case.

use formats::Row;
use formats::values::{self, CellProblem, DateRules, ParsedDate, ProblemCode};
use model::{Date, Draft, codes, regions};

use super::ColumnMap;

/// Words about the child that are taken as they are.
const OF_PERSON: [&str; 4] = ["other_documents", "occupation", "schooling", "online_handles"];
/// Codes about the child, with their lists.
const CODED: [(&str, &str); 9] = [
    ("nationality", "country"),
    ("marital_status", "marital-status"),
    ("disability", "disability"),
    ("difficulty_seeing", "difficulty-level"),
    ("difficulty_hearing", "difficulty-level"),
    ("difficulty_walking", "difficulty-level"),
    ("difficulty_remembering", "difficulty-level"),
    ("difficulty_self_care", "difficulty-level"),
    ("difficulty_communicating", "difficulty-level"),
];
/// Numbers under which other bodies know the child.
const NUMBERS: [&str; 5] = ["unhcr_id_no", "un_no", "icrc_ref_no", "other_id_type", "other_id_no"];

/// A row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// The number that the source gives the case, if it gives one.
    pub external_id: Option<String>,
    /// The child.
    pub person: Draft,
    /// The case.
    pub case: Draft,
    /// When and why the source closed it, if it did.
    pub closing: Option<Closing>,
}

/// A case that arrives closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Code of list `closure-reason`.
    pub reason: String,
    /// Day.
    pub on: Date,
}

/// Reads one row.
///
/// # Errors
/// Every cell that cannot be read, by row, column, field and problem.
pub fn read_row(row: &Row, map: &ColumnMap, today: Date) -> Result<CaseRow, Vec<CellProblem>> {
    let mut reader = Reader {
        row,
        map,
        rules: DateRules::for_year(today.year()),
        problems: Vec::new(),
        remarks: Vec::new(),
    };
    let person = reader.person(today);
    let (case, closing) = reader.case(today);
    let external_id = reader.text("case_id");
    if reader.problems.is_empty() {
        Ok(CaseRow { row: row.number, external_id, person, case, closing })
    } else {
        Err(reader.problems)
    }
}

struct Reader<'a> {
    row: &'a Row,
    map: &'a ColumnMap,
    rules: DateRules,
    problems: Vec<CellProblem>,
    /// What the source says in words that our lists do not have: kept in the narrative, so that nothing is lost.
    remarks: Vec<String>,
}

impl Reader<'_> {
    fn problem(&mut self, field: &str, code: ProblemCode) {
        let column = self.map.column(field).unwrap_or_default();
        self.problems.push(CellProblem::at(code, self.row.number, column, field, self.row.text(column)));
    }

    /// The meaningful text of a field. A spreadsheet's error value is a problem.
    fn text(&mut self, field: &str) -> Option<String> {
        let cell = self.row.cells.get(self.map.column(field)?)?;
        match values::trusted(cell) {
            Ok(text) => values::meaningful(text).map(str::to_owned),
            Err(code) => {
                self.problem(field, code);
                None
            }
        }
    }

    fn date(&mut self, field: &str) -> Option<ParsedDate> {
        let text = self.text(field)?;
        match values::parse_date(&text, &self.rules) {
            Ok(date) => Some(date),
            Err(code) => {
                self.problem(field, code);
                None
            }
        }
    }

    /// A date whose day is known; an act dated by month only is entered as unknown, with the source's words kept.
    fn full_date(&mut self, field: &str) -> Option<Date> {
        let parsed = self.date(field)?;
        match (parsed.month, parsed.day) {
            (Some(month), Some(day)) => {
                Date::new(parsed.year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)).ok()
            }
            _ => {
                let text = self.text(field).unwrap_or_default();
                self.remarks.push(format!("{field}: {text}"));
                None
            }
        }
    }

    fn code(&mut self, field: &str, list: &str) -> Option<String> {
        let text = self.text(field)?;
        match codes::list(list).and_then(|list| list.from_label_or_code(&text)) {
            Some(code) => Some(code.code.to_string()),
            None => {
                self.problem(field, ProblemCode::NotInList);
                None
            }
        }
    }

    fn person(&mut self, today: Date) -> Draft {
        let mut draft = Draft::default();
        let full = self.text("name").or_else(|| {
            let parts = [self.text("given_name"), self.text("family_name")];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            (!name.is_empty()).then_some(name)
        });
        match full {
            Some(name) => draft.set("name", name),
            None => self.problem("name", ProblemCode::Empty),
        }
        self.birth(&mut draft, today);
        let sex = self.sex();
        draft.set("sex", sex);
        self.copy(
            &mut draft,
            &[("nickname", "aliases"), ("phone", "phone"), ("guardian_name", "guardian_name")],
        );
        self.copy(&mut draft, &[("location", "address")]);
        self.copy(&mut draft, &OF_PERSON.map(|field| (field, field)));
        for (field, list) in CODED {
            if let Some(code) = self.code_or_words(field, list) {
                draft.set(field, code);
            }
        }
        if let Some(nik) = self.nik() {
            draft.set("nik", nik);
        }
        if let Some(relation) = self.text("guardian_relation") {
            match codes::list("family-relationship").and_then(|list| list.from_label_or_code(&relation)) {
                // A relation to nobody named says too little to be somebody.
                Some(code) if !draft.text("guardian_name").is_empty() => {
                    draft.set("guardian_relation", code.code);
                }
                _ => self.remarks.push(format!("guardian_relation: {relation}")),
            }
        }
        if let Some(region) = self.region() {
            draft.set("region", region);
        }
        draft
    }

    /// A code where the list has one; words that it does not have are kept as words.
    fn code_or_words(&mut self, field: &str, list: &str) -> Option<String> {
        let text = self.text(field)?;
        let code = codes::list(list).and_then(|list| list.from_label_or_code(&text));
        if code.is_none() {
            self.remarks.push(format!("{field}: {text}"));
        }
        code.map(|code| code.code.to_string())
    }

    fn copy(&mut self, draft: &mut Draft, fields: &[(&str, &str)]) {
        for (from, to) in fields {
            if let Some(text) = self.text(from) {
                draft.set(to, text);
            }
        }
    }

    fn sex(&mut self) -> String {
        let Some(text) = self.text("sex") else { return "unknown".into() };
        match values::parse_sex(&text) {
            Ok(sex) => sex.code().into(),
            Err(code) => {
                self.problem("sex", code);
                "unknown".into()
            }
        }
    }

    fn nik(&mut self) -> Option<String> {
        let column = self.map.column("nik")?;
        let cell = self.row.cells.get(column)?;
        values::meaningful(&cell.text)?;
        match values::parse_nik(cell) {
            Ok(nik) => Some(nik),
            Err(code) => {
                self.problem("nik", code);
                None
            }
        }
    }

    /// Birth year in the clear, month and day sealed; without a date of birth the age on the day of registration.
    fn birth(&mut self, draft: &mut Draft, today: Date) {
        if let Some(born) = self.date("date_of_birth") {
            if born.year > today.year() {
                return self.problem("date_of_birth", ProblemCode::YearOutOfRange);
            }
            draft.set("birth_year", born.year.to_string());
            draft.set("age_basis", "stated");
            if let (Some(month), Some(day)) = (born.month, born.day) {
                draft.set("birth_day", format!("{month:02}-{day:02}"));
            }
            return;
        }
        let Some(age) = self.text("age") else { return };
        match values::parse_age(&age) {
            Ok(band) => {
                let registered = self.full_date("registration_date").unwrap_or(today);
                let middle = i16::from(band.low.midpoint(band.high));
                draft.set("birth_year", (registered.year() - middle).to_string());
                draft.set("age_basis", if band.low == band.high { "stated" } else { "estimated" });
            }
            Err(code) => self.problem("age", code),
        }
    }

    /// By code, else by the names of regency and province exactly as spelt: a near name is not good enough unattended.
    fn region(&mut self) -> Option<String> {
        if let Some(code) = self.text("region_code") {
            if regions::get(&code).is_none() {
                self.problem("region_code", ProblemCode::NotInList);
                return None;
            }
            return Some(code);
        }
        let (province, regency) = (self.text("province"), self.text("regency"));
        let wanted = match (&province, &regency) {
            (Some(province), Some(regency)) => format!("{regency}, {province}"),
            (None, Some(one)) | (Some(one), None) => one.clone(),
            (None, None) => return None,
        };
        let field = if regency.is_some() { "regency" } else { "province" };
        match regions::find_as_spelt(&wanted).as_slice() {
            [region] => Some(region.code.to_string()),
            _ => {
                self.problem(field, ProblemCode::NotInList);
                None
            }
        }
    }

    fn case(&mut self, today: Date) -> (Draft, Option<Closing>) {
        let mut draft = Draft::default();
        let registered = self.full_date("registration_date").unwrap_or(today);
        if registered > today {
            self.problem("registration_date", ProblemCode::YearOutOfRange);
        }
        draft.set("registration_date", registered.to_string());
        if let Some(risk) = self.code("risk_level", "risk-level") {
            draft.set("risk_level", risk);
        }
        for due in ["assessment_due_date", "case_plan_due_date"] {
            if let Some(date) = self.full_date(due) {
                draft.set(due, date.to_string());
            }
        }
        if let Some(region) = self.region_quietly() {
            draft.set("region", region);
        }
        if let Some(id) = self.text("case_id") {
            draft.set("external_id", id);
        }
        self.copy(&mut draft, &NUMBERS.map(|field| (field, field)));
        if let Some(origin) = self.text("location_of_origin") {
            match (regions::get(&origin), regions::find_as_spelt(&origin).as_slice()) {
                (Some(region), _) => draft.set("location_of_origin", region.code.to_string()),
                (None, [region]) => draft.set("location_of_origin", region.code.to_string()),
                _ => self.remarks.push(format!("location_of_origin: {origin}")),
            }
        }
        let concerns = self.concerns();
        if !concerns.is_empty() {
            draft.set("protection_concerns", concerns.join(" "));
        }
        let closing = self.closing(registered, today);
        self.narrative(&mut draft);
        (draft, closing)
    }

    /// The region once more, without naming its problem twice.
    fn region_quietly(&mut self) -> Option<String> {
        let before = self.problems.len();
        let region = self.region();
        self.problems.truncate(before);
        region
    }

    fn concerns(&mut self) -> Vec<String> {
        let Some(text) = self.text("protection_concerns") else { return Vec::new() };
        let mut found = Vec::new();
        for value in values::split_values(&text) {
            match codes::list("protection-concern").and_then(|list| list.from_label_or_code(&value)) {
                Some(code) => found.push(code.code.to_string()),
                None => {
                    self.remarks.push(format!("protection_concerns: {value}"));
                    found.push("other".into());
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn closing(&mut self, registered: Date, today: Date) -> Option<Closing> {
        let status = self.text("status").and_then(|text| values::code_of(values::STATUS, &text).ok());
        let on = self.full_date("closure_date");
        if status != Some("closed") && on.is_none() {
            return None;
        }
        let on = on.unwrap_or(today);
        if on < registered {
            self.problem("closure_date", ProblemCode::YearOutOfRange);
        }
        let reason = match self.text("closure_reason") {
            None => "other".to_owned(),
            Some(text) => match codes::list("closure-reason").and_then(|list| list.from_label_or_code(&text))
            {
                Some(code) => code.code.to_string(),
                None => {
                    self.remarks.push(format!("closure_reason: {text}"));
                    "other".to_owned()
                }
            },
        };
        Some(Closing { reason, on })
    }

    fn narrative(&mut self, draft: &mut Draft) {
        let mut parts = Vec::new();
        if let Some(notes) = self.text("notes") {
            parts.push(notes);
        }
        for field in ["service_types", "agency"] {
            if let Some(text) = self.text(field) {
                self.remarks.push(format!("{field}: {text}"));
            }
        }
        self.remarks.sort();
        self.remarks.dedup();
        parts.append(&mut self.remarks);
        if !parts.is_empty() {
            draft.set("circumstances", parts.join("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use formats::{ReadOptions, open_table_with};
    use model::Kind;
    use model::kinds::{Case, Person};

    use super::*;

    fn sample(name: &str, bytes: &[u8]) -> (Vec<CaseRow>, Vec<CellProblem>) {
        let known = formats::KnownNames::of(formats::synonyms::CASE);
        let knows = |heading: &str| known.knows(heading);
        let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
        let table = open_table_with(bytes, &formats::Claim::named(name), &options).unwrap();
        let map = ColumnMap::choose(&table.header().names.clone(), &[]).unwrap();
        let today = "2026-03-05".parse().unwrap();
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for row in table {
            match read_row(&row.unwrap(), &map, today) {
                Ok(row) => good.push(row),
                Err(mut problems) => bad.append(&mut problems),
            }
        }
        (good, bad)
    }

    #[test]
    fn the_samples_become_drafts_that_parse() {
        let today = "2026-03-05".parse().unwrap();
        for (name, bytes) in [
            ("kasus-contoh.csv", include_bytes!("../../../../samples/kasus-contoh.csv").as_slice()),
            ("primero.xlsx", include_bytes!("../../../../samples/primero-export-contoh.xlsx").as_slice()),
        ] {
            let (good, bad) = sample(name, bytes);
            assert!(good.len() >= 25, "{name}: {} good, {bad:?}", good.len());
            assert!(!bad.is_empty(), "{name} has bad cells on purpose");
            for row in &good {
                let typed = crate::acts::people::guardian::split(&row.person, &row.case);
                typed
                    .child
                    .parse(Person::META, today)
                    .unwrap_or_else(|p| panic!("{name} row {}: {p:?}", row.row));
                row.case.parse(Case::META, today).unwrap_or_else(|p| panic!("{name} row {}: {p:?}", row.row));
            }
        }
    }

    #[test]
    fn what_other_systems_know_the_child_by_comes_along() {
        const TABLE: &str = "name,sex,unhcr_id_no,un_no,icrc_ref_no,other_id_type,other_id_no,marital_status,occupation,\
            disability_type,Kesulitan mendengar,nationality\n\
            Anak Rekaan,female,UN-RKN-1,UN-RKN-2,IC-RKN-3,Kartu rekaan,RKN-4,single,Membantu di warung,\
            physical_disability,a_lot,kewarganegaraan rekaan\n";
        let (good, bad) = sample("rekaan.csv", TABLE.as_bytes());
        assert!(bad.is_empty(), "{bad:?}");
        let row = &good[0];
        for (field, text) in [
            ("marital_status", "single"),
            ("occupation", "Membantu di warung"),
            ("disability", "physical_disability"),
            ("difficulty_hearing", "a_lot"),
            ("nationality", ""),
        ] {
            assert_eq!(row.person.text(field), text, "{field}");
        }
        for (field, text) in [
            ("unhcr_id_no", "UN-RKN-1"),
            ("un_no", "UN-RKN-2"),
            ("icrc_ref_no", "IC-RKN-3"),
            ("other_id_type", "Kartu rekaan"),
            ("other_id_no", "RKN-4"),
        ] {
            assert_eq!(row.case.text(field), text, "{field}");
        }
        let words = row.case.text("circumstances");
        assert!(words.contains("nationality: kewarganegaraan rekaan"), "what no list has is kept as words");
        let today = "2026-03-05".parse().unwrap();
        assert!(row.person.parse(Person::META, today).is_ok() && row.case.parse(Case::META, today).is_ok());
    }

    #[test]
    fn a_problem_names_its_place_and_not_its_content() {
        let (_, bad) = sample("kasus-contoh.csv", include_bytes!("../../../../samples/kasus-contoh.csv"));
        let born = bad.iter().find(|problem| problem.field == "date_of_birth").unwrap();
        assert_eq!((born.column.as_str(), born.code), ("E", ProblemCode::ImpossibleDate));
        assert!(!format!("{bad:?}").contains("31/02"), "the value stays out of the message");
    }
}
