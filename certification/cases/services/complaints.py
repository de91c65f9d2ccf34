"""Complaints about certified goods: kept as they come, answered in words."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.cases.errors import AlreadyDecided, BadApplication, ComplaintUnknown
from certification.cases.models import Case, ComplaintRow
from certification.cases.services.apply import lock_key, next_number
from certification.cases.services.move import locked, note, person
from certification.cases.states import ComplaintState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def complain(
    *,
    key: str,
    words: str,
    contact: str,
    case_number: str,
    certificate_number: str,
    product_id: str,
    group_code: str,
    label_code: str,
    now: datetime,
) -> ComplaintRow:
    """
    Keep a complaint; the same key again is the same complaint. An unknown case is no obstacle.

    Raises:
        BadApplication: no words, or no key.
    """
    if not key.strip() or len(key) > 64:
        raise BadApplication(_("Load the page again: it lost its key."), field="key")
    if not words.strip():
        raise BadApplication(_("Say what is wrong."), field="words")
    lock_key(key)
    known = ComplaintRow.objects.filter(key=key).first()
    if known is not None:
        return known
    case = Case.objects.filter(number=case_number).first() if case_number else None
    row = ComplaintRow.objects.create(
        number=next_number(f"JK-CO-{local_date(now):%y}"),
        key=key,
        case=case,
        certificate_number=certificate_number[:24],
        product_id=product_id[:128] or (case.product_id if case else ""),
        group_code=group_code[:16] or (case.group_code if case else ""),
        label_code=label_code[:64],
        words=words.strip()[:4000],
        contact=contact.strip()[:200],
        at=now,
    )
    if case is not None:
        note(locked(case.number), actor="public", now=now, what="complained", facts={"complaint": row.number})
    outbox.record("ComplaintMade", {"complaint": row.number, "case": case_number})
    return row


@transaction.atomic
def answer_complaint(*, number: str, founded: bool, answer: str, user: User, now: datetime) -> ComplaintRow:
    """
    Say what came of a complaint.

    Raises:
        ComplaintUnknown; AlreadyDecided: somebody was faster; BadApplication: no words.
    """
    row = ComplaintRow.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise ComplaintUnknown(_("There is no complaint with this number."))
    if row.state != ComplaintState.OPEN:
        raise AlreadyDecided(_("Somebody has answered this complaint meanwhile."))
    if not answer.strip():
        raise BadApplication(_("Say what was found, and what is done."), field="answer")
    row.state = ComplaintState.FOUNDED if founded else ComplaintState.UNFOUNDED
    row.answer, row.answered_by, row.answered_at = answer.strip()[:4000], user, now
    row.save()
    if row.case_id is not None:
        case = Case.objects.get(pk=row.case_id)
        note(
            locked(case.number),
            actor=person(user.pk),
            now=now,
            what="complaint-answered",
            words=row.answer,
            facts={"complaint": row.number, "founded": "yes" if founded else "no"},
        )
    outbox.record("ComplaintAnswered", {"complaint": number})
    audit(
        actor=user,
        verb="cert.complaint",
        target=f"complaint {number}",
        after={"founded": founded, "answer": row.answer},
    )
    return row
