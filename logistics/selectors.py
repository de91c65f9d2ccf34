"""Reads of logistics, with the reference tables held in memory."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jkrlm.kernel.dated import ReferenceCache
from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from logistics import models, rules, tariff
from logistics.boxes import VIA
from logistics.contracts import CashAnswer, LossTerms, ParcelQuote, Place, Plan
from logistics.errors import PincodeUnknown, PlanUnknown
from logistics.plans import METHOD_ID, plan_from_content


def _rows(model: Any, row: Any, **only: Any) -> tuple[Any, ...]:
    columns = list(row.__dataclass_fields__)
    return tuple(row(*values) for values in model.objects.filter(**only).order_by("id").values_list(*columns))


def load_reference() -> tariff.Reference:
    """Return the tables as they are now, past what is held in memory. Eleven queries."""
    return tariff.Reference(
        districts=dict(models.Pincode.objects.values_list("pincode", "district")),
        states=_rows(models.State, tariff.StateRow),
        prefixes=_rows(models.PinPrefix, tariff.PrefixRow),
        bands=_rows(models.RateBand, tariff.BandRow),
        transit=_rows(models.TransitDays, tariff.TransitRow),
        holidays=_rows(models.Holiday, tariff.HolidayRow),
        cash_limits=_rows(models.CashLimit, tariff.CashLimitRow),
        cash_off=_rows(models.CashSwitchedOff, tariff.CashOffRow),
        closures=_rows(models.RoadClosure, tariff.ClosureRow, lifted_at=None),
        hub_legs=_rows(models.HubLeg, tariff.HubLegRow),
        covers=_rows(models.LossCover, tariff.CoverRow),
    )


_reference: ReferenceCache[tariff.Reference] = ReferenceCache(
    version=models.LogisticsVersion, load=load_reference
)


def tariff_on(day: date) -> tariff.Tariff:
    """Return what is in force on a day. One query (twelve after a change of the tables)."""
    return _reference.get().on(day)


def place(pincode: str, *, area: str | None, on: date) -> Place:
    """Return the place of a PIN code (``tariff.Tariff.place``). One query."""
    return tariff_on(on).place(pincode, area)


_QUOTE = Statement("SELECT content FROM logistics_quote WHERE digest = %(digest)s AND kind = %(kind)s")


def plan(method_id: str) -> Plan:
    """
    Return a plan that was quoted. One query.

    Raises:
        PlanUnknown: nothing was quoted under this id.
    """
    match = METHOD_ID.fullmatch(method_id)
    if match is not None:
        kind, digest = match.groups()
        for (content,) in _QUOTE.rows(digest=digest, kind=kind):
            return plan_from_content(kind, digest, json.loads(content))
    raise PlanUnknown(_("This delivery plan is not known. Choose the delivery again."), field="method_id")


def cash_on_delivery(*, pincode: str, amount: Money, on: date) -> CashAnswer:
    """Say whether an order of this amount to this PIN code may be paid in cash. One query."""
    now = tariff_on(on)
    limit = now.cash_limit
    minimum = Money(limit.minimum if limit else amount.amount * 0, "INR")
    maximum = Money(limit.maximum if limit else amount.amount * 0, "INR")

    def answer(reason: str) -> CashAnswer:
        return CashAnswer(allowed=not reason, reason=reason, minimum=minimum, maximum=maximum)

    if limit is None or amount.currency != "INR":
        return answer(_("Cash on delivery is not offered at present."))
    try:
        destination = now.place(pincode)
    except PincodeUnknown as unknown:
        return answer(unknown.message)
    switched_off = next((row for row in now.cash_off if destination.pincode.startswith(row.prefix)), None)
    if switched_off is not None:
        return answer(_("Cash on delivery is not offered in %(place)s.") % {"place": switched_off.reason})
    if amount.amount < limit.minimum:
        return answer(_("Cash on delivery begins at ₹%(amount)s.") % {"amount": f"{limit.minimum:,.0f}"})
    if amount.amount > limit.maximum:
        return answer(_("Cash on delivery goes up to ₹%(amount)s.") % {"amount": f"{limit.maximum:,.0f}"})
    return answer("")


def loss_terms(held: Plan, declared: Mapping[str, Money]) -> dict[str, LossTerms]:
    """
    Return who pays what of a loss, for each parcel by its key, as on the plan's day; the shares of one box
    are one article. One query.
    """
    tariff_then = tariff_on(held.quoted_on)
    articles: dict[str, list[ParcelQuote]] = {}
    for parcel in held.parcels:
        if parcel.key in declared:
            articles.setdefault(parcel.box_key or f"by itself: {parcel.key}", []).append(parcel)
    found: dict[str, LossTerms] = {}
    for shares in articles.values():
        shares.sort(key=lambda each: each.group_code)
        worth = [declared[each.key] for each in shares]
        service = shares[0].chosen.key.split(VIA)[0]
        terms = rules.loss_terms_together(service, worth, tariff_then)
        found |= {each.key: said for each, said in zip(shares, terms, strict=True)}
    return found


def loss_of(*, carrier: str, service: str, declared: Sequence[Money], on: date) -> tuple[LossTerms, ...]:
    """
    Return who pays what where an article with these shares is lost, by the words of rate cards, as on a day.
    One query.
    """
    held = tariff_on(on)
    return rules.loss_terms_together(rules.service_named(carrier, service, held), declared, held)
