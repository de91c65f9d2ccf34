"""Carry into the store whether goods are certified, and whether they may bear a GI mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from catalogue.services.provision import store_ids
from commerce.client import AttributeValueInput, ProductForIndexParts, ProductInput
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel.locks import advisory_lock


@dataclass(frozen=True, slots=True)
class Marks:
    """What goods may bear in the shop today."""

    certified: bool = False
    gi: bool = False


def carry_marks(marks: Mapping[str, Marks]) -> None:
    """
    Write the marks of products, by id, where the store has others; the search index follows by its event.

    What is right already is read and not written, so a repetition makes no events. A product that the store
    has no longer is passed over.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    if not marks:
        return
    store = app_store()
    ids = store_ids(store).attributes
    for product_id, wanted in marks.items():
        with advisory_lock(f"catalogue.marks:{product_id}"):
            product = store.product_for_index(id=product_id, channel=settings.CHANNEL_ONLINE).product
            if product is not None and _borne(product) != wanted:
                _write(store, ids, product_id, wanted)


def _borne(product: ProductForIndexParts) -> Marks:
    flags = {
        assigned.attribute.slug: bool(assigned.flag)
        for assigned in product.assigned_attributes
        if assigned.typename__ == "AssignedBooleanAttribute"
    }
    return Marks(certified=flags.get("certified", False), gi=flags.get("gi-tag", False))


def _write(store: Store, ids: Mapping[str, str], product_id: str, wanted: Marks) -> None:
    answer = store.product_update(
        id=product_id,
        input=ProductInput(
            attributes=[
                AttributeValueInput(id=ids["certified"], boolean=wanted.certified),
                AttributeValueInput(id=ids["gi-tag"], boolean=wanted.gi),
            ]
        ),
    ).product_update
    refuse_on(answer.errors if answer else [])
