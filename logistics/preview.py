"""What a sample bag would cost, and when it would come, before and after a change of the tables. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from logistics import rules
from logistics.boxes import Hub, Share, box_options
from logistics.closures import Spot
from logistics.contracts import ParcelOption
from logistics.errors import PincodeUnknown
from logistics.tariff import Reference, Tariff

#: Of the demo's kind: a shawl, and a copper samovar.
SHAWL: Final = rules.Piece("shawl", 1, 320, (Decimal(34), Decimal(28), Decimal(5)))
COPPER: Final = rules.Piece("copper", 1, 2500, (Decimal(30), Decimal(22), Decimal(22)))
VALUE: Final = Decimal(9000)
DOORS: Final = ("190001", "180001", "110001", "560034", "781001")


@dataclass(frozen=True, slots=True)
class Sample:
    """``before`` and ``after`` are None where nobody carries it."""

    to: str
    way: str
    before: ParcelOption | None
    after: ParcelOption | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compared(
    before: Reference, after: Reference, *, day: date, origin: Spot, door: str = ""
) -> tuple[Sample, ...]:
    """
    Return the sample bag's ways to five places (and ``door``), as both tables would have it on a day: each
    piece's group by itself, and both in one box from a hub.
    """
    old, new = before.on(day), after.on(day)
    found = []
    for pincode in dict.fromkeys((*DOORS, door)):
        if not pincode:
            continue
        had, has = _ways(old, pincode, day, origin), _ways(new, pincode, day, origin)
        found += [
            Sample(_named(new, pincode), way, had.get(way), has.get(way))
            for way in sorted(had.keys() | has.keys())
        ]
    return tuple(found)


def _ways(tariff: Tariff, pincode: str, day: date, origin: Spot) -> dict[str, ParcelOption]:
    try:
        door = tariff.place(pincode)
    except PincodeUnknown:
        return {}
    packed = rules.working_day(day, tariff)
    options = rules.options_for(
        tariff=tariff,
        origin=origin,
        destination=door,
        pieces=(SHAWL, COPPER),
        value=VALUE,
        ship_on=rules.hand_over_day(packed, tariff),
    )
    ways = {option.service: option for option in options}
    shares = [
        Share(code, origin, (piece,), VALUE / 2, packed, lambda _day: True)
        for code, piece in (("shawl", SHAWL), ("copper", COPPER))
    ]
    hub = Hub("hub", "hub", origin, lambda _day: True)
    for of_shares in box_options(tariff=tariff, hub=hub, shares=shares, destination=door).values():
        share = of_shares["copper"]
        ways[f"{share.service} (its share of a box)"] = share
    return ways


def _named(tariff: Tariff, pincode: str) -> str:
    door = tariff.place(pincode)
    return f"{pincode} {door.district or door.state}"
