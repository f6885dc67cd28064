//! `/indicators`: figures of a period, as a page and as CSV.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{CsvOptions, write_csv};
use model::Date;
use node::acts::supervision::{CountIndicators, Counted};
use node::figures::{Entity, Figure, Line};

use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::kinds::today;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "desk/indicators.html")]
struct IndicatorsPage {
    f: Frame,
    period: Vec<Control>,
    about: String,
    protected: bool,
    /// How many children are left out because they, or who speaks for them, said no to statistics.
    kept_out: Option<String>,
    csv: String,
    /// The other half of the figures: the tables, or back to the first page.
    other: (String, String),
    tables: bool,
    figures: Vec<Told>,
}

/// One figure.
struct Told {
    title: String,
    counts: String,
    lines: Vec<Row>,
}

/// One line of it.
struct Row {
    what: String,
    value: String,
    share: Option<String>,
}

fn period(state: &WebState, uri: &Uri) -> (Date, Date) {
    let day = |name: &str| query(uri, name).and_then(|text| text.parse::<Date>().ok());
    let now = today(state);
    let from = now.first_of_year();
    (day("from").unwrap_or(from), day("to").unwrap_or(now))
}

async fn count(state: &WebState, who: &SignedIn, uri: &Uri) -> Result<Counted, Fault> {
    let (from, to) = period(state, uri);
    Ok(state.node.perform(&who.session.actor, CountIndicators { from, to }).await?)
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let counted = count(&state, &who, &uri).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let day = |name: &str, key: &str, day: Date| {
        Control::new(name, f.t(key), Input::Date(None)).value(day.to_string()).required()
    };
    let tables = query(&uri, "tables").is_some_and(|asked| asked == "yes");
    let at = |path: &str| f.url(&format!("{path}?from={}&to={}", counted.from, counted.to));
    let other = match tables {
        true => (f.t("indicators-figures").into_owned(), at("/indicators")),
        false => (f.t("indicators-tables").into_owned(), format!("{}&tables=yes", at("/indicators"))),
    };
    let scope = w.code("scope", counted.scope).to_owned();
    let as_of = say::time(w, counted.as_of);
    let page = IndicatorsPage {
        period: vec![day("from", "indicators-from", counted.from), day("to", "indicators-to", counted.to)],
        about: w.with("indicators-about", &[("scope", &scope), ("time", &as_of)]).into_owned(),
        protected: counted.protected,
        kept_out: counted.kept_out.map(|out| w.count("indicators-kept-out", out).into_owned()),
        csv: at("/indicators/csv"),
        other,
        tables,
        figures: counted
            .figures
            .iter()
            .filter(|figure| figure.is_table() == tables)
            .map(|figure| told(w, figure))
            .collect(),
        f,
    };
    draw(&page)
}

/// The same numbers as a file: one row for each line.
pub(crate) async fn csv(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let counted = count(&state, &who, &uri).await?;
    let w = who.words();
    let header = [
        "indicators-id",
        "indicators-figure",
        "indicators-counts",
        "indicators-line",
        "indicators-value",
        "indicators-of",
        "indicators-from",
        "indicators-to",
        "indicators-as-of",
    ]
    .map(|key| w.t(key).into_owned());
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let rows = counted.figures.iter().flat_map(|figure| {
        figure.lines.iter().map(|line| {
            vec![
                figure.id.to_owned(),
                w.t(title(figure.id)).into_owned(),
                w.t(entity(figure.counts)).into_owned(),
                what(w, line),
                if line.protected { "<11".to_owned() } else { number(line.value) },
                number(line.of),
                counted.from.to_string(),
                counted.to.to_string(),
                counted.as_of.minute(Default::default()),
            ]
        })
    });
    let mut out = Vec::new();
    write_csv(
        &mut out,
        &header,
        rows.collect::<Vec<_>>(),
        CsvOptions { mark: true, ..CsvOptions::default() },
    )
    .map_err(|_| Fault::Drawing)?;
    let head = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"indicators.csv\""),
    ];
    Ok((head, out).into_response())
}

fn told(w: Words, figure: &Figure) -> Told {
    let row = |line: &Line| Row {
        what: what(w, line),
        value: match line.value {
            Some(value) => say::grouped(w, value),
            None if line.protected => w.t("indicators-small").into_owned(),
            None => w.t("indicators-no-data").into_owned(),
        },
        share: match (line.value, line.of) {
            (Some(_), Some(of)) if line.is_measure() => {
                Some(w.with("indicators-behind", &[("n", &say::grouped(w, of))]).into_owned())
            }
            (Some(_), Some(0)) => Some(w.t("indicators-no-data").into_owned()),
            (Some(value), Some(of)) => {
                let all = say::grouped(w, of);
                let percent = (value * 1_000 + of * 5) / (of * 10);
                Some(
                    w.with("indicators-share", &[("of", &all), ("percent", &percent.to_string())])
                        .into_owned(),
                )
            }
            _ => None,
        },
    };
    Told {
        title: w.t(title(figure.id)).into_owned(),
        counts: w.t(entity(figure.counts)).into_owned(),
        lines: figure.lines.iter().map(row).collect(),
    }
}

/// What a line stands for; of a cell, all its codes.
fn what(w: Words, line: &Line) -> String {
    let mut what = match line.list {
        Some(list) => code(w, list, &line.what),
        None => w.t(line_key(&line.what)).into_owned(),
    };
    for (list, other) in &line.and {
        what.push_str(" · ");
        what.push_str(&code(w, list, other));
    }
    what
}

fn code(w: Words, list: &str, code: &str) -> String {
    match list {
        "line" => w.t(line_key(code)).into_owned(),
        _ if code == "unknown" => w.t("line-unknown").into_owned(),
        "region" => say::region(code),
        "unit" => code.to_owned(),
        "month" => format!("{code}-01").parse().map_or_else(|_| code.to_owned(), |day| say::month(w, day)),
        list => w.code(list, code).to_owned(),
    }
}

fn title(id: &str) -> &'static str {
    match id {
        "number_of_cases" => "figure-number-of-cases",
        "reporting_delay" => "figure-reporting-delay",
        "time_to_first_contact" => "figure-time-to-first-contact",
        "assessment_status" => "figure-assessment-status",
        "case_load" => "figure-case-load",
        "case_closures" => "figure-case-closures",
        "case_closure_rate" => "figure-case-closure-rate",
        "time_from_case_open_to_close" => "figure-time-to-close",
        "supervisor_to_caseworker_ratio" => "figure-ratio",
        "average_followup_meetings_per_case" => "figure-followups",
        "services_provided" => "figure-services",
        "goal_progress_per_need" => "figure-goals",
        "handover_health" => "figure-handovers",
        "services_by_sex" => "figure-services-by-sex",
        "services_by_age" => "figure-services-by-age",
        "completed_case_safety_plans" => "figure-safety-plans",
        "completed_case_action_plans" => "figure-action-plans",
        "completed_supervisor_approved_case_action_plans" => "figure-approved-plans",
        "client_satisfaction_rate" => "figure-satisfaction",
        "improved_wellbeing" => "figure-wellbeing",
        "less_impacted" => "figure-less-impacted",
        "average_referrals" => "figure-average-referrals",
        "referral_success" => "figure-referral-success",
        "consent_health" => "figure-consent-health",
        "legal_path" => "figure-legal-path",
        "attention_gap" => "figure-attention-gap",
        "number_of_incidents" => "figure-number-of-incidents",
        "reporting_delay_known" => "figure-reporting-delay-known",
        "number_of_cases_by_month" => "figure-cases-by-month",
        "case_closures_by_month" => "figure-closures-by-month",
        "case_closures_by_region" => "figure-closures-by-region",
        "services_by_disability" => "figure-services-by-disability",
        "legal_stage_days" => "figure-legal-stage-days",
        id if id.starts_with("table_") || id.starts_with("simfoni_") => table(id),
        _ => "figure-lasting-recovery",
    }
}

fn table(id: &str) -> &'static str {
    match id {
        "table_cases" => "figure-table-cases",
        "table_closures" => "figure-table-closures",
        "table_concerns" => "figure-table-concerns",
        "table_sources" => "figure-table-sources",
        "table_workflow" => "figure-table-workflow",
        "table_services" => "figure-table-services",
        "table_follow_ups" => "figure-table-follow-ups",
        "table_followed" => "figure-table-followed",
        "table_violence" => "figure-table-violence",
        "table_moves" => "figure-table-moves",
        "simfoni_sex" => "figure-simfoni-sex",
        "simfoni_age" => "figure-simfoni-age",
        "simfoni_form" => "figure-simfoni-form",
        "simfoni_place" => "figure-simfoni-place",
        "simfoni_relation" => "figure-simfoni-relation",
        _ => "figure-simfoni-service",
    }
}

fn entity(counts: Entity) -> &'static str {
    match counts {
        Entity::Children => "counts-children",
        Entity::Cases => "counts-cases",
        Entity::Incidents => "counts-incidents",
        Entity::Matters => "counts-matters",
        Entity::Handovers => "counts-handovers",
        Entity::Goals => "counts-goals",
        Entity::Posts => "counts-posts",
        Entity::ChildServices => "counts-child-services",
        Entity::FollowUps => "counts-follow-ups",
        Entity::Days => "counts-days",
        Entity::Referrals => "counts-referrals",
    }
}

fn line_key(what: &str) -> &'static str {
    match what {
        "children" => "line-children",
        "cases" => "line-cases",
        "d0-3" => "line-d0-3",
        "d4-5" => "line-d4-5",
        "d6-14" => "line-d6-14",
        "d15-30" => "line-d15-30",
        "d31-90" => "line-d31-90",
        "d91" => "line-d91",
        "d0-30" => "line-d0-30",
        "d91-180" => "line-d91-180",
        "d181" => "line-d181",
        "invalid" => "line-invalid",
        "c0-9" => "line-c0-9",
        "c10-19" => "line-c10-19",
        "c20-29" => "line-c20-29",
        "c30" => "line-c30",
        "closed" => "line-closed",
        "assessed" => "line-assessed",
        "supervisors" => "line-supervisors",
        "workers" => "line-workers",
        "vacant" => "line-vacant",
        "done" => "line-done",
        "unheld" => "line-unheld",
        "median-days" => "line-median-days",
        "contested" => "line-contested",
        "lasting" => "line-lasting",
        "not-reached" => "line-not-reached",
        "age-0-11" => "line-age-0-11",
        "age-12-17" => "line-age-12-17",
        "age-18" => "line-age-18",
        "complete" => "line-complete",
        "satisfied" => "line-satisfied",
        "incomplete" => "line-incomplete",
        "improved" => "line-improved",
        "lighter" => "line-lighter",
        "referrals" => "line-referrals",
        "with-plan" => "line-with-plan",
        "median-referrals" => "line-median-referrals",
        "delivered-of-offered" => "line-delivered-of-offered",
        "delivered-of-accepted" => "line-delivered-of-accepted",
        "median-answer" => "line-median-answer",
        "told" => "line-told",
        "investigated" => "line-investigated",
        "prosecuted" => "line-prosecuted",
        "tried" => "line-tried",
        "judged" => "line-judged",
        "executed" => "line-executed",
        "ordered" => "line-ordered",
        "paid" => "line-paid",
        "seen" => "line-seen",
        "unseen" => "line-unseen",
        "median-seen" => "line-median-seen",
        "median-unseen" => "line-median-unseen",
        "steps-seen" => "line-steps-seen",
        "steps-unseen" => "line-steps-unseen",
        "incidents" => "line-incidents",
        "convicted" => "line-convicted",
        "served" => "line-served",
        "moves" => "line-moves",
        "u0-5" => "line-u0-5",
        "u6-12" => "line-u6-12",
        "u13-17" => "line-u13-17",
        "u18-24" => "line-u18-24",
        "u25-44" => "line-u25-44",
        "u45-59" => "line-u45-59",
        "u60" => "line-u60",
        "minor" => "line-minor",
        "adult" => "line-adult",
        _ => "line-unknown",
    }
}
