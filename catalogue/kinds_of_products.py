"""Which kind of goods a product of the store is, as its listing says."""

from collections.abc import Collection

from catalogue.models import Listing


def kinds_of_products(product_ids: Collection[str]) -> dict[str, str]:
    """Return product -> slug of its kind; who has no listing is left out. One query."""
    rows = Listing.objects.filter(product_id__in=set(product_ids)).exclude(product_id="")
    return dict(rows.values_list("product_id", "kind"))
