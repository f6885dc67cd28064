//! From an agency's own form to a figure and a file: published with its tables, filled in on a telephone, sent several times, counted
//! once, and gone out as a column.

use axum::http::StatusCode;
use model::Lang;
use node::access::Origin;
use node::acts::supervision::CountIndicators;

use crate::field_pages::upload_with;
use crate::openrosa::{App, between, on_both};
use crate::world::World;

/// Its choices come from all three places: the sheet, the sheet of external choices, and tables beside the form.
pub const FORM: &str = "survey,type,name,label,choice_filter,calculation
,text,nama,Nama anak,,
,select_one jk,jk,Jenis kelamin,,
,select_one_from_file provinsi.csv,provinsi,Provinsi,,
,select_one_external kab,wilayah,Kabupaten atau kota,provinsi = ${provinsi},
,select_one_from_file risiko.xml,risiko,Tingkat risiko,,
,calculate,ibu_kota,,,\"pulldata('provinsi', 'ibu_kota', 'name', ${provinsi})\"
,text,uraian,Uraian,,
choices,list_name,name,label,,
,jk,female,Perempuan,,
,jk,male,Laki-laki,,
external_choices,list_name,name,label,provinsi,
,kab,32.73,Kota Bandung,32,
,kab,33.74,Kota Semarang,33,
settings,form_title,form_id,version,,
,Kasus lembaga,lembaga_kasus,1,,
";

pub const PROVINCES: &str = "name,label,ibu_kota\n32,Jawa Barat,Bandung\n33,Jawa Tengah,Semarang\n";

pub const RISKS: &str = "<root><item><name>high</name><label>Tinggi</label></item>\
    <item><name>low</name><label>Rendah</label></item></root>";

pub const MAPPING: &str = r#"{"form":"lembaga_kasus","version":"1","makes":[
    {"kind":"person","fields":{"name":{"question":"nama"},"sex":{"question":"jk"},"region":{"question":"wilayah"}}},
    {"kind":"case","fields":{"registration_date":"filled-on","risk_level":{"question":"risiko"},
        "circumstances":{"question":"uraian"},"region":{"question":"wilayah"}}}],
    "kept":["provinsi","ibu_kota"]}"#;

fn filled(instance: &str, name: &str, (province, region): (&str, &str), risk: &str) -> String {
    format!(
        "<data id=\"lembaga_kasus\" version=\"1\"><nama>{name}</nama><jk>female</jk><provinsi>{province}</provinsi>\
         <wilayah>{region}</wilayah><risiko>{risk}</risiko><uraian>Data rekaan.</uraian>\
         <meta><instanceID>uuid:{instance}</instanceID></meta></data>"
    )
}

async fn number(world: &World, actor: &node::Actor, id: &str, what: &str) -> Option<i64> {
    let march = CountIndicators { from: "2026-03-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() };
    let counted = world.node.perform(actor, march).await.unwrap();
    let figure = counted.figures.into_iter().find(|figure| figure.id == id).unwrap();
    figure.lines.into_iter().find(|line| line.what == what).and_then(|line| line.value)
}

#[tokio::test]
async fn answers_become_a_figure_and_a_column() {
    on_both(async |world: World| {
        let mut admin = world.staff("administrator").await;
        // Without its table it is refused where it stands, with the remedy.
        let bare = upload_with(&mut admin, FORM, &[], &[("mapping", MAPPING), ("take", "true")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.body.contains("lembar survey, baris 4, kolom B (type)"), "{}", bare.body);
        assert!(bare.body.contains("Sertakan berkas itu"), "{}", bare.body);
        let picture = [
            ("risiko.xml", RISKS),
            ("provinsi.csv", "name,label\n32,data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==\n"),
        ];
        let refused =
            upload_with(&mut admin, FORM, &picture, &[("mapping", MAPPING), ("take", "true")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Tidak ada yang disimpan"), "{}", refused.body);
        let beside = [("provinsi.csv", PROVINCES), ("risiko.xml", RISKS)];
        let published =
            upload_with(&mut admin, FORM, &beside, &[("mapping", MAPPING), ("take", "true")]).await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);

        // The telephone fetches the form and what lies beside it.
        let app = App::new(&world, "case-worker").await;
        let list = app.get("/openrosa/formList").await;
        let line = list.body.split("<xform>").find(|part| part.contains("lembaga_kasus")).unwrap();
        let form = app.get(&between(line, "downloadUrl")).await;
        assert!(
            form.body.contains("<instance id=\"provinsi\" src=\"jr://file-csv/provinsi.csv\"/>"),
            "{}",
            form.body
        );
        assert!(form.body.contains("query=\"instance('kab')/root/item["), "{}", form.body);
        let manifest = app.get(&between(line, "manifestUrl")).await;
        for (name, content) in [
            ("provinsi.csv", PROVINCES),
            (
                "itemsets.csv",
                "list_name,name,label,provinsi\nkab,32.73,Kota Bandung,32\nkab,33.74,Kota Semarang,33\n",
            ),
        ] {
            let media =
                manifest.body.split("<mediaFile>").find(|part| part.contains(&format!("<filename>{name}<")));
            let media = media.unwrap_or_else(|| panic!("{name}: {}", manifest.body));
            let file = app.get(&between(media, "downloadUrl")).await;
            assert_eq!((file.status, file.body.as_str()), (StatusCode::OK, content));
            assert_eq!(
                between(media, "hash"),
                format!("md5:{}", seal::openrosa_checksum(content.as_bytes()))
            );
        }
        assert!(manifest.body.contains("<filename>risiko.xml<"), "{}", manifest.body);
        let risks = app.get("/openrosa/media/risiko.xml?formID=lembaga_kasus&version=1").await;
        assert!(risks.body.contains("<name>high</name>"), "{}", risks.body);
        assert!(risks.headers["content-type"].to_str().unwrap().starts_with("text/xml"));
        let strange = app.get("/openrosa/media/lain.csv?formID=lembaga_kasus&version=1").await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND);
        let device = app.get("/app/form?id=lembaga_kasus&version=1").await;
        let said: serde_json::Value = serde_json::from_str(&device.body).unwrap();
        assert_eq!(said["tables"]["provinsi.csv"], PROVINCES);
        let whole = said["document"].as_str().unwrap();
        assert!(
            whole.contains("<select1 ref=\"/data/wilayah\"") && whole.contains("Kota Semarang"),
            "{whole}"
        );

        // Three forms, one of them sent three times, one with a regency of another province.
        for (instance, name, place, risk) in [
            ("a", "Contoh Kamboja", ("32", "32.73"), "high"),
            ("a", "Contoh Kamboja", ("32", "32.73"), "high"),
            ("b", "Contoh Flamboyan", ("33", "33.74"), "low"),
            ("a", "Contoh Kamboja", ("32", "32.73"), "high"),
            ("c", "Contoh Bugenvil", ("33", "32.73"), "low"),
        ] {
            let sent = app.submit(&filled(instance, name, place, risk)).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        }
        assert_eq!(
            app.counts().await,
            [("kept", 1), ("applied", 2)],
            "what the form does not offer waits for a person"
        );

        let lead = world.hire_by(&world.admin, "protection-lead", None, None).await;
        let lead = world.node.actor(lead.account, Lang::Id, Origin::Online).await.unwrap();
        for (what, value) in [("children", 2), ("cases", 2), ("32.73", 1), ("33.74", 1)] {
            assert_eq!(number(&world, &lead, "number_of_cases", what).await, Some(value), "{what}");
        }
        let mut worker = world.seat_of(app.account).await;
        let csv = worker.get("/case/export?format=csv").await;
        assert_eq!(csv.status, StatusCode::OK);
        let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        let high = lines.iter().filter(|line| line.contains(",Tinggi,") && line.contains("Bandung")).count();
        let low = lines.iter().filter(|line| line.contains(",Rendah,") && line.contains("Semarang")).count();
        assert_eq!((high, low), (1, 1), "{lines:?}");
        assert!(!csv.body.contains("Kamboja") && !csv.body.contains("Data rekaan"), "no name and no text");
    })
    .await;
}
