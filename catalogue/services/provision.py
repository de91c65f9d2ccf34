"""Set the store up for our catalogue: what is missing is made, what is there stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings

from catalogue.reference import CategorySpec, DistrictSpec, attribute_specs, category_specs, district_specs
from catalogue.services.provision_inputs import (
    COMMON,
    MAKER,
    MAKER_ATTRIBUTES,
    attribute_inputs,
    category_input,
    warehouse_input,
    warehouse_slug,
)
from commerce.client import (
    AttributeCreateInput,
    PageTypeCreateInput,
    ProductAttributeAssignInput,
    ProductAttributeType,
    ProductTypeInput,
    ProductTypeKindEnum,
)
from commerce.facade import (
    Step,
    StepState,
    Store,
    app_steps,
    app_store,
    carry_out,
    refuse_on,
    selling_steps,
)
from jkrlm.kernel.locks import advisory_lock


@dataclass(frozen=True, slots=True)
class StoreIds:
    """
    The store's ids of what provisioning makes, by slug; warehouses by external reference.

    Complete once the plan's steps are done.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    input_types: Mapping[str, str] = field(default_factory=dict)
    product_types: dict[str, str] = field(default_factory=dict)
    page_types: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    warehouses: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the store lacks, in the order in which it can be made, and where everything is."""

    steps: tuple[Step, ...]
    ids: StoreIds


def _quiet(_step: Step) -> None:
    """Show a step nowhere."""


def provision(*, progress: Callable[[Step], None] = _quiet) -> StoreIds:
    """
    Carry the plan out, one process at a time. Called again, it makes nothing; stopped half-way, it goes on.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    with advisory_lock("catalogue.provision"):
        found = plan(app_store())
        carry_out(found.steps, progress=progress)
        return found.ids


def plan(store: Store) -> Plan:
    """
    Read the store and return what is to be done; nothing is written.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    ids = StoreIds(
        input_types={spec.slug: spec.input_type for spec in (*attribute_specs(), *MAKER_ATTRIBUTES)}
    )
    there = _present(store, ids)
    ours = [warehouse_slug(place.district.slug) for place in district_specs()]
    steps = (
        *app_steps(store),
        *(_attribute_step(store, wanted, there, ids) for wanted in attribute_inputs()),
        _maker_step(store, there, ids),
        *(_product_type_step(store, kind, there, ids) for kind in category_specs()),
        *(_category_step(store, kind, ids) for kind in category_specs()),
        *(_warehouse_step(store, place, ids) for place in district_specs()),
        *selling_steps(store, warehouses=ids.warehouses, ours=ours, channels=ids.channels),
    )
    return Plan(steps, ids)


def store_ids(store: Store) -> StoreIds:
    """
    Read where the store keeps what provisioning made; nothing is planned or written.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    ids = StoreIds(
        input_types={spec.slug: spec.input_type for spec in (*attribute_specs(), *MAKER_ATTRIBUTES)}
    )
    _present(store, ids)
    channel = store.channel_by_slug(slug=settings.CHANNEL_ONLINE).channel
    if channel is not None:
        ids.channels[channel.slug] = channel.id
    return ids


@dataclass(frozen=True, slots=True)
class _Present:
    """What is asked of goods and makers: input types of attributes, and the attributes of each type."""

    input_types: dict[str, str]
    product_types: dict[str, set[str]]
    page_types: dict[str, set[str]]


def _present(store: Store, ids: StoreIds) -> _Present:
    """Read what is there, page by page, and note its ids."""
    present = _Present({}, {}, {})
    after: dict[str, str | None] = {}
    while True:
        setup = store.catalogue_setup(**after)
        for name, known in (
            ("categories", ids.categories),
            ("product_types", ids.product_types),
            ("page_types", ids.page_types),
        ):
            known.update({node.slug: node.id for node in _nodes(getattr(setup, name))})
        for node in _nodes(setup.warehouses):
            ids.warehouses[node.external_reference or node.slug] = node.id
        for node in _nodes(setup.attributes):
            ids.attributes[node.slug] = node.id
            present.input_types[node.slug] = node.input_type.value if node.input_type else ""
        names = ("categories", "product_types", "page_types", "warehouses", "attributes")
        if not _turn(setup, names, after):
            break
    after = {}
    while True:
        types = store.type_attributes(**after)
        for node in _nodes(types.product_types):
            present.product_types[node.slug] = {entry.slug for entry in node.product_attributes or ()}
        for node in _nodes(types.page_types):
            present.page_types[node.slug] = {entry.slug for entry in node.attributes or ()}
        if not _turn(types, ("product_types", "page_types"), after):
            break
    return present


def _nodes(connection: Any) -> list[Any]:
    return [edge.node for edge in connection.edges] if connection else []


def _turn(answer: Any, names: tuple[str, ...], after: dict[str, str | None]) -> bool:
    """Note where each list goes on; return whether any does."""
    more = False
    for name in names:
        connection = getattr(answer, name)
        if connection is not None:
            after[name] = connection.page_info.end_cursor or after.get(name)
            more = more or connection.page_info.has_next_page
    return more


def _attribute_step(store: Store, wanted: AttributeCreateInput, there: _Present, ids: StoreIds) -> Step:
    slug = wanted.slug or ""
    kind = wanted.input_type.value if wanted.input_type else ""
    if slug not in ids.attributes:
        return Step("attribute", slug, StepState.MAKE, kind, partial(_make_attribute, store, wanted, ids))
    found = there.input_types[slug]
    if found != kind:
        why = f"it is {found}, we need {kind}, and its kind cannot change: rename its slug in Saleor"
        return Step("attribute", slug, StepState.BLOCKED, why)
    return Step("attribute", slug, StepState.RIGHT)


def _make_attribute(store: Store, wanted: AttributeCreateInput, ids: StoreIds) -> None:
    ids.attributes[wanted.slug or ""] = _made(
        store.attribute_create(input=wanted).attribute_create, "attribute"
    )


def _maker_step(store: Store, there: _Present, ids: StoreIds) -> Step:
    wanted = [spec.slug for spec in MAKER_ATTRIBUTES]

    def make() -> None:
        given = PageTypeCreateInput(
            name="Maker", slug=MAKER, add_attributes=[ids.attributes[slug] for slug in wanted]
        )
        ids.page_types[MAKER] = _made(store.page_type_create(input=given).page_type_create, "page_type")

    if MAKER not in ids.page_types:
        return Step("page type", MAKER, StepState.MAKE, "", make)
    lacking = [slug for slug in wanted if slug not in there.page_types.get(MAKER, ())]

    def add() -> None:
        answer = store.page_attribute_assign(
            page_type_id=ids.page_types[MAKER], attribute_ids=[ids.attributes[slug] for slug in lacking]
        )
        _made(answer.page_attribute_assign, "page_type")

    return _lacking_step("page type", MAKER, lacking, add)


def _product_type_step(store: Store, kind: CategorySpec, there: _Present, ids: StoreIds) -> Step:
    slug = kind.category.slug
    wanted = (*COMMON, *kind.attributes)

    lacking = [name for name in wanted if name not in there.product_types.get(slug, ())]

    def make() -> None:
        given = ProductTypeInput(
            name=kind.category.name,
            slug=slug,
            kind=ProductTypeKindEnum.NORMAL,
            has_variants=False,
            is_shipping_required=True,
        )
        answer = store.product_type_create(input=given).product_type_create
        ids.product_types[slug] = _made(answer, "product_type")
        add()

    def add() -> None:
        """Saleor keeps the order in which attributes are added; of those that a type is made with, none."""
        answer = store.product_attribute_assign(
            product_type_id=ids.product_types[slug],
            operations=[
                ProductAttributeAssignInput(id=ids.attributes[name], type_=ProductAttributeType.PRODUCT)
                for name in lacking
            ],
        )
        _made(answer.product_attribute_assign, "product_type")

    if slug not in ids.product_types:
        return Step("product type", slug, StepState.MAKE, "", make)
    return _lacking_step("product type", slug, lacking, add)


def _lacking_step(kind: str, slug: str, lacking: list[str], add: Callable[[], None]) -> Step:
    if not lacking:
        return Step(kind, slug, StepState.RIGHT)
    return Step(kind, slug, StepState.CHANGE, f"without the attributes {', '.join(lacking)}", add)


def _category_step(store: Store, kind: CategorySpec, ids: StoreIds) -> Step:
    slug = kind.category.slug

    def make() -> None:
        answer = store.category_create(input=category_input(kind)).category_create
        ids.categories[slug] = _made(answer, "category")

    there = slug in ids.categories
    return (
        Step("category", slug, StepState.RIGHT) if there else Step("category", slug, StepState.MAKE, "", make)
    )


def _warehouse_step(store: Store, place: DistrictSpec, ids: StoreIds) -> Step:
    slug = warehouse_slug(place.district.slug)

    def make() -> None:
        answer = store.warehouse_create(input=warehouse_input(place)).create_warehouse
        ids.warehouses[slug] = _made(answer, "warehouse")

    if slug in ids.warehouses:
        return Step("warehouse", slug, StepState.RIGHT)
    return Step("warehouse", slug, StepState.MAKE, f"at {place.pincode}", make)


def _made(answer: Any, name: str) -> str:
    """Return the id of what a mutation made."""
    assert answer is not None
    refuse_on(answer.errors)
    made: str = getattr(answer, name).id
    return made
