"""What is read of parcels; each function owns its count of queries."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.clock import local_date, start_of
from jkrlm.kernel.money import Money
from logistics.facade import loss_of
from logistics.parcels.contracts import ParcelView, Track, TrackStep, TroubleView, Waiting
from logistics.parcels.errors import ParcelUnknown, in_words
from logistics.parcels.models import Parcel, ParcelStep, Trouble
from logistics.parcels.states import (
    Bearer,
    Direction,
    ParcelState,
    Step,
    TroubleKind,
)
from logistics.places.facade import places_by_code

#: What a buyer is told; the rest is of the house.
TOLD: Final = (
    Step.PACKED,
    Step.AT_CENTRE,
    Step.COLLECTED,
    Step.AT_HUB,
    Step.HANDED_OVER,
    Step.MOVED,
    Step.OUT_FOR_DELIVERY,
    Step.ATTEMPTED,
    Step.DELIVERED,
    Step.REFUSED,
    Step.RETURNED,
    Step.DAMAGED,
    Step.LOST,
)

#: What stood for a carrier's remark where it made none: the step's title says it, in the reader's language.
_AS_ITS_TITLE: Final = ("Came back", "It came back to us.")


def parcel(code: str) -> ParcelView:
    """Return one. Raises ParcelUnknown. Three queries."""
    found = Parcel.objects.filter(code=code).first()
    if found is None:
        raise ParcelUnknown(in_words(_("There is no parcel %(code)s."), {"code": code[:20]}), field="code")
    return view_of(found)


def parcel_of_order(seller_order: str) -> ParcelView | None:
    """Return the parcel of a seller order on its way out, None where none was opened."""
    found = Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()
    return view_of(found) if found else None


def view_of(found: Parcel) -> ParcelView:
    steps = list(found.steps.order_by("id"))
    inside = list(found.going()) if found.is_box else [found]
    moments = {Step(each.step): each.at for each in steps}
    return ParcelView(
        code=found.code,
        direction=Direction(found.direction),
        order_id=found.order_id,
        order_number=found.order_number,
        shares=tuple(each.seller_order for each in inside),
        groups=tuple(each.group_code for each in inside),
        return_number=found.return_number,
        from_place=found.from_place,
        hub_code=found.hub_code,
        carrier=found.carrier,
        service=found.service,
        tracking_number=found.tracking_number,
        weight_grams=found.weight_grams,
        dims_cm=found.dims_cm,
        declared_value=Money(found.declared_value, "INR"),
        cash_to_collect=Money(found.cash_to_collect, "INR"),
        expected=found.expected,
        state=ParcelState(found.state),
        left_at=moments.get(Step.HANDED_OVER),
        arrived_at=moments.get(Step.DELIVERED),
        last_actor=steps[-1].actor if steps else "",
        last_words=steps[-1].words if steps else "",
    )


def trouble(pk: int) -> TroubleView | None:
    found = Trouble.objects.select_related("parcel").filter(pk=pk).first()
    if found is None:
        return None
    of = found.parcel
    (terms,) = loss_of(
        carrier=of.carrier,
        service=of.service,
        declared=[Money(of.declared_value, "INR")],
        on=local_date(of.opened_at),
    )
    return TroubleView(
        id=found.pk,
        kind=TroubleKind(found.kind),
        bearer=Bearer(found.bearer),
        claimed=Money(found.claimed, "INR"),
        rest_is_groups=terms.bearer == Bearer.GROUP,
        words=found.words,
        actor=found.actor,
    )


def steps_of(order_id: str) -> tuple[Track, ...]:
    """Return the parcels of an order as its buyer may see them, boxes not by themselves. Three queries."""
    rows = list(
        Parcel.objects.filter(order_id=order_id)
        .exclude(seller_order="")
        .order_by("id")
        .prefetch_related("steps")
    )
    names = place_names({step.place_code for row in rows for step in row.steps.all()})
    return tuple(_track(row, rows, names) for row in rows)


def _track(row: Parcel, rows: Sequence[Parcel], names: dict[str, str]) -> Track:
    told: list[TrackStep] = []
    for step in sorted(row.steps.all(), key=lambda each: (each.at, each.pk)):
        kind = Step(step.step)
        if kind in TOLD:
            told.append(TrackStep(kind, step.at, step.where or names.get(step.place_code, ""), _words(step)))
    together = tuple(
        each.group_code
        for each in rows
        if row.box_id
        and row.state != ParcelState.CANCELLED
        and each.pk != row.pk
        and (each.box_id, each.state) == (row.box_id, row.state)
    )
    return Track(
        code=row.code,
        seller_order=row.seller_order,
        return_number=row.return_number,
        state=ParcelState(row.state),
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        promised=row.latest,
        expected=row.expected,
        together=together,
        steps=tuple(told),
    )


def _words(step: ParcelStep) -> str:
    """A carrier's remark is told; what our people wrote is for the house, but why it came back."""
    is_told = not step.actor.startswith("person:") or step.step == Step.REFUSED
    return step.words if is_told and step.words not in _AS_ITS_TITLE else ""


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Return places' names by code; one that is not known any more is left out. Two queries at most."""
    return {code: found.name for code, found in places_by_code(codes).items()}


def waiting(day: date) -> tuple[Waiting, ...]:
    """
    Return what a round of that day fetches: all that is packed by then, early ones too, and goes to a hub.
    """
    rows = (
        Parcel.objects.filter(
            state=ParcelState.READY, direction=Direction.OUT, changed_at__lt=start_of(day + timedelta(days=1))
        )
        .exclude(from_place="")
        .exclude(hub_code="")
        .order_by("id")
    )
    return tuple(Waiting(each.code, each.from_place, each.hub_code, each.weight_grams) for each in rows)


def grams_at(codes: Collection[str]) -> dict[str, int]:
    """
    Return how much lies at places, by their codes: what was scanned there and not fetched or sent since; a
    box is counted, not what is in it. One query.
    """
    rows = Parcel.objects.filter(
        state__in=(ParcelState.READY, ParcelState.AT_HUB), at_place__in=set(codes), box__isnull=True
    )
    return dict(rows.order_by().values_list("at_place").annotate(Sum("weight_grams")))


def found_by(typed: str) -> QuerySet[Parcel]:
    """
    Return the parcels that what was typed names: our code, an order's number, a seller order, a carrier's
    number.
    """
    word = typed.strip().upper()
    return Parcel.objects.filter(
        Q(code=word) | Q(order_number=typed.strip()) | Q(seller_order=word) | Q(tracking_number=word)
    )


def codes_by_number(carrier: str, numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return tracking number -> the seller orders that travel under it, in their order. One query."""
    rows = (
        Parcel.objects.filter(carrier=carrier, tracking_number__in=set(numbers), direction=Direction.OUT)
        .exclude(seller_order="")
        .order_by("id")
    )
    found: dict[str, tuple[str, ...]] = {}
    for number, code in rows.values_list("tracking_number", "seller_order"):
        found[number] = (*found.get(number, ()), code)
    return found
