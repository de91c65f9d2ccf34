"""The goods by state; number and price in place, copies, off sale and on sale again, the group's days off."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.facade import (
    Listing,
    ListingState,
    Variant,
    copy,
    end_holiday,
    holiday_of,
    keys_of_acts,
    listing,
    listings_of,
    put_on_sale,
    set_holiday,
    set_price,
    set_quantity,
    take_off_sale,
)
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.locks import advisory_lock
from media.facade import (
    PictureUnknown,
    RecipeRefused,
    VoiceUnknown,
    picture_answer,
    preview_answer,
    read_recipe,
    voice_answer,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.selectors import GROUPS_SHOWN
from sellers.portal.web.frame import seller_page
from sellers.portal.web.goods.rows import find, hers_of, lanes, row_of
from sellers.portal.web.goods.whose import Hers, asks_each_time, group_of, hers
from sellers.portal.web.goods.wish import amount_of, whole
from sellers.registry.facade import groups_by_code

#: Of each state so many stand on the first page; all of one state by pressing its number.
_EACH: Final = 12
_ALL: Final = 300
#: Pixels of a photograph on the form for adding, and of one in a list, which is drawn at 72 of CSS.
_LARGE: Final = 256
_SMALL: Final = 128


@require_safe
@for_sellers
def goods(request: SellerRequest) -> HttpResponse:
    """Her goods; for a helper who acts for nobody, what waits in all her groups."""
    whose = hers(request.acting)
    wanted = request.GET.get("state", "")
    one_state = ListingState(wanted) if wanted in ListingState.values else None
    if whose is None:
        return _worklist(request)
    found = hers_of(listings_of(whose.codes, person_id=whose.person_id), whose)
    shown = lanes(found, may_act=True, most=_ALL if one_state else _EACH)
    context = {
        "lanes": shown,
        "rows_of": [lane for lane in shown if one_state in (None, lane.state)],
        "one_state": one_state,
        "holidays": [(code, name, holiday_of(code)) for code, name in _names(whose.codes)],
        "today": clock.today(),
        "is_empty": not found,
    }
    return seller_page(request, "portal/goods/goods.html", context, here="goods")


def _worklist(request: SellerRequest) -> HttpResponse:
    """A helper sees what is in checking, on sale or sent back, and no member's drafts; she changes none."""
    found = listings_of(request.acting.group_codes)
    by_group: dict[str, list[Listing]] = {}
    for each in found:
        by_group.setdefault(each.group_code, []).append(each)
    names = dict(_names(tuple(by_group)))
    groups = [
        (code, names.get(code, code), lanes(rows, may_act=False, most=3)) for code, rows in by_group.items()
    ]
    groups.sort(key=lambda group: group[2][0].state is not ListingState.SENT_BACK)
    return seller_page(request, "portal/goods/worklist.html", {"groups": groups[:GROUPS_SHOWN]}, here="goods")


def row_page(request: SellerRequest, found: Listing, *, may_act: bool) -> HttpResponse:
    """One piece that is decided."""
    context = {"row": row_of(found, may_act=may_act), "listing": found}
    return seller_page(request, "portal/goods/one.html", context, here="goods")


def _names(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    known = groups_by_code(codes)
    return [(code, known[code].name if code in known else code) for code in codes]


Act = Callable[[SellerRequest, Hers, Listing], str]


def _quick(act: Act) -> Callable[..., HttpResponse]:
    """
    Make a view of an act on one piece: she may, it is done and audited, or refused in a sentence.

    Answers with the piece's card where htmx asked, else goes back to the page of goods.
    """

    @require_POST
    @for_sellers
    @wraps(act)
    def view(request: SellerRequest, listing_id: int) -> HttpResponse:
        whose = hers(request.acting)
        if whose is None:
            return redirect(f"{reverse('portal:behalf')}?{urlencode({'next': reverse('portal:goods')})}")
        group_of(request.acting, find(listing_id, codes=whose.codes, whose=whose).group_code)
        refusal = ""
        try:
            with advisory_lock(f"portal goods {listing_id}"), transaction.atomic():
                said = act(request, whose, find(listing_id, codes=whose.codes, whose=whose))
        except DomainError as fault:
            said, refusal = "", fault.message
        except ValueError:
            said, refusal = "", _("Write it as a number.")
        return _after(request, whose, listing_id, said, refusal)

    return view


def _after(request: SellerRequest, whose: Hers, listing_id: int, said: str, refusal: str) -> HttpResponse:
    if request.headers.get("HX-Request") and request.POST.get("card"):
        now = listing(listing_id, group_codes=whose.codes, person_id=whose.person_id)
        context = {"row": row_of(now, may_act=True), "said": said, "refusal": refusal}
        page = seller_page(request, "portal/goods/card.html", context)
        page.status_code = 200
        return page
    if refusal:
        messages.error(request, refusal)
    elif said:
        messages.success(request, said)
    return redirect(f"{reverse('portal:goods')}#g{listing_id}")


def _whose(found: Listing, whose: Hers) -> dict[str, Any]:
    return {"group_codes": (found.group_code,), "person_id": whose.person_id}


def _key(request: SellerRequest) -> str:
    return request.POST.get("key", "")[:40] or "-"


def _press(request: SellerRequest, found: Listing, wanted: int) -> tuple[str, bool]:
    """
    Return the key of a press of "save", and whether it is new.

    A page carries one key for each field, and may be pressed again after the browser's "back", or when an
    answer was lost: another number than at the last press of that page is an act of its own, the same number
    is that press, sent twice.
    """
    page = _key(request)
    known = keys_of_acts(found.id, f"{page}:")
    if known and known[-1].rpartition(":")[2] == str(wanted):
        return known[-1], False
    return f"{page}:{len(known)}:{wanted}", True


def _variant_of(found: Listing, name: str) -> Variant | None:
    """Return the variant that a form names; the only one where it names none."""
    if not name and len(found.variants) == 1:
        return found.variants[0]
    return next((each for each in found.variants if name in (each.sku, each.key, each.name)), None)


@_quick
def stock(request: SellerRequest, whose: Hers, found: Listing) -> str:
    """How many can be sold now: the number typed, or one more, or one fewer."""
    typed = whole(request.POST.get("quantity", ""), found.quantity)
    step = {"1": 1, "-1": -1}.get(request.POST.get("step", ""), 0)
    wanted = max(0, typed + step)
    variant = request.POST.get("variant", "")[:120]
    key, is_new = _press(request, found, wanted)
    if not is_new:
        stands = _variant_of(found, variant)
        return _("Saved: %(quantity)s can be sold.") % {
            "quantity": stands.quantity if stands else found.quantity
        }
    set_quantity(found.id, wanted, key, request.acting.by(), variant=variant, **_whose(found, whose))
    audit_act(
        request.acting,
        verb="set-quantity",
        target=f"listing {found.id}",
        before={"quantity": found.quantity},
        after={"quantity": wanted, "variant": variant},
    )
    return _("Saved: %(quantity)s can be sold.") % {"quantity": wanted}


@_quick
def price(request: SellerRequest, whose: Hers, found: Listing) -> str:
    wanted = amount_of(request.POST.get("price", ""))
    if wanted is None:
        raise ValueError
    key, is_new = _press(request, found, wanted.minor_units)
    if not is_new:
        return _("Saved.")
    variant = request.POST.get("variant", "")[:120]
    set_price(
        found.id,
        wanted,
        key,
        request.acting.by(),
        variant=variant if len(found.variants) > 1 else "",
        **_whose(found, whose),
    )
    audit_act(
        request.acting,
        verb="set-price",
        target=f"listing {found.id}",
        before={"price": str(found.price.amount) if found.price else ""},
        after={"price": str(wanted.amount), "variant": variant},
    )
    return _("Saved.")


@_quick
def take_off(request: SellerRequest, whose: Hers, found: Listing) -> str:
    take_off_sale(found.id, request.acting.by(), **_whose(found, whose))
    audit_act(request.acting, verb="take-off-sale", target=f"listing {found.id}")
    return _("Off sale. Nobody can buy it now.")


@_quick
def put_on(request: SellerRequest, whose: Hers, found: Listing) -> str:
    put_on_sale(found.id, request.acting.by(), **_whose(found, whose))
    audit_act(request.acting, verb="put-on-sale", target=f"listing {found.id}")
    return _("On sale again.")


@_quick
def copy_goods(request: SellerRequest, whose: Hers, found: Listing) -> str:
    made = copy(found.id, _key(request), request.acting.by(), **_whose(found, whose))
    audit_act(request.acting, verb="copy-goods", target=f"listing {made.id}", after={"of": found.id})
    return _("A copy stands under drafts. Change it and send it.")


@require_POST
@for_sellers
def holiday(request: SellerRequest) -> HttpResponse:
    """Days on which the group sends nothing: its goods cannot be bought then, and come back by themselves."""
    group_code = group_of(request.acting, request.POST.get("group", ""))
    try:
        with transaction.atomic():
            if "end" in request.POST:
                end_holiday(group_code, request.acting.by())
                said = _("The days off are over.")
                after: dict[str, object] = {}
            else:
                since = date.fromisoformat(request.POST.get("since", ""))
                until = date.fromisoformat(request.POST.get("until", ""))
                set_holiday(group_code, since, until, request.acting.by())
                said = _("Written down. On these days nobody can buy.")
                after = {"since": since.isoformat(), "until": until.isoformat()}
            audit_act(request.acting, verb="set-holiday", target=f"group {group_code}", after=after)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    except ValueError:
        messages.error(request, _("Choose the first and the last day."))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('portal:goods')}#days-off")


@asks_each_time
@require_safe
@for_sellers
def photo(request: SellerRequest, listing_id: int, place: int) -> HttpResponse:
    """A photograph of goods that she may see; ``?small`` is a list's, ``?recipe`` what that would make."""
    whose = hers(request.acting)
    found = find(listing_id, codes=whose.codes if whose else request.acting.group_codes, whose=whose)
    if place >= len(found.photo_keys):
        raise Http404
    try:
        if "recipe" in request.GET:
            recipe = read_recipe(request.GET["recipe"][:80])
            return preview_answer(request, found.photo_keys[place], recipe, _LARGE)  # type: ignore[return-value]
        size = _SMALL if "small" in request.GET else _LARGE
        return picture_answer(request, found.photo_keys[place], size)  # type: ignore[return-value]
    except (PictureUnknown, RecipeRefused) as unknown:
        raise Http404 from unknown


@require_safe
@for_sellers
def voice(request: SellerRequest, listing_id: int) -> HttpResponse:
    """The voice note of goods that she may see."""
    whose = hers(request.acting)
    found = find(listing_id, codes=whose.codes if whose else request.acting.group_codes, whose=whose)
    try:
        return voice_answer(request, found.voice_key)
    except VoiceUnknown as unknown:
        raise Http404 from unknown
