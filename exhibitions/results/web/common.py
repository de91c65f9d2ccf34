"""What the pages of results share: who may look, who may write."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

import exhibitions.plan.facade as plan
from jkrlm.people.facade import Role, User, for_roles, has_role, signed_in

#: Look at every exhibition: nobody of them needs to be on its team.
LOOK_ON: Final = (Role.ADMINISTRATOR, Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
MONEY: Final = (Role.ADMINISTRATOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
View = Callable[..., HttpResponse]


def on_team(user: User, code: str) -> bool:
    return any(each.user_id == user.pk for each in plan.team(code))


def for_readers(*others: Role, cashiers: bool = False) -> Callable[[View], View]:
    """
    Let in an exhibition's team (who plan exhibitions; its cashiers where that is said) and whoever holds one
    of the other roles. The view is given the exhibition instead of its code.
    """
    team = (Role.EXHIBITIONS, Role.CASHIER) if cashiers else (Role.EXHIBITIONS,)

    def wrap(view: View) -> View:
        @for_roles(*team, *others)
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
            fair, user = plan.fair_or_404(code), signed_in(request)
            if not has_role(user, *others) and not on_team(user, fair.code):
                raise PermissionDenied
            return view(request, fair, **more)

        return guarded

    return wrap
