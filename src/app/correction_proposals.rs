//! What a member may propose for an opinion, and what becomes of the opinion where the secretariat takes it as it is.

use sha2::{Digest, Sha256};

use super::{
    AppError, AppResult, NewCorrectionRequest, OpinionChange,
    change::Change,
    opinion_checks::fault_words,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        Attribution, CorrectionProposal, CorrectionRequest, CorrectionRequestId,
        CorrectionRequestKind, Opinion, Redaction, Viewer, check_redactions, mask,
    },
    store,
};

/// Refuses what cannot be asked for. `opinion` is as it will appear: what the member sees.
pub(super) fn check_proposal(new: &NewCorrectionRequest, opinion: &Opinion) -> AppResult<()> {
    let proposal = &new.proposal;
    let mut validation = Validation::default();
    check_fits(&mut validation, new.kind, proposal);
    validation
        .optional("note", new.note.as_deref(), limits::NOTE)
        .check(
            !proposal.is_empty() || new.note.is_some(),
            "note",
            "訂正案か note のどちらかが必要です",
            "has to say what is wrong, where nothing is proposed",
        )
        .optional("text", proposal.text.as_deref(), limits::TEXT)
        .check(
            proposal.text.as_ref() != Some(&opinion.text),
            "text",
            "今の文と同じです",
            "is what the opinion says already",
        )
        .optional(
            "speaker_name",
            proposal.speaker_name.as_deref(),
            limits::NAME,
        )
        .optional(
            "speaker_role",
            proposal.speaker_role.as_deref(),
            limits::NAME,
        );
    check_spans(&mut validation, &proposal.redactions, opinion);
    validation.finish()
}

/// Refuses values that a request of this kind has no use for.
fn check_fits(
    validation: &mut Validation,
    kind: CorrectionRequestKind,
    proposal: &CorrectionProposal,
) {
    use CorrectionRequestKind as Kind;
    let given = [
        ("text", Kind::Text, proposal.text.is_some()),
        (
            "speaker_name",
            Kind::Attribution,
            proposal.speaker_name.is_some(),
        ),
        (
            "speaker_role",
            Kind::Attribution,
            proposal.speaker_role.is_some(),
        ),
        (
            "attribution",
            Kind::Attribution,
            proposal.attribution.is_some(),
        ),
        (
            "attribution_policy",
            Kind::Attribution,
            proposal.attribution_policy.is_some(),
        ),
        (
            "redactions",
            Kind::Redaction,
            !proposal.redactions.is_empty(),
        ),
    ];
    for (field, of, is_given) in given {
        validation.check(
            !is_given || of == kind,
            field,
            format!("{of} の訂正にだけ使えます"),
            format!("is for a correction of the kind {of}"),
        );
    }
}

/// `form` is as it will appear: its own redactions are the marks of words that are left out already.
fn check_spans(validation: &mut Validation, spans: &[Redaction], form: &Opinion) {
    let touches_mark = |span: &Redaction| form.redactions.iter().any(|mark| overlap(span, mark));
    validation
        .check(
            spans.len() <= limits::LIST,
            "redactions",
            format!("{} 件までです", limits::LIST),
            format!("must have at most {} entries", limits::LIST),
        )
        .check(
            !spans.iter().any(touches_mark),
            "redactions",
            "既に非公開の部分が含まれています",
            "must not take in what is left out already",
        );
    if let Err(fault) = check_redactions(&form.text, spans.to_vec()) {
        let (japanese, english) = fault_words(fault);
        validation.refuse("redactions", japanese, english);
    }
    for span in spans {
        validation.required("redactions", &span.reason, limits::KEY);
    }
}

fn overlap(one: &Redaction, other: &Redaction) -> bool {
    one.start < other.end && other.start < one.end
}

/// A digest of what a request of this kind is about, in the opinion as the member sees it. The id goes in first, so that equal words
/// have no equal digests.
pub(super) fn basis_of(
    id: CorrectionRequestId,
    kind: CorrectionRequestKind,
    form: &Opinion,
) -> String {
    let mut digest = Sha256::new();
    digest.update(id.0.as_bytes());
    match kind {
        CorrectionRequestKind::Text | CorrectionRequestKind::Redaction => digest.update(&form.text),
        CorrectionRequestKind::Attribution => {
            let speaker = (&form.speaker_name, &form.speaker_role, form.attribution);
            digest.update(format!("{speaker:?}"));
        }
    }
    hex::encode(digest.finalize())
}

/// The change of an opinion that a request proposes.
///
/// # Errors
/// [`AppError::OpinionChanged`] where the member saw something else, [`AppError::Invalid`] where nothing is proposed.
pub(super) async fn change_of(
    change: &mut Change<'_>,
    request: &CorrectionRequest,
    opinion: &Opinion,
) -> AppResult<OpinionChange> {
    let council = store::find_council(&mut change.conn, opinion.council_id).await?;
    let council = council.ok_or(AppError::OpinionChanged)?;
    let form = opinion.clone().into_public_form(council.attribution_policy);
    let basis = basis_of(request.id, request.kind, &form);
    if request.basis.as_ref() != Some(&basis) {
        return Err(AppError::OpinionChanged);
    }
    let proposal = &request.proposal;
    if proposal.is_empty() {
        return Err(AppError::invalid(
            "change",
            "訂正案がありません。訂正の内容を入れてください",
            "has to say what to correct: the member proposes nothing",
        ));
    }
    match request.kind {
        // The member saw marks, and they are no wording.
        CorrectionRequestKind::Text if !opinion.redactions.is_empty() => Err(AppError::invalid(
            "change",
            "非公開の部分がある文です。訂正の内容を入れてください",
            "has to say what to correct: words of this text are left out",
        )),
        CorrectionRequestKind::Text => Ok(OpinionChange {
            text: proposal.text.clone(),
            ..OpinionChange::default()
        }),
        CorrectionRequestKind::Attribution => attribution(change, proposal, opinion).await,
        CorrectionRequestKind::Redaction => Ok(redaction(proposal, opinion)),
    }
}

async fn attribution(
    change: &mut Change<'_>,
    proposal: &CorrectionProposal,
    opinion: &Opinion,
) -> AppResult<OpinionChange> {
    let mut correction = OpinionChange {
        attribution: proposal.attribution,
        attribution_policy: proposal.attribution_policy.map(Some),
        speaker_name: proposal.speaker_name.clone().map(Some),
        speaker_role: proposal.speaker_role.clone().map(Some),
        ..OpinionChange::default()
    };
    match proposal.attribution {
        None | Some(Attribution::Named) => {}
        // What the document does not say any more is not kept beside it, where it would be published.
        Some(Attribution::RoleOnly) => {
            correction.speaker_name = Some(None);
            correction.person_id = Some(None);
        }
        Some(Attribution::Collective | Attribution::Unattributed) => {
            correction.speaker_name = Some(None);
            correction.speaker_role = Some(None);
            correction.person_id = Some(None);
        }
    }
    if let (Some(Some(name)), Some(person)) = (&correction.speaker_name, opinion.person_id) {
        let person = store::find_person(&mut change.conn, &Viewer::ALL, person).await?;
        if !person.is_some_and(|person| person.is_printed_as(name)) {
            // Somebody else said it: who stands behind the name is not known yet.
            correction.person_id = Some(None);
        }
    }
    Ok(correction)
}

/// What is left out already stays left out. The member saw marks in its place, so that the member's spans stand elsewhere in the
/// text itself.
fn redaction(proposal: &CorrectionProposal, opinion: &Opinion) -> OpinionChange {
    let (_, marks) = mask(&opinion.text, &opinion.redactions);
    let in_text = |place: i64| {
        let before = marks.iter().zip(&opinion.redactions);
        let last = before.rev().find(|(mark, _)| mark.end <= place);
        place + last.map_or(0, |(mark, left_out)| left_out.end - mark.end)
    };
    let mut redactions = opinion.redactions.clone();
    redactions.extend(proposal.redactions.iter().map(|span| {
        let start = in_text(span.start);
        Redaction {
            start,
            end: start + (span.end - span.start),
            reason: span.reason.clone(),
        }
    }));
    OpinionChange {
        redactions: Some(redactions),
        ..OpinionChange::default()
    }
}
