//! `jejaring import`

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use formats::{
    Claim, KnownNames, LeftOut, Limits, ReadOptions, TableReader, looks_like_json, open_primero,
    open_table_with, refuse_carried_file, synonyms,
};
use node::import::{ColumnMap, Ended, NoteKind, RowNote, RunOptions, Summary, run_import};
use node::{Actor, Node, Way};
use serde_json::json;

use super::import_iati;
use super::import_profile::{self, Workbook};
use super::import_roadmap::{self, Matrix};
use crate::failure::{Failure, Result};
use crate::home::{self, Home};
use crate::out::Out;

/// Take in a list of cases, a road map or a country profile from a CSV or XLSX file, or a file of the IATI Standard
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring import --dir /srv/jejaring --as pekerja@contoh.invalid --kind case --dry-run daftar.csv
  jejaring import --dir /srv/jejaring --as pekerja@contoh.invalid --kind case --columns \"Nama Korban=name,Ket=\" daftar.xlsx
  jejaring import --dir /srv/jejaring --as pekerja@contoh.invalid --kind case --format primero kasus.json
  jejaring import --dir /srv/jejaring --as analis@contoh.invalid --kind roadmap peta-jalan.xlsx
  jejaring import --dir /srv/jejaring --as analis@contoh.invalid --kind profile --mapping profil.toml profil.xlsx
  jejaring import --dir /srv/jejaring --as program@contoh.invalid --kind iati organisasi.xml
  (the same list again changes nothing; rows that cannot be taken in are named by row and column, never by their content)")]
pub(crate) struct Import {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// E-mail address of the account in whose name, and with whose rights, the rows are taken in
    #[arg(long = "as", value_name = "EMAIL")]
    account: String,
    /// What the rows are
    #[arg(long, value_enum, default_value_t = Kind::Case)]
    kind: Kind,
    /// Form of the list [default: by its content]
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Take in also rows that look like a child who is known already
    #[arg(long)]
    take_likely: bool,
    /// Columns by hand: heading=field, separated by commas; nothing after the sign leaves the column out
    #[arg(long, value_name = "OLD=NEW,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// Sheet of a workbook [default: the first]
    #[arg(long)]
    sheet: Option<String>,
    /// With --kind profile: which sheet and column is what, in TOML (docs/OPERATING.md)
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The list
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// One child's case in each row
    Case,
    /// The matrix of a national or regional road map: one commitment in each row
    Roadmap,
    /// A country profile: a workbook of several sheets, one statement in each row
    Profile,
    /// Activities or organisations: a file of the IATI Standard 2.03
    Iati,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// CSV or XLSX
    Table,
    /// Case records as Primero exports them in JSON
    Primero,
}

/// What became of the fields of a foreign record.
#[derive(Default)]
struct Fields {
    /// Field of theirs, records with a value, field of ours.
    mapped: Vec<(String, u32, String)>,
    /// Field of theirs, records with a value, why it was not taken.
    not_mapped: Vec<(String, u32, &'static str)>,
}

/// Problems printed one by one; the rest are counted.
const PRINTED: usize = 50;

impl Import {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let by_hand = self.by_hand()?;
        let bytes = fs::read(&self.file).map_err(|error| Failure::file(&self.file, &error))?;
        if !matches!(self.kind, Kind::Case) {
            return self.promises(&bytes, out).await;
        }
        if self.mapping.is_some() {
            return Err(Failure::usage("--mapping is for --kind profile"));
        }
        let home = Home::open(&self.dir)?;
        let node = home.node(None).await?;
        let actor = home::actor(&node, &self.account).await?;
        self.looked_through(&node, &actor, &bytes).await?;
        let (table, map, fields) = self.open(&bytes, &by_hand)?;
        // Whoever is known already can only be noticed once everybody has been read.
        node.load_people(None).await?;
        let options = RunOptions { post: None, dry_run: self.dry_run, take_likely: self.take_likely };
        let bar = out.count("rows");
        let summary = run_import(&node, &actor, table, &map, options, |so_far| {
            bar.set_position(so_far.rows);
            ControlFlow::Continue(())
        })
        .await;
        bar.finish_and_clear();
        node.place_waiting().await?;
        home.keep_apart(&node).await?;
        report(out, &summary, &fields, self.dry_run)
    }

    /// Commitments, statements or programmes instead of cases.
    async fn promises(&self, bytes: &[u8], out: &mut Out) -> Result<()> {
        if self.format.is_some() || self.take_likely || !self.columns.is_empty() {
            return Err(Failure::usage("--format, --take-likely and --columns are for --kind case"));
        }
        let mapping = match (self.kind, &self.mapping) {
            (Kind::Profile, Some(file)) => {
                if self.sheet.is_some() {
                    return Err(Failure::usage("the mapping names the sheets; leave --sheet out"));
                }
                fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?
            }
            (Kind::Profile, None) => {
                return Err(Failure::usage(
                    "--kind profile needs --mapping FILE, which says which column is what",
                ));
            }
            (_, Some(_)) => return Err(Failure::usage("--mapping is for --kind profile")),
            (_, None) => String::new(),
        };
        let home = Home::open(&self.dir)?;
        let node = home.node(None).await?;
        let actor = home::actor(&node, &self.account).await?;
        self.looked_through(&node, &actor, bytes).await?;
        let name = self.file.to_string_lossy();
        let dry_run = self.dry_run;
        let done = if let Kind::Iati = self.kind {
            import_iati::run(&node, &actor, (&*name, bytes), dry_run, out).await
        } else if let Kind::Profile = self.kind {
            let workbook = Workbook { name: &name, bytes, mapping: &mapping, dry_run };
            import_profile::run(&node, &actor, workbook, out).await
        } else {
            let matrix = Matrix { name: &name, bytes, sheet: self.sheet.as_deref(), dry_run };
            import_roadmap::run(&node, &actor, matrix, out).await
        };
        node.place_waiting().await?;
        home.keep_apart(&node).await?;
        done
    }

    /// A file with a picture in it is refused before anything of it is read as a list, and that it came is written down.
    async fn looked_through(&self, node: &Node, actor: &Actor, bytes: &[u8]) -> Result<()> {
        let name = self.file.to_string_lossy();
        let Err(refusal) = refuse_carried_file(bytes, &Claim::named(&name), &Limits::default()) else {
            return Ok(());
        };
        node.note_carried(actor, Way::Import).await?;
        node.place_waiting().await?;
        Err(Failure::new(format!(
            "{}: {refusal}; nothing was kept. If it shows sexual abuse of a child, do not keep it or pass it on: \
             report where it was seen to a hotline or the police",
            self.file.display()
        )))
    }

    /// The table, its columns, and what became of each field of a foreign record.
    fn open(&self, bytes: &[u8], by_hand: &[(String, String)]) -> Result<(TableReader, ColumnMap, Fields)> {
        let unreadable = |error| Failure::new(format!("{}: {error}", self.file.display()));
        let choose = |names: &[String]| {
            ColumnMap::choose(names, by_hand).map_err(|problem| Failure::new(problem.to_string()))
        };
        let primero = match self.format {
            Some(form) => form == Form::Primero,
            None => looks_like_json(bytes),
        };
        if primero {
            let export = open_primero(bytes, &Limits::default()).map_err(unreadable)?;
            let names = export.table.header().names.clone();
            let map = choose(&names)?;
            let fields = Fields::of(&names, &map, &export.fields, &export.left_out);
            return Ok((export.table, map, fields));
        }
        let known = KnownNames::of(synonyms::CASE);
        let knows = |heading: &str| known.knows(heading);
        let options =
            ReadOptions { sheet: self.sheet.as_deref(), known_name: Some(&knows), ..ReadOptions::default() };
        let name = self.file.to_string_lossy();
        let table = open_table_with(bytes, &Claim::named(&name), &options).map_err(unreadable)?;
        let map = choose(&table.header().names.clone())?;
        Ok((table, map, Fields::default()))
    }

    fn by_hand(&self) -> Result<Vec<(String, String)>> {
        let pair = |text: &String| match text.rsplit_once('=') {
            Some((heading, field)) => Ok((heading.trim().to_owned(), field.trim().to_owned())),
            None => Err(Failure::usage("--columns takes pairs such as \"Nama Korban=name\"")),
        };
        self.columns.iter().map(pair).collect()
    }
}

impl Fields {
    fn of(
        names: &[String],
        map: &ColumnMap,
        filled: &BTreeMap<String, u32>,
        left_out: &BTreeMap<String, (LeftOut, u32)>,
    ) -> Self {
        let mut fields = Self::default();
        for (column, name) in names.iter().enumerate() {
            let records = filled.get(name).copied().unwrap_or_default();
            match map.iter().find(|(_, mapped)| *mapped == column) {
                Some((field, _)) => fields.mapped.push((name.clone(), records, field.to_owned())),
                None => fields.not_mapped.push((name.clone(), records, "no_field_of_ours")),
            }
        }
        let sections = left_out.iter().map(|(name, (why, records))| (name.clone(), *records, why.code()));
        fields.not_mapped.extend(sections);
        fields
    }

    /// Names of fields and counts, never a value.
    fn say(&self, out: &mut Out) {
        for (name, records, field) in &self.mapped {
            out.say(format_args!("{name} → {field} ({records} records)"));
        }
        for (name, records, why) in &self.not_mapped {
            out.say(format_args!("{name}: not taken, {why} ({records} records)"));
        }
    }
}

fn report(out: &mut Out, summary: &Summary, fields: &Fields, dry_run: bool) -> Result<()> {
    fields.say(out);
    for note in summary.notes.iter().take(PRINTED) {
        out.say(line(note));
    }
    if summary.notes.len() > PRINTED {
        out.say(format_args!("… and {} more", summary.notes.len() - PRINTED));
    }
    out.say(format_args!(
        "{} rows: {} {}, {} unchanged, {} updated, {} left alone, {} held back as likely duplicates, {} not readable",
        summary.rows,
        summary.created,
        if dry_run { "would be taken in" } else { "taken in" },
        summary.unchanged,
        summary.updated,
        summary.left_alone,
        summary.likely,
        summary.invalid,
    ));
    let notes: Vec<_> = summary
        .notes
        .iter()
        .map(|note| json!({ "row": note.row, "column": note.column, "field": note.field, "problem": code(note) }))
        .collect();
    let object = json!({
        "rows": summary.rows, "created": summary.created, "unchanged": summary.unchanged, "updated": summary.updated,
        "left_alone": summary.left_alone, "likely": summary.likely, "invalid": summary.invalid, "dry_run": dry_run,
        "notes": notes,
        "mapped": fields.mapped.iter().map(|(name, records, field)| json!({ "name": name, "records": records, "field": field })).collect::<Vec<_>>(),
        "not_mapped": fields.not_mapped.iter().map(|(name, records, why)| json!({ "name": name, "records": records, "why": why })).collect::<Vec<_>>(),
    });
    let failure = match &summary.ended {
        Ended::Whole | Ended::NotYet => None,
        Ended::Stopped => Some("the import was stopped; what was taken in stays".to_owned()),
        Ended::Broken(error) => Some(format!("the file cannot be read further: {error}")),
        Ended::Failed(error) => {
            Some(format!("the node refused the rows ({error}): check the account's rights"))
        }
    };
    match failure {
        Some(text) => Err(Failure::new(text)),
        None => {
            out.finish(&object);
            Ok(())
        }
    }
}

fn code(note: &RowNote) -> String {
    match note.what {
        NoteKind::Cell(code) => code.code().to_owned(),
        NoteKind::Field(code) => {
            serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
        }
        NoteKind::LikelyDuplicate => "likely-duplicate".to_owned(),
        NoteKind::LeftAlone => "left-alone".to_owned(),
    }
}

/// A problem with its place and what to do about it.
fn line(note: &RowNote) -> String {
    let place = match (&note.column, &note.field) {
        (Some(column), Some(field)) => format!("row {}, column {column} ({field})", note.row),
        (None, Some(field)) => format!("row {} ({field})", note.row),
        _ => format!("row {}", note.row),
    };
    let remedy = match note.what {
        NoteKind::Cell(_) | NoteKind::Field(_) => "correct the cell and import the list again",
        NoteKind::LikelyDuplicate => {
            "compare with the child who is known; if it is another, import with --take-likely"
        }
        NoteKind::LeftAlone => "the case is closed or out of this account's reach; nothing was changed",
    };
    format!("{place}: {}; {remedy}", code(note))
}
