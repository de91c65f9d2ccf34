"""What is read of visits: hers for the inspector, all for officers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

import certification.cases.facade as cases
import sellers.registry.facade as registry
from certification.inspection.contracts import CheckedLine, Clash, Place, VisitPhoto, VisitReport
from certification.inspection.errors import VisitUnknown
from certification.inspection.models import Photo, Report, Visit
from certification.inspection.rules import Planned, clashes
from certification.inspection.states import VisitState
from jkrlm.people.facade import User


@dataclass(frozen=True, slots=True)
class Row:
    """A visit in one line, with what clashes with it; ``is_live``: its case is being looked at."""

    visit: Visit
    title: str
    group: registry.Group
    inspector_name: str
    clashes: tuple[Clash, ...]
    is_live: bool


def visit_of_hers(number: int, user: User, *, lock: bool = False) -> Visit:
    """
    Return a visit of the inspector's own.

    Raises:
        VisitUnknown: there is none, or it is another's; no difference is told.
    """
    rows = Visit.objects.select_for_update() if lock else Visit.objects.all()
    found = rows.filter(pk=number, inspector=user).first()
    if found is None:
        raise VisitUnknown("This visit is not yours, or was given to somebody else. Ask the office.")
    return found


def any_visit(number: int) -> Visit:
    """
    Return a visit, whoever's it is: for officers.

    Raises:
        VisitUnknown: there is none.
    """
    found = Visit.objects.select_related("inspector").filter(pk=number).first()
    if found is None:
        raise VisitUnknown("There is no such visit.")
    return found


def open_visits(user: User | None) -> tuple[Row, ...]:
    """Return the visits to be made, the next first, those without a day last; ``user`` None: everybody's."""
    visits = Visit.objects.select_related("inspector").filter(state=VisitState.OPEN)
    if user is not None:
        visits = visits.filter(inspector=user)
    rows = rows_of(visits.order_by("planned_for", "pk")[:200])
    return tuple(each for each in rows if each.is_live)


def closed_visits(user: User | None, *, most: int = 30) -> tuple[Row, ...]:
    visits = Visit.objects.select_related("inspector").filter(state__in=(VisitState.DONE, VisitState.FAILED))
    if user is not None:
        visits = visits.filter(inspector=user)
    return rows_of(visits.order_by("-pk")[:most])


def rows_of(visits: Iterable[Visit]) -> tuple[Row, ...]:
    found = list(visits)
    about = cases.cases_by_number({each.case_number for each in found})
    groups = registry.groups_by_code({each.group_code for each in about.values()})
    planned = _planned_about([each for each in found if each.planned_for and each.state == VisitState.OPEN])
    rows = []
    for visit in found:
        case = about[visit.case_number]
        group = groups[case.group_code]
        mine = _planned(visit, group) if visit.planned_for and visit.state == VisitState.OPEN else None
        rows.append(
            Row(
                visit=visit,
                title=case.title,
                group=group,
                inspector_name=visit.inspector.name,
                clashes=clashes(mine, planned) if mine else (),
                is_live=case.state == cases.CaseState.ASSIGNED,
            )
        )
    return tuple(rows)


def _planned_about(visits: Sequence[Visit]) -> list[Planned]:
    """Return all planned visits that could get in the way of these: two days around, whoever makes them."""
    days = [each.planned_for for each in visits if each.planned_for]
    if not days:
        return []
    near = Visit.objects.filter(
        Q(planned_for__gte=min(days) - timedelta(days=1), planned_for__lte=max(days) + timedelta(days=1)),
        state=VisitState.OPEN,
    )[:500]
    found = list(near)
    about = cases.cases_by_number({each.case_number for each in found})
    groups = registry.groups_by_code({each.group_code for each in about.values()})
    return [_planned(each, groups[about[each.case_number].group_code]) for each in found]


def _planned(visit: Visit, group: registry.Group) -> Planned:
    starts_at = visit.planned_for
    assert isinstance(starts_at, datetime)
    return Planned(
        visit_id=visit.pk,
        case_number=visit.case_number,
        inspector_id=visit.inspector_id,
        group_code=group.code,
        group_name=group.name,
        district=group.district,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=visit.minutes),
    )


def visit_of(case_number: str) -> VisitReport | None:
    """Return what came of the last visit to a case that was made, or None."""
    report = (
        Report.objects.select_related("visit", "by")
        .filter(visit__case_number=case_number, visit__purpose="inspection")
        .order_by("-pk")
        .first()
    )
    return contract(report) if report is not None else None


def report_of(visit: Visit) -> VisitReport | None:
    report = Report.objects.select_related("visit", "by").filter(visit=visit).first()
    return contract(report) if report is not None else None


def photo_of(visit: Visit, file: UUID) -> Photo | None:
    return visit.photos.filter(file=file).first()


def contract(report: Report) -> VisitReport:
    accepted = None
    if report.nonconforming is not None and report.accept is not None:
        accepted = report.nonconforming <= report.accept
    return VisitReport(
        visit_id=report.visit_id,
        case_number=report.visit.case_number,
        inspector_id=report.by_id,
        inspector_name=report.by.name,
        outcome=report.outcome,
        via=report.via,
        started_at=report.started_at,
        ended_at=report.ended_at,
        received_at=report.received_at,
        phone_ahead_seconds=report.phone_ahead_seconds,
        note=report.note,
        place=_place(report),
        lines=tuple(
            CheckedLine(each.code, each.name, each.value, each.unit, each.note)
            for each in report.answers.order_by("pk")
        ),
        photos=tuple(
            VisitPhoto(each.file, each.code, each.picture_key, each.taken_at, _place(each))
            for each in report.visit.photos.order_by("taken_at", "pk")
        ),
        lot_size=report.lot_size,
        sample_letter=report.sample_letter,
        sample_size=report.sample_size,
        accept=report.accept,
        reject=report.reject,
        nonconforming=report.nonconforming,
        accepted=accepted,
        seal=report.seal,
    )


def _place(row: Report | Photo) -> Place | None:
    if row.latitude is None or row.longitude is None or row.accuracy_m is None:
        return None
    return Place(row.latitude, row.longitude, row.accuracy_m)
