"""What certificates have before them: surveillance opened by the desk, renewals asked for by the group."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

import certification.standards.facade as standards
from certification.cases import rules
from certification.cases.errors import CaseUnknown, WrongState
from certification.cases.models import Case, PlannedRow
from certification.cases.reference import answer_days, working_days
from certification.cases.services.apply import next_number
from certification.cases.services.move import locked, move, note, person
from certification.cases.states import STANDS, CaseState, StepState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def open_planned(*, planned_id: int, user: User, now: datetime) -> Case:
    """
    Open the case that looks at a certificate again, complete from the start; opened already, return it.

    Raises:
        CaseUnknown: no such date; WrongState: the certificate does not stand any more.
    """
    row = PlannedRow.objects.select_for_update().filter(pk=planned_id).first()
    if row is None:
        raise CaseUnknown(_("There is no such date in the calendar."))
    if row.done_by is not None:
        return row.done_by
    before = locked(row.case.number)
    if row.dropped_at is not None or before.state not in STANDS:
        raise WrongState(
            _("The certificate of %(number)s does not stand any more.") % {"number": before.number}
        )
    today = local_date(now)
    version = standards.version_for(before.kind, on=today) or standards.version(before.version_id)
    days = answer_days(before.kind, on=today)
    steps = {
        name: StepState.NOT_NEEDED if getattr(before, name) == StepState.NOT_NEEDED else StepState.NEEDED
        for name in ("inspection", "laboratory")
    }
    case = Case(
        number=next_number(rules.series(version.standard_code, today)),
        key=f"planned:{row.pk}",
        digest="",
        purpose=row.purpose,
        follows=before,
        version_id=version.id,
        version_number=version.number,
        applied_by=None,
        applied_at=now,
        changed_at=now,
        days_allowed=days,
        due_on=working_days(on=today).after(today, days),
        **steps,
        **{name: getattr(before, name) for name in _CARRIED},
    )
    case.save(force_insert=True)
    note(case, actor=person(user.pk), now=now, what="opened", facts={"follows": before.number})
    move(case, to=CaseState.COMPLETE, actor=person(user.pk), now=now, what="complete")
    row.done_by = case
    row.save(update_fields=["done_by"])
    outbox.record(
        "CaseApplied",
        {
            "case": case.number,
            "group": case.group_code,
            "product": case.product_id,
            "listing_id": case.listing_id,
            "person_id": case.person_id,
            "title": case.title,
        },
    )
    audit(actor=user, verb="cert.open-planned", target=f"case {case.number}", after={"of": before.number})
    return case


@transaction.atomic
def drop_planned(*, case_number: str, now: datetime) -> None:
    """Clear the calendar of a case whose certificate was withdrawn or has ended. Raises CaseUnknown."""
    case = locked(case_number)
    PlannedRow.objects.filter(case=case, done_by__isnull=True, dropped_at__isnull=True).update(dropped_at=now)


#: What the case that looks again has from the one before.
_CARRIED: Collection[str] = (
    "group_code",
    "group_name",
    "village",
    "district",
    "place_key",
    "person_id",
    "on_behalf_of",
    "kind",
    "subject",
    "listing_id",
    "product_id",
    "lot_number",
    "quantity",
    "title",
    "sample_size",
    "statements",
    "photo_keys",
    "document_keys",
)
