"""What a form or a phone sent, read into a wish of the catalogue. Faults are collected by field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.facade import Kind, ListingWish, VariantWish, kinds
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from jkrlm.people.facade import plain_digits

#: Fields of the catalogue -> of our form.
_FIELDS: Final = {"photo_keys": "photos", "voice_key": "voice"}
#: Fields beside which the page can show a sentence.
PLACES: Final = frozenset(
    "photos kind price quantity lead_days words voice variants stock_kind".split()  # noqa: SIM905
)
_ROWS_MOST: Final = 30


@dataclass(slots=True)
class Sent:
    """The plain values of a form, as typed; what the page shows again."""

    kind: str = ""
    price: str = ""
    quantity: str = ""
    stock_kind: str = "batch"
    lead_days: str = ""
    words: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    variants: list[dict[str, str]] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    recipes: dict[str, str] = field(default_factory=dict)
    this_piece: bool = False
    voice: str = ""


class Faults(Exception):
    """Sentences by field; ``""`` is for the whole."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def from_post(data: QueryDict) -> Sent:
    columns = [data.getlist(f"variant-{each}") for each in ("key", "name", "price", "quantity")]
    variants = [
        dict(zip(("key", "name", "price", "quantity"), row, strict=True))
        for row in zip(*columns, strict=False)
        if any(row[1:])
    ]
    return Sent(
        kind=data.get("kind", ""),
        price=data.get("price", ""),
        quantity=data.get("quantity", ""),
        stock_kind=data.get("stock_kind") or "batch",
        lead_days=data.get("lead_days", ""),
        words=data.get("words", ""),
        answers={name[7:]: data.get(name, "") for name in data if name.startswith("answer-")},
        variants=variants[:_ROWS_MOST],
        photos=data.getlist("photos"),
        recipes={name[7:]: data.get(name, "") for name in data if name.startswith("recipe-")},
        this_piece=bool(data.get("this_piece")),
        voice=data.get("voice", ""),
    )


def from_phone(data: Mapping[str, Any]) -> Sent:
    """Read what a phone kept and sent as JSON; what has another form than ours counts as not sent."""

    def text(name: str, source: Mapping[str, Any] = data) -> str:
        value = source.get(name)
        return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""

    def rows(name: str) -> list[Any]:
        value = data.get(name)
        return value[:_ROWS_MOST] if isinstance(value, list) else []

    answers, recipes = data.get("answers"), data.get("recipes")
    return Sent(
        kind=text("kind"),
        price=text("price"),
        quantity=text("quantity"),
        stock_kind=text("stock_kind") or "batch",
        lead_days=text("lead_days"),
        words=text("words"),
        answers={str(key): str(value) for key, value in answers.items()} if isinstance(answers, dict) else {},
        variants=[
            {each: text(each, row) for each in ("key", "name", "price", "quantity")}
            for row in rows("variants")
            if isinstance(row, dict)
        ],
        photos=[each for each in rows("photos") if isinstance(each, str)],
        recipes={str(key): str(value) for key, value in recipes.items()} if isinstance(recipes, dict) else {},
        this_piece=bool(text("this_piece")),
        voice=text("voice"),
    )


def kind_of(slug: str) -> Kind | None:
    return next((each for each in kinds() if each.slug == slug), None)


def amount_of(typed: str) -> Money | None:
    """Return rupees as people type them (₹14,500; ۱۴۵۰۰), or None for nothing typed. Raises ValueError."""
    plain = plain_digits(typed).replace("₹", "").replace(",", "").replace("٬", "").replace("٫", ".")
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain):
        raise ValueError(typed)
    try:
        return Money(Decimal(plain), "INR")
    except InvalidOperation as fault:
        raise ValueError(typed) from fault


def whole(typed: str, otherwise: int) -> int:
    """Return a whole number as typed. Raises ValueError."""
    plain = plain_digits(typed)
    if not plain:
        return otherwise
    if not re.fullmatch(r"\d{1,6}", plain):
        raise ValueError(typed)
    return int(plain)


def read_wish(
    sent: Sent,
    *,
    key: str,
    group_code: str,
    person_id: int,
    photo_keys: Sequence[str],
    voice_key: str,
    draft: bool,
) -> ListingWish:
    """
    Return the wish.

    Raises:
        Faults: numbers that are none; what cannot be sold like this is the catalogue's to say.
    """
    errors: dict[str, str] = {}
    price: Money | None = None
    quantity, lead_days = 1, 3
    try:
        price = amount_of(sent.price)
    except ValueError:
        errors["price"] = _("Write the price as a number, like 1450.")
    try:
        quantity = whole(sent.quantity, 1)
    except ValueError:
        errors["quantity"] = _("Write how many as a number, like 3.")
    try:
        lead_days = whole(sent.lead_days, 3)
    except ValueError:
        errors["lead_days"] = _("Write the days as a number, like 10.")
    variants: tuple[VariantWish, ...] = ()
    try:
        variants = _variants(sent)
    except ValueError:
        errors["variants"] = _("Prices and pieces of sizes and colours are numbers.")
    kind = kind_of(sent.kind)
    if kind is None:
        errors["kind"] = _("Choose what you made.")
    if errors or kind is None:
        raise Faults(errors)
    prefix = f"{kind.category}."
    return ListingWish(
        key=key,
        group_code=group_code,
        person_id=person_id,
        kind=kind.slug,
        price=price,
        quantity=quantity,
        stock_kind=sent.stock_kind,
        lead_days=lead_days,
        words=sent.words.strip(),
        photo_keys=tuple(photo_keys),
        this_piece=sent.this_piece,
        voice_key=voice_key,
        answers={
            name.removeprefix(prefix): value
            for name, value in sent.answers.items()
            if name.startswith(prefix)
        },
        variants=variants,
        draft=draft,
    )


def _variants(sent: Sent) -> tuple[VariantWish, ...]:
    """Return the rows of sizes and colours that say something. Raises ValueError."""
    return tuple(
        VariantWish(
            name=row["name"].strip()[:200],
            price=amount_of(row["price"]),
            quantity=whole(row["quantity"], 1),
            key=row["key"][:64],
        )
        for row in sent.variants
        if row["name"] or row["price"] or row["quantity"] not in ("", "0", "1")
    )


def faults_of(refusal: DomainError, sent: Sent) -> Faults:
    """Put a refusal beside the field of our form that it is about."""
    name = _FIELDS.get(refusal.field or "", refusal.field or "")
    if name in PLACES:
        return Faults({name: refusal.message})
    kind = kind_of(sent.kind)
    if kind is not None and any(each.slug == name for each in kind.questions):
        return Faults({f"answer-{kind.category}.{name}": refusal.message})
    return Faults({"": refusal.message})


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, AttributeError):
        return None
