"""One version, one standard's history, two versions side by side; and the acts on a version."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.facade import kinds
from certification.standards.compare import compared
from certification.standards.content import SCHEMES
from certification.standards.models import StandardVersion, VersionChange
from certification.standards.selectors import as_version, predecessor_of, rows, version_row, versions_of
from certification.standards.services import decide_version as decide
from certification.standards.states import TRANSITIONS, VersionState
from certification.standards.web.common import (
    APPROVERS,
    READERS,
    WRITERS,
    badge,
    found,
    standing_of,
    tried,
    words_of,
)
from certification.standards.web.preview import preview
from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import Role, User, for_roles, has_role, signed_in

KEY_MAX: Final = 64
#: Act -> who may, and the state that it leads to.
ACTS: Final[dict[str, tuple[tuple[Role, ...], VersionState]]] = {
    "propose": (WRITERS, VersionState.PROPOSED),
    "send-back": (APPROVERS, VersionState.DRAFT),
    "pilot": (APPROVERS, VersionState.PILOT),
    "adopt": (APPROVERS, VersionState.ADOPTED),
    "withdraw": (APPROVERS, VersionState.WITHDRAWN),
}


@require_safe
@for_roles(*READERS)
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _version_page(request, found(lambda: version_row(number)))


def _version_page(
    request: HttpRequest, row: StandardVersion, *, typed: str = "", refused: bool = False
) -> HttpResponse:
    held = as_version(row)
    before = predecessor_of(row)
    names = {kind.slug: kind.name for kind in kinds()}
    changes = VersionChange.objects.filter(version=row).select_related("by").order_by("-id")
    context: dict[str, Any] = {
        "row": row,
        "version": held,
        "badge": badge(row.state),
        "standing": standing_of(row),
        "scheme": SCHEMES.get(held.scheme, held.scheme),
        "goods": [names.get(kind, kind) for kind in held.kinds],
        "before": before,
        "changes": [{"row": each, "badge": badge(each.state)} for each in changes],
        "writers": list(User.objects.filter(pk__in=row.writers).values_list("name", flat=True)),
        "acts": _acts(request, row),
        "may_edit": row.state == VersionState.DRAFT and has_role(request.user, *WRITERS),
        "may_begin": row.state not in ("draft", "proposed") and has_role(request.user, *WRITERS),
        "is_own": row.state == VersionState.PROPOSED and signed_in(request).pk in row.writers,
        "typed": typed,
        **preview(held),
    }
    return form_page(request, "standards/version.html", context, refused=refused)


def _acts(request: HttpRequest, row: StandardVersion) -> list[dict[str, Any]]:
    """Return what this reader may do with it now; her own words she does not approve."""
    labels = {
        "propose": (_("Propose to a second person"), "", False),
        "send-back": (_("Send back"), "line", True),
        "pilot": (_("Approve as a pilot"), "line", False),
        "adopt": (_("Approve and adopt"), "", False),
        "withdraw": (
            _("Withdraw from today") if row.approved_at else _("Give it up"),
            "line bad",
            True,
        ),
    }
    own = signed_in(request).pk in row.writers
    confirms = row.seeded and row.approved_by_id is None
    made = []
    for name, (roles, to) in ACTS.items():
        possible = to in TRANSITIONS[VersionState(row.state)] or (confirms and to == row.state)
        if not possible or not has_role(request.user, *roles) or (own and name in ("pilot", "adopt")):
            continue
        label, look, reason = labels[name]
        made.append({"act": name, "label": label, "look": look, "reason": reason, "key": new_token()})
    return made


@require_POST
@for_roles(*WRITERS)
def act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """One step of a version; a refusal comes back with the words that were typed."""
    if act not in ACTS:
        raise Http404
    roles, to = ACTS[act]
    if not has_role(request.user, *roles):
        raise PermissionDenied
    row: StandardVersion = found(lambda: version_row(number))
    words, key = words_of(request, "words"), words_of(request, "key", KEY_MAX) or new_token()
    told: dict[str, Any] = {
        "version_id": number,
        "words": words,
        "key": key,
        "by": signed_in(request),
        "now": now(),
    }
    steps: dict[str, Callable[[], Any]] = {
        "propose": lambda: decide.propose(**told),
        "send-back": lambda: decide.send_back(**told),
        "pilot": lambda: decide.approve(to=to, **told),
        "adopt": lambda: decide.approve(to=to, **told),
        "withdraw": lambda: decide.withdraw(**told),
    }
    if not tried(request, f"standard.{act}", steps[act], target=f"standard {row.number}", words=words):
        return _version_page(request, found(lambda: version_row(number)), typed=words, refused=True)
    said = {
        "propose": _("Proposed. A second person approves it."),
        "send-back": _("Sent back: it is a draft again."),
        "pilot": _("Approved as a pilot."),
        "adopt": _("Approved and adopted."),
        "withdraw": _("Withdrawn."),
    }
    messages.success(request, said[act])
    return redirect("cert_standards:version", number=number)


@require_safe
@for_roles(*READERS)
def standard(request: HttpRequest, code: str) -> HttpResponse:
    held = versions_of(code[:16])
    if not held:
        raise Http404
    context = {
        "code": held[0].standard.code,
        "title": held[0].content["title"],
        "versions": [{"row": row, "badge": badge(row.state), "standing": standing_of(row)} for row in held],
        "may_write": has_role(request.user, *WRITERS),
        "to_compare": held[:2] if len(held) > 1 else [],
    }
    return render(request, "standards/standard.html", context)


@require_safe
@for_roles(*READERS)
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions side by side; without two in the address, the choice."""
    asked = [request.GET.get(name, "")[:12] for name in ("a", "b")]
    picked = [int(each) if each.isascii() and each.isdigit() else 0 for each in asked]
    every = list(rows().order_by("standard__code", "-ordinal"))
    by_id = {row.pk: row for row in every}
    context: dict[str, Any] = {
        "choices": [(row.pk, f"{row.number} · {row.content['title']}") for row in every],
        "a": picked[0],
        "b": picked[1],
    }
    if picked[0] in by_id and picked[1] in by_id:
        left, right = by_id[picked[0]], by_id[picked[1]]
        shown = compared(as_version(left), as_version(right))
        context |= {
            "left": left,
            "right": right,
            "left_badge": badge(left.state),
            "right_badge": badge(right.state),
            "shown": shown,
            "changes": sum(part.changes for part in shown),
        }
    return render(request, "standards/compare.html", context)
