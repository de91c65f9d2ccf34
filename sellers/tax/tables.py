"""The reference rows as values, and who sells and what rate holds on one day. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.dated import DayMemory, in_force
from logistics.facade import HOME_STATE
from sellers.registry.facade import Group
from sellers.tax.contracts import GstRate, SellerOfRecord
from sellers.tax.errors import NobodyMaySell

#: Where no row is in force at all, not even the one for everything else.
LAST_RESORT: Final = GstRate(hsn="", rate_percent=Decimal(18), status="unconfirmed", note="no row in force")


@dataclass(frozen=True, slots=True)
class RateRow:
    hsn: str
    rate_percent: Decimal
    unit_over: Decimal | None
    unit_up_to: Decimal | None
    handmade: bool | None
    note: str
    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SellerRuleRow:
    tax_status: str
    inside: bool
    seller: str
    charges_tax: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    kind: str
    name: str
    gstin: str
    state: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class TaxTables:
    """What is in force on one day."""

    rates: Mapping[str, tuple[RateRow, ...]]
    rules: Mapping[tuple[str, bool], SellerRuleRow]
    federations: Mapping[str, RegistrationRow]
    jktpo: RegistrationRow | None

    def rate(self, *, hsn: str, unit_price: Decimal, tax_included: bool, handmade: bool) -> GstRate:
        """
        Return the rate of one piece sold for ``unit_price``; never fails (a row for everything else
        comes with the code).

        The limits in law are on the value before tax. A price with tax in it belongs to the lower
        band if what remains without the lower band's tax is within the limit.
        """
        code = "".join(char for char in hsn if char.isdigit())[:8]
        for length in range(len(code), -1, -1):
            rows = [row for row in self.rates.get(code[:length], ()) if row.handmade in (None, handmade)]
            row = _band(rows, unit_price, tax_included)
            if row is not None:
                return GstRate(hsn=row.hsn, rate_percent=row.rate_percent, status=row.status, note=row.note)
        return LAST_RESORT

    def seller(self, group: Group, to_state: str) -> SellerOfRecord:
        """
        Return who sells this group's goods to a state.

        Raises:
            NobodyMaySell: the message says why.
        """
        inside = to_state == HOME_STATE
        rule = self.rules.get((group.tax_status, inside))
        if rule is not None and rule.seller == "group":
            return SellerOfRecord("group", group.name, group.gstin, HOME_STATE, rule.charges_tax)
        if rule is None or rule.seller == "nobody":
            raise NobodyMaySell(
                _("%(group)s has not handed in its tax papers yet, so its goods cannot be sold online.")
                % {"group": group.name},
                field="pincode",
                params={"group": group.code, "state": to_state},
            )
        federation = self.federations.get(group.cluster_level_federation)
        registered = federation or self.jktpo
        if registered is None:
            raise NobodyMaySell(
                _("%(group)s may sell only within Jammu and Kashmir. Nobody sells for it elsewhere yet.")
                % {"group": group.name},
                field="pincode",
                params={"group": group.code, "state": to_state},
            )
        return SellerOfRecord(
            registered.kind, registered.name, registered.gstin, registered.state, rule.charges_tax
        )


def _band(rows: list[RateRow], unit_price: Decimal, tax_included: bool) -> RateRow | None:
    """Return the row whose limits hold the price; of rows with the same limits, the newest."""
    newest = {(row.unit_over, row.unit_up_to, row.handmade): row for row in rows}
    limited = sorted(
        newest.values(),
        key=lambda row: (row.unit_up_to is None, row.unit_up_to or 0, row.handmade is None),
    )
    passed: set[Decimal] = set()
    for row in limited:
        value = unit_price * 100 / (100 + row.rate_percent) if tax_included else unit_price
        if row.unit_up_to is not None and value > row.unit_up_to:
            passed.add(row.unit_up_to)
            continue
        if row.unit_over is None or row.unit_over in passed or value > row.unit_over:
            return row
    return None


@dataclass(frozen=True, slots=True)
class TaxReference:
    """All reference rows, of all times."""

    rates: tuple[RateRow, ...]
    rules: tuple[SellerRuleRow, ...]
    registrations: tuple[RegistrationRow, ...]
    _days: DayMemory[TaxTables] = field(default_factory=DayMemory, compare=False)

    def on(self, day: date) -> TaxTables:
        """Return what is in force on a day; the last few days asked for are remembered."""
        return self._days.get(day, self._view)

    def _view(self, day: date) -> TaxTables:
        rates: dict[str, list[RateRow]] = {}
        for rate in in_force(self.rates, day):
            rates.setdefault(rate.hsn, []).append(rate)
        registrations = in_force(self.registrations, day)
        jktpo = [row for row in registrations if row.kind == "jktpo"]
        return TaxTables(
            rates={hsn: tuple(rows) for hsn, rows in rates.items()},
            rules={(row.tax_status, row.inside): row for row in in_force(self.rules, day)},
            federations={row.name: row for row in registrations if row.kind == "federation"},
            jktpo=jktpo[-1] if jktpo else None,
        )
