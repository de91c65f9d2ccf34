"""Visits of the demo's inspector: one made and sent, the others planned, two of them at clashing hours."""

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings

import certification.standards.facade as standards
from certification.inspection.contracts import GivenAnswer, GivenReport
from certification.inspection.facts import facts_of
from certification.inspection.models import Visit
from certification.inspection.services.keep_photo import keep_photo
from certification.inspection.services.keep_visit import keep_visit
from certification.inspection.services.send_report import send_report
from certification.inspection.states import Outcome, Purpose, QuantityUnit, Via, VisitState
from jkrlm.kernel.clock import now, start_of, today
from jkrlm.people.facade import User

#: Made pictures of the demo's goods, not photographs of a visit.
_PICTURES: Final = {
    "papier-mache": ("papier-mache-flower-vase-10-inch", "papier-mache-jewellery-box-hazara"),
    "pashmina": ("handspun-pashmina-stole-undyed",),
}
_OTHERS: Final = ("kani-wool-stole", "kani-pashmina-shawl-paisley-field")
_SPACE: Final = uuid.UUID("6c1a9c1e-7d0e-4a55-9d51-3d6e52d0a001")


def load_demo_visits(*, made: tuple[str, ...] = ()) -> None:
    """
    Plan the open visits; those to the cases ``made`` are made, with made pictures, and their samples sealed.

    Twice, it changes nothing.

    Raises:
        CaseUnknown, DomainError: a case of ``made`` is not assigned to an inspector.
    """
    for number in made:
        visit = Visit.objects.select_related("inspector").filter(case_number=number).order_by("-pk").first()
        if visit is not None and visit.state == VisitState.OPEN:
            _make(visit, visit.inspector)
    if Visit.objects.filter(state=VisitState.OPEN, planned_for__gt=now()).exists():
        return
    tomorrow = start_of(today() + timedelta(days=1)) + timedelta(hours=10, minutes=30)
    for place, visit in enumerate(Visit.objects.filter(state=VisitState.OPEN).order_by("pk")[:6]):
        visit.planned_for = tomorrow + timedelta(minutes=60 * place)
        visit.save(update_fields=("planned_for",))


def open_demo_visit(*, case_number: str, inspector: User) -> None:
    """Give a case its visit at once, where nothing delivers events while the demo is loaded."""
    keep_visit(case_number=case_number, inspector_id=inspector.pk, now=now(), purpose=Purpose.INSPECTION)


def _make(visit: Visit, inspector: User) -> None:
    facts = facts_of(visit.case_number)
    pictures = _PICTURES.get(next(iter(facts.version.kinds), ""), _OTHERS)
    folder = settings.BASE_DIR / "catalogue" / "demo" / "pictures"
    for place, (code, _label, _required) in enumerate((*facts.photographs, ("", "", False))):
        data = (folder / f"{pictures[place % len(pictures)]}.webp").read_bytes()
        file = uuid.uuid5(_SPACE, f"{visit.case_number} {code}")
        keep_photo(number=visit.pk, file=file, data=data, code=code, by=inspector, now=now())
    ended = now() - timedelta(days=2)
    send_report(
        number=visit.pk,
        given=GivenReport(
            key=uuid.uuid5(_SPACE, visit.case_number),
            via=Via.FORM,
            outcome=Outcome.SEEN,
            started_at=ended - timedelta(minutes=75),
            ended_at=ended,
            note="Seen at the group’s work place (sample)",
            answers={
                each.code: GivenAnswer(standards.good_value(facts.version, each))
                for each in facts.version.parameters_from("inspection")
            },
            nonconforming="0",
            seal=f"JK-{visit.pk:05d}" if facts.needs_sample else "",
            sample_quantity="25" if facts.needs_sample else "",
            sample_unit=QuantityUnit.GRAM if facts.needs_sample else "",
        ),
        by=inspector,
        now=now(),
    )
