"""
Answers to attributes: from what a client sent to shared values, and from there to their owner.

An owner is a product, a variant or a page; `Ownership` names its table, so that one set of rules
serves all three.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.text import Truncator

from commerce.embedded.attribute.models import REFERENCE_TYPES, AssignedValue, Attribute, AttributeValue
from commerce.embedded.attribute.services.create_attribute import slug_of_choice
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import pk_of
from jkrlm.kernel.ids import global_id


@dataclass(frozen=True, slots=True)
class Ownership:
    """Where answers of one kind of owner are kept; `owner_field` is the foreign key's name."""

    model: type[AssignedValue]
    owner_field: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One attribute with the wanted values, checked but not yet written."""

    attribute: Attribute
    names: tuple[str, ...] = ()
    chosen: tuple[AttributeValue, ...] = ()
    numeric: Decimal | None = None
    boolean: bool | None = None
    text: str | None = None
    page_ids: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return (
            not (self.names or self.chosen or self.page_ids or self.text)
            and self.numeric is None
            and self.boolean is None
        )


def _refuse(code: str, message: str, *attributes: Attribute) -> Refusal:
    return Refusal(
        code=code,
        message=message,
        field="attributes",
        attributes=[global_id("Attribute", attribute.pk) for attribute in attributes],
    )


def read_answers(
    *, given: Iterable[Mapping[str, Any]], allowed: Sequence[Attribute], complete: bool
) -> list[Answer]:
    """
    Return what the client said, checked against the attributes of the owner's type.

    `complete` asks for an answer to every required attribute (a new owner); otherwise only what
    is given is looked at (a change).

    Raises:
        Refusal: INVALID attribute or value, NOT_FOUND choice or page, REQUIRED answer missing,
            DUPLICATED_INPUT_ITEM attribute given twice.
    """
    by_id = {attribute.pk: attribute for attribute in allowed}
    answers: dict[int, Answer] = {}
    for item in given:
        attribute = by_id.get(pk_of(item.get("id"), "Attribute"))
        if attribute is None:
            raise Refusal(
                code="INVALID",
                message="The given attribute doesn't belong to given product type.",
                field="attributes",
            )
        if attribute.pk in answers:
            raise _refuse("DUPLICATED_INPUT_ITEM", "Attributes were provided more than once.", attribute)
        answers[attribute.pk] = _read(attribute, item)
    missing = [
        attribute
        for attribute in allowed
        if attribute.value_required
        and (answers[attribute.pk].is_empty if attribute.pk in answers else complete)
    ]
    if missing:
        raise _refuse("REQUIRED", "All required attributes must take a value.", *missing)
    return list(answers.values())


def _read(attribute: Attribute, item: Mapping[str, Any]) -> Answer:
    kind = attribute.input_type
    if kind in ("DROPDOWN", "MULTISELECT"):
        return _read_choices(attribute, item)
    if kind in REFERENCE_TYPES:
        return _read_pages(attribute, item)
    if kind == "NUMERIC":
        return Answer(attribute, numeric=_read_number(attribute, item))
    if kind == "BOOLEAN":
        return Answer(attribute, boolean=item.get("boolean"))
    return Answer(attribute, text=item.get("plain_text") or None)


def _read_choices(attribute: Attribute, item: Mapping[str, Any]) -> Answer:
    wanted: list[Mapping[str, Any]] = [{"value": name} for name in item.get("values") or ()]
    if item.get("dropdown"):
        wanted.append(item["dropdown"])
    wanted.extend(item.get("multiselect") or ())
    if attribute.input_type == "DROPDOWN" and len(wanted) > 1:
        raise _refuse("INVALID", "Attribute must take only one value.", attribute)
    names: list[str] = []
    chosen: list[AttributeValue] = []
    for want in wanted:
        if want.get("id") or want.get("external_reference"):
            condition = (
                models.Q(pk=pk_of(want["id"], "AttributeValue"))
                if want.get("id")
                else models.Q(external_reference=want["external_reference"])
            )
            value = AttributeValue.objects.filter(condition, attribute=attribute).first()
            if value is None:
                raise _refuse("INVALID", "Attribute value doesn't exist for given id.", attribute)
            chosen.append(value)
        elif str(want.get("value") or "").strip():
            names.append(str(want["value"]).strip())
        else:
            raise _refuse("REQUIRED", "Attribute values cannot be blank.", attribute)
    if any(len(name) > 250 for name in names):
        raise _refuse("INVALID", "Attribute value length is exceeded.", attribute)
    return Answer(attribute, names=tuple(dict.fromkeys(names)), chosen=tuple(chosen))


def _read_pages(attribute: Attribute, item: Mapping[str, Any]) -> Answer:
    given = list(item.get("references") or ())
    if item.get("reference"):
        given.append(item["reference"])
    if attribute.input_type == "SINGLE_REFERENCE" and len(given) > 1:
        raise _refuse("INVALID", "Attribute must take only one value.", attribute)
    pages = AttributeValue._meta.get_field("reference_page").related_model
    wanted = list(dict.fromkeys(pk_of(gid, "Page") for gid in given))
    known = set(pages._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))  # type: ignore[union-attr]
    if known != set(wanted):
        raise _refuse("INVALID", "Invalid reference type.", attribute)
    return Answer(attribute, page_ids=tuple(wanted))


def _read_number(attribute: Attribute, item: Mapping[str, Any]) -> Decimal | None:
    text = item.get("numeric")
    if text is None or text == "":
        values = item.get("values") or ()
        text = values[0] if values else None
    if text is None:
        return None
    try:
        number = Decimal(str(text))
    except InvalidOperation as error:
        raise _refuse("INVALID", "Numeric value is required.", attribute) from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise _refuse("INVALID", "Numeric value is required.", attribute)
    return number.quantize(Decimal("0.000001")).normalize()


def save_answers(*, ownership: Ownership, owner_pk: int, answers: Sequence[Answer]) -> None:
    """Make these the owner's answers to the attributes they name; other attributes keep theirs."""
    if not answers:
        return
    mine = ownership.model._default_manager.filter(
        **{f"{ownership.owner_field}_id": owner_pk}, attribute__in=[answer.attribute.pk for answer in answers]
    )
    texts = [answer.attribute.pk for answer in answers if answer.attribute.input_type == "PLAIN_TEXT"]
    if texts:
        AttributeValue.objects.filter(
            pk__in=list(mine.filter(attribute__in=texts).values_list("value_id", flat=True))
        ).delete()
    mine.delete()
    rows = [
        ownership.model(
            **{f"{ownership.owner_field}_id": owner_pk},
            attribute_id=answer.attribute.pk,
            value_id=value.pk,
            sort_order=position,
        )
        for answer in answers
        for position, value in enumerate(_values(answer, f"{ownership.owner_field}-{owner_pk}"))
    ]
    ownership.model._default_manager.bulk_create(rows)


def _values(answer: Answer, owner_key: str) -> list[AttributeValue]:
    """Return the values of an answer, made where nobody gave that answer before."""
    attribute = answer.attribute
    values = list(answer.chosen)
    for name in answer.names:
        known = attribute.values.filter(models.Q(slug=slug_of_choice(name)) | models.Q(name=name)).first()
        values.append(known or _shared(attribute, {"slug": slug_of_choice(name)}, name))
    for page in _pages(answer.page_ids):
        values.append(
            _shared(attribute, {"reference_page": page}, page.title, slug=f"{page.slug[:230]}_{page.pk}")
        )
    if answer.numeric is not None:
        name = f"{answer.numeric:f}"
        values.append(_shared(attribute, {"numeric": answer.numeric}, name, slug=name.replace(".", "_")))
    if answer.boolean is not None:
        word = "true" if answer.boolean else "false"
        name = f"{attribute.name}: {'Yes' if answer.boolean else 'No'}"
        values.append(
            _shared(attribute, {"boolean": answer.boolean}, name[:250], slug=f"{attribute.pk}_{word}")
        )
    if answer.text is not None:
        name = Truncator(answer.text).chars(50)
        values.append(
            AttributeValue.objects.create(
                attribute=attribute, name=name, slug=f"{owner_key}_{attribute.pk}", plain_text=answer.text
            )
        )
    return values


def _pages(ids: Sequence[int]) -> list[Any]:
    pages = AttributeValue._meta.get_field("reference_page").related_model
    found = pages._default_manager.in_bulk(list(ids)) if ids else {}  # type: ignore[union-attr]
    return [found[pk] for pk in ids]


def _shared(
    attribute: Attribute, key: Mapping[str, Any], name: str, *, slug: str | None = None
) -> AttributeValue:
    defaults: dict[str, Any] = {"name": name}
    if slug:
        defaults["slug"] = slug
    value, _ = AttributeValue.objects.get_or_create(attribute=attribute, **key, defaults=defaults)
    return value
