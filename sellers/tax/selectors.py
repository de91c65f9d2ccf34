"""Reads of tax, with the reference tables held in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jkrlm.kernel.dated import ReferenceCache
from jkrlm.kernel.money import Money
from sellers.registry.facade import Group, group, groups_by_code
from sellers.tax import models, rules, tables
from sellers.tax.contracts import (
    GstRate,
    SellerOfRecord,
    TaxBreakdown,
    TaxedPart,
    TaxLine,
    TaxRow,
)
from sellers.tax.errors import AnswerUnknown, NobodyMaySell


def _rows(found: QuerySet[Any], row: Any) -> tuple[Any, ...]:
    columns = list(row.__dataclass_fields__)
    return tuple(row(*values) for values in found.order_by("id").values_list(*columns))


def _load() -> tables.TaxReference:
    """Outside demo mode fictitious registrations do not exist: nobody sells under them."""
    registrations = models.Registration.objects.all()
    if not settings.DEMO:
        registrations = registrations.filter(fictitious=False)
    return tables.TaxReference(
        rates=_rows(models.GstRate.objects.all(), tables.RateRow),
        rules=_rows(models.SellerRule.objects.all(), tables.SellerRuleRow),
        registrations=_rows(registrations, tables.RegistrationRow),
    )


_reference: ReferenceCache[tables.TaxReference] = ReferenceCache(version=models.TaxVersion, load=_load)


def tables_on(day: date) -> tables.TaxTables:
    """Return what is in force on a day. One query (four after a change of the tables)."""
    return _reference.get().on(day)


def gst_rate(*, hsn: str, unit_price: Money, on: date, tax_included: bool, handmade: bool) -> GstRate:
    return tables_on(on).rate(
        hsn=hsn, unit_price=unit_price.amount, tax_included=tax_included, handmade=handmade
    )


def seller_of_record(*, group_code: str, to_state: str, on: date) -> SellerOfRecord:
    """Two queries. Raises NobodyMaySell and GroupUnknown."""
    return tables_on(on).seller(group(group_code), to_state)


def sellers_of_record(*, group_codes: Iterable[str], to_state: str, on: date) -> dict[str, SellerOfRecord]:
    """Return who sells for each group; absent where nobody may or no such group is. Two queries."""
    return _sellers(tables_on(on), groups_by_code(group_codes), to_state)


def refusals_to_sell(groups: Sequence[Group], state: str, on: date) -> Mapping[str, str]:
    """Return a sentence for each group whose goods nobody may sell to a state. One query."""
    now = tables_on(on)
    reasons: dict[str, str] = {}
    for maker in groups:
        try:
            now.seller(maker, state)
        except NobodyMaySell as refusal:
            reasons[maker.code] = refusal.message
    return reasons


def _sellers(now: tables.TaxTables, groups: Mapping[str, Group], to_state: str) -> dict[str, SellerOfRecord]:
    found: dict[str, SellerOfRecord] = {}
    for code, maker in groups.items():
        try:
            found[code] = now.seller(maker, to_state)
        except NobodyMaySell:
            continue
    return found


def tax_rows(lines: Sequence[TaxLine], *, state: str, on: date) -> tuple[TaxRow, ...]:
    """Return the rows for a bag (``rules.rows_of``). Two queries."""
    now = tables_on(on)
    sellers = _sellers(now, groups_by_code(line.group_code for line in lines), state) if state else {}
    parts = []
    for line in lines:
        seller = sellers.get(line.group_code)
        found = now.rate(
            hsn=line.hsn,
            unit_price=line.total.amount / max(line.quantity, 1),
            tax_included=True,
            handmade=line.handmade,
        )
        rate = Decimal(0) if seller is not None and not seller.charges_tax else found.rate_percent
        parts.append(
            TaxedPart(
                key="",
                group_code=line.group_code,
                hsn=line.hsn,
                quantity=line.quantity,
                rate_percent=rate,
                rate_status=found.status,
                net=Money(rules.net_of(line.total.amount, rate), "INR"),
                gross=line.total,
                seller=seller,
            )
        )
    return rules.rows_of(parts, state)


def bands(*, hsn: str, on: date, handmade: bool) -> tuple[tuple[Decimal | None, Decimal], ...]:
    """
    Return (highest price of one piece, tax included, in rupees; rate in percent), lowest price first; the
    last has no highest price. A till without a network chooses by it. One query.
    """
    now = tables_on(on)
    code = "".join(char for char in hsn if char.isdigit())[:8]

    def rate(price: Decimal) -> Decimal:
        found = now.rate(hsn=hsn, unit_price=price, tax_included=True, handmade=handmade)
        return found.rate_percent

    limits = sorted(
        {
            (row.unit_up_to * (100 + row.rate_percent) / 100).quantize(Decimal("0.01"), ROUND_FLOOR)
            for length in range(len(code) + 1)
            for row in now.rates.get(code[:length], ())
            if row.unit_up_to is not None and row.handmade in (None, handmade)
        }
    )
    found: list[tuple[Decimal | None, Decimal]] = []
    for limit in limits:
        found.append((limit, rate(limit)))
    found.append((None, rate(limits[-1] + 1 if limits else Decimal(1))))
    return tuple(each for at, each in enumerate(found) if at + 1 == len(found) or found[at + 1][1] != each[1])


def last_serials(keys: Iterable[str], prefixes: Iterable[str], year: int) -> dict[tuple[str, str], int]:
    """Return (seller's key, prefix) -> the last number of its series in a financial year. One query."""
    rows = models.DocumentSeries.objects.filter(
        seller_key__in=list(keys), prefix__in=list(prefixes), financial_year=year
    )
    found = rows.values_list("seller_key", "prefix", "last_serial")
    return {(key, prefix): last for key, prefix, last in found}


def breakdown(checkout_id: str) -> TaxBreakdown:
    """
    Return the newest answer kept for a checkout (or for the order made of it). One query.

    Raises:
        AnswerUnknown: the store has not asked about this checkout.
    """
    answer = (
        models.TaxAnswer.objects.filter(checkout_id=checkout_id).order_by("-last_asked_at", "-id").first()
        if checkout_id
        else None
    )
    if answer is None:
        raise AnswerUnknown(_("The tax of this bag is not known yet."), field="checkout_id")
    return TaxBreakdown(
        digest=answer.digest,
        checkout_id=answer.checkout_id,
        plan_id=answer.plan_id,
        state=answer.content["state"],
        lines=tuple(_part_in(part) for part in answer.content["lines"]),
        delivery=tuple(_part_in(part) for part in answer.content["delivery"]),
    )


def plan_of_checkout(checkout_id: str) -> str:
    """Return the delivery plan last chosen in a checkout, or nothing. One query."""
    chosen = models.TaxAnswer.objects.filter(checkout_id=checkout_id).exclude(plan_id="")
    return next(iter(chosen.order_by("-last_asked_at", "-id").values_list("plan_id", flat=True)[:1]), "")


def _part_in(part: Mapping[str, Any]) -> TaxedPart:
    seller = part["seller"]
    return TaxedPart(
        key=part["key"],
        group_code=part["group"],
        hsn=part["hsn"],
        quantity=part["quantity"],
        rate_percent=Decimal(part["rate"]),
        rate_status=part["rate_status"],
        net=Money(Decimal(part["net"]), "INR"),
        gross=Money(Decimal(part["gross"]), "INR"),
        seller=SellerOfRecord(**seller) if seller else None,
        voucher=Money(Decimal(part.get("voucher", 0)), "INR"),
        discount=Money(Decimal(part.get("discount", 0)), "INR"),
    )
