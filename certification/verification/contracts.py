"""What crosses the door of verification."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.TextChoices):
    """The one word that the reader of a label is told first."""

    GENUINE = "genuine", _("GENUINE")
    EXPIRED = "expired", _("EXPIRED")
    SUSPENDED = "suspended", _("SUSPENDED")
    WITHDRAWN = "withdrawn", _("WITHDRAWN")
    RECALLED = "recalled", _("RECALLED")
    UNKNOWN = "unknown", _("UNKNOWN")
    SEEN_TOO_OFTEN = "seen-too-often", _("SEEN TOO OFTEN")


class Why(models.TextChoices):
    """What the word rests on; chooses the sentence."""

    VALID = "valid"
    CHECKED_THEN = "checked-then"
    GOODS_PAST = "goods-past"
    TERM_OVER = "term-over"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    NO_SUCH_LABEL = "no-such-label"
    MISTYPED = "mistyped"
    NOT_ATTACHED = "not-attached"
    OUT_OF_USE = "out-of-use"
    NO_CERTIFICATE = "no-certificate"
    SEEN_TOO_OFTEN = "seen-too-often"


@dataclass(frozen=True, slots=True)
class Result:
    """A measured or seen value beside what the standard asks; ``passes`` None: not judged."""

    name: str
    value: str
    unit: str
    limit_text: str
    passes: bool | None


@dataclass(frozen=True, slots=True)
class Product:
    """The goods as they were when the label was made; ``slug`` leads to their page in the shop."""

    title: str
    slug: str
    picture_url: str
    is_illustration: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Maker:
    name: str
    slug: str
    members: int
    place: str


@dataclass(frozen=True, slots=True)
class Scans:
    """How often a label was looked at: by so many devices, new ones on so many days. No place, no address."""

    devices: int
    days: int
    first_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What a label's reader is told, in the active language.

    ``sold_month`` is the first day of the month of sale, None where the piece was not sold by us or it is
    not known. Parts that are not known are None or empty: an unknown label has only word and sentence.
    """

    code: str
    shown: str
    word: Word
    why: Why
    sentence: str
    product: Product | None = None
    maker: Maker | None = None
    standard: str = ""
    standard_title: str = ""
    grade: str = ""
    results: tuple[Result, ...] = ()
    certificate_number: str = ""
    certificate_state: str = ""
    state_reason: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    made_on: date | None = None
    expires_on: date | None = None
    lot_number: str = ""
    sold_month: date | None = None
    issuer: str = ""
    credential_url: str = ""
    passport_url: str = ""
    pdf_url: str = ""
    scans: Scans | None = None
    product_id: str = ""
    group_code: str = ""
