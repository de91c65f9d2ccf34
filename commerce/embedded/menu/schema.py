"""GraphQL: menus."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, only_channel
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.menu import services
from commerce.embedded.menu.models import Menu, MenuItem
from commerce.embedded.page.models import Page
from commerce.embedded.page.selectors import visible_pages
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.models import Category, Collection
from jkrlm.kernel.clock import now

metadata_type("Menu", Menu, permission="MANAGE_MENUS")
metadata_type("MenuItem", MenuItem, permission="MANAGE_MENUS")

_MANAGE = "MANAGE_MENUS"
Payload = dict[str, Any]


def _shop(channel: str | None) -> Channel | None:
    return channel_by(slug=channel) if channel else only_channel()


@resolver("Query", "menu")
def menu(
    info: Info,
    channel: str | None = None,
    id: str | None = None,
    name: str | None = None,
    slug: str | None = None,
) -> Menu | None:
    wanted = {"pk": pk_of(id, "Menu")} if id else {"name": name} if name else {"slug": slug or ""}
    row = Menu.objects.filter(**wanted).order_by("id").first()
    if row is not None:
        show_in([row], _shop(channel))
    return row


def _page(rows: "QuerySet[Any]", page: Payload, channel: str | None, name: str) -> Connection:
    made = connection(rows, page, order=("name", "id"), name=name)
    show_in([edge["node"] for edge in made.edges], _shop(channel))
    return made


@resolver("Query", "menus")
def menus(info: Info, channel: str | None = None, filter: Payload | None = None, **page: Any) -> Connection:
    rows, wanted = Menu.objects.all(), filter or {}
    if wanted.get("search"):
        rows = rows.filter(name__icontains=wanted["search"])
    if wanted.get("slugs"):
        rows = rows.filter(slug__in=wanted["slugs"])
    return _page(rows, page, channel, "menus")


@resolver("Query", "menuItem")
def menu_item(info: Info, id: str, channel: str | None = None) -> MenuItem | None:
    row = MenuItem.objects.filter(pk=pk_of(id, "MenuItem")).first()
    if row is not None:
        show_in([row], _shop(channel))
    return row


@resolver("Query", "menuItems")
def menu_items(
    info: Info, channel: str | None = None, filter: Payload | None = None, **page: Any
) -> Connection:
    rows = MenuItem.objects.all()
    if (filter or {}).get("search"):
        rows = rows.filter(name__icontains=(filter or {})["search"])
    return _page(rows, page, channel, "menuItems")


@mutation("menuCreate", errors="MenuError", permission=_MANAGE)
def menu_create(info: Info, input: Payload) -> Payload:
    return {"menu": services.create_menu(given=input)}


@mutation("menuUpdate", errors="MenuError", permission=_MANAGE)
def menu_update(info: Info, id: str, input: Payload) -> Payload:
    return {"menu": services.save_menu(menu=found(Menu, id), given=input)}


@mutation("menuDelete", errors="MenuError", permission=_MANAGE)
def menu_delete(info: Info, id: str) -> Payload:
    return {"menu": _deleted(found(Menu, id))}


@mutation("menuItemCreate", errors="MenuError", permission=_MANAGE)
def menu_item_create(info: Info, input: Payload) -> Payload:
    owner = found(Menu, input["menu"], field="menu")
    parent = found(MenuItem, input["parent"], field="parent") if input.get("parent") else None
    return {"menu_item": services.create_item(menu=owner, parent=parent, given=input)}


@mutation("menuItemUpdate", errors="MenuError", permission=_MANAGE)
def menu_item_update(info: Info, id: str, input: Payload) -> Payload:
    return {"menu_item": services.save_item(item=found(MenuItem, id), given=input)}


@mutation("menuItemDelete", errors="MenuError", permission=_MANAGE)
def menu_item_delete(info: Info, id: str) -> Payload:
    return {"menu_item": _deleted(found(MenuItem, id))}


def _deleted(row: Any) -> Any:
    pk = row.pk
    row.delete()
    row.pk = pk
    return row


# What a menu shows.


def _items_of(rows: list[Menu]) -> dict[int, list[MenuItem]]:
    items: dict[int, list[MenuItem]] = {row.pk: [] for row in rows}
    shops = {row.pk: channel_of(row) for row in rows}
    for item in MenuItem.objects.filter(menu__in=rows, parent=None).order_by("sort_order", "id"):
        show_in([item], shops[item.menu_id])
        items[item.menu_id].append(item)
    return items


@resolver("Menu", "items")
def items(source: Menu, info: Info) -> list[MenuItem]:
    return load(source, "items", _items_of) or []


def _children_of(rows: list[MenuItem]) -> dict[int, list[MenuItem]]:
    children: dict[int, list[MenuItem]] = {row.pk: [] for row in rows}
    shops = {row.pk: channel_of(row) for row in rows}
    for item in MenuItem.objects.filter(parent__in=rows).order_by("sort_order", "id"):
        show_in([item], shops[item.parent_id or 0])
        children[item.parent_id or 0].append(item)
    return children


@resolver("MenuItem", "children")
def children(source: MenuItem, info: Info) -> list[MenuItem]:
    return load(source, "children", _children_of) or []


@resolver("MenuItem", "menu")
def item_menu(source: MenuItem, info: Info) -> Menu:
    made: Menu = load(source, "menu", _menus_of)
    return made


def _menus_of(rows: list[MenuItem]) -> dict[int, Menu]:
    found_rows = Menu.objects.in_bulk({row.menu_id for row in rows})
    return {row.pk: found_rows[row.menu_id] for row in rows}


def _led_to(rows: list[MenuItem], places: Iterable[Any], column: str) -> dict[int, Any]:
    """Return by item where it leads, shown in the item's channel."""
    by_pk = {place.pk: place for place in places}
    led = {row.pk: by_pk[getattr(row, column)] for row in rows if getattr(row, column) in by_pk}
    for row in rows:
        if row.pk in led:
            show_in([led[row.pk]], channel_of(row))
    return led


@resolver("MenuItem", "category")
def item_category(source: MenuItem, info: Info) -> Category | None:
    def of(rows: list[MenuItem]) -> dict[int, Any]:
        pks = {row.category_id for row in rows if row.category_id}
        return _led_to(rows, Category.objects.filter(pk__in=pks), "category_id")

    found_row: Category | None = load(source, "category", of)
    return found_row


@resolver("MenuItem", "collection")
def item_collection(source: MenuItem, info: Info) -> Collection | None:
    """Only one that is published where the menu is shown, but for who manages collections."""
    staff = info.context.has("MANAGE_PRODUCTS")

    def of(rows: list[MenuItem]) -> dict[int, Any]:
        listed = Collection.objects.filter(pk__in={row.collection_id for row in rows if row.collection_id})
        if not staff:
            listed = listed.filter(
                listings__channel=channel_of(rows[0]),
                listings__is_published=True,
                listings__published_at__lte=now(),
            )
        return _led_to(rows, listed, "collection_id")

    found_row: Collection | None = load(source, ("collection", staff), of)
    return found_row


@resolver("MenuItem", "page")
def item_page(source: MenuItem, info: Info) -> Page | None:
    staff = info.context.has("MANAGE_PAGES")

    def of(rows: list[MenuItem]) -> dict[int, Any]:
        pages = visible_pages(staff=staff).filter(pk__in={row.page_id for row in rows if row.page_id})
        return _led_to(rows, pages, "page_id")

    found_row: Page | None = load(source, ("page", staff), of)
    return found_row
