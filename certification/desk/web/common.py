"""What the pages share: who may, for whom she stands, and how a refusal is told."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

import certification.cases.facade as cases
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Colleague, Role, User, colleagues, deputies, has_role, signed_in

OFFICERS: Final = (Role.OFFICER,)
#: The administrator looks on, and decides nothing.
DESK: Final = (Role.OFFICER, Role.ADMINISTRATOR)
#: An inspector reads the cases that are given to her.
READERS: Final = (*DESK, Role.INSPECTOR)
#: Whoever may ever evaluate or decide says where she is not impartial.
IMPARTIAL: Final = (Role.OFFICER, Role.INSPECTOR, Role.LABORATORY)

form_view = require_http_methods(["GET", "HEAD", "POST"])
_NOT_THERE: Final = (cases.CaseUnknown, cases.AppealUnknown, cases.ComplaintUnknown)


def stands_for(user: User, staff: tuple[Colleague, ...]) -> tuple[int, ...]:
    """Return her and those on leave today for whom she stands in."""
    away = deputies({each.id for each in staff}, on=clock.today())
    return (user.pk, *sorted(who for who, deputy in away.items() if deputy == user.pk))


def staff_of(staff: tuple[Colleague, ...], role: Role) -> list[Colleague]:
    return [each for each in staff if role in each.roles]


def all_staff() -> tuple[Colleague, ...]:
    return colleagues(on=clock.today())


def readable_case(request: HttpRequest, number: str) -> cases.Case:
    """
    Return a case that she may read.

    Raises:
        Http404: there is none, or she is an inspector and it is another's.
    """
    try:
        found = cases.case(number)
    except cases.CaseUnknown as unknown:
        raise Http404(unknown.message) from unknown
    user = signed_in(request)
    if has_role(user, *DESK) or found.inspector_id in stands_for(user, all_staff()):
        return found
    raise Http404


def tried(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Do something; a refusal becomes a message. Returns whether it was done."""
    try:
        act()
    except _NOT_THERE as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return False
    if said:
        messages.success(request, said)
    return True


def number_of(text: str) -> int | None:
    """Return a number of a form or an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
