//! Who may ask for what: every operation asked by everybody, against the matrix.

use axum::http::Method;
use serde_json::json;
use zhiheng_domain::{Power, Role};
use zhiheng_web::{ACCESS, Access};

use crate::client::Answer;
use crate::world::World;

/// One person for each role, in the agency that holds the matter, and one above.
const PEOPLE: [(&str, &[Role]); 9] = [
    ("officer-a", &[Role::Officer]),
    ("head-of-section", &[Role::SectionHead]),
    ("reviewer", &[Role::LegalReviewer]),
    ("principal", &[Role::AgencyHead]),
    ("editor", &[Role::DisclosureEditor]),
    ("archivist", &[Role::Archivist]),
    ("watcher", &[Role::Supervisor]),
    ("administrator", &[Role::Administrator]),
    ("supervisor", &[Role::Supervisor]),
];

fn allowed(access: Access, roles: &[Role]) -> bool {
    let holds = |power: &Power| roles.iter().any(|role| role.holds(*power));
    match access {
        Access::Anyone | Access::SignedIn => true,
        Access::Power(powers) => powers.iter().any(holds),
        Access::All(powers) => powers.iter().all(holds),
    }
}

/// An answer to HEAD has no body in which a code could stand.
fn refused(method: &Method, answer: &Answer, status: u16, code: &str, what: &str) {
    if method == Method::HEAD {
        assert_eq!(answer.status, status, "{method} {what}");
    } else {
        assert_eq!(answer.problem(status), code, "{method} {what}");
    }
}

#[tokio::test]
async fn every_operation_is_open_to_exactly_those_whom_the_matrix_names() {
    let world = World::new().await;
    let id = world.play("penalty.ordinary", 0, "review_opinion").await;
    for (method, path, access) in ACCESS.iter().copied() {
        let address = path
            .replace("{id}", if path.contains("/procedures") { "petition" } else { &id })
            .replace("{act}", "collect_evidence")
            .replace("{paper}", "filing_form")
            .replace("{version}", "1")
            .replace("{decision}", "0")
            .replace("{procedure}", "penalty.ordinary")
            .replace("{step}", "examine")
            .replace("{name}", "hearing_unit")
            .replace("{digest}", &"0".repeat(64));
        let address = match path {
            "/blobs" => "/api/blobs?name=a.pdf".to_owned(),
            "/blobs/{digest}"
            | "/blobs/{digest}/facts"
            | "/blobs/{digest}/check"
            | "/blobs/{digest}/thumbnail"
            | "/blobs/{digest}/waveform" => format!("/api{address}?matter={id}"),
            "/law/articles" => "/api/law/articles?cite=%E5%A4%84%E7%BD%9A%E6%B3%9558".to_owned(),
            "/law/compare" => "/api/law/compare?left=petition&right=penalty.ordinary".to_owned(),
            "/credit/batches/{id}/file" => format!("/api{address}?format=csv"),
            "/law/touched" => "/api/law/touched?procedure=petition".to_owned(),
            _ => format!("/api{address}"),
        };
        let body = match path {
            "/blobs" => b"%PDF-1.7\n".to_vec(),
            "/session" => json!({ "username": "officer-b", "password": "wrong password" })
                .to_string()
                .into_bytes(),
            "/law/procedures/{id}/switch" => {
                json!({ "on": true, "reason": "本机关有这项职权" }).to_string().into_bytes()
            }
            "/law/parameters/{procedure}/{name}/propose" => {
                json!({ "value": 5_000_000, "basis": "示例市规定" }).to_string().into_bytes()
            }
            "/law/proposals/{id}/approve" | "/law/proposals/{id}/reject" => {
                json!({ "opinion": "同意" }).to_string().into_bytes()
            }
            "/law/proposals/{id}/publish" => json!({}).to_string().into_bytes(),
            "/credit/decisions/{decision}/fill" => {
                json!({ "values": { "BZ": "备注" } }).to_string().into_bytes()
            }
            "/credit/batches" => {
                let asked = json!({ "report": "penalty", "content": "rows", "decisions": ["x"] });
                asked.to_string().into_bytes()
            }
            "/credit/batches/{id}/receipt" => {
                json!({ "accepted": ["x"], "rejected": [] }).to_string().into_bytes()
            }
            "/matters/{id}/public-files" => {
                json!({ "digest": "0".repeat(64) }).to_string().into_bytes()
            }
            "/letters/{id}/answer" => {
                json!({ "said": "已经核对，公示的内容没有错。" }).to_string().into_bytes()
            }
            "/matters" | "/matters/preview" => {
                json!({ "procedure": "petition", "fields": {} }).to_string().into_bytes()
            }
            "/matters/{id}/party-slip.pdf" => {
                json!({ "code": "0000-0000-0000-0000" }).to_string().into_bytes()
            }
            _ => json!({ "fields": {} }).to_string().into_bytes(),
        };
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let (media, body) = if method == Method::POST {
            (Some("application/json"), body)
        } else {
            (None, Vec::new())
        };

        let nobody = world.anonymous().send(method.clone(), &address, media, body.clone()).await;
        let signing_in = path == "/session" && method == Method::POST;
        if access == Access::Anyone {
            assert!(nobody.status == 200 || signing_in, "{method} {path}: {}", nobody.text());
        } else {
            refused(&method, &nobody, 401, "session.required", path);
        }
        for (person, roles) in PEOPLE {
            let client = world.person(person).await;
            let answer = client.send(method.clone(), &address, media, body.clone()).await;
            assert!(
                answer.status < 500 || answer.status == 503,
                "{method} {path} as {person}: {}",
                answer.text()
            );
            let denied = answer.status == 403;
            if allowed(access, roles) {
                // An act itself may be refused to a person; that is the law's doing and is told as such.
                let by_law = access == Access::SignedIn && method == Method::POST;
                assert!(!denied || by_law, "{method} {path} as {person}: {}", answer.text());
            } else {
                refused(&method, &answer, 403, "authority.denied", &format!("{path} as {person}"));
            }
        }
    }
}
