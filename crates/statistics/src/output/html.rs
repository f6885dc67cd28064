//! A page of its own: tables that a screen reader can read, charts, notes.

use crate::error::Result;
use crate::output::Wording;
use crate::output::bars::bars;
use crate::output::tiles::tiles;
use crate::output::xml::escape;
use crate::publish::Published;
use crate::table::{Dimension, Request};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem auto;max-width:70rem;padding:0 1rem;\
color:#1b1b1b;background:#fff}.scroll{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0}\
caption{text-align:start;font-weight:600;padding:.25rem 0}th,td{border:1px solid #767676;padding:.25rem .5rem;\
text-align:start;vertical-align:top}td{text-align:end;font-variant-numeric:tabular-nums}\
thead th,tr.total>*{background:#f0f0f0}figure{margin:1rem 0;overflow-x:auto}";

/// The page. The last dimension of each table runs across, the others down. A table by one dimension gets bars; one
/// by `province` a map of tiles as well.
///
/// # Errors
/// Whatever is wrong with a request.
pub fn page(published: &Published, wording: &Wording<'_>) -> Result<String> {
    let mut body = format!("<h1>{}</h1>\n", escape(wording.title));
    for request in published.requests() {
        body.push_str(&table(published, request, wording)?);
        if let [dimension] = request.by.as_slice() {
            body.push_str(&figure(&bars(published, request, wording)?));
            if dimension == "province" {
                body.push_str(&figure(&tiles(published, request, wording)?));
            }
        }
    }
    let notes: String = wording.notes.iter().map(|note| format!("<li>{}</li>\n", escape(note))).collect();
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}<h2>{notes_word}</h2>\n<ul>\n{notes}</ul>\n\
         <p>{source_word}: {source}</p>\n</main>\n</body>\n</html>\n",
        lang = escape(wording.lang),
        title = escape(wording.title),
        notes_word = escape(wording.notes_word),
        source_word = escape(wording.source_word),
        source = escape(wording.source),
    ))
}

fn figure(svg: &str) -> String {
    format!("<figure tabindex=\"0\">{svg}</figure>\n")
}

fn table(published: &Published, request: &Request, wording: &Wording<'_>) -> Result<String> {
    let layout = published.layout();
    let mut places = request.by.iter().map(|name| layout.dimension(name)).collect::<Result<Vec<_>>>()?;
    // Cells come in the order of the layout, whatever the order of the request.
    places.sort_unstable();
    let down = if places.len() > 1 { places.len() - 1 } else { 1 };
    let across = places.get(down).and_then(|at| layout.dimensions().get(*at));
    let columns = across.map_or(1, Dimension::len);
    let mut html = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
        escape(&wording.caption(&request.by, &request.only))
    );
    for dimension in places.iter().take(down).filter_map(|at| layout.dimensions().get(*at)) {
        html.push_str(&format!("<th scope=\"col\">{}</th>", escape(&(wording.dimension)(dimension.name()))));
    }
    match across {
        None => html.push_str(&format!("<th scope=\"col\">{}</th>", escape(wording.counted))),
        Some(dimension) => {
            for node in dimension.in_order() {
                let label = (wording.category)(dimension.name(), dimension.code(node));
                html.push_str(&format!("<th scope=\"col\">{}</th>", escape(&label)));
            }
        }
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in published.cells_of(request)?.chunks(columns) {
        let Some(first) = row.first() else { continue };
        let heads = places.iter().take(down).filter_map(|at| {
            let dimension = layout.dimensions().get(*at)?;
            let node = layout.node(*first, *at);
            let label = (wording.category)(dimension.name(), dimension.code(node));
            Some((node == 0, format!("<th scope=\"row\">{}</th>", escape(&label))))
        });
        let heads: Vec<(bool, String)> = heads.collect();
        let total = heads.iter().all(|(total, _)| *total);
        html.push_str(if total { "<tr class=\"total\">" } else { "<tr>" });
        heads.iter().for_each(|(_, head)| html.push_str(head));
        for cell in row {
            html.push_str(&format!("<td>{}</td>", escape(&wording.cell(published, *cell))));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n");
    Ok(html)
}
