"""The frame of every page under /sell/: bar, content, dock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sellers.notices.facade import unseen
from sellers.portal.clips import clip
from sellers.portal.contracts import Acting
from sellers.registry.facade import Group, groups_by_code


@dataclass(frozen=True, slots=True)
class DockEntry:
    key: str
    address: str
    icon: str
    label: Promise | str


#: The five of the dock, by the names of their addresses; one whose page is not built is not shown.
DOCK: Final = (
    DockEntry("orders", "portal:orders", "parcel", _("Orders")),
    DockEntry("goods", "portal:goods", "shawl", _("Goods")),
    DockEntry("add", "portal:add", "plus", _("Add")),
    DockEntry("money", "portal:money", "purse", _("Money")),
    DockEntry("help", "portal:help", "phone", _("Help")),
)


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    url: str
    is_current: bool


def seller_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """
    Show a page that extends ``portal/base.html``.

    ``here`` is the page's key: which entry of the dock it is, and which clip reads it aloud.
    """
    acting: Acting | None = getattr(request, "acting", None)
    language = current_language()
    entries = dock() if acting else ()
    frame = {
        "acting": acting,
        "group_name": group_names(acting.group_codes) if acting else "",
        "dock": entries,
        "addresses": {entry.key: entry.address for entry in entries},
        "here": here,
        "languages": languages(request, language),
        "clip": clip(here, language) if here else "",
        "unseen": unseen(acting.person.id) if acting else 0,
        "is_demo": settings.DEMO,
    }
    return render(request, template, {**frame, **context}, status=status)


def current_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def dock() -> tuple[DockEntry, ...]:
    """Return the entries whose pages exist, with their addresses in the reader's language."""
    found = []
    for entry in DOCK:
        try:
            found.append(DockEntry(entry.key, reverse(entry.address), entry.icon, str(entry.label)))
        except NoReverseMatch:
            continue
    return tuple(found)


def languages(request: HttpRequest, current: str) -> tuple[Language, ...]:
    """Return this page's address in every language."""
    here = request.get_full_path()
    return tuple(
        Language(code, str(name), translate_url(here, code), code == current)
        for code, name in settings.LANGUAGES
    )


def group_names(codes: tuple[str, ...]) -> str:
    """Return the group's name in the reader's language; nothing where there are several."""
    if len(codes) != 1:
        return ""
    return name_of(groups_by_code(codes), codes[0])


def name_of(groups: Mapping[str, Group], code: str) -> str:
    """Return a group's name in the reader's language; its code where it is not among ``groups``."""
    group = groups.get(code)
    if group is None:
        return code
    return {"hi": group.name_hi, "ur": group.name_ur}.get(current_language(), "") or group.name
