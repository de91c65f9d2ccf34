"""The reference rows as values, and the view of them that is in force on one day. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.dated import DayMemory, in_force
from logistics.contracts import Place
from logistics.errors import PincodeUnknown

#: The territory whose PIN codes are listed one by one.
HOME_STATE = "Jammu and Kashmir"
REASON_MAX: Final = 160


@dataclass(frozen=True, slots=True)
class StateRow:
    state: str
    gst_code: str
    zone: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PrefixRow:
    prefix: str
    state: str
    main: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class BandRow:
    card: str
    service: str
    name: str
    carrier: str
    zone: str
    over_grams: int
    up_to_grams: int
    price: Decimal
    step_grams: int | None
    step_price: Decimal | None
    gst_percent: Decimal
    value_limit: Decimal | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class TransitRow:
    service: str
    zone: str
    days_min: int
    days_max: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class HolidayRow:
    day: date
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CashLimitRow:
    minimum: Decimal
    maximum: Decimal
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CashOffRow:
    prefix: str
    reason: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """
    ``days_added`` is None where nothing moves; ``ends`` is included. Without prefix and district it is
    everywhere; with ``carrier`` (and ``service``) it concerns what goes by it alone.
    """

    id: int
    prefix: str
    district: str
    only_crossing: bool
    begins: date
    ends: date | None
    days_added: int | None
    reason: str
    valid_from: date
    valid_to: date | None
    carrier: str = ""
    service: str = ""

    def concerns(self, carrier: str, service: str) -> bool:
        """Say whether it concerns a way; our own vans have no carrier."""
        return self.carrier in ("", carrier) and self.service in ("", service)

    @property
    def said(self) -> str:
        """Why, as buyers read it; whose fault it is, where it is one carrier's."""
        return f"{self.carrier}: {self.reason}"[:REASON_MAX] if self.carrier else self.reason


@dataclass(frozen=True, slots=True)
class HubLegRow:
    days: int
    share_price: Decimal
    gst_percent: Decimal
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CoverRow:
    service: str
    carrier_pays: Decimal
    premium_percent: Decimal
    bearer: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Tariff:
    """What is in force on one day."""

    districts: Mapping[str, str]
    states: Mapping[str, StateRow]
    prefixes: Mapping[str, tuple[PrefixRow, ...]]
    bands: Mapping[tuple[str, str], tuple[BandRow, ...]]
    transit: Mapping[tuple[str, str], TransitRow]
    holidays: frozenset[date]
    cash_limit: CashLimitRow | None
    cash_off: tuple[CashOffRow, ...]
    closures: tuple[ClosureRow, ...] = ()
    hub_leg: HubLegRow | None = None
    covers: Mapping[str, CoverRow] = field(default_factory=dict)

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(sorted({service for service, _zone in self.bands}))

    def place(self, pincode: str, area: str | None = None) -> Place:
        """
        Return the place of a PIN code.

        The PIN code governs. ``area``, the state as the buyer wrote it, decides only where several
        states share a prefix (Chandigarh and Mohali, Daman and Vapi).

        Raises:
            PincodeUnknown: not six digits, not issued, or not in the list of Jammu and Kashmir.
        """
        code = pincode.replace(" ", "")
        shared: set[str] = set()
        main: str | None = None
        if len(code) == 6 and code.isascii() and code.isdigit():
            for length in range(6, 1, -1):
                rows = self.prefixes.get(code[:length], ())
                shared.update(row.state for row in rows)
                main = main or next((row.state for row in rows if row.main), None)
        state = self.states.get(area if area in shared else main or "")
        if state is None or (state.state == HOME_STATE and code not in self.districts):
            raise PincodeUnknown(
                _("We do not know this PIN code. It has six digits, like 190001."), field="pincode"
            )
        district = self.districts.get(code, "") if state.state == HOME_STATE else ""
        return Place(pincode=code, district=district, state=state.state, state_code=state.gst_code)


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference rows, of all times."""

    districts: Mapping[str, str]
    states: tuple[StateRow, ...]
    prefixes: tuple[PrefixRow, ...]
    bands: tuple[BandRow, ...]
    transit: tuple[TransitRow, ...]
    holidays: tuple[HolidayRow, ...]
    cash_limits: tuple[CashLimitRow, ...]
    cash_off: tuple[CashOffRow, ...]
    closures: tuple[ClosureRow, ...] = ()
    hub_legs: tuple[HubLegRow, ...] = ()
    covers: tuple[CoverRow, ...] = ()
    _days: DayMemory[Tariff] = field(default_factory=DayMemory, compare=False)

    def on(self, day: date) -> Tariff:
        """Return what is in force on a day; the last few days asked for are remembered."""
        return self._days.get(day, self._view)

    def _view(self, day: date) -> Tariff:
        prefixes: dict[str, list[PrefixRow]] = {}
        for prefix in in_force(self.prefixes, day):
            prefixes.setdefault(prefix.prefix, []).append(prefix)
        bands: dict[tuple[str, str], list[BandRow]] = {}
        for band in in_force(self.bands, day):
            bands.setdefault((band.service, band.zone), []).append(band)
        limits, legs = in_force(self.cash_limits, day), in_force(self.hub_legs, day)
        return Tariff(
            districts=self.districts,
            states={row.state: row for row in in_force(self.states, day)},
            prefixes={key: tuple(rows) for key, rows in prefixes.items()},
            bands={key: tuple(rows) for key, rows in bands.items()},
            transit={(row.service, row.zone): row for row in in_force(self.transit, day)},
            holidays=frozenset(row.day for row in in_force(self.holidays, day)),
            cash_limit=limits[-1] if limits else None,
            cash_off=tuple(in_force(self.cash_off, day)),
            closures=tuple(in_force(self.closures, day)),
            hub_leg=legs[-1] if legs else None,
            covers={row.service: row for row in in_force(self.covers, day)},
        )
