"""Weights, prices and dates of one parcel: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from typing import Final

from jkrlm.kernel.money import Money, split
from logistics.closures import Spot, met_by, travel
from logistics.contracts import LossTerms, ParcelOption, Place
from logistics.states import LossBearer, Zone
from logistics.tariff import BandRow, CoverRow, Tariff

#: cm³ that count as one kilogram (carriers' volumetric weight, L × B × H / 5000).
VOLUME_PER_KG: Final = 5000
GRAMS: Final = {
    "G": Decimal(1),
    "KG": Decimal(1000),
    "TONNE": Decimal(1_000_000),
    "LB": Decimal("453.59237"),
    "OZ": Decimal("28.349523125"),
}
SUNDAY: Final = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as it is packed, and how many of it; ``dims_cm`` is None where nobody measured."""

    sku: str
    quantity: int
    weight_grams: int
    dims_cm: tuple[Decimal, Decimal, Decimal] | None

    @property
    def chargeable_grams(self) -> int:
        """What the carrier counts for one article."""
        if self.dims_cm is None:
            return self.weight_grams
        length, breadth, height = self.dims_cm
        volume = length * breadth * height * 1000 / VOLUME_PER_KG
        return max(self.weight_grams, int(volume.to_integral_value(ROUND_CEILING)))


def to_grams(value: Decimal, unit: str) -> int | None:
    """Return whole grams, rounded up; None where the unit is unknown or the weight is not positive."""
    factor = GRAMS.get(unit.upper())
    if factor is None or not value.is_finite() or value <= 0:
        return None
    return int((value * factor).to_integral_value(ROUND_CEILING))


def volumetric_grams(pieces: Iterable[Piece]) -> int:
    """Return the volume of all pieces as weight, rounded up; pieces nobody measured count nothing."""
    total = Decimal(0)
    for piece in pieces:
        if piece.dims_cm is not None:
            length, breadth, height = piece.dims_cm
            total += length * breadth * height * piece.quantity
    return int((total * 1000 / VOLUME_PER_KG).to_integral_value(ROUND_CEILING))


def chargeable(pieces: tuple[Piece, ...]) -> int:
    """Return what a carrier counts for a box with these pieces: the larger of weight and volume."""
    return max(sum(piece.weight_grams * piece.quantity for piece in pieces), volumetric_grams(pieces))


def to_whole_rupees(amount: Decimal) -> Decimal:
    """The named point at which a delivery price is rounded: to whole rupees, half to even."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)


def zone_between(origin_pincode: str, destination: Place, tariff: Tariff) -> str:
    """Return the zone. The first three digits of a PIN code are its sorting district."""
    if origin_pincode[:3] == destination.pincode[:3]:
        return str(Zone.LOCAL)
    return tariff.states[destination.state].zone


def _band_price(bands: Iterable[BandRow], grams: int) -> Decimal | None:
    price: Decimal | None = None
    for band in bands:
        if band.over_grams < grams <= band.up_to_grams:
            steps = -(-(grams - band.over_grams) // band.step_grams) if band.step_grams else 0
            price = band.price + steps * (band.step_price or 0)
    return price


def carriage(bands: tuple[BandRow, ...], *, grams: int, heaviest_piece: int) -> Decimal | None:
    """
    Return the carrier's price for a parcel before tax, or None where it does not carry it.

    What is heavier than one box may be travels as several full boxes and a last one, unless a single
    piece is too heavy already. Bands are in order of their beginning: the newest that fits decides.
    """
    largest = max((band.up_to_grams for band in bands), default=0)
    if grams <= 0 or heaviest_piece > largest:
        return None
    full, rest = divmod(grams, largest)
    boxes = [largest] * full + ([rest] if rest else [])
    prices = [_band_price(bands, box) for box in boxes]
    return None if None in prices else sum((price for price in prices if price is not None), Decimal(0))


def working_day(day: date, tariff: Tariff) -> date:
    """Return the day itself, or the next on which people work: not a Sunday, not a holiday."""
    while day.weekday() == SUNDAY or day in tariff.holidays:
        day += timedelta(days=1)
    return day


def pack_by(today: date, lead_days: int, tariff: Tariff) -> date:
    """Return the day a parcel is packed: ``lead_days`` working days after today."""
    day = working_day(today, tariff)
    for _ in range(lead_days):
        day = working_day(day + timedelta(days=1), tariff)
    return day


def hand_over_day(packed: date, tariff: Tariff) -> date:
    """Return the day a group hands its own parcel over: the working day after it is packed."""
    return working_day(packed + timedelta(days=1), tariff)


def premium(value: Decimal, cover: CoverRow | None) -> Decimal:
    """Return what insuring the part of a value costs that the carrier does not pay, in INR, not rounded."""
    if cover is None or not cover.premium_percent:
        return Decimal(0)
    return max(value - cover.carrier_pays, Decimal(0)) * cover.premium_percent / 100


def loss_terms(service: str, declared: Money, tariff: Tariff) -> LossTerms:
    """Return who pays what of a loss; where nothing is known of a service, JKRLM bears all."""
    cover = tariff.covers.get(service)
    pays = min(cover.carrier_pays, declared.amount) if cover else Decimal(0)
    is_insured = cover is not None and cover.premium_percent > 0
    insured = declared.amount - pays if is_insured else Decimal(0)
    bearer = cover.bearer if cover else LossBearer.OPERATOR.value
    return LossTerms(declared, Money(pays, "INR"), Money(insured, "INR"), bearer)


def loss_terms_together(service: str, declared: Sequence[Money], tariff: Tariff) -> tuple[LossTerms, ...]:
    """
    Return who pays what of each share of one box: to its carrier the box is one article, whose sum is spread
    over the shares by their worth, to the paisa, so that the parts add up.
    """
    whole = loss_terms(service, sum(declared, Money.zero("INR")), tariff)
    if not whole.declared.amount:
        return tuple(LossTerms(each, whole.carrier_pays, whole.insured, whole.bearer) for each in declared)
    pays = split(whole.carrier_pays, [each.amount for each in declared])
    is_insured = whole.insured.amount > 0
    return tuple(
        LossTerms(each, part, each - part if is_insured else Money.zero("INR"), whole.bearer)
        for each, part in zip(declared, pays, strict=True)
    )


def service_named(carrier: str, name: str, tariff: Tariff) -> str:
    """Return the service that a carrier's rate cards call so; empty where none is in force."""
    return next(
        (
            service
            for (service, _zone), bands in sorted(tariff.bands.items())
            if any((band.carrier, band.name) == (carrier, name) for band in bands)
        ),
        "",
    )


def options_for(
    *,
    tariff: Tariff,
    origin: Spot,
    destination: Place,
    pieces: tuple[Piece, ...],
    value: Decimal,
    ship_on: date,
) -> tuple[ParcelOption, ...]:
    """
    Return every way to send a box, in order of the services' names; none where nobody carries it.

    Transit counts calendar days; what would arrive on a Sunday or holiday arrives on the next working day.
    The price includes tax and, where ``LossCover`` has one, the insurance of ``value``.
    """
    grams = chargeable(pieces)
    heaviest = max((piece.chargeable_grams for piece in pieces), default=0)
    zone = zone_between(origin.pincode, destination, tariff)
    door = Spot(destination.pincode, destination.district)
    found: list[ParcelOption] = []
    for service in tariff.services:
        bands = tariff.bands.get((service, zone), ())
        transit = tariff.transit.get((service, zone))
        base = carriage(bands, grams=grams, heaviest_piece=heaviest)
        if base is None or transit is None:
            continue
        newest = bands[-1]
        if newest.value_limit is not None and value > newest.value_limit:
            continue
        met = met_by(tariff.closures, origin, door, carrier=newest.carrier, service=newest.name)
        journey = travel(
            ship_on=ship_on,
            days_min=transit.days_min,
            days_max=transit.days_max,
            origin=origin,
            destination=door,
            met=met,
            working_day=lambda day: working_day(day, tariff),
        )
        if journey is None:
            continue
        cost = base * (1 + newest.gst_percent / 100) + premium(value, tariff.covers.get(service))
        found.append(
            ParcelOption(
                key=service,
                service=newest.name,
                carrier=newest.carrier,
                price=Money(to_whole_rupees(cost), "INR"),
                ship_on=journey.ship_on,
                earliest=journey.earliest,
                latest=journey.latest,
                delays=journey.reasons,
            )
        )
    return tuple(found)


def cheapest(options: tuple[ParcelOption, ...]) -> ParcelOption:
    """Return the cheapest; among equals the soonest, then the first by key."""
    return min(options, key=lambda option: (option.price.amount, option.latest, option.earliest, option.key))


def soonest(options: tuple[ParcelOption, ...]) -> ParcelOption:
    """Return the one that is surely there first; among equals the cheapest, then the first by key."""
    return min(options, key=lambda option: (option.latest, option.earliest, option.price.amount, option.key))
