"""The queue: what waits, latest first, in pages; the same number of statements however much waits."""

import csv
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import certification.cases.facade as cases
from certification.desk.web.common import DESK, all_staff, number_of, staff_of, stands_for
from certification.desk.web.rows import STAGES, kind_name, rows_of, stage_of
from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked, form_page
from jkrlm.people.facade import Role, audit, for_roles, has_role, signed_in

_FILTERS: Final = ("q", "kind", "district", "stage", "who", "t")
TABS: Final = ("", "late", "today", "mine", "back")
#: Began a cell with one of these, a spreadsheet would take it for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    wanted = {name: asked(request, name) for name in (*_FILTERS, "page")}
    staff = all_staff()
    users = stands_for(signed_in(request), staff)
    found = cases.cases(_filter(wanted, users), page=number_of(wanted["page"]) or 1)
    counts = cases.queue_counts(users)
    kinds, districts = cases.facets()
    today = clock.today()
    days = cases.working_days(on=today)
    context: dict[str, Any] = {
        "rows": rows_of(found.rows, today=today, days=days),
        "found": found,
        "counts": counts,
        "late_days": days.between(counts.oldest_late_on, today) if counts.oldest_late_on else 0,
        "tabs": _tabs(wanted, counts),
        "kinds": [(slug, kind_name(slug)) for slug in kinds],
        "districts": districts,
        "stages": list(STAGES.items()),
        "holders": [(str(each.id), each.name) for each in staff_of(staff, Role.OFFICER)],
        "wanted": wanted,
        "query": _query(wanted),
        "pages": _pages(found, wanted),
        "stands_in": len(users) > 1,
        "may": has_role(request.user, Role.OFFICER),
    }
    return form_page(request, "cert_desk/queue.html", context)


@require_safe
@for_roles(*DESK)
def download(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet."""
    wanted = {name: asked(request, name) for name in _FILTERS}
    users = stands_for(signed_in(request), all_staff())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cases-{clock.today():%Y-%m-%d}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    heads = (_("Case"), _("Piece"), _("Group"), _("Village"), _("District"), _("Standard"), _("Stage"))
    writer.writerow([*heads, _("Due on"), _("Officer"), _("Inspector")])
    rows = cases.every_case(_filter(wanted, users))
    for each in rows:
        writer.writerow(
            [
                _cell(text)
                for text in (
                    each.number,
                    each.title,
                    f"{each.group_name} ({each.group_code})",
                    each.village,
                    each.district,
                    each.version_number,
                    stage_of(each)[0],
                    each.due_on.isoformat(),
                    each.officer_name,
                    each.inspector_name,
                )
            ]
        )
    audit(
        actor=signed_in(request),
        verb="cert.download-queue",
        target="certification",
        after={"rows": len(rows)},
    )
    return answer


def _filter(wanted: dict[str, str], users: tuple[int, ...]) -> cases.CaseFilter:
    return cases.CaseFilter(
        text=wanted["q"],
        kind=wanted["kind"],
        district=wanted["district"],
        stage=wanted["stage"],
        tab=wanted["t"] if wanted["t"] in TABS else "",
        held_by=wanted["who"],
        users=users,
    )


def _tabs(wanted: dict[str, str], counts: cases.QueueCounts) -> list[dict[str, Any]]:
    told = (
        ("", _("All"), counts.open + counts.back),
        ("late", _("Late"), counts.late),
        ("today", _("Due today"), counts.due_today),
        ("mine", _("Mine"), counts.mine),
        ("back", _("With the group"), counts.back),
    )
    return [
        {
            "label": label,
            "count": count,
            "query": _query({**wanted, "t": key}),
            "is_current": wanted["t"] == key,
        }
        for key, label, count in told
    ]


def _pages(found: cases.CasePage, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """Return the first, the last, and those beside the page that is shown; None for a gap."""
    near = {1, found.pages, *range(found.page - 1, found.page + 2)}
    numbers = [each for each in sorted(near) if 1 <= each <= found.pages]
    told: list[dict[str, Any]] = []
    before = 0
    for each in numbers:
        told.append(
            {
                "number": each,
                "gap": each > before + 1,
                "query": f"{_query(wanted)}&page={each}".lstrip("&"),
                "is_current": each == found.page,
            }
        )
        before = each
    return told if found.pages > 1 else []


def _query(wanted: dict[str, str]) -> str:
    return urlencode({name: text for name, text in wanted.items() if text and name != "page"})


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
