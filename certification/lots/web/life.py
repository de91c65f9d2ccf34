"""How long goods must keep when they reach the buyer: rules by kind, each from a day on."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import catalogue.facade as catalogue
from certification.lots import facade
from certification.lots.web.desk import DECIDERS, READERS
from certification.lots.web.forms import LifeForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in


@require_http_methods(["GET", "HEAD"])
@for_roles(*READERS)
def _look(request: HttpRequest) -> HttpResponse:
    return _page(request, LifeForm(initial={"valid_from": clock.today()}))


@for_roles(*DECIDERS)
def _set(request: HttpRequest) -> HttpResponse:
    form = LifeForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            facade.set_life(
                kind=typed["kind"],
                life=facade.Life(typed["days"], typed["on_the_way"]),
                valid_from=typed["valid_from"],
                source=typed["source"],
                by=signed_in(request),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The rule is kept. Goods that do not keep so long leave the sale."))
            return redirect("cert_lots:life")
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def life(request: HttpRequest) -> HttpResponse:
    return _set(request) if request.method == "POST" else _look(request)


def _page(request: HttpRequest, form: LifeForm) -> HttpResponse:
    today = clock.today()
    names = {each.slug: each.name for each in catalogue.kinds()}
    context = {
        "form": form,
        "may_decide": has_role(request.user, *DECIDERS),
        "rows": [
            {
                "rule": each,
                "name": names.get(each.kind, each.kind) if each.kind else _("All others"),
                "state": _state(each, today),
            }
            for each in facade.life_rules()
        ],
    }
    return form_page(request, "cert_lots/life.html", context, form)


def _state(rule: facade.LifeRule, today: date) -> tuple[str, str]:
    """Return the word and look of a rule."""
    if rule.valid_from > today:
        return _("To come"), "wait"
    if rule.valid_to is not None and rule.valid_to <= today:
        return _("Over"), "off"
    return _("In force"), "ok"
