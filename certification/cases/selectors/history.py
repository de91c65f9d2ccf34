"""What happened to a case, and whether the history is as it was written."""

import hashlib
import json
from datetime import UTC, datetime

from certification.cases.contracts import Appeal, Complaint, HistoryLine, Planned
from certification.cases.models import AppealRow, Case, CaseLine, ComplaintRow, FactsRow, PlannedRow
from certification.cases.states import AppealState, CaseState, ComplaintState, Purpose
from jkrlm.people.facade import names_of


def history(case: Case) -> tuple[HistoryLine, ...]:
    """Return a case's history, newest first, each line with whether its seal is true. Two queries."""
    rows = list(CaseLine.objects.filter(case=case).order_by("seq"))
    names = names_of(row.actor for row in rows)
    told: list[HistoryLine] = []
    before = ""
    for place, row in enumerate(rows, 1):
        is_true = row.seq == place and row.previous == before and row.seal == seal_of(row, case.number)
        told.append(
            HistoryLine(
                seq=row.seq,
                at=row.at,
                who=names.get(row.actor, row.actor),
                on_behalf_of=row.on_behalf_of,
                what=row.what,
                words=row.words,
                state=CaseState(row.state),
                facts=json.loads(row.facts),
                seal=row.seal,
                is_true=is_true,
            )
        )
        before = row.seal
    return tuple(reversed(told))


def seal_of(row: CaseLine, number: str) -> str:
    """Work out a line's seal anew: SHA-256 of its parts, each after its length, with the seal before."""
    at = row.at.astimezone(UTC)
    parts = (
        row.previous,
        number,
        str(row.seq),
        f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06d}",
        row.actor,
        row.on_behalf_of,
        row.what,
        row.words,
        row.state,
        row.facts,
    )
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def facts_of(case_id: int) -> tuple[tuple[datetime, dict[str, str]], ...]:
    """Return what the shop said of the goods, first and last. One query."""
    return tuple((row.taken_at, row.facts) for row in FactsRow.objects.filter(case=case_id).order_by("id"))


def appeals(*, case_id: int | None = None, open_only: bool = False) -> tuple[Appeal, ...]:
    """Return appeals, those that wait longest first."""
    rows = AppealRow.objects.select_related("case", "decided_by").order_by("id")
    if case_id is not None:
        rows = rows.filter(case=case_id)
    if open_only:
        rows = rows.filter(state=AppealState.ASKED)
    return tuple(appeal(row) for row in rows[:200])


def appeal(row: AppealRow) -> Appeal:
    return Appeal(
        id=row.pk,
        case_number=row.case.number,
        round=row.round,
        state=AppealState(row.state),
        words=row.words,
        asked_at=row.asked_at,
        decided_by=row.decided_by_id,
        decided_by_name=row.decided_by.name if row.decided_by is not None else "",
        decided_at=row.decided_at,
        answer=row.answer,
    )


def complaints(*, case_id: int | None = None, open_only: bool = False) -> tuple[Complaint, ...]:
    """Return complaints, the newest first; where only open ones are asked for, the oldest first."""
    rows = ComplaintRow.objects.select_related("case", "answered_by")
    if case_id is not None:
        rows = rows.filter(case=case_id)
    if open_only:
        rows = rows.filter(state=ComplaintState.OPEN)
    return tuple(complaint(row) for row in rows.order_by("id" if open_only else "-id")[:200])


def complaint(row: ComplaintRow) -> Complaint:
    return Complaint(
        number=row.number,
        case_number=row.case.number if row.case is not None else "",
        certificate_number=row.certificate_number,
        group_code=row.group_code,
        product_id=row.product_id,
        label_code=row.label_code,
        words=row.words,
        contact=row.contact,
        state=ComplaintState(row.state),
        at=row.at,
        answered_by_name=row.answered_by.name if row.answered_by is not None else "",
        answered_at=row.answered_at,
        answer=row.answer,
    )


def calendar(*, case_id: int | None = None, limit: int = 200) -> tuple[Planned, ...]:
    """Return what certificates have before them, the next first."""
    rows = PlannedRow.objects.filter(dropped_at__isnull=True).select_related("case", "done_by")
    rows = rows.filter(done_by__isnull=True) if case_id is None else rows.filter(case=case_id)
    return tuple(
        Planned(
            id=row.pk,
            of_case=row.case.number,
            group_code=row.case.group_code,
            group_name=row.case.group_name,
            title=row.case.title,
            purpose=Purpose(row.purpose),
            due_on=row.due_on,
            case_number=row.done_by.number if row.done_by is not None else "",
        )
        for row in rows.order_by("due_on", "id")[:limit]
    )
