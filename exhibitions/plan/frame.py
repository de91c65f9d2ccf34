"""What every staff page of an exhibition has: the exhibition, its tabs, and who may change it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from exhibitions.plan import rows, selectors
from exhibitions.plan.contracts import Exhibition
from exhibitions.plan.errors import ExhibitionUnknown
from exhibitions.plan.states import Duty, ExhibitionState
from exhibitions.plan.tabs import tabs
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User, has_role, roles_of, signed_in


def may_run(user: User, code: str) -> bool:
    """Say whether somebody may change this exhibition: a manager on its team, or an administrator."""
    if has_role(user, Role.ADMINISTRATOR):
        return True
    mine = any(each.user_id == user.pk and each.duty == Duty.MANAGER for each in selectors.team(code))
    return mine and has_role(user, Role.EXHIBITIONS)


def fair_or_404(code: str) -> Exhibition:
    """Raises Http404: there is none."""
    try:
        return selectors.exhibition(code)
    except ExhibitionUnknown as unknown:
        raise Http404(unknown.message) from unknown


def frame(request: HttpRequest, fair: Exhibition, here: str) -> dict[str, Any]:
    """
    Return what exhibitions_plan/frame.html needs; ``here`` is the name of the address shown. ``opens`` are
    the pages of the tabs, so that other links to them are shown to whom they open.
    """
    user = signed_in(request)
    on_team = rows.is_on_team(fair.code, user.pk)
    found = tabs(fair.code, here, roles=roles_of(user), on_team=on_team)
    return {
        "fair": fair,
        "fair_days": rows.days_words(fair.opens_on, fair.closes_on),
        "fair_when": rows.when_words(fair, clock.today()),
        "fair_state": ExhibitionState(fair.state).label,
        "fair_badge": rows.BADGES[fair.state],
        "tabs": found,
        "opens": {each.address for each in found},
        "may_run": may_run(user, fair.code),
    }


def manager_of(request: HttpRequest, code: str) -> User:
    """
    Return who is signed in, where she manages this exhibition.

    Raises:
        Http404: there is none; PermissionDenied: another one's manager.
    """
    fair_or_404(code)
    user = signed_in(request)
    if not may_run(user, code):
        raise PermissionDenied
    return user
