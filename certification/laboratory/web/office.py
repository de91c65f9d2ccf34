"""Results taken back, and a retest ordered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.laboratory.services import again
from certification.laboratory.states import Material
from certification.laboratory.web.common import handed_in
from certification.laboratory.web.forms import ReasonForm, RetestForm
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, for_roles, signed_in


@require_POST
@for_roles(Role.LABORATORY, Role.OFFICER)
def retract(request: HttpRequest, code: str) -> HttpResponse:
    """Take released results back with a reason."""

    def act(said: dict[str, Any]) -> str:
        again.retract(code=code, reason=said["reason"], by=signed_in(request), now=now())
        return _("Taken back. The case waits for other results.")

    return handed_in(request, code, ReasonForm(request.POST, prefix="retract"), act)


@require_POST
@for_roles(Role.OFFICER)
def retest(request: HttpRequest, code: str) -> HttpResponse:
    """Have it measured again, from what is left or from a new sample."""

    def act(said: dict[str, Any]) -> str:
        made = again.order_retest(
            code=code,
            material=Material(said["material"]),
            reason=said["reason"],
            key=said["key"],
            by=signed_in(request),
            now=now(),
        )
        if made:
            return _("Ordered: it is measured again under another code.")
        return _("Ordered: the inspector takes a new sample.")

    return handed_in(request, code, RetestForm(request.POST, materials=Material.choices), act)
