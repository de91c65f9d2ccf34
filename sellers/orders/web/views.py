"""The desk of orders: find one, see all of it, do one thing at a time."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import Role, audit, done, for_roles, has_role, signed_in
from sellers.orders.errors import SellerOrderUnknown
from sellers.orders.models import SellerOrder, UnsplitOrder
from sellers.orders.services.move import By
from sellers.orders.services.settle_unsplit import settle_unsplit
from sellers.orders.states import SellerOrderState
from sellers.orders.web.acts import ACTS, CHECKERS, DESK, MAKERS, MOVERS, Call
from sellers.orders.web.rows import counts, desk_rows, parcel_page

form_view = require_http_methods(["GET", "HEAD", "POST"])
LONGEST_QUERY: Final = 60
UNSPLIT_SHOWN: Final = 100


def by(request: HttpRequest) -> By:
    """Return who acts, as histories name her."""
    return By(f"person:{request.user.pk}")


def target_of(code: str) -> str:
    """Return under which name acts on a seller order stand in the audit."""
    return f"seller order {code}"


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:LONGEST_QUERY].strip() for name in ("q", "state", "group")}
    if asked["state"] not in ("", *SellerOrderState.values):
        asked["state"] = ""
    late, no_lot = (request.GET.get(name) == "1" for name in ("late", "no_lot"))
    before = number_of(request.GET.get("before", ""))
    rows, following = desk_rows(
        state=asked["state"],
        late=late,
        group=asked["group"],
        words=asked["q"],
        before=before,
        today=today(),
        no_lot=no_lot,
    )
    ticked = {"late": late, "no_lot": no_lot}
    kept: dict[str, str] = {**asked, **{name: "1" for name, is_on in ticked.items() if is_on}}
    context = {
        **asked,
        "late": late,
        "rows": rows,
        "is_first": before is None,
        "first": f"?{urlencode(kept)}",
        "following": f"?{urlencode({**kept, 'before': str(following)})}" if following else "",
        "states": SellerOrderState.choices,
        "counts": counts(today()),
    }
    return render(request, "seller_orders/desk.html", context)


@require_safe
@for_roles(*DESK)
def parcel(request: HttpRequest, code: str) -> HttpResponse:
    try:
        context = parcel_page(code)
    except SellerOrderUnknown as unknown:
        raise Http404(unknown.message) from unknown
    state = SellerOrderState(context["part"].state)
    context["acts"] = [
        {"name": name, "title": act.title}
        for name, act in ACTS.items()
        if state in act.states and not context["exhibition"] and has_role(request.user, *act.roles)
    ]
    context["may_decide"] = has_role(request.user, *CHECKERS, *MAKERS, Role.ADMINISTRATOR)
    return render(request, "seller_orders/parcel.html", context)


@form_view
@for_roles(*DESK)
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One of the acts of the table: a GET shows its form, a POST does it once."""
    chosen = ACTS.get(act)
    part = SellerOrder.objects.filter(code=code).first()
    if chosen is None or part is None:
        raise Http404
    if not has_role(request.user, *chosen.roles):
        raise PermissionDenied
    form = chosen.draw(part)
    if request.method == "POST":
        form = chosen.draw(part, request.POST)
        call = Call(part=part, form=form, by=by(request), now=now())
        if done(request, form, lambda: chosen.run(call), f"order.{act}", target_of(code)):
            messages.success(request, str(chosen.done))
            return redirect("staff_orders:parcel", code=code)
    context = {
        "part": part,
        "title": chosen.title,
        "explained": chosen.explained,
        "button": chosen.button,
        "form": form,
    }
    return form_page(request, "seller_orders/act.html", context, form)


@require_safe
@for_roles(*DESK)
def unsplit(request: HttpRequest) -> HttpResponse:
    rows = UnsplitOrder.objects.filter(settled_at=None).order_by("seen_at")[:UNSPLIT_SHOWN]
    context = {"rows": rows, "may_settle": has_role(request.user, *MAKERS, *MOVERS)}
    return render(request, "seller_orders/unsplit.html", context)


@require_POST
@for_roles(*MOVERS, *MAKERS)
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """It was seen to: the sentence comes back only if it is another one."""
    with transaction.atomic():
        found = settle_unsplit(pk=number, now=now())
        if found is not None:
            audit(
                actor=signed_in(request),
                verb="order.settle-unsplit",
                target=f"order {found.order_number}",
                before={"reason": found.reason},
            )
    if found is None:
        messages.info(request, _("It was settled already."))
    else:
        messages.success(request, _("Settled."))
    return redirect("staff_orders:unsplit")
