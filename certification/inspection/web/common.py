"""What the pages share: who may, and how a refusal is told."""

from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from certification.inspection.errors import VisitUnknown
from certification.inspection.models import Visit
from certification.inspection.selectors import any_visit, visit_of_hers
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, User, has_role, signed_in

INSPECTORS: Final = (Role.INSPECTOR,)
#: Officers and administrators look on; they report nothing.
READERS: Final = (Role.INSPECTOR, Role.OFFICER, Role.ADMINISTRATOR)
OFFICE: Final = (Role.OFFICER, Role.ADMINISTRATOR)

form_view = require_http_methods(["GET", "HEAD", "POST"])


def sees_all(user: User) -> bool:
    return has_role(user, *OFFICE)


def readable(request: HttpRequest, number: int) -> Visit:
    """Return a visit that the reader may see: hers, or any for the office; else 404."""
    user = signed_in(request)
    try:
        return any_visit(number) if sees_all(user) else visit_of_hers(number, user)
    except VisitUnknown as unknown:
        raise Http404(unknown.message) from unknown


def refusal(
    fault: DomainError, *, status: int = HTTPStatus.UNPROCESSABLE_ENTITY, **more: object
) -> HttpResponse:
    return JsonResponse({"code": fault.code, "message": fault.message, **more}, status=status)
