"""What the pages of staff share."""

from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

import exhibitions.plan.facade as plan
from exhibitions.stalls import selectors
from exhibitions.stalls.models import Application, Call
from jkrlm.people.facade import Role, for_roles, signed_in
from jkrlm.people.facade import User as User

READERS: Final = (Role.EXHIBITIONS, Role.ADMINISTRATOR)
MONEY: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
GATE: Final = (Role.EXHIBITIONS, Role.CASHIER, Role.ADMINISTRATOR)


def for_managers(view: Any) -> Any:
    """Let in who may run this exhibition: its managers and administrators."""

    @for_roles(*READERS)
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        plan.fair_or_404(code)
        if not plan.may_run(signed_in(request), code):
            raise PermissionDenied
        answer: HttpResponse = view(request, code, *args, **kwargs)
        return answer

    return guarded


def call_of(code: str) -> Call | None:
    return Call.objects.filter(exhibition_code=code).first()


def application_or_404(code: str, number: str) -> Application:
    """Raises Http404: there is none, or it is for another exhibition."""
    rows = selectors.full(Application.objects.filter(call__exhibition_code=code, number=number[:32]))
    row = rows.first()
    if row is None:
        raise Http404
    return row


def frame(request: HttpRequest, exhibition: plan.Exhibition, here: str) -> dict[str, Any]:
    """Return what every page under an exhibition shows; ``here`` names its tab."""
    return {
        **plan.frame(request, exhibition, f"exhibitions_stalls:{here}"),
        "exhibition": exhibition,
        "me": signed_in(request),
    }
