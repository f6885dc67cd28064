//! Monitoring by its pages: numbers taken in from a file, seen by staff and by the public, watched by a rule, quoted in a brief.

use axum::http::StatusCode;
use model::kinds::{AlertRule, Brief, BriefParagraph, Indicator};
use model::{Draft, Id, Lang};
use node::acts::{Move, Open};

use crate::world::{Browser, Page, World};

const FILE: &str = "indicator,area,sex,period,value,n\n\
    ANAK-1,ID,,2024,4120,\nANAK-1,32,,2024,2110,\nANAK-1,33,,2024,7,\nANAK-1,ID,_T,2025,5230,\nANAK-1,99,,2024,5,\nANAK-1,34,,2024,-3,\n";

async fn upload(browser: &mut Browser<'_>, file: &str, take: bool) -> Page {
    browser.upload("/monitoring/import", ("angka.csv", file), take).await
}

fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in
        [">mon-", ">obs-", ">kind-", ">indicator-", ">brief-", ">trial-", ">funding-", ">treaty-", ">rate-"]
    {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

fn indicator() -> Draft {
    Draft::default()
        .with("reference", "ANAK-1")
        .with("name", "Anak yang dilaporkan (rekaan)")
        .with("name_en", "Children reported (invented)")
        .with("class", "process")
        .with("definition", "Anak yang dilaporkan, masing-masing satu kali.")
        .with("unit", "number")
        .with("counted_entity", "children")
        .with("source", "Sumber Contoh")
        .with("frequency", "year")
        .with("strata", "none")
        .with("direction", "neither")
        .with("feed", "file")
        .with("minimum", "11")
        .with("custodian", "Statistisi")
        .with("caveat", "Kenaikan dapat berarti pelaporan yang lebih baik.")
        .with("caveat_en", "A rise may mean better reporting.")
}

#[tokio::test]
async fn numbers_are_taken_in_seen_watched_and_quoted() {
    let world = World::new().await;
    let (one, other) = (world.staff("policy-officer").await.actor, world.staff("manager").await.actor);
    let node = &world.node;
    let id = node.perform(&one, Open::<Indicator>::root(indicator())).await.unwrap().id;
    for step in ["activate", "publish"] {
        node.perform(&other, Move::<Indicator>::new(id, step, Draft::default()).unwrap()).await.unwrap();
    }
    let mut officer = world.staff("policy-officer").await;
    whole(&officer.get("/monitoring").await, "/monitoring, empty");
    // Words that harm are marked while they are typed in what many read, and never in notes of a case.
    let brief = officer.get("/brief/new").await;
    assert!(brief.body.contains("data-words=\"/data/istilah.json\""), "{}", brief.body);
    let note = world.staff("case-worker").await.get("/report/new").await;
    assert!(note.body.contains("<form method=\"post\"") && !note.body.contains("data-words"));
    let looked = upload(&mut officer, FILE, false).await;
    whole(&looked, "looked through");
    let kept = upload(&mut officer, FILE, true).await;
    whole(&kept, "kept");
    assert!(kept.body.contains("Baris 6") && kept.body.contains("Baris 7"), "{}", kept.body);
    let nothing = upload(&mut officer, "nama,umur\nx,1\n", true).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    let rule = Draft::default()
        .with("name", "Kenaikan tahunan (rekaan)")
        .with("method", "change_share")
        .with("indicator", id.to_string())
        .with("areas", "national")
        .with("side", "rise")
        .with("bound", "10")
        .with("back", "1")
        .with("importance", "high")
        .with("delivery", "single")
        .with("message", "Periksa sebabnya.");
    let rule = node.perform(&one, Open::<AlertRule>::root(rule)).await.unwrap().id;
    for step in ["test", "activate"] {
        node.perform(&one, Move::<AlertRule>::new(rule, step, Draft::default()).unwrap()).await.unwrap();
    }
    node.turn_clock().await.unwrap();
    let brief = publish(&world, (&one, &other)).await;
    for lang in Lang::ALL {
        let lang = lang.code();
        for path in [
            format!("/monitoring?lang={lang}"),
            format!("/monitoring?lang={lang}&area=32"),
            format!("/monitoring/indicator/{id}?lang={lang}"),
            format!("/monitoring/rule/{rule}?lang={lang}"),
            format!("/monitoring/funding?lang={lang}"),
            format!("/monitoring/agency?lang={lang}"),
            format!("/monitoring/treaty?lang={lang}&body=upr"),
            format!("/brief/{brief}/read?lang={lang}"),
            format!("/indicator/{id}?lang={lang}"),
        ] {
            whole(&officer.get(&path).await, &path);
        }
    }
    let home = officer.get("/monitoring").await;
    assert!(home.body.contains("Kenaikan tahunan (rekaan)"), "the alert stands first");
    for lang in Lang::ALL {
        for path in ["/publik/indikator", "/publik/ringkasan"] {
            let path = format!("{path}?lang={}", lang.code());
            whole(&world.stranger().get(&path).await, &path);
        }
        let brief = format!("/publik/ringkasan/{brief}?lang={}", lang.code());
        whole(&world.stranger().get(&brief).await, &brief);
        let paper = brief.replace("?", "/pdf?");
        let (one, again) = (world.stranger().get(&paper).await, world.stranger().get(&paper).await);
        assert_eq!(
            (one.status, &one.headers["content-type"]),
            (StatusCode::OK, &"application/pdf".parse().unwrap())
        );
        assert!(
            one.body.starts_with("%PDF") && one.body == again.body,
            "the same snapshot gives the same bytes"
        );
        let path = format!("/publik/indikator/{id}?lang={}", lang.code());
        let page = world.stranger().get(&path).await;
        whole(&page, &path);
        assert!(!page.body.contains(">7<") && page.body.contains("<svg"), "{}", page.body);
    }
    for form in ["csv", "json", "sdmx"] {
        let file = world.stranger().get(&format!("/publik/indikator/{id}/{form}")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(
            file.body.contains("5230") && !file.body.contains(",7,") && !file.body.contains(":7.0"),
            "{}",
            file.body
        );
    }
    assert_eq!(
        world.stranger().get(&format!("/publik/indikator/{id}/exe")).await.status,
        StatusCode::NOT_FOUND
    );
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/monitoring").await.status, StatusCode::FORBIDDEN);
}

async fn publish(world: &World, (one, other): (&node::Actor, &node::Actor)) -> Id {
    let node = &world.node;
    let draft = Draft::default()
        .with("title", "Anak yang dilaporkan (rekaan)")
        .with("title_en", "Children reported (invented)")
        .with("audience", "Komisi terkait");
    let brief = node.perform(one, Open::<Brief>::root(draft)).await.unwrap().id;
    let words = Draft::default()
        .with("place", "1")
        .with("body", "Pada 2025 ada [[ANAK-1]] anak.")
        .with("body_en", "In 2025 there were [[ANAK-1]] children.");
    node.perform(one, Open::<BriefParagraph>::part(brief, words)).await.unwrap();
    node.perform(one, Move::<Brief>::new(brief, "lock", Draft::default()).unwrap()).await.unwrap();
    for step in ["approve", "publish"] {
        node.perform(other, Move::<Brief>::new(brief, step, Draft::default()).unwrap()).await.unwrap();
    }
    brief
}

/// By sex and age at once: taken in from columns of SDMX, told as one table, and handed out in the columns that it came in.
#[tokio::test]
async fn two_breakdowns_come_in_are_seen_and_go_out_as_columns() {
    let world = World::new().await;
    let (one, other) = (world.staff("policy-officer").await.actor, world.staff("manager").await.actor);
    let node = &world.node;
    let draft = indicator().with("strata", "sex_age_band");
    let id = node.perform(&one, Open::<Indicator>::root(draft)).await.unwrap().id;
    for step in ["activate", "publish"] {
        node.perform(&other, Move::<Indicator>::new(id, step, Draft::default()).unwrap()).await.unwrap();
    }
    let mut file = "INDICATOR,REF_AREA,SEX,AGE,TIME_PERIOD,OBS_VALUE\n".to_owned();
    let mut put = |sex: &str, age: &str, n: u32| file.push_str(&format!("ANAK-1,ID,{sex},{age},2025,{n}\n"));
    for (sex, ages) in [("F", [120, 240, 4]), ("M", [60, 80, 90])] {
        put(sex, "_T", ages.iter().sum());
        for (age, n) in ["age_6_11", "age_12_14", "age_15_17"].iter().zip(ages) {
            put(sex, age, n);
        }
    }
    put("_T", "_T", 594);
    let mut officer = world.staff("policy-officer").await;
    let kept = upload(&mut officer, &file, true).await;
    whole(&kept, "kept");
    assert!(kept.body.contains("9 baris disimpan"), "{}", kept.body);
    for lang in Lang::ALL {
        let page = world.stranger().get(&format!("/publik/indikator/{id}?lang={}", lang.code())).await;
        whole(&page, "by both");
        assert!(page.body.contains(">594<") && !page.body.contains(">4<"), "{}", page.body);
    }
    let sdmx = world.stranger().get(&format!("/publik/indikator/{id}/sdmx")).await.body;
    assert!(
        sdmx.lines().next().unwrap().contains("REF_AREA,SEX,AGE,EXPLOITATION_FORM,TIME_PERIOD"),
        "{sdmx}"
    );
    assert!(sdmx.contains("ID,F,age_15_17,_T,2025,,,,Q,C"), "withheld: {sdmx}");
    assert!(sdmx.contains("ID,_T,_T,_T,2025,594"), "{sdmx}");
}
