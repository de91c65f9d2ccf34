"""What crosses the door about a seller's goods: what she wishes, what became of it, why it is not on sale."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.money import Money


class ListingState(models.TextChoices):
    """Where a listing stands, as its seller sees it; computed, never set by hand."""

    DRAFT = "draft", _("Draft")
    CHECKING = "checking", _("In checking")
    SENT_BACK = "sent-back", _("Sent back")
    APPROVED = "approved", _("Approved")
    ON_SALE = "on-sale", _("On sale")
    SOLD_OUT = "sold-out", _("Sold out")
    OFF_SALE = "off-sale", _("Off sale")


class StockKind(models.TextChoices):
    BATCH = "batch", _("Several alike")
    ONE_OF_A_KIND = "one-of-a-kind", _("One of a kind")
    MADE_TO_ORDER = "made-to-order", _("Made to order")


class BlockReason(models.TextChoices):
    """Why a product may not be bought; its page stays readable."""

    CERTIFICATE = "certificate", _("Waits for its certificate")
    LICENCE = "licence", _("A licence is missing or has ended")
    HOLIDAY = "holiday", _("The group is on holiday")
    RECALL = "recall", _("Called back")
    SHELF_LIFE = "shelf-life", _("Too near its best-before day to be sold")
    SELLER_WISH = "seller-wish", _("Taken off sale by the group")
    ONBOARDING = "onboarding", _("The group is not approved for selling")


#: Why nobody may sell goods at a fair either. What a group took off its shop, and its holiday, are no
#: reason there: it stands at its stall.
HELD_AT_STALLS: Final = (
    BlockReason.CERTIFICATE,
    BlockReason.LICENCE,
    BlockReason.RECALL,
    BlockReason.SHELF_LIFE,
    BlockReason.ONBOARDING,
)


class By(Protocol):
    """
    Who does it: ``actor`` is ``person:<user id>``; ``on_behalf_of`` names whom she acts for, if anybody.

    The portal's ``acting.by()`` is one.
    """

    @property
    def actor(self) -> str: ...

    @property
    def on_behalf_of(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be picked; ``slug`` is kept, ``label`` is in the reader's language."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a kind of goods asks its seller; without choices it is answered in words."""

    slug: str
    label: str
    choices: tuple[Choice, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """
    What a seller picks by its pictogram: a craft. ``name`` and labels are in the active language.

    ``category`` is the slug of the store's category and product type; ``licence`` is a kind of the registry's
    licences (``fssai``) without a valid one of which it may not be bought, or empty.
    """

    slug: str
    name: str
    pictogram: str
    category: str
    hsn: str
    questions: tuple[Question, ...]
    needs_certificate: bool
    handmade: bool = True
    licence: str = ""


@dataclass(frozen=True, slots=True)
class VariantWish:
    """One size or colour of goods. ``key`` is the phone's own id of it; price None is the listing's."""

    name: str
    price: Money | None
    quantity: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class ListingWish:
    """
    What a seller sent. ``key`` is made on her phone once for this listing: the same key twice is one listing.

    ``price`` is what a buyer pays for one, with tax; it may be None in a draft. ``photo_keys`` and
    ``voice_key`` are media's; ``this_piece``: she says that they show
    the very piece that is sold. Without ``variants`` the listing is one thing, of which there are
    ``quantity``.
    """

    key: str
    group_code: str
    person_id: int
    kind: str
    price: Money | None
    quantity: int = 1
    stock_kind: str = "batch"
    lead_days: int = 3
    words: str = ""
    photo_keys: tuple[str, ...] = ()
    this_piece: bool = False
    voice_key: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[VariantWish, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """What can be bought: ``sku`` names it to ``set_price`` and ``set_quantity``; empty before approval."""

    id: int
    key: str
    sku: str
    name: str
    price: Money | None
    quantity: int


@dataclass(frozen=True, slots=True)
class Block:
    """Why a product may not be bought; without ``until`` somebody must end it."""

    reason: str
    source: str
    since: datetime
    until: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A seller's goods. ``quantity`` is how many can be bought now, of all variants together.

    ``reason`` is why it was sent back. ``title`` is the name in the store once there is one, else the kind's.
    """

    id: int
    key: str
    group_code: str
    person_id: int | None
    kind: str
    state: ListingState
    title: str
    price: Money | None
    quantity: int
    stock_kind: str
    lead_days: int
    photo_keys: tuple[str, ...]
    this_piece: bool
    voice_key: str
    words: str
    answers: Mapping[str, str]
    variants: tuple[Variant, ...]
    reason: str
    blocks: tuple[Block, ...]
    product_id: str
    slug: str
    sku: str
    version: int
    changed_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which a group sends nothing, both included."""

    group_code: str
    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until
