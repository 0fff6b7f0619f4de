//! `/meetings/{id}/materials`, `/materials`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    problem::{Creating, Deleting, Editing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{Position, Text, WebAddress},
};
use crate::{
    app::{App, Call, MaterialChange, NewMaterial, limits},
    domain::{Material, MaterialId, MeetingId, TopicId},
};

/// A material (会議資料) of a meeting or of one topic.
#[derive(Debug, Object)]
#[oai(rename = "Material")]
pub struct MaterialBody {
    id: MaterialId,
    meeting_id: MeetingId,
    /// The topic, where it belongs to one.
    topic_id: Option<TopicId>,
    /// Its place in the list, from 0.
    position: i64,
    /// The number as printed (資料1).
    number: Option<String>,
    /// Its title.
    title: String,
    /// Where it can be read.
    url: Option<String>,
}

impl From<Material> for MaterialBody {
    fn from(material: Material) -> Self {
        Self {
            id: material.id,
            meeting_id: material.meeting_id,
            topic_id: material.topic_id,
            position: material.position,
            number: material.number,
            title: material.title,
            url: material.url,
        }
    }
}

/// A material to be entered.
#[derive(Debug, Object)]
#[oai(rename = "NewMaterial", deny_unknown_fields)]
pub struct NewMaterialBody {
    /// The topic of the same meeting, where it belongs to one.
    topic_id: Option<TopicId>,
    /// Its place in the list; at the end when left out.
    position: Option<Position>,
    /// The number as printed (資料1).
    number: Option<Text<{ limits::NAME }>>,
    /// Its title.
    title: Text<{ limits::NAME }>,
    /// Where it can be read.
    url: Option<WebAddress>,
}

impl From<NewMaterialBody> for NewMaterial {
    fn from(body: NewMaterialBody) -> Self {
        Self {
            topic_id: body.topic_id,
            position: body.position.map(Into::into),
            number: text(body.number),
            title: body.title.into(),
            url: text(body.url),
        }
    }
}

/// What to change of a material; what is left out stays as it is, `null` empties a field.
#[derive(Debug, Object)]
#[oai(rename = "MaterialChange", deny_unknown_fields)]
pub struct MaterialChangeBody {
    /// The topic of the same meeting.
    topic_id: MaybeUndefined<TopicId>,
    /// Its place in the list.
    position: Option<Position>,
    /// The number as printed (資料1).
    number: MaybeUndefined<Text<{ limits::NAME }>>,
    /// Its title.
    title: Option<Text<{ limits::NAME }>>,
    /// Where it can be read.
    url: MaybeUndefined<WebAddress>,
}

impl From<MaterialChangeBody> for MaterialChange {
    fn from(body: MaterialChangeBody) -> Self {
        Self {
            topic_id: nullable(body.topic_id),
            position: body.position.map(Into::into),
            number: nullable(body.number),
            title: text(body.title),
            url: nullable(body.url),
        }
    }
}

/// The materials.
pub struct MaterialsApi;

#[OpenApi(tag = "Section::Meetings")]
impl MaterialsApi {
    /// List the materials of a meeting, all at once
    #[oai(
        path = "/meetings/:id/materials",
        method = "get",
        operation_id = "list_materials"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<MaterialBody>>, Problem<Reading>> {
        let materials = app.list_materials(&call, id.0).await?;
        Ok(Json(List::whole(
            materials.into_iter().map(Into::into).collect(),
        )))
    }

    /// Enter a material of a meeting
    #[oai(
        path = "/meetings/:id/materials",
        method = "post",
        operation_id = "create_material"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<NewMaterialBody>,
    ) -> Result<Created<MaterialBody>, Problem<Creating>> {
        let material = app.create_material(&call, id.0, body.0.into()).await?;
        Ok(Created {
            tag: EntityTag::Version(material.version),
            location: format!("/api/v1/materials/{}", material.id),
            body: material.into(),
        })
    }

    /// Read a material
    #[oai(path = "/materials/:id", method = "get", operation_id = "get_material")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MaterialId>,
    ) -> Result<Tagged<MaterialBody>, Problem<Reading>> {
        let shown = app.get_material(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::for_editor(shown.may_edit, shown.thing.version),
            body: shown.thing.into(),
        })
    }

    /// Change a material
    #[oai(
        path = "/materials/:id",
        method = "patch",
        operation_id = "update_material"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MaterialId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<MaterialChangeBody>,
    ) -> Result<Tagged<MaterialBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let material = app
            .update_material(&call, id.0, &expected, body.0.into())
            .await?;
        Ok(Tagged {
            tag: EntityTag::Version(material.version),
            body: material.into(),
        })
    }

    /// Delete a material
    #[oai(
        path = "/materials/:id",
        method = "delete",
        operation_id = "delete_material"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MaterialId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_material(&call, id.0, &expected).await?;
        Ok(Done)
    }
}
