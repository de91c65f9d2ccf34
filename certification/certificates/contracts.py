"""What crosses the door of certificates."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One measured or seen value beside what the standard asks; ``passes`` None: not judged."""

    name: str
    value: str
    unit: str
    limit_text: str
    passes: bool | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """
    A certificate as it stands. ``state``: valid, suspended, withdrawn, expired.

    ``valid_until`` is the last day of its term; a suspended one may come back, a withdrawn one never.
    ``state_reason`` is why it is not valid, in words for everybody; read where one certificate is asked for.
    """

    number: str
    state: str
    case_number: str
    version_number: str
    group_code: str
    product_id: str
    lot_number: str
    unit: bool
    quantity: int
    grade_code: str
    grade_name: str
    issued_on: date
    valid_until: date
    title: str
    holder_name: str
    issuer_name: str
    results: tuple[ResultLine, ...]
    goods_expire: bool = False
    standard_title: str = ""
    changed_at: datetime | None = None
    state_reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a certificate's life, for those who may read it."""

    state: str
    reason: str
    reason_label: str
    words: str
    bearer: str
    actor_id: int | None
    actor_name: str
    at: datetime
