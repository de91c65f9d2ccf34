"""Making menus and their entries."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import found
from commerce.embedded.menu.models import Menu, MenuItem
from commerce.embedded.page.models import Page
from commerce.embedded.product.models import Category, Collection

ITEMS_MAX: Final = 200
DEPTH_MAX: Final = 5
_PLACES: Final[dict[str, Any]] = {"category": Category, "collection": Collection, "page": Page}
#: An address in a menu is a link that people follow: nothing that runs as a script.
_SCHEMES: Final = ("https://", "http://", "/", "mailto:", "tel:", "#")


@transaction.atomic
def create_menu(*, given: Mapping[str, Any]) -> Menu:
    """
    Raises:
        Refusal: REQUIRED without a name, UNIQUE for an address that is taken, those of its items.
    """
    menu = save_menu(menu=Menu(), given=given)
    for item in given.get("items") or ():
        create_item(menu=menu, parent=None, given=item)
    return menu


def save_menu(*, menu: Menu, given: Mapping[str, Any]) -> Menu:
    """
    Raises:
        Refusal: REQUIRED, UNIQUE.
    """
    menu.name = _name(given.get("name") if given.get("name") is not None else menu.name, 250)
    if given.get("slug") or not menu.slug:
        menu.slug = slugify(given.get("slug") or menu.name, allow_unicode=True)[:255]
    if not menu.slug:
        raise Refusal("Slug value cannot be blank.", code="REQUIRED", field="slug")
    try:
        with transaction.atomic():
            menu.save()
    except IntegrityError:
        raise Refusal("Menu with this Slug already exists.", code="UNIQUE", field="slug") from None
    return menu


def _name(text: str | None, longest: int) -> str:
    name = (text or "").strip().replace("\x00", "")
    if not name or len(name) > longest:
        raise Refusal(f"A name has 1 to {longest} characters.", code="REQUIRED", field="name")
    return name


@transaction.atomic
def create_item(*, menu: Menu, parent: MenuItem | None, given: Mapping[str, Any]) -> MenuItem:
    """
    Raises:
        Refusal: TOO_MANY_MENU_ITEMS, CANNOT_ASSIGN_NODE, NOT_FOUND, INVALID.
    """
    Menu.objects.select_for_update().get(pk=menu.pk)
    count = MenuItem.objects.filter(menu=menu).count()
    if count >= ITEMS_MAX:
        raise Refusal(f"A menu has {ITEMS_MAX} items at most.", code="TOO_MANY_MENU_ITEMS", field="menu")
    if parent is not None and (parent.menu_id != menu.pk or parent.level >= DEPTH_MAX):
        raise Refusal(
            "The parent is of another menu, or too deep.", code="CANNOT_ASSIGN_NODE", field="parent"
        )
    item = MenuItem(
        menu=menu, parent=parent, level=parent.level + 1 if parent else 0, sort_order=count, name=""
    )
    return save_item(item=item, given=given)


def save_item(*, item: MenuItem, given: Mapping[str, Any]) -> MenuItem:
    """
    Set what is given; where a place is given, it is the only one.

    Raises:
        Refusal: REQUIRED, NOT_FOUND, TOO_MANY_MENU_ITEMS, INVALID.
    """
    item.name = _name(given["name"] if given.get("name") is not None else item.name, 128)
    places = [name for name in ("url", *_PLACES) if given.get(name)]
    if len(places) > 1:
        raise Refusal("More than one item provided.", code="TOO_MANY_MENU_ITEMS", field="items")
    if places:
        for name in ("url", *_PLACES):
            setattr(item, name, None)
        (name,) = places
        setattr(
            item, name, _url(given[name]) if name == "url" else found(_PLACES[name], given[name], field=name)
        )
    item.save()
    return item


def _url(text: str) -> str:
    if len(text) > 256 or not text.startswith(_SCHEMES) or any(ord(sign) < 33 for sign in text):
        raise Refusal("Enter a valid URL.", code="INVALID", field="url")
    return text
