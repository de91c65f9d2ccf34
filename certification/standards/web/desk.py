"""The desk: how far each craft has come, and every standard with its versions."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.facade import districts
from certification.standards.selectors import board, rows, unconfirmed
from certification.standards.web.common import READERS, WRITERS, badge, standing_of
from certification.standards.words import STAGES
from jkrlm.kernel.clock import today
from jkrlm.people.facade import for_roles, has_role


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    district, stage = (request.GET.get(name, "")[:60] for name in ("district", "stage"))
    every = board(on=today(), district=district)
    counts = Counter(row.stage for row in every)
    context: dict[str, Any] = {
        "counts": [
            {"stage": each, "label": label, "count": counts[each]}  # type: ignore[index]
            for each, label in STAGES.items()
        ],
        "rows": [{"row": row, "badge": badge(row.stage)} for row in every if stage in ("", row.stage)],
        "stages": STAGES.items(),
        "stage": stage,
        "districts": [(each.slug, each.name) for each in districts()],
        "district": district,
        "standards": _standards(),
        "may_write": has_role(request.user, *WRITERS),
    }
    return render(request, "standards/desk.html", context)


def _standards() -> list[dict[str, Any]]:
    """Every standard once, its versions newest first."""
    made: dict[str, dict[str, Any]] = {}
    for row in rows().order_by("standard__code", "-ordinal"):
        held = made.setdefault(
            row.standard.code, {"code": row.standard.code, "title": row.content["title"], "versions": []}
        )
        held["versions"].append(
            {
                "id": row.pk,
                "number": row.number,
                "badge": badge(row.state),
                "standing": standing_of(row),
                "unconfirmed": unconfirmed(row),
                "nobodys": row.seeded and row.approved_by_id is None,
            }
        )
    return list(made.values())
