//! `jejaring export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use formats::{FormatError, hsds};
use model::Lang;
use node::acts::money::{ExportOrganisations, ExportOwnOrganisation};
use node::acts::{ListQuery, ShownRow};
use node::registry::{self, KindEntry};
use node::{Actor, Error, Node};
use serde_json::{Value, json};
use web::Sheet;

use crate::failure::{Failure, Result};
use crate::home::{self, Home, files};
use crate::out::Out;

/// Write a list of records, or the public directory of services, into a file
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring export --dir /srv/jejaring --as data@contoh.invalid --kind case --format csv --out kasus.csv
  jejaring export --dir /srv/jejaring --as data@contoh.invalid --kind commitment --format xlsx --where state=active --lang en --out commitments.xlsx
  jejaring export --dir /srv/jejaring --as data@contoh.invalid --format hsds --out directory.zip
  jejaring export --dir /srv/jejaring --as program@contoh.invalid --format iati-organisations --out organisasi.xml
  jejaring export --dir /srv/jejaring --as program@contoh.invalid --format iati-own --out lembaga-kami.xml
  (what the account's list shows and nothing else: no sealed field leaves; every page that is read is an act with its journal entry)")]
pub(crate) struct Export {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// E-mail address of the account in whose name, and with whose rights, the records are read
    #[arg(long = "as", value_name = "EMAIL")]
    account: String,
    /// What the records are, for example `case` or `commitment`
    #[arg(long, default_value = "case")]
    kind: String,
    /// Form of the file
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Only records with this value of a field that lists can be narrowed by; may be given several times
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    narrow: Vec<String>,
    /// Language of headings and labels
    #[arg(long, default_value = "id", value_parser = ["id", "en"])]
    lang: String,
    /// The file to write; it must not exist yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Separated text, written as it is read: for lists of any length
    Csv,
    /// A workbook of one sheet, at most 1,048,575 records
    Xlsx,
    /// One array, as the API gives records
    Json,
    /// The public directory of services: HSDS 3.0 as a tabular package (ZIP)
    Hsds,
    /// The public directory of services: an array of HSDS 3.0 services
    HsdsJson,
    /// Budgets of organisations, as their files told: an IATI 2.03 organisation file
    IatiOrganisations,
    /// One's own organisation, from one's own books: an IATI 2.03 organisation file
    IatiOwn,
}

impl Export {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let entry = self.entry()?;
        let lang = Lang::from_tag(&self.lang).unwrap_or(Lang::Id);
        let query = self.query(entry)?;
        if self.out.exists() {
            return Err(Failure::new(format!("{} exists already: name a new file", self.out.display())));
        }
        let home = Home::open(&self.dir)?;
        let node = home.node(None).await?;
        let actor = home::actor(&node, &self.account).await?;
        let sheet = Sheet::new(entry, lang);
        let wanted = Wanted { node: &node, actor: &actor, sheet: &sheet, query };
        let partial = files::partial(&self.out);
        let file =
            files::create(&partial, files::PRIVATE).map_err(|error| Failure::file(&partial, &error))?;
        let bar = out.count("records");
        let written =
            self.write(&wanted, lang, BufWriter::new(file), |so_far| bar.set_position(so_far)).await;
        bar.finish_and_clear();
        // What was looked at is in the journal, whether or not the file came about.
        node.place_waiting().await?;
        home.keep_apart(&node).await?;
        let records = match written.and_then(|records| settled(&partial, &self.out).map(|()| records)) {
            Ok(records) => records,
            Err(failure) => {
                // Half a list must not be taken for a whole one.
                let _ = std::fs::remove_file(&partial);
                return Err(failure);
            }
        };
        out.say(format_args!("{records} records in {}", self.out.display()));
        out.finish(&json!({ "ok": true, "records": records, "kind": entry.meta.slug }));
        Ok(())
    }

    fn entry(&self) -> Result<&'static KindEntry> {
        let of_directory = matches!(self.format, Form::Hsds | Form::HsdsJson);
        let kind = match self.format {
            Form::IatiOrganisations | Form::IatiOwn => "programme",
            _ if of_directory => "service-listing",
            _ => self.kind.as_str(),
        };
        registry::kind(kind).ok_or_else(|| {
            let mut known: Vec<&str> = registry::KINDS.iter().map(|entry| entry.meta.slug).collect();
            known.sort_unstable();
            Failure::usage(format!("--kind {kind} is not known; there are: {}", known.join(", ")))
        })
    }

    fn query(&self, entry: &'static KindEntry) -> Result<ListQuery> {
        let mut query = ListQuery::default();
        for pair in &self.narrow {
            let (name, value) = pair
                .split_once('=')
                .ok_or_else(|| Failure::usage("--where takes pairs such as state=active"))?;
            let known: Vec<&str> = web::filters(entry.meta).collect();
            if !known.contains(&name) {
                return Err(Failure::usage(format!(
                    "a list of this kind cannot be narrowed by {name}; it can by: {}",
                    known.join(", ")
                )));
            }
            query.filters.insert(name.to_owned(), value.to_owned());
        }
        Ok(query)
    }

    async fn write(
        &self,
        wanted: &Wanted<'_>,
        lang: Lang,
        file: BufWriter<File>,
        progress: impl Fn(u64),
    ) -> Result<u64> {
        let unwritten = |error: FormatError| Failure::new(format!("{}: {error}", self.out.display()));
        let (file, records) = match self.format {
            Form::Csv => {
                let mut csv = wanted.sheet.begin_csv(file).map_err(unwritten)?;
                let each = |row: &ShownRow| csv.row(&wanted.sheet.cells(row)).map_err(unwritten);
                let records = wanted.each(each, progress).await?;
                (csv.finish().map_err(unwritten)?, records)
            }
            Form::Xlsx => {
                let (mut file, mut rows) = (file, Vec::new());
                let each = |row: &ShownRow| {
                    rows.push(wanted.sheet.cells(row));
                    Ok(())
                };
                let records = wanted.each(each, progress).await?;
                wanted.sheet.write_xlsx(&mut file, rows).map_err(unwritten)?;
                (file, records)
            }
            Form::Json => {
                let mut array = Array::begin(file, &self.out);
                let records = wanted.each(|row| array.add(&web::row_json(row)), progress).await?;
                (array.finish()?, records)
            }
            Form::HsdsJson => {
                let mut array = Array::begin(file, &self.out);
                let (mut listings, mut records) = (web::Listings::new(wanted.node), 0);
                while let Some(page) = listings.next().await? {
                    page.iter().try_for_each(|row| array.add(&hsds::service(&row.to_hsds(lang))))?;
                    records += u64::try_from(page.len()).unwrap_or(0);
                    progress(records);
                }
                (array.finish()?, records)
            }
            Form::Hsds => {
                let mut file = file;
                let mut package = web::PackageStream::new(wanted.node, lang);
                let broken = |_| Failure::new("the directory could not be read to its end: try again");
                while let Some(piece) = package.next().await.map_err(broken)? {
                    file.write_all(&piece).map_err(|error| Failure::file(&self.out, &error))?;
                    progress(package.services());
                }
                (file, package.services())
            }
            Form::IatiOrganisations | Form::IatiOwn => {
                let mut file = file;
                let done = match self.format {
                    Form::IatiOwn => wanted.node.perform(wanted.actor, ExportOwnOrganisation).await?,
                    _ => wanted.node.perform(wanted.actor, ExportOrganisations).await?,
                };
                let xml = done.xml.ok_or_else(|| {
                    let first = done.errors.first().map(|one| format!(": {}: {}", one.place, one.reason));
                    Failure::new(format!("the file would not be valid{}", first.unwrap_or_default()))
                })?;
                file.write_all(xml.as_bytes()).map_err(|error| Failure::file(&self.out, &error))?;
                let starts = ["<iati-organisation ", "<iati-organisation>"];
                let organisations = starts.iter().map(|start| xml.matches(start).count()).sum::<usize>();
                (file, u64::try_from(organisations).unwrap_or(u64::MAX))
            }
        };
        let file = file.into_inner().map_err(|error| Failure::file(&self.out, error.error()))?;
        file.sync_all().map_err(|error| Failure::file(&self.out, &error))?;
        Ok(records)
    }
}

/// Gives a file its name when it is whole.
fn settled(partial: &Path, path: &Path) -> Result<()> {
    files::settle(partial, path).map_err(|error| Failure::file(path, &error))
}

/// What is to be read, and by whom.
struct Wanted<'a> {
    node: &'a Node,
    actor: &'a Actor,
    sheet: &'a Sheet,
    query: ListQuery,
}

impl Wanted<'_> {
    /// Goes through the list; answers how many records there were.
    async fn each(
        &self,
        mut take: impl FnMut(&ShownRow) -> Result<()>,
        progress: impl Fn(u64),
    ) -> Result<u64> {
        let mut pages =
            self.sheet.pages(self.node, self.actor, self.query.clone()).map_err(|error| match error {
                Error::Denied(_) => Failure::new(
                    "the roles of this account do not let it export these records: ask its administrator",
                ),
                other => other.into(),
            })?;
        let mut records = 0;
        while let Some(page) = pages.next().await? {
            page.iter().try_for_each(|row| take(row))?;
            records += u64::try_from(page.len()).unwrap_or(0);
            progress(records);
        }
        Ok(records)
    }
}

/// A JSON array, one element on each line, so that it need not be held in memory.
struct Array<'a, W: Write> {
    out: W,
    path: &'a Path,
    begun: bool,
}

impl<'a, W: Write> Array<'a, W> {
    const fn begin(out: W, path: &'a Path) -> Self {
        Self { out, path, begun: false }
    }

    fn add(&mut self, element: &Value) -> Result<()> {
        let before = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        write!(self.out, "{before}{element}").map_err(|error| Failure::file(self.path, &error))
    }

    fn finish(mut self) -> Result<W> {
        let after = if self.begun { "\n]\n" } else { "[]\n" };
        self.out.write_all(after.as_bytes()).map_err(|error| Failure::file(self.path, &error))?;
        Ok(self.out)
    }
}
