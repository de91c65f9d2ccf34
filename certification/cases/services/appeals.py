"""A group asks that others look at a decision again; somebody who had no part in it answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from certification.cases.contracts import By
from certification.cases.errors import AlreadyDecided, AppealUnknown, NoAppeal, NotImpartial
from certification.cases.models import AppealRow, Case, DecisionRow
from certification.cases.rules import APPEAL_DAYS
from certification.cases.selectors.impartial import may_answer_appeal
from certification.cases.services import clocks
from certification.cases.services.apply import lock_key
from certification.cases.services.move import locked, move, note, person, user_id_of
from certification.cases.states import AppealState, CaseState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def ask_appeal(*, number: str, words: str, by: By, key: str, now: datetime) -> AppealRow:
    """
    Ask that others look at a decision again; the same key again is the same appeal.

    Raises:
        CaseUnknown; NoAppeal: nothing was refused, its time is over, it was appealed before, or no words.
    """
    if not key.strip() or len(key) > 64:
        raise NoAppeal(_("Load the page again: it lost its key."), field="key")
    lock_key(key)
    case = locked(number)
    known = AppealRow.objects.filter(key=key, case=case).first()
    if known is not None:
        return known
    refusal = why_no_appeal(case, now)
    if refusal:
        raise NoAppeal(refusal)
    if not words.strip():
        raise NoAppeal(_("Say what was judged wrongly."), field="words")
    row = AppealRow.objects.create(
        case=case,
        round=case.round,
        key=key,
        words=words.strip()[:4000],
        asked_by_id=user_id_of(by.actor),
        on_behalf_of=by.on_behalf_of[:200],
        asked_at=now,
    )
    note(case, actor=by.actor, now=now, what="appealed", on_behalf_of=by.on_behalf_of, words=row.words)
    outbox.record("AppealAsked", {"case": case.number, "appeal": row.pk, "group": case.group_code})
    return row


def why_no_appeal(case: Case, now: datetime) -> str:
    """Return why a decision cannot be appealed now, in a sentence; empty where it can."""
    if case.state not in (CaseState.REFUSED, CaseState.PARTLY_GRANTED):
        return _("There is no decision against which you could appeal.")
    decided = DecisionRow.objects.filter(case=case, round=case.round).first()
    if decided is None or now > decided.decided_at + timedelta(days=APPEAL_DAYS):
        return _("An appeal is possible for %(days)s days after the decision; they are over.") % {
            "days": APPEAL_DAYS
        }
    if AppealRow.objects.filter(case=case, round=case.round).exists():
        return _("There was an appeal against this decision already.")
    return ""


@transaction.atomic
def decide_appeal(*, appeal_id: int, upheld: bool, answer: str, user: User, now: datetime) -> AppealRow:
    """
    Answer an appeal. Upheld, the case waits for a decision by another person than before.

    Raises:
        AppealUnknown, NotImpartial; AlreadyDecided: somebody was faster; NoAppeal: no words.
    """
    row = AppealRow.objects.filter(pk=appeal_id).select_related("case").first()
    if row is None:
        raise AppealUnknown(_("There is no such appeal."))
    case = locked(row.case.number)
    row = AppealRow.objects.select_for_update().get(pk=appeal_id)
    if row.state != AppealState.ASKED:
        raise AlreadyDecided(_("Somebody has answered this appeal meanwhile."))
    refusal = may_answer_appeal(case, user)
    if refusal is not None:
        raise NotImpartial(refusal.sentence, params={"why": refusal.code})
    if not answer.strip():
        raise NoAppeal(_("Say why: the group reads it."), field="answer")
    row.state = AppealState.UPHELD if upheld else AppealState.DISMISSED
    row.answer, row.decided_by, row.decided_at = answer.strip()[:4000], user, now
    row.save()
    if upheld:

        def change(held: Case) -> None:
            held.round += 1
            clocks.begin_again(held, local_date(now))

        move(
            case,
            to=CaseState.EVALUATED,
            actor=person(user.pk),
            now=now,
            what="appeal-upheld",
            words=row.answer,
            change=change,
        )
    else:
        note(case, actor=person(user.pk), now=now, what="appeal-dismissed", words=row.answer)
    outbox.record(
        "AppealDecided", {"case": case.number, "appeal": row.pk, "upheld": upheld, "group": case.group_code}
    )
    audit(
        actor=user,
        verb="cert.appeal",
        target=f"case {case.number}",
        after={"upheld": upheld, "answer": row.answer},
    )
    return row
