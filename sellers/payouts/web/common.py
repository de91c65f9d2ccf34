"""What the pages share: who may, and how a refusal is told."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role
from sellers.payouts.errors import NotHere

MAKERS: Final = (Role.FINANCE_MAKER,)
CHECKERS: Final = (Role.FINANCE_CHECKER,)
FINANCE: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
#: The administrator looks on, and moves no money.
DESK: Final = (*FINANCE, Role.ADMINISTRATOR)

form_view = require_http_methods(["GET", "HEAD", "POST"])


def found(read: Callable[[], Any]) -> Any:
    """Return what ``read`` returns; what is not there is a 404."""
    try:
        return read()
    except NotHere as unknown:
        raise Http404(unknown.message) from unknown


def tried(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Do something; a refusal becomes a message. Returns whether it was done."""
    try:
        act()
    except NotHere as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return False
    return True


def key(text: str) -> int | None:
    """Return a key of a page's address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
