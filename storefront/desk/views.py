"""The desk of buyers' orders. Who looks at one is written down: it shows where a person lives."""

from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import Role, audit, for_roles, has_role, signed_in
from sellers.orders.facade import WrongState
from storefront.desk.errors import MailUnknown
from storefront.desk.finding import Asked, Found, find_orders
from storefront.desk.forms import CancelForm, FindForm, NoteForm
from storefront.desk.selectors import DeskOrder, desk_order, store_order
from storefront.desk.services.cancel_unpacked import cancel_unpacked
from storefront.desk.services.note_order import note_order
from storefront.desk.services.send_again import send_again

#: Those who also have the desk of parcels; the grievance officer reads and writes here, and moves nothing.
PARCELS: Final = (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
DESK: Final = (*PARCELS, Role.GRIEVANCE)
MOVERS: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)


@require_safe
@for_roles(*DESK)
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm({name: request.GET.get(name, "").replace("\x00", "") for name in FindForm.base_fields})
    found = Found((), "")
    if form.is_valid():
        given = form.cleaned_data
        found = find_orders(Asked(given["q"], given["first"], given["last"], given["after"]))
        if found.orders:
            shown = ", ".join(each.number for each in found.orders)
            audit(actor=signed_in(request), verb="order.find", target="orders", after={"shown": shown})
    kept = {name: form.data[name] for name in ("q", "first", "last") if form.data[name]}
    context = {
        "form": form,
        "found": found,
        "is_first": not form.data["after"],
        "first": f"?{urlencode(kept)}",
        "following": f"?{urlencode({**kept, 'after': found.following})}" if found.following else "",
        "may_open": has_role(request.user, *PARCELS),
    }
    return form_page(request, "shop_desk/find.html", context, form)


@require_safe
@for_roles(*DESK)
def order(request: HttpRequest, number: int) -> HttpResponse:
    found = _order(number)
    audit(actor=signed_in(request), verb="order.read", target=f"order {found.number}")
    return _page(request, found, NoteForm())


@require_POST
@for_roles(*DESK)
def note(request: HttpRequest, number: int) -> HttpResponse:
    found = store_order(number)
    if found is None:
        raise Http404("The store has no such order.")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, _order(number), form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    note_order(
        order_id=found.id,
        number=found.number,
        text=given["text"],
        key=given["key"],
        author=signed_in(request),
        now=clock.now(),
    )
    messages.success(request, _("Written down."))
    return redirect("staff_buyers:order", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*MOVERS)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    found = _order(number)
    parcels = [
        (each.part.code, f"{each.part.code} · {each.group} · {each.part.state.label}")
        for each in found.unpacked
        if each.part
    ]
    form = CancelForm(parcels=parcels)
    status = HTTPStatus.OK
    if request.method == "POST":
        asked = [(each, each) for each in request.POST.getlist("codes") if _is_of(found, each)]
        form = CancelForm(request.POST, parcels=dict([*asked, *parcels]).items())
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            given = form.cleaned_data
            try:
                cancel_unpacked(
                    order_id=found.id,
                    number=found.number,
                    codes=given["codes"],
                    reason=given["reason"],
                    key=given["key"],
                    actor=signed_in(request),
                )
            except DomainError as refusal:
                tell(form, refusal)
                if isinstance(refusal, WrongState):
                    status = HTTPStatus.CONFLICT
            else:
                messages.success(
                    request, _("Cancelled. What was paid for it goes back; the buyer and the group are told.")
                )
                return redirect("staff_buyers:order", number=number)
    context = {"order": found, "form": form, "parcels": parcels}
    return render(request, "shop_desk/cancel.html", context, status=status)


@require_POST
@for_roles(*DESK)
def mail_again(request: HttpRequest, number: int, message_id: int) -> HttpResponse:
    found = store_order(number)
    if found is None:
        raise Http404("The store has no such order.")
    key = request.POST.get("key", "").replace("\x00", "")[:64] or new_token()
    try:
        send_again(
            message_id=message_id,
            order_id=found.id,
            number=found.number,
            key=key,
            actor=signed_in(request),
            now=clock.now(),
        )
    except MailUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        return _page(request, _order(number), NoteForm(), refusal=refusal.message, status=HTTPStatus.CONFLICT)
    messages.success(request, _("It is on its way again."))
    return redirect("staff_buyers:order", number=number)


def _is_of(found: DeskOrder, code: str) -> bool:
    return any(each.part is not None and each.part.code == code for each in found.parcels)


def _order(number: int) -> DeskOrder:
    found = desk_order(number, now=clock.now())
    if found is None:
        raise Http404("The store has no such order.")
    return found


def _page(
    request: HttpRequest, found: DeskOrder, form: NoteForm, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {
        "order": found,
        "form": form,
        "refusal": refusal,
        "mails": [(each, new_token()) for each in found.mails],
        "may_open": has_role(request.user, *PARCELS),
        "may_cancel": bool(found.unpacked) and has_role(request.user, *MOVERS),
        "may_refund": not found.exhibition and has_role(request.user, Role.FINANCE_MAKER),
    }
    return render(request, "shop_desk/order.html", context, status=status)
