"""Where somebody of the staff is not impartial, in her own words; cases of such groups are others'."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import certification.cases.facade as cases
from catalogue.facade import districts
from certification.desk.web.common import DESK, IMPARTIAL, form_view, tried
from certification.desk.web.forms import InterestForm
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in


@form_view
@for_roles(*IMPARTIAL, Role.ADMINISTRATOR)
def interests(request: HttpRequest) -> HttpResponse:
    """One's own declarations; officers and administrators read everybody's."""
    user = signed_in(request)
    may = has_role(user, *IMPARTIAL)
    names = [(each.name, each.name) for each in districts()]
    form = InterestForm(request.POST if request.method == "POST" and may else None, districts=names)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            if given["group_code"]:
                cases.declare_interest(user, given["group_code"].strip().upper(), given["words"])
            else:
                cases.declare_village(user, given["district"], given["village"], given["words"])
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Declared. Such cases are given to others."))
            return redirect("cert_desk:interests")
    everybody = cases.interests() if has_role(user, *DESK) else ()
    context = {
        "form": form,
        "may": may,
        "mine": cases.interests([user.pk]),
        "others": [each for each in everybody if each.user_id != user.pk],
    }
    return form_page(request, "cert_desk/interests.html", context, form)


@require_POST
@for_roles(*IMPARTIAL)
def end(request: HttpRequest, interest_id: int) -> HttpResponse:
    tried(
        request, lambda: cases.end_interest(interest_id, signed_in(request)), _("Ended; it stays readable.")
    )
    return redirect("cert_desk:interests")
