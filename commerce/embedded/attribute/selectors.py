"""Reading attributes and answers, for many owners at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.db.models import Q

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.attribute.services.assign import Ownership
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.engine.peers import load
from jkrlm.kernel.statements import Columns, Statement, array

_ASSIGNED_TYPES: Final = {
    "DROPDOWN": "AssignedSingleChoiceAttribute",
    "MULTISELECT": "AssignedMultiChoiceAttribute",
    "NUMERIC": "AssignedNumericAttribute",
    "BOOLEAN": "AssignedBooleanAttribute",
    "PLAIN_TEXT": "AssignedPlainTextAttribute",
    "SINGLE_REFERENCE": "AssignedSinglePageReferenceAttribute",
    "REFERENCE": "AssignedMultiPageReferenceAttribute",
}


class Family:
    """Values that were read together, and what has been read for all of them since."""

    __slots__ = ("memo", "values")

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.memo: dict[str, Any] = {}


@dataclass(slots=True)
class Value:
    """A value as it is read; lighter than a model (and than a frozen class), for a page has hundreds."""

    graphql_type = "AttributeValue"

    pk: int
    name: str
    slug: str
    numeric: Decimal | None
    boolean: bool | None
    plain_text: str | None
    reference_page_id: int | None
    family: Family


@dataclass(slots=True)
class Assigned:
    """An attribute of one owner with the owner's values, none when unanswered."""

    attribute: Attribute
    values: list[Value]
    owner: Any
    source: "Source"
    graphql_type: str

    def pages(self) -> list[Any]:
        """The pages that the values refer to, in order; read once for all of the owner's peers."""
        found = load(self.owner, ("pages", self.source.key), self.source.pages) or ()
        by_pk = {page.pk: page for page in found}
        return [by_pk[value.reference_page_id] for value in self.values if value.reference_page_id in by_pk]


@dataclass(frozen=True)
class Source:
    """How answers were loaded, so that what hangs on them can be loaded alike."""

    key: object
    loader: Callable[[list[Any]], Mapping[int, list[Assigned]]]

    def pages(self, owners: Iterable[Any]) -> dict[int, list[Any]]:
        """Return by owner's pk the pages its answers refer to; one query."""
        wanted = {
            owner.pk: [
                value.reference_page_id
                for assigned in load(owner, self.key, self.loader) or ()
                for value in assigned.values
                if value.reference_page_id is not None
            ]
            for owner in owners
        }
        columns, statement = _pages()
        rows = statement.rows(pks=array({pk for pks in wanted.values() for pk in pks}))
        pages = {page.pk: page for page in map(columns.instance, rows)}
        return {owner_pk: [pages[pk] for pk in pks if pk in pages] for owner_pk, pks in wanted.items()}


@cache
def _pages() -> tuple[Columns[Any], Statement]:
    """The page room lies above: its model is reached through the reference."""
    model: Any = AttributeValue._meta.get_field("reference_page").related_model
    columns = Columns(model, without=("content", "created_at", "published_at"))
    sql = "SELECT {columns} FROM store_page_page page WHERE page.id = ANY(%(pks)s::bigint[])"
    return columns, Statement(sql, columns=columns.of("page"))


@cache
def _answers(ownership: Ownership) -> Statement:
    return Statement(
        """
        SELECT answer.{owner}, answer.attribute_id, value.id, value.name, value.slug, value.numeric,
               value.boolean, value.plain_text, value.reference_page_id
          FROM {table} answer JOIN store_attribute_attributevalue value ON value.id = answer.value_id
         WHERE answer.{owner} = ANY(%(owners)s::bigint[])
      ORDER BY answer.sort_order, answer.id
        """,
        table=ownership.model._meta.db_table,
        owner=f"{ownership.owner_field}_id",
    )


def assigned_of(
    owners: Sequence[Any],
    *,
    types: Mapping[int, int],
    carried: Mapping[int, Sequence[Attribute]],
    ownership: Ownership,
    source: Source,
) -> dict[int, list[Assigned]]:
    """
    Return by owner's pk its attributes in its type's order, each with its values; one query at most.

    `types` gives the type of an owner's pk, `carried` the attributes of a type.
    """
    if not any(carried.get(kind) for kind in types.values()):
        return {owner.pk: [] for owner in owners}
    values: dict[tuple[int, int], list[Value]] = defaultdict(list)
    family = Family()
    for owner_pk, attribute_pk, *parts in _answers(ownership).rows(owners=array([o.pk for o in owners])):
        value = Value(*[*parts, family])
        family.values.append(value)
        values[owner_pk, attribute_pk].append(value)
    known = {
        kind: [(one, one.pk, _ASSIGNED_TYPES[one.input_type]) for one in attributes]
        for kind, attributes in carried.items()
    }
    found: dict[int, list[Assigned]] = {}
    for owner in owners:
        owner_pk = owner.pk
        found[owner_pk] = [
            Assigned(attribute, values.get((owner_pk, attribute_pk), []), owner, source, name)
            for attribute, attribute_pk, name in known.get(types[owner_pk], ())
        ]
    return found


def choices_of(attributes: Iterable[Attribute]) -> dict[int, list[AttributeValue]]:
    """Return the choices of choice attributes, in order; one query."""
    found: dict[int, list[AttributeValue]] = {
        attribute.pk: [] for attribute in attributes if attribute.input_type in ("DROPDOWN", "MULTISELECT")
    }
    for value in AttributeValue.objects.filter(attribute__in=list(found)).order_by("sort_order", "id"):
        found[value.attribute_id].append(value)
    return found


def matching_values(given: Mapping[str, Any]) -> list[list[int]]:
    """
    Return groups of values for an AttributeInput (slug and value condition); an owner that fits has
    at least one value of every group. Usually there is one group, with `containsAll` one for each.

    Without a value condition: every value of the attribute. One query for each group.
    """
    condition = Q(attribute__slug=given.get("slug"))
    demanded: list[Q] = []
    for name, want in (given.get("value") or {}).items():
        if want is None:
            continue
        if name in ("slug", "name"):
            condition &= text_condition(name, want)
        elif name == "numeric":
            condition &= number_condition("numeric", want)
        elif name == "boolean":
            condition &= Q(boolean=want)
        elif name == "reference":
            demanded = _references(want)
    return [
        list(AttributeValue.objects.filter(condition & demand).values_list("pk", flat=True)[:20_000])
        for demand in demanded or [Q()]
    ]


def text_condition(column: str, want: Mapping[str, Any]) -> Q:
    """Return the condition of a StringFilterInput on a column."""
    condition = Q()
    if want.get("eq") is not None:
        condition &= Q(**{column: want["eq"]})
    if want.get("one_of") is not None:
        condition &= Q(**{f"{column}__in": want["one_of"]})
    return condition


def number_condition(column: str, want: Mapping[str, Any]) -> Q:
    """Return the condition of a DecimalFilterInput on a column."""
    condition = Q()
    if want.get("eq") is not None:
        condition &= Q(**{column: want["eq"]})
    if want.get("one_of") is not None:
        condition &= Q(**{f"{column}__in": want["one_of"]})
    bounds = want.get("range") or {}
    for word in ("gte", "lte"):
        if bounds.get(word) is not None:
            condition &= Q(**{f"{column}__{word}": bounds[word]})
    return condition


def _references(want: Mapping[str, Any]) -> list[Q]:
    """Return one condition for each page (or set of pages) that must be referred to."""
    slugs, ids = want.get("page_slugs") or {}, want.get("referenced_ids") or {}
    demanded = [Q(reference_page__slug=slug) for slug in slugs.get("contains_all") or ()]
    demanded += [Q(reference_page=pk_of(gid, "Page")) for gid in ids.get("contains_all") or ()]
    if slugs.get("contains_any") is not None:
        demanded.append(Q(reference_page__slug__in=slugs["contains_any"]))
    if ids.get("contains_any") is not None:
        demanded.append(Q(reference_page__in=[pk_of(gid, "Page") for gid in ids["contains_any"]]))
    return demanded or [Q(reference_page__isnull=False)]
