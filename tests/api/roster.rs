//! `/councils/{id}/roster`

use poem::http::{Method, header};
use serde_json::{Value, json};

use crate::{
    app::{Answer, PUBLIC, ids},
    review::items,
    world::{World, in_each_world, seat},
};

const ROSTER: &str = "みどり市緑地審議会委員名簿,,,\n氏名,ふりがな,所属団体,役職,任期\n\
    青木　一,あおき はじめ,緑地協会,会長,令和6年4月1日～令和8年3月31日\n\
    飯田 二子,いいだ にこ,,副会長,令和6年4月1日～令和8年3月31日\n\
    上野 三郎,うえの さぶろう,公募,,\n";

async fn bring_in(world: &World, token: &str, query: &str, body: impl Into<Vec<u8>>) -> Answer {
    let path = format!("/councils/{}/roster{query}", world.council);
    let request = world.request(Method::POST, token, &path);
    let body: Vec<u8> = body.into();
    world
        .send(request.body("text/csv; charset=utf-8", body))
        .await
}

async fn export(world: &World, token: &str, query: &str) -> Answer {
    let path = format!("/councils/{}/roster{query}", world.council);
    world.get(token, &path).await
}

async fn seats(world: &World) -> Value {
    let path = format!("/memberships?council_id={}", world.council);
    world.get(PUBLIC, &path).await.is(200)
}

fn outcomes(report: &Value) -> Vec<&str> {
    let rows = report["rows"].as_array().expect("rows are a list");
    rows.iter()
        .map(|row| row["outcome"].as_str().expect("a word"))
        .collect()
}

#[test]
fn a_roster_makes_members_once_and_changes_them_after_that() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        let planned = bring_in(world, token, "?dry_run=true", ROSTER)
            .await
            .is(200);
        assert_eq!(planned["dry_run"], true);
        assert_eq!(outcomes(&planned), ["create"; 3]);
        assert_eq!(planned["rows"][0]["person_id"], Value::Null);
        assert_eq!(planned["rows"][0]["row"], 3);
        assert_eq!(
            seats(world).await["items"],
            json!([]),
            "a dry run changes nothing"
        );

        let done = bring_in(world, token, "", ROSTER).await.is(200);
        assert_eq!(
            (&done["created"], &done["dry_run"]),
            (&json!(3), &json!(false))
        );
        let list = seats(world).await;
        let made: Vec<(&Value, &Value, &Value)> = list["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|seat| (&seat["role"], &seat["organization"], &seat["ends_on"]))
            .collect();
        assert_eq!(
            made[0],
            (&json!("会長"), &json!("緑地協会"), &json!("2026-03-31"))
        );
        assert_eq!(made[2], (&json!("委員"), &json!("公募"), &Value::Null));
        let person = done["rows"][0]["person_id"].as_str().expect("an id");
        let person = world
            .get(PUBLIC, &format!("/persons/{person}"))
            .await
            .is(200);
        assert_eq!(person["name"], "青木　一");
        assert_eq!(person["reading"], "あおき はじめ");

        let again = bring_in(world, token, "", ROSTER).await.is(200);
        assert_eq!(outcomes(&again), ["unchanged"; 3]);
        // What goes out comes in again without a change.
        let out = export(world, token, "").await;
        let same = bring_in(world, token, "", out.bytes).await.is(200);
        assert_eq!(outcomes(&same), ["unchanged"; 3]);

        let changed = ROSTER.replace("緑地協会,会長", "環境協会,委員");
        let changed = bring_in(world, token, "", changed).await.is(200);
        assert_eq!(outcomes(&changed), ["update", "unchanged", "unchanged"]);
        assert_eq!(
            changed["rows"][0]["changes"],
            json!(["role", "organization"])
        );
        assert_eq!(ids(&seats(world).await), ids(&list));
        let seat = changed["rows"][0]["membership_id"].as_str().expect("an id");
        let trail = world
            .get(&world.admin, &format!("/audit?entity_id={seat}"))
            .await
            .is(200);
        let fields = trail["items"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|entry| entry["action"] == "update")
            .map(|entry| entry["detail"]["fields"].clone());
        assert_eq!(fields, Some(json!(["role", "organization"])));
    });
}

#[test]
fn one_bad_row_keeps_all_of_them_out() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        world.speak("ja");
        let bad = format!("{ROSTER}江口 四郎,えぐち しろう,,,来年度から\n");
        for query in ["", "?dry_run=true"] {
            let refused = bring_in(world, token, query, bad.clone()).await;
            let problem = refused.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], "rows[6].term");
            let detail = problem["errors"][0]["detail"].as_str().expect("words");
            assert!(detail.starts_with("6 行目「任期」"), "{detail}");
        }
        assert_eq!(seats(world).await["items"], json!([]));
        for body in [
            &b"\x82\x00\xff"[..],
            b"PK\x03\x04",
            b"a,b\n1,2\n",
            "氏名\n".as_bytes(),
        ] {
            let refused = bring_in(world, token, "", body).await;
            refused.problem(422, "unreadable_roster");
        }
    });
}

#[test]
fn variants_of_a_members_name_are_told_of_and_two_people() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        bring_in(world, token, "", "氏名\n齋藤 一\n").await.is(200);
        let report = bring_in(world, token, "", "氏名\n斎藤 一\n").await.is(200);
        assert_eq!(outcomes(&report), ["create"]);
        assert_eq!(report["rows"][0]["similar"][0]["name"], "齋藤 一");
        let persons = world.get(&world.admin, "/persons").await.is(200);
        for name in ["齋藤 一", "斎藤 一"] {
            let named = |person: &&Value| person["name"] == name;
            let items = persons["items"].as_array().expect("a list");
            assert_eq!(items.iter().filter(named).count(), 1, "{name}");
        }
    });
}

#[test]
fn a_roster_goes_out_as_csv_and_as_a_workbook() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        let text = "氏名,所属\n髙橋 一,\"=HYPERLINK(\"\"x\"\"), 本院\"\n";
        bring_in(world, token, "", text).await.is(200);
        let csv = export(world, PUBLIC, "").await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").starts_with("attachment"));
        let expected = "\u{feff}氏名,よみ,所属,役職,任期開始,任期終了\r\n\
            髙橋 一,,\"'=HYPERLINK(\"\"x\"\"), 本院\",委員,,\r\n";
        assert_eq!(String::from_utf8(csv.bytes).expect("UTF-8"), expected);

        let cp932 = export(world, PUBLIC, "?encoding=cp932").await;
        // 髙 is one of the characters that CP932 has and JIS X 0208 has not.
        assert!(cp932.bytes.windows(2).any(|pair| pair == [0xfb, 0xfc]));
        let back = bring_in(world, token, "?dry_run=true", cp932.bytes)
            .await
            .is(200);
        assert_eq!(outcomes(&back), ["unchanged"]);
        let path = format!("/councils/{}/roster", world.council);
        let accepts = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let request = world.request(Method::GET, PUBLIC, &path);
        let workbook = world.send(request.header(header::ACCEPT, accepts)).await;
        assert_eq!(workbook.header("content-type"), accepts);
        let back = bring_in(world, token, "?dry_run=true", workbook.bytes)
            .await
            .is(200);
        assert_eq!(outcomes(&back), ["unchanged"]);

        bring_in(world, token, "", "氏名\n𠮷田 一\n").await.is(200);
        let lost = export(world, PUBLIC, "?encoding=cp932").await;
        assert_eq!(lost.invalid_fields(), ["encoding"]);
    });
}

#[test]
fn a_roster_is_the_secretariats_and_shows_no_hidden_seat() {
    in_each_world(async |world| {
        let refused = bring_in(world, PUBLIC, "", ROSTER).await;
        refused.problem(401, "token_required");
        for (who, token) in world.those_without_rights() {
            println!("{who}");
            bring_in(world, token, "?dry_run=true", ROSTER)
                .await
                .problem(403, "forbidden");
        }
        let path = format!("/councils/{}/roster", world.other);
        let request = world.request(Method::POST, &world.elsewhere, &path);
        let done = world
            .send(request.body("application/octet-stream", ROSTER))
            .await;
        done.is(200);
        let lines = async |token: &str| {
            let roster = world.get(token, &path).await;
            String::from_utf8(roster.bytes)
                .expect("UTF-8")
                .lines()
                .count()
        };
        assert_eq!(lines(PUBLIC).await, 1, "the titles alone");
        assert_eq!(lines(&world.secretariat).await, 1);
        assert_eq!(lines(&world.elsewhere).await, 4);
        let request = world.request(Method::POST, &world.elsewhere, &path);
        let refused = world.send(request.body("application/json", "{}")).await;
        refused.problem(415, "unsupported_media_type");
    });
}

#[test]
fn a_roster_that_went_out_comes_in_again_without_a_change() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        // Two people of one name, one with a reading in katakana, one with two seats, and cells that look like others.
        let persons = [
            json!({ "name": "青木 一" }),
            json!({ "name": "青木　一" }),
            json!({ "name": "飯田 二", "reading": "イイダ ニ" }),
            json!({ "name": "上野 三（うえの）" }),
        ];
        for (n, person) in persons.into_iter().enumerate() {
            let made = world.post(&world.admin, "/persons", person).await.made();
            let seats: &[&str] = if n == 2 {
                &["会長", "委員"]
            } else {
                &["委員"]
            };
            for role in seats {
                let mut seat = seat(world.council, made.id());
                seat["role"] = json!(role);
                seat["organization"] = json!(["＋緑地", "－緑地", "'=緑地", "@緑地"][n]);
                world.post(&world.admin, "/memberships", seat).await.made();
            }
        }
        let accepts = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        for (query, accept) in [
            ("", "text/csv"),
            ("?encoding=cp932", "text/csv"),
            ("", accepts),
        ] {
            let path = format!("/councils/{}/roster{query}", world.council);
            let request = world.request(Method::GET, token, &path);
            let out = world.send(request.header(header::ACCEPT, accept)).await;
            let report = bring_in(world, token, "", out.bytes).await.is(200);
            assert_eq!(outcomes(&report), ["unchanged"; 5], "{accept} {query}");
        }
    });
}

#[test]
fn a_roster_as_secretariats_have_it_is_read() {
    in_each_world(async |world| {
        let token = &world.secretariat;
        let text = "緑地審議会委員名簿,,,,,\n,,,,（令和6年4月1日現在）,\n\
            No.,氏　名,所属・職名,任　期,,備　考\n,,,自,至,\n【学識経験者】,,,,,\n\
            1,青　木　　一,みどり大学　教授,R6.4.1,R8.3.31,会長\n2,飯田 二子,〃,〃,〃,\n\
            3,（欠員）,緑地協会,,,\n計,,3名,,,\n";
        let report = bring_in(world, token, "", text).await.is(200);
        assert_eq!(outcomes(&report), ["create"; 2]);
        let list = seats(world).await;
        for (seat, role) in items(&list).iter().zip(["会長", "委員"]) {
            assert_eq!(seat["role"], role);
            assert_eq!(seat["organization"], "みどり大学　教授");
            assert_eq!(seat["starts_on"], "2024-04-01");
            assert_eq!(seat["ends_on"], "2026-03-31");
        }
        let again = bring_in(world, token, "", text).await.is(200);
        assert_eq!(outcomes(&again), ["unchanged"; 2]);
        // A member who is named twice for one term is refused, unless both are there.
        let twice = "氏名,所属\n上野 三,緑地協会\n上野 三,環境協会\n";
        let refused = bring_in(world, token, "", twice).await;
        assert_eq!(refused.invalid_fields(), ["rows[3].name"]);
    });
}
