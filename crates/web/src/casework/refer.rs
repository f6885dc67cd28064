//! `/case/{id}/refer`, `/case/{id}/refer-outside` and `/case/{id}/transfer`: somebody else is asked to help, within the network or
//! outside it, or to take the case over.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use model::{DataGroup, Draft, Id, Kind, KindMeta, Problem, kinds};
use node::acts::moves::{
    PastConsent, Receiver, ReferCase, ReferOutside, Sharing, SuggestServices, SuggestedService, TransferCase,
};
use node::acts::{PartList, Viewed};
use node::{Error, Result, registry};

use super::form_page::{ActPage, problem, shown};
use super::{OnePath, outside_link, receivers};
use crate::error::Answer;
use crate::forms::{Choice, Control, FormBuilder, Input, Section, group_title, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// A referral or a transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Refer,
    Outside,
    Transfer,
}

impl What {
    const fn slug(self) -> &'static str {
        match self {
            Self::Refer => "refer-case",
            Self::Outside => "refer-outside",
            Self::Transfer => "transfer-case",
        }
    }
    const fn lead(self) -> &'static str {
        match self {
            Self::Refer => "refer-case-lead",
            Self::Outside => "refer-outside-lead",
            Self::Transfer => "transfer-case-lead",
        }
    }
    const fn verb(self) -> &'static str {
        match self {
            Self::Refer | Self::Outside => "refer",
            Self::Transfer => "transfer",
        }
    }
    const fn path(self) -> &'static str {
        match self {
            Self::Refer => "refer",
            Self::Outside => "refer-outside",
            Self::Transfer => "transfer",
        }
    }
    const fn meta(self) -> &'static KindMeta {
        match self {
            Self::Refer | Self::Outside => kinds::Referral::META,
            Self::Transfer => kinds::Transfer::META,
        }
    }
    /// What the first form asks; answers and outcomes come later.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Refer | Self::Outside => &["service_types", "urgent", "reason"],
            Self::Transfer => &["urgent", "reason"],
        }
    }
}

/// What was typed.
#[derive(Default)]
struct Asked {
    to: String,
    receiver: String,
    authority: String,
    service: String,
    draft: Draft,
    groups: Vec<String>,
    days: String,
    past_reason: String,
    past_basis: String,
    past_life: bool,
    /// The service of the directory that was chosen.
    listing: String,
}

pub(crate) async fn refer_form(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    uri: Uri,
) -> Answer {
    let asked = asked_first(&uri);
    show(&state, &who, What::Refer, path.0, &asked, None).await
}

/// What the address says before anything was typed.
fn asked_first(uri: &Uri) -> Asked {
    let text = |name: &str| query(uri, name).unwrap_or_default();
    let groups = vec!["services".to_owned()];
    Asked { to: text("to"), service: text("service"), listing: text("listing"), groups, ..Asked::default() }
}

pub(crate) async fn transfer_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, What::Transfer, path.0, &Asked::default(), None).await
}

pub(crate) async fn refer(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    send(&state, &who, What::Refer, path.0, &posted).await
}

pub(crate) async fn outside_form(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    uri: Uri,
) -> Answer {
    let asked = asked_first(&uri);
    show(&state, &who, What::Outside, path.0, &asked, None).await
}

/// The link is shown by the answer itself: it is kept nowhere from which another page could show it.
pub(crate) async fn outside(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let (case, asked) = (path.0, read(What::Outside, &posted));
    let made = match (asked.authority.parse::<bool>(), sharing(&asked)) {
        (Ok(authority), Ok(sharing)) => {
            let service = asked.service.parse().ok();
            let refer = ReferOutside { case, receiver: asked.receiver.clone(), authority, service, sharing };
            state.node.perform_as(posted.act(&state), &who.session.actor, refer).await
        }
        (Err(_), _) => Err(Error::field("authority", model::ProblemCode::Missing)),
        (_, Err(error)) => Err(error),
    };
    match made {
        Ok(link) => outside_link::page(&state, &who, &headers, &link),
        Err(error) => show(&state, &who, What::Outside, case, &asked, Some(&shown(error)?)).await,
    }
}

pub(crate) async fn transfer(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    send(&state, &who, What::Transfer, path.0, &posted).await
}

fn fields(what: What) -> Vec<crate::forms::FieldUse> {
    let meta = what.meta();
    what.fields().iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

fn read(what: What, posted: &Posted) -> Asked {
    Asked {
        to: posted.text("to").to_owned(),
        receiver: posted.text("receiver").to_owned(),
        authority: posted.text("authority").to_owned(),
        service: posted.text("service").to_owned(),
        draft: typed(posted, &fields(what)),
        groups: posted.all("groups").filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        days: posted.text("days").to_owned(),
        past_reason: posted.text("past_reason").to_owned(),
        past_basis: posted.text("past_basis").to_owned(),
        past_life: posted.all("past_life").any(|code| code == "true"),
        listing: posted.text("listing").to_owned(),
    }
}

/// What is shared, by what was typed.
fn sharing(asked: &Asked) -> Result<Sharing> {
    let days = match asked.days.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::field("days", model::ProblemCode::NotANumber))?),
    };
    let past = !asked.past_reason.trim().is_empty() || !asked.past_basis.trim().is_empty();
    Ok(Sharing {
        draft: asked.draft.clone(),
        groups: asked.groups.clone(),
        days,
        past_consent: past.then(|| PastConsent {
            reason: asked.past_reason.clone(),
            legal_basis: asked.past_basis.clone(),
            life_at_risk: asked.past_life,
        }),
        listing: asked.listing.parse().ok(),
    })
}

async fn send(state: &WebState, who: &SignedIn, what: What, case: Id, posted: &Posted) -> Answer {
    let asked = read(what, posted);
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(state));
    let to = asked.to.parse::<Id>().map_err(|_| Error::field("to", model::ProblemCode::Missing));
    let made = match (to, sharing(&asked)) {
        (Ok(to), Ok(sharing)) => match what {
            What::Refer => {
                let service = asked.service.parse().ok();
                node.perform_as(act, actor, ReferCase { case, to, service, sharing }).await
            }
            What::Transfer | What::Outside => {
                node.perform_as(act, actor, TransferCase { case, to, sharing }).await
            }
        },
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match made {
        Ok(_) => Ok(done(state, &format!("/case/{case}"), what.slug())),
        Err(error) => show(state, who, what, case, &asked, Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    what: What,
    case: Id,
    asked: &Asked,
    error: Option<&Error>,
) -> Answer {
    let entry = registry::kind("case").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, case).await?;
    if !viewed.ways.contains(&what.verb()) {
        return Err(Error::Denied("no-right").into());
    }
    let mut found = receivers::all(state, who).await?;
    let listed = chosen(state, who, case, asked).await?;
    if let Some(name) = listed.as_ref().and_then(|one| one.organisation.as_deref())
        && let Some(at) = super::directory::receiving(&found, name).map(|receiver| receiver.organisation)
    {
        found.retain(|receiver| receiver.organisation == at);
    }
    let f = Frame::of(state, who);
    let controls = match what {
        What::Outside => whom_outside(&f, asked, listed.as_ref(), error),
        What::Refer | What::Transfer => vec![to(&f, &found, what, who, asked, error)],
    };
    let mut sections = vec![Section { title: f.t("refer-whom").into_owned(), controls }];
    sections.extend(about(state, &f, what, &viewed, asked, error));
    let consent_said_no = matches!(error, Some(Error::Refused(code)) if code.starts_with("share-"));
    let past = consent_said_no || !asked.past_reason.is_empty();
    if past && viewed.ways.contains(&"override-consent") {
        sections.push(without_consent(&f, asked, error));
    }
    let path = format!("/case/{case}");
    let mut page = ActPage::new(f, what.slug(), &format!("{path}/{}", what.path()), &path, Vec::new());
    page.form.sections = sections;
    page = page.refused(error);
    page.about = viewed.envelope.code.clone();
    page.lead = vec![page.f.t(what.lead()).into_owned()];
    if let Some(listed) = &listed {
        let name = listed.name.clone().unwrap_or_else(|| page.f.t("suggest-confidential").into_owned());
        let said = [("name", name.as_str()), ("code", listed.code.as_str())];
        page.lead.push(page.f.words.with("suggest-chosen", &said).into_owned());
        page.hidden.push(("listing".to_owned(), listed.id.to_string()));
    }
    if let Some(above) = receivers::above(&found, &asked.to).filter(|_| error.is_some()) {
        let title = format!("{}, {}", above.title, above.organisation_name);
        page.lead.push(page.f.words.with("refer-above", &[("post", &title)]).into_owned());
    }
    if viewed.guardian_is_suspect {
        page.warning.push(page.f.t("refer-guardian-suspect").into_owned());
    }
    page.answer()
}

/// The service of the directory that was chosen, if it may still be asked.
async fn chosen(
    state: &WebState,
    who: &SignedIn,
    case: Id,
    asked: &Asked,
) -> Result<Option<SuggestedService>> {
    let Ok(listing) = asked.listing.parse::<Id>() else { return Ok(None) };
    let act = SuggestServices { case, service_type: None };
    let found = state.node.perform(&who.session.actor, act).await?;
    Ok(found.into_iter().find(|one| one.id == listing))
}

fn to(
    f: &Frame,
    found: &[Receiver],
    what: What,
    who: &SignedIn,
    asked: &Asked,
    error: Option<&Error>,
) -> Control {
    let held: Vec<_> =
        who.session.actor.holdings().iter().map(|holding| (holding.post, holding.organisation)).collect();
    let elsewhere = |receiver: &Receiver| !held.iter().any(|(_, own)| *own == receiver.organisation);
    let fits = |receiver: &Receiver| match what {
        What::Refer | What::Outside => !held.iter().any(|(post, _)| *post == receiver.post),
        What::Transfer => elsewhere(receiver),
    };
    let chosen = match (error, receivers::above(found, &asked.to)) {
        (Some(Error::Refused("no-living-holder")), Some(above)) => above.post.to_string(),
        _ => asked.to.clone(),
    };
    Control::new("to", f.t("refer-to"), Input::Groups(receivers::choices(f, found, &chosen, fits)))
        .hint(f.t("refer-to.hint"))
        .required()
        .value(&chosen)
        .problem(problem(f, error, "to"))
}

/// An institution that is no member: its name, and which side of a consent it stands on.
fn whom_outside(
    f: &Frame,
    asked: &Asked,
    listed: Option<&SuggestedService>,
    error: Option<&Error>,
) -> Vec<Control> {
    let of_listing = listed.map(|one| [one.name.clone(), one.organisation.clone()].into_iter().flatten());
    let named = of_listing.map(|parts| parts.collect::<Vec<_>>().join(", ")).unwrap_or_default();
    let receiver = if asked.receiver.is_empty() { &named } else { &asked.receiver };
    let choices = [("true", "refer-outside-authority"), ("false", "refer-outside-other")];
    let choices =
        choices.into_iter().map(|(code, key)| Choice::new(code, f.t(key), asked.authority == code)).collect();
    vec![
        Control::new("receiver", f.t("refer-outside-receiver"), Input::Line(160))
            .hint(f.t("refer-outside-receiver.hint"))
            .required()
            .value(receiver)
            .problem(problem(f, error, "receiver")),
        Control::new("authority", f.t("refer-outside-kind"), Input::Radios(choices))
            .required()
            .problem(problem(f, error, "authority")),
    ]
}

fn about(
    state: &WebState,
    f: &Frame,
    what: What,
    viewed: &Viewed,
    asked: &Asked,
    error: Option<&Error>,
) -> Vec<Section> {
    let none: &[Problem] = &[];
    let problems = match error {
        Some(Error::Invalid(problems)) => problems.as_slice(),
        _ => none,
    };
    let builder =
        FormBuilder::new(f.words, what.meta(), today(state), &asked.draft).problems(problems).flat();
    let mut controls: Vec<Control> =
        builder.build(&fields(what)).sections.into_iter().flat_map(|section| section.controls).collect();
    if let (What::Refer | What::Outside, Some(service)) = (what, service(f, viewed, asked)) {
        controls.insert(0, service);
    }
    let days =
        Control::new("days", f.t("refer-days"), Input::Number(1, 60, f.t("refer-days.unit").into_owned()))
            .hint(f.t("refer-days.hint"))
            .value(&asked.days)
            .problem(problem(f, error, "days"));
    controls.push(days);
    let mut sections = vec![Section { title: f.t("refer-what").into_owned(), controls }];
    if what != What::Transfer {
        let controls = vec![groups(f, viewed, asked, error)];
        sections.push(Section { title: f.t("refer-share").into_owned(), controls });
    }
    sections
}

/// The open services of the case, one of which may be what is asked for.
fn service(f: &Frame, viewed: &Viewed, asked: &Asked) -> Option<Control> {
    let services: &PartList = viewed.parts.iter().find(|part| part.meta.slug == "service")?;
    let open = services.rows.iter().filter(|row| row.envelope.phase != "closed");
    let choices: Vec<Choice> = open
        .map(|row| {
            let what = row.fields.iter().find_map(|(field, shown)| match shown {
                node::Shown::Value(value) if !value.is_missing() => {
                    Some(crate::say::plain(f.words, field, value))
                }
                _ => None,
            });
            let id = row.envelope.id.to_string();
            let label = format!("{} · {}", what.unwrap_or_default(), row.envelope.code);
            Choice::new(&id, label, id == asked.service)
        })
        .collect();
    (!choices.is_empty()).then(|| {
        Control::new("service", f.t("refer-service"), Input::Select(choices))
            .hint(f.t("refer-service.hint"))
            .nothing(f.t("refer-service-none"))
            .value(&asked.service)
    })
}

/// Data groups that may be shared: what the sender sees, without who reported.
fn groups(f: &Frame, viewed: &Viewed, asked: &Asked, error: Option<&Error>) -> Control {
    let seen = |group: &DataGroup| {
        let mut fields = viewed.record.fields().chain(viewed.child.iter().flat_map(|child| child.fields()));
        fields.all(|(field, shown)| field.group != *group || *shown != node::Shown::Hidden)
    };
    let offered = DataGroup::ALL
        .into_iter()
        .filter(|group| !matches!(group, DataGroup::Record | DataGroup::Reporter | DataGroup::Address));
    let choices = offered.filter(seen).map(|group| {
        let on = asked.groups.iter().any(|code| code == group.code());
        Choice::new(group.code(), group_title(f.words, group), on)
    });
    Control::new("groups", f.t("refer-groups"), Input::Checks(choices.collect()))
        .hint(f.t("refer-groups.hint"))
        .problem(problem(f, error, "groups"))
}

/// What a supervisor takes upon themselves when nobody consented.
fn without_consent(f: &Frame, asked: &Asked, error: Option<&Error>) -> Section {
    let reason = Control::new("past_reason", f.t("refer-past-reason"), Input::Narrative(2_000))
        .hint(f.t("refer-past-reason.hint"))
        .value(&asked.past_reason)
        .problem(problem(f, error, "reason").filter(|_| !asked.past_basis.is_empty()));
    let basis = Control::new("past_basis", f.t("refer-past-basis"), Input::Line(240))
        .hint(f.t("refer-past-basis.hint"))
        .value(&asked.past_basis)
        .problem(problem(f, error, "legal_basis"));
    let at_risk = vec![Choice::new("true", f.t("refer-past-life-yes"), asked.past_life)];
    let life = Control::new("past_life", f.t("refer-past-life"), Input::Checks(at_risk))
        .hint(f.t("refer-past-life.hint"));
    Section { title: f.t("refer-past").into_owned(), controls: vec![reason, basis, life] }
}
