"""GraphQL: what shops show of categories and collections beside their goods."""

from typing import Any

from commerce.embedded.attribute.selectors import Assigned
from commerce.embedded.channel.selectors import only_channel
from commerce.embedded.engine.lists import counted_connection
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.filters import as_where
from commerce.embedded.product.listing import product_listing
from commerce.embedded.product.models import Collection, Product
from commerce.embedded.product.schema import assigned_attributes
from commerce.embedded.product.selectors import MANAGERS
from jkrlm.kernel.ids import global_id


@resolver("Product", "assignedAttribute")
def assigned_attribute(source: Product, info: Info, slug: str) -> Assigned | None:
    answers = assigned_attributes(source, info)
    return next((answer for answer in answers if answer.attribute.slug == slug), None)


def _text(type_name: str, field: str, column: str) -> None:
    @resolver(type_name, field)
    def shown(source: Any, info: Info) -> str | None:
        return getattr(source, column) or None


for _type in ("Category", "Collection"):
    _text(_type, "seoTitle", "seo_title")
    _text(_type, "seoDescription", "seo_description")


@resolver("Collection", "backgroundImage")
def background_image(source: Collection, info: Info, **_size: Any) -> None:
    """Collections have no picture of their own here."""


@resolver("Collection", "products")
def collection_products(
    source: Collection,
    info: Info,
    filter: dict[str, Any] | None = None,
    where: dict[str, Any] | None = None,
    search: str | None = None,
    sort_by: dict[str, Any] | None = None,
    **page: Any,
) -> Any:
    staff = info.context.has(*MANAGERS)
    shop = channel_of(source) or (None if staff else only_channel())
    wanted, words = as_where(filter, where)
    inside = {"and_": [wanted, {"collection": {"eq": global_id("Collection", source.pk)}}]}
    listing = product_listing(
        channel=shop, staff=staff, where=inside, search=search or words, sort_by=sort_by
    )
    found = counted_connection(
        listing.rows, page, order=listing.order, name="products", counted=listing.counted
    )
    if page.get("first") is not None or page.get("last") is not None:
        show_in((edge["node"] for edge in found.edges), shop)
    return found
