//! Every page that somebody can reach by following links: found for every role, and looked at once in each language.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;
use trial::browser::{Browser, Screen, View};

use super::{PUBLIC, look};
use crate::demo::Demo;

/// Pages of one pattern that are followed for each person: the first may be empty of what leads further.
const OF_ONE_PATTERN: usize = 3;

/// Fetches some addresses of our own as the browser would, without drawing them: status, kind and the links in it.
const FETCH: &str = "
    const done = arguments[arguments.length - 1];
    Promise.all(arguments[0].map(async href => {
        const answer = await fetch(href, { headers: { accept: 'text/html' } });
        const kind = answer.headers.get('content-type') ?? '';
        const html = kind.startsWith('text/html');
        const links = [];
        if (html) {
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            for (const a of page.querySelectorAll('a[href]')) {
                const to = new URL(a.getAttribute('href'), answer.url);
                to.searchParams.delete('lang');
                if (to.origin === location.origin) links.push(to.pathname + to.search);
            }
        } else await answer.body?.cancel();
        return { href, status: answer.status, html, links };
    })).then(done, trouble => done([{ href: String(trouble), status: 0, html: false, links: [] }]))";

/// An address without what differs from record to record: ids, codes, numbers and the values of its query.
fn pattern(href: &str) -> String {
    let (path, query) = href.split_once('?').unwrap_or((href, ""));
    let mut before = "";
    let mut varies = |part| {
        let of_a_role = std::mem::replace(&mut before, part) == "roles";
        of_a_role || part.contains(|c: char| c.is_ascii_digit())
    };
    let path: Vec<&str> = path.split('/').map(|part| if varies(part) { ":id" } else { part }).collect();
    let keys: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, _)| key)
        .collect();
    format!("{}?{}", path.join("/"), keys.into_iter().collect::<Vec<_>>().join("&"))
}

/// What one person reaches: the first address of each pattern, and the links that lead nowhere.
#[derive(Default)]
struct Reached {
    pages: BTreeMap<String, String>,
    broken: Vec<String>,
}

async fn explore(browser: &Browser) -> Reached {
    let (mut reached, mut times) = (Reached::default(), BTreeMap::<String, usize>::new());
    let mut waiting = VecDeque::from([("/".to_owned(), "the front page".to_owned())]);
    let mut met = BTreeSet::new();
    while !waiting.is_empty() {
        let some: Vec<_> = (0..4).filter_map(|_| waiting.pop_front()).collect();
        let hrefs: Vec<Value> = some.iter().map(|(href, _)| href.as_str().into()).collect();
        let said = browser.client().execute_async(FETCH, vec![hrefs.into()]).await.expect("fetched");
        for (answer, (href, from)) in said.as_array().expect("answers").iter().zip(&some) {
            if answer["status"] != 200 {
                reached.broken.push(format!("{href}, linked from {from}: {}", answer["status"]));
            } else if answer["html"] == Value::Bool(true) {
                reached.pages.entry(pattern(href)).or_insert_with(|| href.clone());
            }
            for link in answer["links"].as_array().expect("links").iter().filter_map(Value::as_str) {
                let seen = times.entry(pattern(link)).or_default();
                if *seen < OF_ONE_PATTERN && met.insert(link.to_owned()) {
                    *seen += 1;
                    waiting.push_back((link.to_owned(), href.clone()));
                }
            }
        }
    }
    reached
}

/// Who reaches what.
type Ways<'p> = Vec<(&'p (String, String), Reached)>;

/// Finds what every second person reaches, from the first or the second on.
async fn half<'p>(demo: &Demo, people: &'p [(String, String)], browser: &Browser, from: usize) -> Ways<'p> {
    let mut ways = Vec::new();
    for person in people.iter().skip(from).step_by(2) {
        browser.client().delete_all_cookies().await.expect("signed out");
        demo.sign_in_at(&person.0, browser, &person.1).await;
        ways.push((person, explore(browser).await));
    }
    ways
}

/// Looks at one page of each pattern that anybody reaches; answers how many there are.
async fn walk(
    demo: &Demo,
    browser: &Browser,
    ways: &Ways<'_>,
    (language, size): (&str, &str),
    faults: &mut Vec<String>,
) -> usize {
    let mut looked = BTreeSet::new();
    for (page, path) in PUBLIC {
        looked.insert(pattern(path));
        look(browser, &format!("{page}-{language}-{size}"), &demo.url(path), faults).await;
    }
    for ((node, email), reached) in ways {
        let new: Vec<_> =
            reached.pages.iter().filter(|(pattern, _)| looked.insert((*pattern).clone())).collect();
        if new.is_empty() {
            continue;
        }
        browser.client().delete_all_cookies().await.expect("signed out");
        demo.sign_in_at(node, browser, email).await;
        for (pattern, href) in new {
            let name = pattern.replace(['/', '?', '&', ':'], "-");
            let mark = if href.contains('?') { '&' } else { '?' };
            let url = format!("{node}{href}{mark}lang={language}");
            look(browser, &format!("all/{}-{language}-{size}", name.trim_matches('-')), &url, faults).await;
        }
    }
    looked.len()
}

/// In Indonesian on a phone and in English on a desk: both languages and both sizes for half the time of all four.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_of_any_role_leads_nowhere_and_every_page_is_accessible() {
    let demo = Demo::start(40);
    let people = demo.people();
    let open = async |screen, language| {
        let view = View { screen, language, javascript: true };
        Browser::open(view).await.expect("a browser")
    };
    let (phone, desk) = tokio::join!(open(Screen::PHONE, "id"), open(Screen::DESK, "en"));
    let (mut ways, others) = tokio::join!(half(&demo, &people, &phone, 0), half(&demo, &people, &desk, 1));
    ways.extend(others);
    let broken = ways
        .iter()
        .flat_map(|((_, email), reached)| reached.broken.iter().map(move |link| format!("{email}: {link}")));
    let (mut faults, mut more) = (broken.collect::<Vec<_>>(), Vec::new());
    let (one, other) = tokio::join!(
        walk(&demo, &phone, &ways, ("id", "phone"), &mut faults),
        walk(&demo, &desk, &ways, ("en", "desk"), &mut more)
    );
    faults.append(&mut more);
    for browser in [phone, desk] {
        browser.close().await.expect("closed");
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(one > 100 && one == other, "{one} and {other} pages were found: the way to them is lost");
}
