"""Policy of finding: price bands. Values in, values out."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, NamedTuple

#: Where one price band ends and the next begins, in paise. The migration's trigger holds the same numbers.
PRICE_EDGES: Final = (50_000, 100_000, 250_000, 500_000, 1_000_000, 1_500_000, 3_000_000)

#: The bands that buyers are offered, in rupees, from (inclusive) to (exclusive); None is open.
OFFERED_BANDS: Final[tuple[tuple[int | None, int | None], ...]] = (
    (None, 1_000),
    (1_000, 5_000),
    (5_000, 15_000),
    (15_000, None),
)

#: No price is higher: keeps what a buyer types inside the column.
HIGHEST_PAISE: Final = 10**12


class PriceRange(NamedTuple):
    """Prices from ``low`` to ``high`` in paise, both included."""

    low: int
    high: int


def price_range(price_min: Decimal | None, price_max: Decimal | None) -> PriceRange | None:
    """Return the range in paise, or None where neither end is given or it is no number."""
    low = _paise(price_min, ROUND_CEILING) if price_min is not None else None
    high = _paise(price_max, ROUND_FLOOR) if price_max is not None else None
    if low is None and high is None:
        return None
    return PriceRange(low if low is not None else 0, high if high is not None else HIGHEST_PAISE)


def _paise(amount: Decimal, rounding: str) -> int | None:
    if not amount.is_finite():
        return None
    bounded = max(Decimal(0), min(amount, Decimal(HIGHEST_PAISE) / 100))
    return int((bounded * 100).to_integral_value(rounding=rounding))


def band_bounds(band: int, edges: Sequence[int] = PRICE_EDGES) -> PriceRange:
    """Return what prices a band holds, in paise, both ends included."""
    low = edges[band - 1] if band else 0
    high = edges[band] - 1 if band < len(edges) else HIGHEST_PAISE
    return PriceRange(low, high)


def bands_inside(wanted: PriceRange) -> tuple[int, ...]:
    """Return the bands all of whose prices are wanted."""
    return tuple(
        band
        for band in range(len(PRICE_EDGES) + 1)
        if wanted.low <= band_bounds(band).low and band_bounds(band).high <= wanted.high
    )


def bands_cut(wanted: PriceRange) -> tuple[tuple[int, PriceRange], ...]:
    """Return the bands some but not all of whose prices are wanted, each with the prices wanted of it."""
    inside = bands_inside(wanted)
    pieces = (
        (band, PriceRange(max(wanted.low, band_bounds(band).low), min(wanted.high, band_bounds(band).high)))
        for band in range(len(PRICE_EDGES) + 1)
        if band not in inside
    )
    return tuple((band, piece) for band, piece in pieces if piece.low <= piece.high)


def bands_of_offer(low: int | None, high: int | None) -> tuple[int, ...]:
    """Return the bands that make up an offered band (rupees, to exclusive)."""
    wanted = PriceRange((low or 0) * 100, high * 100 - 1 if high is not None else HIGHEST_PAISE)
    return bands_inside(wanted)
