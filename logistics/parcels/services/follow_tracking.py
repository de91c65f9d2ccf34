"""What carriers say of parcels: asked for by the clock, posted to us, or read from one answer. Heard once."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from logistics.carriers.facade import (
    Carrier,
    CarrierRefused,
    CarrierUnavailable,
    News,
    carriers,
)
from logistics.parcels.errors import StepRefused
from logistics.parcels.models import Parcel
from logistics.parcels.rules import STEP_OF
from logistics.parcels.services.take_step import Happened, take_step
from logistics.parcels.states import ARRIVED, WITH_US, ParcelState, Step

logger = logging.getLogger(__name__)

#: So many parcels of a carrier are asked about, and what it says written, before the next are.
BATCH: Final = 500
#: Halving a batch of 500 finds one bad number in ten refusals; more is a refusal of us.
REFUSED_MAX: Final = 40
WAITED_FOR: Final = (
    ParcelState.READY,
    ParcelState.COLLECTED,
    ParcelState.AT_HUB,
    ParcelState.HANDED_OVER,
    ParcelState.REFUSED,
)


def hear(carrier_name: str, news: Iterable[News], *, now: datetime) -> int:
    """
    Write what a carrier says, oldest first; return how many steps are new.

    Of a number that is not ours nothing is written. What cannot follow (a parcel lost and found again) is
    left: the page of the parcel shows where it stands, and staff decide. Handed over is what it must have
    been before.
    """
    new = 0
    for each in sorted(news, key=lambda item: item.at):
        parcel = Parcel.objects.filter(
            carrier=carrier_name, tracking_number=each.tracking_number, box__isnull=True
        ).first()
        if parcel is None:
            continue
        steps = [STEP_OF[each.milestone]]
        if steps[0] is not Step.HANDED_OVER and ParcelState(parcel.state) in WITH_US:
            steps.insert(0, Step.HANDED_OVER)
        for step in steps:
            new += _take(parcel, step, each, now)
    return new


def _take(parcel: Parcel, step: Step, news: News, now: datetime) -> int:
    if step is Step.LOST and parcel.state in ARRIVED:
        return 0  # staff decide what is missing of what arrived
    happened = Happened(
        step=step,
        key=f"{parcel.code}:{news.id}:{step.value}",
        actor=parcel.carrier,
        at=news.at,
        now=now,
        where=news.where,
        words=news.words,
    )
    try:
        return int(take_step(parcel.code, happened))
    except StepRefused:
        return 0


def poll(*, now: datetime) -> int:
    """
    Ask every carrier about all that it has; return how many steps are new.

    Raises:
        CarrierRefused, CarrierUnavailable: one does not answer; the others were asked.
    """
    new = 0
    away: CarrierRefused | CarrierUnavailable | None = None
    for company in carriers():
        try:
            new += _ask(company, now=now)
        except (CarrierRefused, CarrierUnavailable) as fault:
            away = fault
    if away is not None:
        raise away
    return new


def _ask(company: Carrier, *, now: datetime) -> int:
    has = Parcel.objects.filter(carrier=company.name, state__in=WAITED_FOR, box__isnull=True)
    rows, after, new = has.exclude(tracking_number="").order_by("id"), 0, 0
    while batch := list(rows.filter(pk__gt=after).values_list("pk", "tracking_number")[:BATCH]):
        after = batch[-1][0]
        new += hear(company.name, _news(company, [number for _pk, number in batch]), now=now)
    return new


def _news(company: Carrier, numbers: list[str]) -> list[News]:
    """
    Return what a carrier says of these; a number that it refuses does not silence the others.

    Raises:
        CarrierRefused: it refuses so much that it is not one number's fault.
    """
    found: list[News] = []
    asked, refused = [numbers], 0
    while asked:
        part = asked.pop()
        try:
            found += company.track(part)
        except CarrierRefused as fault:
            refused += 1
            if refused > REFUSED_MAX:
                raise
            if len(part) == 1:
                logger.warning("%s does not track %s: %s", company.name, part[0], fault)
            else:
                half = len(part) // 2
                asked += [part[:half], part[half:]]
    return found
