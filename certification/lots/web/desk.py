"""Lots: opened, looked up, closed, called back with the list of who has pieces of them."""

import uuid
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.lots import facade, selectors
from certification.lots.contracts import Change, LotState
from certification.lots.errors import BadLot, LotUnknown
from certification.lots.web.forms import LotForm, RecallForm
from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import Role, User, audit, for_roles, has_role, names_of, signed_in

DECIDERS: Final = (Role.OFFICER,)
HANDS: Final = (Role.OFFICER, Role.INSPECTOR)
READERS: Final = (*HANDS, Role.ADMINISTRATOR)
_BADGES: Final = {LotState.OPEN: "ok", LotState.RECALLED: "err", LotState.CLOSED: "off"}


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    words, state = asked(request, "q"), asked(request, "state")
    after = asked(request, "after")
    found = selectors.page_of_lots(
        words=words,
        state=state,
        today=today,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 15 else 0,
    )
    context = {
        "rows": [_row(each) for each in found.lots],
        "after": found.after,
        "q": words,
        "state": state,
        "states": [*LotState.choices, ("expired", _("Past its last day"))],
        "may_open": has_role(request.user, *HANDS),
    }
    return render(request, "cert_lots/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HANDS)
def new(request: HttpRequest) -> HttpResponse:
    form = LotForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        try:
            made = _open(signed_in(request), form.cleaned_data)
        except DomainError as refusal:
            tell(form, refusal)
        else:
            return redirect("cert_lots:lot", number=made.number)
    return form_page(request, "cert_lots/new.html", {"form": form}, form)


def _open(user: User, typed: dict[str, Any]) -> facade.Lot:
    """Ask the store whose goods these are, then open the lot."""
    product = (
        app_store()
        .listing_product(external_reference=typed["sku"].strip(), channel=settings.CHANNEL_ONLINE)
        .product
    )
    if product is None:
        raise BadLot(_("The shop has no goods with this number. It stands on their page."), field="sku")
    group_code = next((item.value for item in product.metadata if item.key == "umeed.maker"), "")
    with transaction.atomic():
        made = facade.open_lot(
            typed["key"].hex,
            group_code,
            product.id,
            product.name,
            typed["made_on"],
            typed["expires_on"],
            typed["quantity"],
            facade.Staff(user),
        )
        audit(
            actor=user,
            verb="cert.lot.open",
            target=f"lot {made.number}",
            after={"sku": typed["sku"], "quantity": made.quantity},
        )
    return made


@require_safe
@for_roles(*READERS)
def lot(request: HttpRequest, number: str) -> HttpResponse:
    return _lot(request, _found(number), RecallForm(initial={"key": uuid.uuid4()}))


@require_POST
@for_roles(*DECIDERS)
def recall(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(number)
    form, user = RecallForm(request.POST), signed_in(request)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            with transaction.atomic():
                made = facade.recall(
                    found.number, typed["reason"], typed["bearer"], facade.Staff(user), typed["key"].hex
                )
                audit(
                    actor=user,
                    verb="cert.lot.recall",
                    target=f"lot {found.number}",
                    before={"state": found.state},
                    after={"reason": made.reason, "bearer": made.bearer, "orders": list(made.orders)},
                )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request, _("Called back. %(count)d orders have pieces of it.") % {"count": len(made.orders)}
            )
            return redirect("cert_lots:lot", number=found.number)
    return _lot(request, found, form)


@require_POST
@for_roles(*DECIDERS)
def close(request: HttpRequest, number: str) -> HttpResponse:
    found, user = _found(number), signed_in(request)
    with transaction.atomic():
        facade.close_lot(found.number, facade.Staff(user))
        audit(actor=user, verb="cert.lot.close", target=f"lot {found.number}", before={"state": found.state})
    messages.success(request, _("Closed. No more of it is sold."))
    return redirect("cert_lots:lot", number=found.number)


def _lot(request: HttpRequest, found: facade.Lot, form: RecallForm) -> HttpResponse:
    context = {
        "row": _row(found),
        "lot": found,
        "recall": selectors.recall_of(found.number),
        "assignments": selectors.orders_of_lot(found.number),
        "history": _named(selectors.history(found.number)),
        "form": form,
        "may_decide": has_role(request.user, *DECIDERS),
        "is_open": found.state == LotState.OPEN,
        "is_recalled": found.state == LotState.RECALLED,
    }
    return form_page(request, "cert_lots/lot.html", context, form)


def _row(found: facade.Lot) -> dict[str, Any]:
    past = found.expires_on is not None and found.expires_on < clock.today()
    is_past = past and found.state == LotState.OPEN
    return {
        "lot": found,
        "state": _("Past its last day") if is_past else LotState(found.state).label,
        "badge": "warn" if is_past else _BADGES[found.state],
    }


def _found(number: str) -> facade.Lot:
    try:
        return facade.lot(number)
    except LotUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _named(steps: tuple[Change, ...]) -> list[Change]:
    """Return a history with the names of those who did it."""
    names = names_of(each.actor for each in steps)
    return [replace(each, actor=names.get(each.actor, each.actor)) for each in steps]
