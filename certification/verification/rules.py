"""Which word a label deserves. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from certification.verification.contracts import Why, Word

_ON_A_PIECE: Final = "attached"


@dataclass(frozen=True, slots=True)
class Facts:
    """
    What is known of a label. States are the rooms' own words; None: there is none.

    ``goods_expire`` says whether the standard is one for goods that expire; ``is_often`` whether the scans
    pass the rule in force.
    """

    label: str | None
    certificate: str | None
    lot: str | None
    goods_expire: bool
    lot_last_day: date | None
    valid_until: date | None
    is_sold: bool
    is_often: bool


def judge(facts: Facts, today: date) -> tuple[Word, Why]:
    """
    Return the word and what it rests on; what is worst for the reader comes first.

    A recall is told whatever became of the label: it may concern health. A copied label is told only of
    goods that are otherwise sound. Crafts do not expire: a piece stays what it was when it was checked.
    """
    if facts.label is None:
        return Word.UNKNOWN, Why.NO_SUCH_LABEL
    if facts.lot == "recalled":
        return Word.RECALLED, Why.RECALLED
    if facts.label != _ON_A_PIECE:
        return Word.UNKNOWN, Why.NOT_ATTACHED if facts.label == "printed" else Why.OUT_OF_USE
    if facts.certificate is None:
        return Word.UNKNOWN, Why.NO_CERTIFICATE
    if facts.certificate == "withdrawn":
        return Word.WITHDRAWN, Why.WITHDRAWN
    if facts.certificate == "suspended":
        return Word.SUSPENDED, Why.SUSPENDED
    is_over = facts.certificate == "expired" or (facts.valid_until is not None and facts.valid_until < today)
    if facts.goods_expire and facts.lot_last_day is not None and facts.lot_last_day < today:
        return Word.EXPIRED, Why.GOODS_PAST
    if facts.goods_expire and is_over and not facts.is_sold:
        return Word.EXPIRED, Why.TERM_OVER
    if facts.is_often:
        return Word.SEEN_TOO_OFTEN, Why.SEEN_TOO_OFTEN
    return Word.GENUINE, Why.CHECKED_THEN if is_over else Why.VALID


@dataclass(frozen=True, slots=True)
class Often:
    """
    When a label was looked at too often: by more than so many devices, of which new ones came on more than so
    many days, within the window. Both: a shop full of people in one afternoon proves nothing, nor does one
    family over a year.
    """

    devices: int
    days: int
    window_days: int

    def is_passed(self, devices: int, days: int) -> bool:
        return devices > self.devices and days > self.days
