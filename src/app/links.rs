//! Who is behind a printed name, said once for a whole meeting.

use super::{
    App, AppResult,
    change::{Change, changed_fields},
    parts,
    people::PrintedName,
};
use crate::{
    domain::{Attendance, AuditAction, PersonId, Suggestion, Viewer},
    store,
};

impl App {
    /// Says of a printed name, wherever it stands in the meeting, who is behind it. `None` takes back what was proposed.
    pub(super) async fn link(
        &self,
        change: &mut Change<'_>,
        suggestion: &Suggestion,
        person: Option<PersonId>,
    ) -> AppResult<()> {
        let lines =
            store::list_attendances(&mut change.conn, &Viewer::ALL, suggestion.meeting_id).await?;
        let opinions =
            store::list_opinions_of_meeting(&mut change.conn, &Viewer::ALL, suggestion.meeting_id)
                .await?;
        let line = lines
            .iter()
            .find(|line| Some(line.id) == suggestion.attendance_id);
        let opinion = opinions
            .iter()
            .find(|opinion| Some(opinion.id) == suggestion.opinion_id);
        let role = line
            .and_then(|line| line.role.as_deref())
            .or_else(|| opinion.and_then(|opinion| opinion.speaker_role.as_deref()));
        let name = PrintedName::of(&suggestion.text, role, &lines);
        // What somebody linked by hand with a third person stays.
        let concerns = |linked: Option<PersonId>| match person {
            Some(_) => linked.is_none() || linked == suggestion.person_id,
            None => linked.is_some() && linked == suggestion.person_id,
        };
        for line in lines.iter().filter(|line| name.is_of(line)) {
            if concerns(line.person_id) && line.person_id != person {
                let linked = Attendance {
                    person_id: person,
                    ..line.clone()
                };
                store::update_attendance(&mut change.conn, &linked)
                    .await
                    .map_err(parts::person_gone)?;
                let fields = changed_fields(&[("person_id", true)]);
                let council = suggestion.council_id;
                parts::record(change, AuditAction::Update, line, council, fields).await?;
            }
        }
        for opinion in opinions
            .iter()
            .filter(|opinion| name.is_speaker_of(opinion))
        {
            if concerns(opinion.person_id) && opinion.person_id != person {
                self.amend_opinion(change, opinion.id, |opinion| opinion.person_id = person)
                    .await?;
            }
        }
        Ok(())
    }
}
