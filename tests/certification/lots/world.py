"""Saffron in lots, and who moves it."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import certification.lots.facade as lots
from jkrlm.kernel import clock

SAFFRON = "UHJvZHVjdDo3"
HONEY = "UHJvZHVjdDo4"


@dataclass(frozen=True)
class By:
    actor: str = "person:7"
    on_behalf_of: str = ""


BY = By()


def key() -> str:
    return uuid.uuid4().hex


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def saffron(quantity: int = 10, *, expires_on: date | None = None, product: str = SAFFRON) -> lots.Lot:
    return lots.open_lot(key(), "KZ09", product, "Lacha saffron, 1 g", in_days(-30), expires_on, quantity, BY)


def sold(lot: lots.Lot, quantity: int, order: str = "1042-KZ09", **options: object) -> lots.Assignment:
    return lots.assign(key(), order, "line-1", lot.product_id, lot.number, quantity, BY, **options)
