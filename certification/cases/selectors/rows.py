"""Cases as they cross the door. One query for any number of them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certification.cases.contracts import Case as CaseContract
from certification.cases.contracts import Decision, Step
from certification.cases.errors import CaseUnknown
from certification.cases.models import Case, DecisionRow
from certification.cases.states import CaseState, Outcome, Purpose, StepName, StepState, Subject

JOINED = ("officer", "inspector", "applied_by", "follows")


def case_row(number: str) -> Case:
    """Return the row of a case, with its people. Raises CaseUnknown."""
    found = Case.objects.filter(number=number).select_related(*JOINED).first()
    if found is None:
        raise CaseUnknown(_("There is no case with this number."), field="number")
    return found


def media_keys_of_cases(group_code: str) -> frozenset[str]:
    """Return media's keys of all that a group's applications came with. One query."""
    rows = Case.objects.filter(group_code=group_code).values_list("photo_keys", "document_keys")
    return frozenset(key for row in rows for named in row for keys in named.values() for key in keys)


def case(number: str) -> CaseContract:
    """Return a case. Raises CaseUnknown."""
    return contract(case_row(number))


def cases_of(
    group_codes: Iterable[str], *, listing_ids: Iterable[int] | None = None
) -> tuple[CaseContract, ...]:
    """Return the cases of groups, newest first; narrowed to listings where they are given."""
    rows = Case.objects.filter(group_code__in=set(group_codes)).select_related(*JOINED)
    if listing_ids is not None:
        rows = rows.filter(listing_id__in=set(listing_ids))
    return contracts(rows.order_by("-id")[:300])


def cases_of_inspector(user_ids: Iterable[int]) -> tuple[CaseContract, ...]:
    """Return the cases that wait for a visit of these inspectors, those due first at the top."""
    rows = Case.objects.filter(
        inspector__in=set(user_ids), state=CaseState.ASSIGNED, inspection=StepState.NEEDED
    )
    return contracts(rows.select_related(*JOINED).order_by("due_on", "id"))


def cases_by_number(numbers: Iterable[str]) -> dict[str, CaseContract]:
    """Return number → case, of those that there are."""
    rows = Case.objects.filter(number__in=set(numbers)).select_related(*JOINED)
    return {each.number: each for each in contracts(rows)}


def contracts(rows: QuerySet[Case] | Iterable[Case]) -> tuple[CaseContract, ...]:
    return tuple(contract(row) for row in rows)


def contract(row: Case) -> CaseContract:
    return CaseContract(
        id=row.pk,
        number=row.number,
        group_code=row.group_code,
        group_name=row.group_name,
        village=row.village,
        district=row.district,
        kind=row.kind,
        version_id=row.version_id,
        version_number=row.version_number,
        subject=Subject(row.subject),
        product_id=row.product_id,
        lot_number=row.lot_number,
        quantity=row.quantity,
        title=row.title,
        state=CaseState(row.state),
        purpose=Purpose(row.purpose),
        follows=row.follows.number if row.follows is not None else "",
        round=row.round,
        applied_at=row.applied_at,
        due_on=row.due_on,
        days_allowed=row.days_allowed,
        paused_on=row.paused_on,
        officer_id=row.officer_id,
        officer_name=row.officer.name if row.officer is not None else "",
        inspector_id=row.inspector_id,
        inspector_name=row.inspector.name if row.inspector is not None else "",
        steps=(
            Step(StepName.INSPECTION, StepState(row.inspection)),
            Step(StepName.LABORATORY, StepState(row.laboratory)),
        ),
        sample_size=row.sample_size,
        person_id=row.person_id,
        applied_by=row.applied_by.name if row.applied_by is not None else "",
        on_behalf_of=row.on_behalf_of,
        statements=dict(row.statements),
        photo_keys={code: tuple(keys) for code, keys in row.photo_keys.items()},
        document_keys={code: tuple(keys) for code, keys in row.document_keys.items()},
        missing=tuple(row.missing),
        missing_words=row.missing_words,
        listing_id=row.listing_id,
    )


def decision(row: DecisionRow) -> Decision:
    return Decision(
        id=row.pk,
        case_number=row.case.number,
        round=row.round,
        outcome=Outcome(row.outcome),
        reasons=tuple(row.reasons),
        note=row.note,
        quantity=row.quantity,
        grade_code=row.grade_code,
        grade_name=row.grade_name,
        decided_by=row.decided_by_id,
        decided_by_name=row.decided_by.name,
        decided_at=row.decided_at,
    )


def decisions_of(case_ids: Iterable[int]) -> dict[int, tuple[Decision, ...]]:
    """Return case → its decisions, the first one first. One query."""
    found: dict[int, list[Decision]] = {}
    rows = DecisionRow.objects.filter(case__in=set(case_ids)).select_related("case", "decided_by")
    for row in rows.order_by("case", "round"):
        found.setdefault(row.case_id, []).append(decision(row))
    return {case_id: tuple(rows_) for case_id, rows_ in found.items()}


def decision_by_id(decision_id: int) -> Decision:
    """Return a decision. Raises CaseUnknown."""
    row = DecisionRow.objects.filter(pk=decision_id).select_related("case", "decided_by").first()
    if row is None:
        raise CaseUnknown(_("There is no such decision."))
    return decision(row)
