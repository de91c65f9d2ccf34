"""Carry into the store whether goods are certified, and whether they may bear a GI mark."""

from catalogue.services.provision import store_ids
from commerce.client import AttributeValueInput, ProductInput
from commerce.facade import app_store, refuse_on
from jkrlm.kernel.locks import advisory_lock


def carry_marks(*, product_id: str, certified: bool, gi: bool) -> None:
    """
    Write both marks; the search index follows by the store's event. Repeating changes nothing.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with advisory_lock(f"catalogue.marks:{product_id}"):
        store = app_store()
        ids = store_ids(store).attributes
        answer = store.product_update(
            id=product_id,
            input=ProductInput(
                attributes=[
                    AttributeValueInput(id=ids["certified"], boolean=certified),
                    AttributeValueInput(id=ids["gi-tag"], boolean=gi),
                ]
            ),
        ).product_update
        refuse_on(answer.errors if answer else [])
