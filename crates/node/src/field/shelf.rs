//! Forms as they are kept: versions that are never changed, and the ready forms of the program behind them.

use forms::Form;
use forms::mapping::Mapping;
use forms::sheets::Workbook;
use model::{Id, Role as Stands, Timestamp, kinds};

use super::library::{self, Ready};
use super::target::{self, Target};
use crate::access::Role;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};

/// One version, without its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// `None` for a form of the program that nobody has fetched yet.
    pub(crate) id: Option<Id>,
    /// The organisation that published it; `None` for a form of the program.
    pub(crate) organisation: Option<Id>,
    pub(crate) form_id: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) md5: String,
    pub(crate) published_at: Option<Timestamp>,
    /// The mapping as JSON.
    pub(crate) mapping: String,
}

/// A version with everything that it says.
pub(crate) struct Whole {
    pub(crate) version: Version,
    pub(crate) form: Form,
    pub(crate) mapping: Mapping,
}

impl Whole {
    /// What the filled form is about.
    pub(crate) fn target(&self) -> Target {
        Target::of(&self.mapping)
    }

    /// As devices download it.
    pub(crate) fn document(&self) -> String {
        target::document(&self.form, self.target())
    }
}

const VERSION: &str =
    "select v.id, f.organisation_id, f.form_id, v.version, v.title, v.md5, v.published_at, v.mapping
     from field_form_version v join field_form f on f.id = v.field_form_id ";

fn read(row: &Row) -> Result<Version> {
    Ok(Version {
        id: Some(row.id(0)?),
        organisation: row.id_opt(1)?,
        form_id: row.text(2)?,
        version: row.text(3)?,
        title: row.text(4)?,
        md5: row.text(5)?,
        published_at: row.time_opt(6)?,
        mapping: row.text(7)?,
    })
}

fn of_ready(ready: &Ready) -> Version {
    let settings = &ready.form.settings;
    Version {
        id: None,
        organisation: None,
        form_id: settings.id.clone(),
        version: settings.version.clone(),
        title: settings.title.clone(),
        md5: ready.md5.clone(),
        published_at: None,
        mapping: ready.mapping_text.to_owned(),
    }
}

/// Every version that an organisation published or that a phone of its may hold: by form, newest first.
pub(crate) async fn versions(tx: &mut Tx, organisation: Id) -> Result<Vec<Version>> {
    let mut sql = crate::db::Sql::from(VERSION);
    sql.push(
        "where f.organisation_id = $1 or f.organisation_id is null
         order by f.form_id, v.published_at desc, v.id desc",
    );
    let rows = tx.rows(sql, &[organisation.into()]).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    let unfetched = |version: &Version| {
        let same = |known: &&Version| known.organisation.is_none() && known.version == version.version;
        !found.iter().filter(|known| known.form_id == version.form_id).any(|known| same(&known))
    };
    let ready: Vec<Version> = library::ready().iter().map(of_ready).filter(unfetched).collect();
    found.extend(ready);
    Ok(found)
}

/// The version of each form that devices are offered: the newest of the organisation's own, else the one that comes with the
/// program.
pub(crate) async fn newest(tx: &mut Tx, organisation: Id) -> Result<Vec<Version>> {
    let mut sql = crate::db::Sql::from(VERSION);
    sql.push("where f.organisation_id = $1 order by f.form_id, v.published_at desc, v.id desc");
    let rows = tx.rows(sql, &[organisation.into()]).await?;
    let mut newest = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    newest.dedup_by(|later, first| later.form_id == first.form_id);
    let own: Vec<String> = newest.iter().map(|version| version.form_id.clone()).collect();
    newest.extend(library::ready().iter().map(of_ready).filter(|ready| !own.contains(&ready.form_id)));
    Ok(newest)
}

/// One version of a form by its names, if the organisation knows it.
pub(crate) async fn find(
    tx: &mut Tx,
    organisation: Id,
    form_id: &str,
    version: &str,
) -> Result<Option<Whole>> {
    let mut sql = crate::db::Sql::from(VERSION);
    sql.push(
        "where (f.organisation_id = $1 or f.organisation_id is null) and f.form_id = $2 and v.version = $3
         order by case when f.organisation_id is null then 1 else 0 end, v.id limit 1",
    );
    match tx.row(sql, &[organisation.into(), form_id.into(), version.into()]).await? {
        Some(row) => whole(tx, read(&row)?).await.map(Some),
        None => Ok(of_program(form_id, version).map(whole_of_ready)),
    }
}

/// A version that is kept.
pub(crate) async fn kept(tx: &mut Tx, version: Id) -> Result<Whole> {
    let mut sql = crate::db::Sql::from(VERSION);
    sql.push("where v.id = $1");
    let row = tx.row(sql, &[version.into()]).await?.ok_or(Error::NotFound)?;
    whole(tx, read(&row)?).await
}

fn of_program(form_id: &str, version: &str) -> Option<&'static Ready> {
    library::ready()
        .iter()
        .find(|ready| ready.form.settings.id == form_id && ready.form.settings.version == version)
}

fn whole_of_ready(ready: &Ready) -> Whole {
    Whole { version: of_ready(ready), form: ready.form.clone(), mapping: ready.mapping.clone() }
}

async fn whole(tx: &mut Tx, version: Version) -> Result<Whole> {
    // What comes with the program is read already.
    if version.organisation.is_none()
        && let Some(ready) = of_program(&version.form_id, &version.version)
    {
        return Ok(Whole { version, form: ready.form.clone(), mapping: ready.mapping.clone() });
    }
    let id = version.id.ok_or(Error::NotFound)?;
    let rows = tx
        .rows("select sheets from field_form_piece where version_id = $1 order by position", &[id.into()])
        .await?;
    let text = rows.iter().map(|row| row.text(0)).collect::<Result<String>>()?;
    let broken = || Error::Storage("a form that was kept cannot be read".into());
    let book: Workbook = serde_json::from_str(&text).map_err(|_| broken())?;
    let form = forms::read(&book, &version.form_id).form.ok_or_else(broken)?;
    let mapping = Mapping::parse(&version.mapping).map_err(|_| broken())?;
    Ok(Whole { version, form, mapping })
}

/// A version about to be kept.
pub(crate) struct NewVersion<'a> {
    pub(crate) organisation: Option<Id>,
    pub(crate) book: &'a Workbook,
    pub(crate) form: &'a Form,
    pub(crate) mapping: &'a str,
    pub(crate) md5: &'a str,
    pub(crate) by: Option<Id>,
}

/// Bytes of one piece: no column holds more than 64 KiB.
const PIECE: usize = 48 * 1024;

/// Keeps a version; answers its id.
pub(crate) async fn keep(tx: &mut Tx, new: NewVersion<'_>) -> Result<Id> {
    let (settings, now) = (&new.form.settings, tx.now);
    let known = tx
        .row(
            "select id from field_form where form_id = $1 and coalesce(organisation_id, '') = $2 order by id limit 1",
            &[settings.id.as_str().into(), new.organisation.map(|id| id.to_string()).unwrap_or_default().into()],
        )
        .await?;
    let form = match known {
        Some(row) => row.id(0)?,
        None => {
            let id = tx.new_id();
            tx.run(
                "insert into field_form (id, organisation_id, form_id, title, made_at) values ($1, $2, $3, $4, $5)",
                &[
                    id.into(),
                    new.organisation.into(),
                    settings.id.as_str().into(),
                    settings.title.as_str().into(),
                    now.into(),
                ],
            )
            .await?;
            id
        }
    };
    let id = tx.new_id();
    let row = [
        id.into(),
        form.into(),
        settings.version.as_str().into(),
        settings.title.as_str().into(),
        new.mapping.into(),
        new.md5.into(),
        now.into(),
        new.by.into(),
    ];
    tx.run(
        "insert into field_form_version (id, field_form_id, version, title, mapping, md5, published_at, published_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &row,
    )
    .await?;
    let sheets = serde_json::to_string(new.book).map_err(|_| Error::Storage("sheets".into()))?;
    for (position, piece) in pieces(&sheets).enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        tx.run(
            "insert into field_form_piece (version_id, position, sheets) values ($1, $2, $3)",
            &[id.into(), position.into(), piece.into()],
        )
        .await?;
    }
    Ok(id)
}

/// Keeps a version of the program, so that it is known even when a later program has another one; answers its id.
pub(crate) async fn keep_ready(tx: &mut Tx, form_id: &str, version: &str) -> Result<Option<Id>> {
    let Some(ready) = of_program(form_id, version) else { return Ok(None) };
    let mut sql = crate::db::Sql::from(VERSION);
    sql.push("where f.organisation_id is null and f.form_id = $1 and v.version = $2 order by v.id limit 1");
    if let Some(row) = tx.row(sql, &[form_id.into(), version.into()]).await? {
        return row.id(0).map(Some);
    }
    let new = NewVersion {
        organisation: None,
        book: &ready.book,
        form: &ready.form,
        mapping: ready.mapping_text,
        md5: &ready.md5,
        by: None,
    };
    keep(tx, new).await.map(Some)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}

/// How an organisation offers a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) offered: bool,
    /// These posts alone; empty for all whose rights suffice.
    pub(crate) posts: Vec<Id>,
}

/// How an organisation offers a form; to everybody whose rights suffice unless it said otherwise.
pub(crate) async fn offer(tx: &mut Tx, organisation: Id, form_id: &str) -> Result<Offer> {
    let row = tx
        .row(
            "select offered, posts from field_form_offer where organisation_id = $1 and form_id = $2",
            &[organisation.into(), form_id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Offer { offered: true, posts: Vec::new() }) };
    let posts = row.text(1)?.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok(Offer { offered: row.flag(0)?, posts })
}

/// Rights that whoever fills a form needs: verb and kind.
pub(crate) fn rights(mapping: &Mapping) -> Vec<(&str, &str)> {
    let mut rights = Vec::new();
    for makes in &mapping.makes {
        let verb = match (makes.step.as_deref(), makes.kind.as_str()) {
            (Some(step), _) => step,
            (None, "consent") => "give",
            (None, "person") => "search",
            (None, _) => "open",
        };
        if !rights.contains(&(verb, makes.kind.as_str())) {
            rights.push((verb, &makes.kind));
        }
    }
    rights
}

/// Whether a post may use a form: its role has every right that the form's records ask for, and nobody narrowed it away.
pub(crate) fn may_use(role: &Role, post: Id, mapping: &Mapping, offer: &Offer) -> bool {
    offer.offered
        && (offer.posts.is_empty() || offer.posts.contains(&post))
        && rights(mapping).iter().all(|(verb, kind)| role.reach(verb, kind).is_some())
}

/// Whether a kind may be written from a form at all: cases and their parts, reports, consents; nothing that an act of its own
/// alone opens.
pub(crate) fn may_map(kind: &str) -> bool {
    match kinds::by_slug(kind) {
        Some(_) if matches!(kind, "report" | "case" | "person" | "consent") => true,
        Some(meta) => meta.role == Stands::Part("case") && !kinds::BY_OWN_ACT.contains(&kind),
        None => false,
    }
}
