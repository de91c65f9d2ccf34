"""What every shop page shows besides its content: menu, languages, the bag's count."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from storefront.grievances.facade import grievance_officer
from storefront.shop.menu import menu


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same page in every language; none where pages are English only (staff, demo)."""
    path = request.get_full_path()
    if path.startswith(settings.ENGLISH_ONLY):
        return []
    codes = [code for code, _name in settings.LANGUAGES]
    first, _slash, rest = path.lstrip("/").partition("/")
    bare = f"/{rest}" if first in codes and first != settings.LANGUAGE_CODE else path
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return [
        LanguageLink(
            code=code,
            name=str(name),
            url=bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}",
            current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


def shop(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "shop_languages": language_links(request),
        "shop_menu": menu(),
        "shop_officer": grievance_officer(),
        "shop_address": settings.PUBLIC_URL.rstrip("/"),
        "shop_demo": getattr(settings, "DEMO", False),
        "is_partial": getattr(request, "htmx_partial", False),
    }
