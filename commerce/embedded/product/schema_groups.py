"""Categories, collections and product types in the contract."""

from typing import Any

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.attribute.schema import MANAGERS as ATTRIBUTE_MANAGERS
from commerce.embedded.channel.selectors import channel_by, only_channel
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.engine.lists import ListConnection, counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.product.context import show_in
from commerce.embedded.product.images import image_url
from commerce.embedded.product.listing import product_listing
from commerce.embedded.product.models import Category, Collection, ProductType
from commerce.embedded.product.selectors import MANAGERS, ancestors_of, attributes_of_types, children_of
from jkrlm.kernel.clock import now

metadata_type("Category", Category, permission="MANAGE_PRODUCTS")
metadata_type("Collection", Collection, permission="MANAGE_PRODUCTS")
metadata_type("ProductType", ProductType, permission="MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES")


@resolver("Query", "categories")
def categories(info: Info, level: int | None = None, **page: Any) -> Any:
    rows = Category.objects.all()
    if level is not None:
        rows = rows.filter(level=level)
    return counted_connection(rows, page, order=("pk",), name="categories")


@resolver("Query", "category")
def category(info: Info, id: str | None = None, slug: str | None = None) -> Category | None:
    if id is not None:
        return Category.objects.filter(pk=pk_of(id, "Category")).first()
    return Category.objects.filter(slug=slug or "").first()


@resolver("ProductType", "productAttributes")
def product_attributes(source: ProductType, info: Info) -> list[Attribute]:
    found: list[Attribute] = load(source, "product_attributes", attributes_of_types)
    return (
        found
        if info.context.has(*ATTRIBUTE_MANAGERS)
        else [row for row in found if row.visible_in_storefront]
    )


@resolver("Category", "ancestors")
def ancestors(source: Category, info: Info, **page: Any) -> ListConnection:
    return ListConnection(load(source, "ancestors", ancestors_of) or [], page, order=("level", "pk"))


@resolver("Category", "children")
def children(source: Category, info: Info, **page: Any) -> ListConnection:
    return ListConnection(load(source, "children", children_of) or [], page, order=("pk",))


@resolver("Category", "products")
def category_products(source: Category, info: Info, channel: str | None = None, **page: Any) -> Any:
    staff = info.context.has(*MANAGERS)
    shop = channel_by(slug=channel) if channel else None if staff else only_channel()
    listing = product_listing(
        channel=shop, staff=staff and not (channel and shop is None), within_path=source.path
    )
    found = counted_connection(
        listing.rows, page, order=listing.order, name="products", counted=listing.counted
    )
    if page.get("first") is not None or page.get("last") is not None:
        show_in((edge["node"] for edge in found.edges), shop)
    return found


@resolver("Category", "backgroundImage")
def background_image(source: Category, info: Info, size: int | None = None) -> dict[str, str] | None:
    if not source.background_image:
        return None
    url = image_url(
        source.background_image,
        size=4096 if size is None else size,
        image_format=None,
        base_url=info.context.base_url,
    )
    return {"url": url, "alt": ""}


@resolver("Query", "collection")
def collection(info: Info, slug: str | None = None, channel: str | None = None) -> Collection | None:
    rows = Collection.objects.filter(slug=slug or "")
    if not info.context.has(*MANAGERS):
        rows = rows.filter(
            listings__channel=channel_by(slug=channel) if channel else only_channel(),
            listings__is_published=True,
            listings__published_at__lte=now(),
        )
    return rows.first()


@resolver("Query", "productTypes")
def product_types(info: Info, **page: Any) -> Any:
    return counted_connection(ProductType.objects.all(), page, order=("name", "slug"), name="productTypes")
