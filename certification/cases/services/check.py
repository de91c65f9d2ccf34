"""The completeness check: what an officer sends back for something missing, and what she finds complete."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

import certification.standards.facade as standards
from certification.cases.errors import NotComplete
from certification.cases.models import Case
from certification.cases.services import clocks
from certification.cases.services.move import locked, move, person
from certification.cases.states import CaseState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def send_back(*, number: str, codes: Collection[str], words: str, user: User, now: datetime) -> Case:
    """
    Send an application back to its seller with what is missing; its clock stands meanwhile.

    ``codes`` are of what the standard asks for. Sent back already, nothing happens.

    Raises:
        CaseUnknown, WrongState; NotComplete: neither a code nor words say what is missing.
    """
    case = locked(number)
    if case.state == CaseState.INCOMPLETE:
        return case
    version = standards.version(case.version_id)
    asked = [
        *(each.code for each in version.evidence),
        *(each.code for each in version.parameters_from("declared")),
    ]
    chosen = [code for code in dict.fromkeys(asked) if code in set(codes)]
    if not chosen and not words.strip():
        raise NotComplete(_("Say what is missing: choose it, or write it."), field="missing")

    def change(row: Case) -> None:
        row.missing, row.missing_words = chosen, words.strip()[:1000]
        row.officer = row.officer or user
        clocks.stop(row, local_date(now))

    move(
        case,
        to=CaseState.INCOMPLETE,
        actor=person(user.pk),
        now=now,
        what="sent-back",
        words=words,
        facts={"missing": ", ".join(chosen)},
        change=change,
    )
    outbox.record(
        "CaseReturned",
        {
            "case": case.number,
            "group": case.group_code,
            "person_id": case.person_id,
            "title": case.title,
            "why": "incomplete",
        },
    )
    audit(
        actor=user, verb="cert.send-back", target=f"case {number}", after={"missing": chosen, "words": words}
    )
    return case


@transaction.atomic
def complete(*, number: str, user: User, now: datetime) -> Case:
    """
    Say that an application is complete; said already, nothing happens.

    Raises:
        CaseUnknown, WrongState; NotComplete: something that the standard asks for is missing.
    """
    case = locked(number)
    if case.state == CaseState.COMPLETE:
        return case
    if case.missing and case.state == CaseState.SUBMITTED:
        raise NotComplete(
            _("Something that the standard asks for is missing: send it back to the seller."),
            params={"missing": list(case.missing)},
        )

    def change(row: Case) -> None:
        row.officer = row.officer or user

    move(case, to=CaseState.COMPLETE, actor=person(user.pk), now=now, what="complete", change=change)
    audit(actor=user, verb="cert.complete", target=f"case {number}")
    return case
