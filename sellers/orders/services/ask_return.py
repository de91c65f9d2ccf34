"""A buyer asks to send something back; whether she may is decided here, by the days frozen on the lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Sum

from jkrlm.kernel.clock import local_date
from sellers.orders.errors import BadQuantity, NotReturnable, PhotoMissing, ReasonMissing, WrongState
from sellers.orders.models import ReturnCase, ReturnLine, ReturnPhoto, SellerOrder, SellerOrderLine
from sellers.orders.return_models import PHOTOS_MOST
from sellers.orders.return_states import (
    BUYERS_REASONS,
    FAULTS,
    UNDER_WAY,
    ReturnState,
    ReturnWish,
    carriage_of,
)
from sellers.orders.rules import asks_until
from sellers.orders.services.at_stalls import refuse_stall_sale
from sellers.orders.services.move import By, locked
from sellers.orders.services.move_return import enter
from sellers.orders.services.propose import ARRIVED, free_units
from sellers.orders.states import ReturnReason, SellerOrderState

BUYER: Final = By("buyer")


@dataclass(frozen=True, slots=True)
class ReturnAsk:
    """What the form says: units by line, and ``wanted``, the variant that an exchange asks for."""

    code: str
    quantities: Mapping[int, int]
    why: ReturnReason
    words: str
    photo_keys: tuple[str, ...]
    key: str
    wish: ReturnWish = ReturnWish.REFUND
    wanted: str = ""


@transaction.atomic
def ask_return(*, ask: ReturnAsk, by: By, now: datetime) -> ReturnCase:
    """
    Open a return; the same key again finds the first.

    Raises:
        SoldAtStall: it comes back at a till.
        WrongState: it was not delivered.
        NotReturnable: the days are over, or it never could.
        PhotoMissing: a fault is shown, not only said.
        BadQuantity, ReasonMissing, SellerOrderUnknown.
    """
    part = locked(ask.code)
    known = ReturnCase.objects.filter(key=ask.key).first()
    if known is not None:
        return known
    refuse_stall_sale(part.order_number)
    if SellerOrderState(part.state) not in ARRIVED or part.delivered_on is None:
        raise WrongState("Only what was delivered can come back.", params={"state": part.state})
    if ask.why not in BUYERS_REASONS:
        raise ReasonMissing("Choose why it comes back.", field="why")
    wanted = _lines(part, ask.quantities)
    is_fault = ask.why in FAULTS
    for line, _units in wanted:
        _check_days(part.delivered_on, line, local_date(now), is_fault=is_fault)
    if is_fault and not ask.photo_keys:
        raise PhotoMissing("Add a photograph of what is wrong.", field="photos")
    made = ReturnCase.objects.create(
        seller_order=part,
        key=ask.key,
        wish=ask.wish,
        wanted=ask.wanted if ask.wish is ReturnWish.EXCHANGE else "",
        why=ask.why,
        words=ask.words.strip()[:500],
        carriage=carriage_of(ask.why),
        state=ReturnState.ASKED,
        asked_at=now,
        changed_at=now,
    )
    ReturnLine.objects.bulk_create(ReturnLine(case=made, line=line, quantity=units) for line, units in wanted)
    keep_photos(made, ask.photo_keys, by_staff=False)
    enter(made, part, by=by, now=now)
    return made


def keep_photos(case: ReturnCase, keys: tuple[str, ...], *, by_staff: bool) -> None:
    """Add pictures that media keeps; each side has so many."""
    first = PHOTOS_MOST if by_staff else 0
    taken = case.photos.filter(by_staff=by_staff).count()
    ReturnPhoto.objects.bulk_create(
        ReturnPhoto(case=case, place=first + place, picture_key=key, by_staff=by_staff)
        for place, key in enumerate(keys[: PHOTOS_MOST - taken], taken)
    )


def units_to_ask(part: SellerOrder) -> dict[int, int]:
    """Return how many of each line may still be asked back: none that came back, or is on its way."""
    rows = ReturnLine.objects.filter(
        case__seller_order=part, case__state__in=[each for each in UNDER_WAY if each != ReturnState.ACCEPTED]
    ).values_list("line")
    open_units = dict(rows.annotate(whole=Sum("quantity")).order_by())
    return {pk: max(units - open_units.get(pk, 0), 0) for pk, units in free_units(part).items()}


def _lines(part: SellerOrder, quantities: Mapping[int, int]) -> list[tuple[SellerOrderLine, int]]:
    free, lines = units_to_ask(part), {line.pk: line for line in part.lines.order_by("id")}
    found = []
    for pk, units in quantities.items():
        if pk not in lines or units < 0:
            raise BadQuantity("The order has no such line.", field=f"units_{pk}")
        if units > free[pk]:
            raise BadQuantity(
                f"Of {lines[pk].name} at most {free[pk]} can come back.",
                field=f"units_{pk}",
                params={"left": free[pk]},
            )
        if units:
            found.append((lines[pk], units))
    if not found:
        raise BadQuantity("Say how many of which piece come back.")
    return found


def _check_days(delivered_on: date, line: SellerOrderLine, today: date, *, is_fault: bool) -> None:
    last = asks_until(delivered_on, line.return_days, is_fault=is_fault)
    if last is None:
        raise NotReturnable(
            f"{line.name} does not come back at wish: it is food, or was made to order.",
            field=f"units_{line.pk}",
            params={"line": line.name},
        )
    if today > last:
        raise NotReturnable(
            f"{line.name} could come back until {last:%-d %B %Y}.",
            field=f"units_{line.pk}",
            params={"line": line.name, "last": last},
        )
