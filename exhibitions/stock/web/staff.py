"""The stock of an exhibition: what came, what is sold, what is on the road, and the store's queue."""

from collections.abc import Collection
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import commerce.facade as commerce
import exhibitions.plan.facade as plan
from catalogue.facade import shelf_goods
from exhibitions.stalls.facade import allotted
from exhibitions.stock import paper, selectors
from exhibitions.stock.models import Consignment, CountLine, Difference
from exhibitions.stock.services.common import event_slug
from exhibitions.stock.services.leave import cancel, leave
from exhibitions.stock.services.pack import TAKES_IN
from exhibitions.stock.services.send_back import SENDS_BACK
from exhibitions.stock.states import UNDER_WAY, ConsignmentState, Direction, Hand
from exhibitions.stock.web.common import (
    badge,
    carried,
    consignment_or_404,
    for_keepers,
    scan_path,
    title_of,
)
from exhibitions.stock.web.forms import TransportForm
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User, audit, signed_in
from sellers.registry.facade import groups_by_code

SHOWN: Final = 300


@require_safe
@for_keepers
def stock(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    """Every group with a stall or with goods here, its consignments, and the sums."""
    totals = {each.group_code: each for each in selectors.totals_by_group(fair.code)}
    stalls = {each.group_code: each.stall_code for each in allotted(fair.code)}
    names = groups_by_code({*totals, *stalls})
    views = selectors.consignments(exhibition_code=fair.code, most=SHOWN)
    moving = commerce.moves_through(event_slug(fair.code), only_open=True)
    rows = [
        {
            "code": code,
            "name": names[code].name if code in names else code or _("Unknown goods"),
            "stall": stalls.get(code, ""),
            "sums": totals.get(code),
            "consignments": [
                {"view": view, "badge": badge(view.state)} for view in views if view.group_code == code
            ],
        }
        for code in sorted({*totals, *stalls}, key=lambda code: (stalls.get(code, "~"), code))
    ]
    sums = {
        name: sum(getattr(each, name) for each in totals.values())
        for name in ("counted_in", "sold", "back", "lost", "there", "on_the_way", "differences")
    }
    context = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "rows": rows,
        "sums": sums,
        "waiting": len(moving),
        "takes_in": fair.state in TAKES_IN,
        "sends_back": fair.state in SENDS_BACK,
    }
    return render(request, "exhibitions_stock/stock.html", context)


@require_safe
@for_keepers
def one(request: HttpRequest, fair: plan.Exhibition, number: str) -> HttpResponse:
    return one_page(request, fair, consignment_or_404(fair, number))


def one_page(
    request: HttpRequest,
    fair: plan.Exhibition,
    row: Consignment,
    *,
    form: TransportForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a consignment: its lines at each hand, what differs, what the store does with it."""
    counts = list(row.counts.order_by("id"))
    found = {(each.line_id, each.count_id): each for each in CountLine.objects.filter(count__in=counts)}
    names = [
        f"{row.number}:{line.pk}:{what}"
        for line in row.lines.all()
        for what in ("packed", "packed-free", "in", "home")
    ]
    asked = commerce.moves(names)
    lines = [
        {
            "line": line,
            "title": title_of(line),
            "counts": [found.get((line.pk, each.pk)) for each in counts],
        }
        for line in row.lines.order_by("id")
    ]
    differences = Difference.objects.filter(line__consignment=row).select_related("line").order_by("id")
    names_of = groups_by_code([row.group_code])
    people = _names({each.actor for each in counts})
    context = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "row": row,
        "badge": badge(row.state),
        "group": names_of[row.group_code].name if row.group_code in names_of else row.group_code,
        "counts": [
            {"count": each, "hand": hand_words(row, each.hand), "who": people.get(each.actor, each.actor)}
            for each in counts
        ],
        "lines": lines,
        "differences": [{"row": each, "title": title_of(each.line)} for each in differences],
        "moves": [each for each in asked.values() if each.state != commerce.MoveState.DONE],
        "under_way": row.state in UNDER_WAY,
        "may_hub": row.state in (ConsignmentState.PACKED, ConsignmentState.SENT),
        "may_leave": row.state == ConsignmentState.PACKED,
        "may_cancel": row.state == ConsignmentState.PACKED and row.direction == Direction.OUT,
        "carried": carried(row),
        "form": form or TransportForm(),
        "refused": refused,
    }
    return render(request, "exhibitions_stock/one.html", context, status=status)


def _names(actors: Collection[str]) -> dict[str, str]:
    """Return people's names by actor (person:7)."""
    numbers = [int(part) for each in actors if (part := each.removeprefix("person:")).isdecimal()]
    rows = User.objects.filter(pk__in=numbers).values_list("pk", "name")
    return {f"person:{pk}": name for pk, name in rows}


def hand_words(row: Consignment, hand: str) -> str:
    """Say whose count it is: the same hand is another one on the way back."""
    goes_out = row.direction == Direction.OUT
    return {
        Hand.PACKED: _("Packed") if goes_out else _("Counted out"),
        Hand.HUB: _("At the hub"),
        Hand.END: _("At the exhibition") if goes_out else _("At home"),
    }[Hand(hand)]


@require_safe
@for_keepers
def note(request: HttpRequest, fair: plan.Exhibition, number: str) -> HttpResponse:
    """The consignment note with its packing list, in English."""
    del request
    row = consignment_or_404(fair, number)
    return paper.answer(row, fair, address=scan_path(row), language="en")


@require_POST
@for_keepers
def left(request: HttpRequest, fair: plan.Exhibition, number: str) -> HttpResponse:
    row = consignment_or_404(fair, number)
    form = TransportForm(request.POST)
    if not form.is_valid():
        return one_page(request, fair, row, form=form, status=422)
    typed = form.cleaned_data
    return _acted(request, fair, row, "stock.left", lambda: leave(number=row.number, **typed), form=form)


@require_POST
@for_keepers
def cancel_one(request: HttpRequest, fair: plan.Exhibition, number: str) -> HttpResponse:
    row = consignment_or_404(fair, number)
    return _acted(request, fair, row, "stock.cancel", lambda: cancel(number=row.number))


def _acted(
    request: HttpRequest,
    fair: plan.Exhibition,
    row: Consignment,
    verb: str,
    act: Any,
    *,
    form: TransportForm | None = None,
) -> HttpResponse:
    """Carry one act on a consignment out, with its audit; what is refused is said on its page."""
    try:
        with transaction.atomic():
            if act():
                audit(actor=signed_in(request), verb=verb, target=f"consignment {row.number}")
    except DomainError as refusal:
        row.refresh_from_db()
        return one_page(request, fair, row, form=form, refused=refusal.message, status=409)
    messages.success(request, _("%(number)s: written down.") % {"number": row.number})
    return redirect("exhibitions_stock:one", fair.code, row.number)


@require_safe
@for_keepers
def moves(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    """The store's queue: what waits, what was refused, and the last that was done."""
    slug = event_slug(fair.code)
    found = commerce.moves_through(slug, most=SHOWN)
    goods = {each.variant_id: each for each in shelf_goods(variant_ids={each.variant_id for each in found})}
    shades = {"waiting": "warn", "taken": "warn", "done": "ok", "refused": "err"}
    rows = [
        {
            "move": each,
            "title": goods[each.variant_id].titles["en"] if each.variant_id in goods else each.variant_id,
            "number": each.move_id.split(":")[0],
            "shade": shades[each.state],
        }
        for each in found
    ]
    rows.sort(key=lambda each: each["shade"] == "ok")
    context = {**plan.frame(request, fair, "exhibitions_stock:stock"), "rows": rows, "slug": slug}
    return render(request, "exhibitions_stock/moves.html", context)


@require_POST
@for_keepers
def again(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    """Have the store asked once more."""
    move_id = request.POST.get("move", "")[:120].replace("\x00", "")
    known = commerce.moves([move_id]).get(move_id)
    slug = event_slug(fair.code)
    if known is not None and slug in (known.out_of, known.into):
        with transaction.atomic():
            if commerce.move_again(move_id):
                audit(actor=signed_in(request), verb="stock.move-again", target=f"move {move_id}")
                messages.success(request, _("The store is asked once more."))
    return redirect(reverse("exhibitions_stock:moves", args=[fair.code]))
