"""Categories, collections and product types in the contract."""

from typing import Any

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.attribute.schema import MANAGERS as ATTRIBUTE_MANAGERS
from commerce.embedded.channel.selectors import channel_by, only_channel
from commerce.embedded.engine.ids import pk_of, pks_of
from commerce.embedded.engine.lists import ListConnection, counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.product.context import show_in
from commerce.embedded.product.filters import as_where
from commerce.embedded.product.images import image_url
from commerce.embedded.product.listing import product_listing
from commerce.embedded.product.models import Category, Collection, ProductType
from commerce.embedded.product.selectors import MANAGERS, ancestors_of, attributes_of_types, children_of
from commerce.embedded.translation.selectors import pk_by_slug
from jkrlm.kernel.clock import now

metadata_type("Category", Category, permission="MANAGE_PRODUCTS")
metadata_type("Collection", Collection, permission="MANAGE_PRODUCTS")
metadata_type("ProductType", ProductType, permission="MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES")


@resolver("Query", "categories")
def categories(
    info: Info, filter: dict[str, Any] | None = None, level: int | None = None, **page: Any
) -> Any:
    rows, wanted = Category.objects.all(), filter or {}
    if wanted.get("ids") is not None:
        rows = rows.filter(pk__in=pks_of(wanted["ids"], "Category"))
    if wanted.get("slugs") is not None:
        rows = rows.filter(slug__in=wanted["slugs"])
    if wanted.get("search"):
        rows = rows.filter(name__icontains=wanted["search"])
    if level is not None:
        rows = rows.filter(level=level)
    return counted_connection(rows, page, order=("pk",), name="categories")


@resolver("Query", "category")
def category(
    info: Info, id: str | None = None, slug: str | None = None, slug_language_code: str | None = None
) -> Category | None:
    if slug is not None and slug_language_code:
        return Category.objects.filter(pk=pk_by_slug("category", slug, slug_language_code) or -1).first()
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
def category_products(
    source: Category,
    info: Info,
    filter: dict[str, Any] | None = None,
    where: dict[str, Any] | None = None,
    sort_by: dict[str, Any] | None = None,
    search: str | None = None,
    channel: str | None = None,
    **page: Any,
) -> Any:
    staff = info.context.has(*MANAGERS)
    shop = channel_by(slug=channel) if channel else None if staff else only_channel()
    wanted, words = as_where(filter, where)
    listing = product_listing(
        channel=shop,
        staff=staff and not (channel and shop is None),
        where=wanted,
        search=search or words,
        sort_by=sort_by,
        within_path=source.path,
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
def collection(
    info: Info, slug: str | None = None, slug_language_code: str | None = None, channel: str | None = None
) -> Collection | None:
    rows = Collection.objects.filter(slug=slug or "")
    if slug is not None and slug_language_code:
        rows = Collection.objects.filter(pk=pk_by_slug("collection", slug, slug_language_code) or -1)
    shop = channel_by(slug=channel) if channel else only_channel()
    if not info.context.has(*MANAGERS):
        rows = rows.filter(
            listings__channel=shop,
            listings__is_published=True,
            listings__published_at__lte=now(),
        )
    found = rows.first()
    if found is not None:
        show_in([found], shop)
    return found


@resolver("Query", "productTypes")
def product_types(info: Info, **page: Any) -> Any:
    return counted_connection(ProductType.objects.all(), page, order=("name", "slug"), name="productTypes")
