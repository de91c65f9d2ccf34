"""What the pages share: who may, and how a refusal is told."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, User
from sellers.payouts.errors import NotHere
from sellers.payouts.web.forms import DeskForm

MAKERS: Final = (Role.FINANCE_MAKER,)
CHECKERS: Final = (Role.FINANCE_CHECKER,)
FINANCE: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
#: The administrator looks on, and moves no money.
DESK: Final = (*FINANCE, Role.ADMINISTRATOR)

form_view = require_http_methods(["GET", "HEAD", "POST"])


def person(request: HttpRequest) -> User:
    """Return who is signed in; pages behind ``for_roles`` have somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


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


def tell(form: DeskForm, refusal: DomainError) -> None:
    """Put a refusal beside the field that it is about."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def page(request: HttpRequest, template: str, context: dict[str, Any], *forms: DeskForm) -> HttpResponse:
    """Render; a form that was refused comes back with what was typed, as 422."""
    refused = any(form.is_bound and form.errors for form in forms)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def key(text: str) -> int | None:
    """Return a key of a page's address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return what the address asks for, cut to a sensible length."""
    return {name: request.GET.get(name, "")[:120].replace("\x00", "").strip() for name in names}
