"""What the pages share: who may, and how a refusal is told."""

from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from certification.inspection.errors import VisitUnknown
from certification.inspection.models import Visit
from certification.inspection.selectors import any_visit, visit_of_hers
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, User, has_role

INSPECTORS: Final = (Role.INSPECTOR,)
#: Officers and administrators look on; they report nothing.
READERS: Final = (Role.INSPECTOR, Role.OFFICER, Role.ADMINISTRATOR)
OFFICE: Final = (Role.OFFICER, Role.ADMINISTRATOR)

form_view = require_http_methods(["GET", "HEAD", "POST"])


def person(request: HttpRequest) -> User:
    """Return who is signed in; pages behind ``for_roles`` have somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def sees_all(user: User) -> bool:
    return has_role(user, *OFFICE)


def readable(request: HttpRequest, number: int) -> Visit:
    """Return a visit that the reader may see: hers, or any for the office; else 404."""
    user = person(request)
    try:
        return any_visit(number) if sees_all(user) else visit_of_hers(number, user)
    except VisitUnknown as unknown:
        raise Http404(unknown.message) from unknown


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool = False
) -> HttpResponse:
    """Render; what was refused comes back with what was typed, as 422."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def refusal(
    fault: DomainError, *, status: int = HTTPStatus.UNPROCESSABLE_ENTITY, **more: object
) -> HttpResponse:
    return JsonResponse({"code": fault.code, "message": fault.message, **more}, status=status)
