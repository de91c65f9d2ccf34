"""Results taken back, and a retest ordered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.laboratory.services import again
from certification.laboratory.states import Material
from certification.laboratory.web.common import person, sample_page, seen, tell
from certification.laboratory.web.forms import ReasonForm, RetestForm
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, for_roles


@require_POST
@for_roles(Role.LABORATORY, Role.OFFICER)
def retract(request: HttpRequest, code: str) -> HttpResponse:
    """Take released results back with a reason."""
    seen(request, code)
    form = ReasonForm(request.POST, prefix="retract")
    if form.is_valid():
        try:
            again.retract(code=code, reason=form.cleaned_data["reason"], by=person(request), now=now())
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Taken back. The case waits for other results."))
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)


@require_POST
@for_roles(Role.OFFICER)
def retest(request: HttpRequest, code: str) -> HttpResponse:
    """Have it measured again, from what is left or from a new sample."""
    seen(request, code)
    form = RetestForm(request.POST, materials=Material.choices)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = again.order_retest(
                code=code,
                material=Material(said["material"]),
                reason=said["reason"],
                key=said["key"],
                by=person(request),
                now=now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            words = (
                _("Ordered: it is measured again under another code.")
                if made
                else _("Ordered: the inspector takes a new sample.")
            )
            messages.success(request, words)
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)
