//! `/councils/{id}/roster`: the member roster as a file, in and out.

use poem::{
    FromRequest, IntoResponse, Request, RequestBody, Response, Result, http::header, web::Data,
};
use poem_openapi::{
    ApiRequest, ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json, ParsePayload, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry},
};

use super::{
    Section,
    problem::{BringingIn, Exporting, Problem},
    response::text_header,
    types::Date,
};
use crate::{
    app::{App, Call, RosterEncoding, RosterExport, RosterFormat, RosterReport},
    domain::{CouncilId, MembershipId, PersonId, RosterLine, RosterOutcome, SimilarMember},
};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The bytes of a file that is said to be of one type; parameters such as a charset are no part of the type.
macro_rules! file_of_type {
    ($name:ident, $content_type:expr) => {
        struct $name(Vec<u8>);

        impl Payload for $name {
            const CONTENT_TYPE: &'static str = $content_type;

            fn check_content_type(content_type: &str) -> bool {
                let essence = content_type.split(';').next().unwrap_or_default();
                essence.trim().eq_ignore_ascii_case($content_type)
            }

            fn schema_ref() -> MetaSchemaRef {
                <Binary<Vec<u8>> as Payload>::schema_ref()
            }
        }

        impl ParsePayload for $name {
            const IS_REQUIRED: bool = true;

            async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
                Vec::from_request(request, body).await.map(Self)
            }
        }
    };
}
file_of_type!(CsvFile, CSV);
file_of_type!(Workbook, XLSX);
file_of_type!(AnyFile, "application/octet-stream");

/// A roster that comes in. What it is shows in its bytes; the type only says that it is a file.
#[derive(ApiRequest)]
enum RosterUpload {
    /// CSV in UTF-8, with or without a byte order mark, or in CP932.
    Csv(CsvFile),
    /// A workbook.
    Xlsx(Workbook),
    /// Either of the two.
    Either(AnyFile),
}

/// What a roster (委員名簿) changed, or would change.
#[derive(Debug, Object)]
#[oai(rename = "RosterReport")]
pub struct RosterReportBody {
    /// Whether nothing was changed.
    dry_run: bool,
    /// How many persons and seats were made.
    created: u64,
    /// How many members got a further seat.
    reappointed: u64,
    /// How many seats were changed.
    updated: u64,
    /// How many seats were as the roster says.
    unchanged: u64,
    /// Row by row.
    rows: Vec<RosterRowBody>,
    /// The titles of the columns that were not read.
    ignored_columns: Vec<String>,
}

/// One row of a roster, and what became of it.
#[derive(Debug, Object)]
#[oai(rename = "RosterRow")]
pub struct RosterRowBody {
    /// The row in the file, from 1.
    row: u64,
    /// The name as printed.
    name: String,
    /// What became of it.
    outcome: RosterOutcome,
    /// The fields that changed.
    changes: Vec<String>,
    /// The member; `null` where a dry run would make one.
    person_id: Option<PersonId>,
    /// The seat; `null` where a dry run would make one.
    membership_id: Option<MembershipId>,
    /// Who could be the same person, by a variant of the name (齋藤, 斎藤) or another reading. Nobody is merged for that.
    similar: Vec<SimilarMemberBody>,
    /// A mark stands beside the name that no legend explains; it was left out.
    unexplained_mark: bool,
}

/// A member whose name differs from a row's in variants alone.
#[derive(Debug, Object)]
#[oai(rename = "SimilarMember")]
pub struct SimilarMemberBody {
    /// The member; `null` where it is another row of the same file.
    person_id: Option<PersonId>,
    /// The name as printed.
    name: String,
}

/// The rosters.
pub struct RosterApi;

#[OpenApi(tag = "Section::Persons")]
impl RosterApi {
    /// Read the member roster of a council as a file
    ///
    /// CSV (RFC 4180) with the columns 氏名, よみ, 所属, 役職, 任期開始, 任期終了, or a workbook with the same.
    #[oai(
        path = "/councils/:id/roster",
        method = "get",
        operation_id = "get_roster"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the operation"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CouncilId>,
        /// As what; without it, what `Accept` asks for, else CSV.
        format: Query<Option<RosterFormat>>,
        /// In which encoding, where it is CSV; `utf-8` has a byte order mark.
        encoding: Query<Option<RosterEncoding>>,
        /// Only seats whose term includes this day.
        on: Query<Option<Date>>,
        request: &Request,
    ) -> Result<RosterFile, Problem<Exporting>> {
        let accept = request.headers().get(header::ACCEPT);
        let accept = accept.and_then(|accept| accept.to_str().ok());
        let asked = match accept {
            Some(accept) if accept.contains(XLSX) => RosterFormat::Xlsx,
            _ => RosterFormat::Csv,
        };
        let export = RosterExport {
            format: format.0.unwrap_or(asked),
            encoding: encoding.0.unwrap_or_default(),
            held_on: on.0.map(Into::into),
        };
        let bytes = app.export_roster(&call, id.0, export).await?;
        Ok(RosterFile { bytes, export })
    }

    /// Bring in the member roster of a council, all of it or nothing
    ///
    /// A row changes the seat of the member with exactly this name and reading; where there is none, it makes a person and a
    /// seat. Columns are known by their titles (氏名, ふりがな, 所属, 役職, 任期, 就任日, …) in any order; at most 2 MiB and
    /// 2,000 rows.
    #[oai(
        path = "/councils/:id/roster",
        method = "post",
        operation_id = "import_roster"
    )]
    async fn import(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CouncilId>,
        /// Change nothing, and tell what would change.
        dry_run: Query<Option<bool>>,
        body: RosterUpload,
    ) -> Result<Json<RosterReportBody>, Problem<BringingIn>> {
        let bytes = match body {
            RosterUpload::Csv(file) => file.0,
            RosterUpload::Xlsx(file) => file.0,
            RosterUpload::Either(file) => file.0,
        };
        let dry_run = dry_run.0.unwrap_or(false);
        let report = app.import_roster(&call, id.0, bytes, dry_run).await?;
        Ok(Json(report.into()))
    }
}

/// A roster that goes out.
struct RosterFile {
    bytes: Vec<u8>,
    export: RosterExport,
}

impl IntoResponse for RosterFile {
    fn into_response(self) -> Response {
        let (content_type, name) = match (self.export.format, self.export.encoding) {
            (RosterFormat::Xlsx, _) => (XLSX, "roster.xlsx"),
            (RosterFormat::Csv, RosterEncoding::Utf8) => ("text/csv; charset=utf-8", "roster.csv"),
            (RosterFormat::Csv, RosterEncoding::Cp932) => {
                ("text/csv; charset=Shift_JIS", "roster.csv")
            }
        };
        Response::builder()
            .content_type(content_type)
            .header(
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            )
            .body(self.bytes)
    }
}

impl ApiResponse for RosterFile {
    fn meta() -> MetaResponses {
        let content = [CSV, XLSX].map(|content_type| MetaMediaType {
            content_type,
            schema: <Binary<Vec<u8>> as Payload>::schema_ref(),
        });
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Here it is.",
                status: Some(200),
                status_range: None,
                content: content.into(),
                headers: vec![text_header(
                    "Content-Disposition",
                    "Says that it is a file, and a name for it.",
                )],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

impl From<RosterReport> for RosterReportBody {
    fn from(report: RosterReport) -> Self {
        let count = |outcome| u64::try_from(report.count(outcome)).unwrap_or(u64::MAX);
        Self {
            dry_run: report.dry_run,
            created: count(RosterOutcome::Create),
            reappointed: count(RosterOutcome::Reappoint),
            updated: count(RosterOutcome::Update),
            unchanged: count(RosterOutcome::Unchanged),
            rows: report.lines.into_iter().map(RosterRowBody::from).collect(),
            ignored_columns: report.ignored_columns,
        }
    }
}

impl From<RosterLine> for RosterRowBody {
    fn from(line: RosterLine) -> Self {
        Self {
            row: line.row,
            name: line.name,
            outcome: line.outcome,
            changes: line.changes.into_iter().map(str::to_owned).collect(),
            person_id: line.person_id,
            membership_id: line.membership_id,
            similar: line.similar.into_iter().map(Into::into).collect(),
            unexplained_mark: line.unexplained_mark,
        }
    }
}

impl From<SimilarMember> for SimilarMemberBody {
    fn from(similar: SimilarMember) -> Self {
        Self {
            person_id: similar.person_id,
            name: similar.name,
        }
    }
}

/// The report as JSON, for the command line.
pub fn to_json(report: RosterReport) -> serde_json::Value {
    use poem_openapi::types::ToJSON;
    RosterReportBody::from(report).to_json().unwrap_or_default()
}
