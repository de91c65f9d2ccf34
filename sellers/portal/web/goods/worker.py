"""
The service worker of the portal and the pages that it keeps: nobody's, so that a phone shared by several may.

It keeps the page for adding goods without a word about who sees it, a page that says that there is no
network, and what these need to be shown. Pages of members are never kept.
"""

import hashlib
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sellers.portal.web.frame import dock, seller_page
from sellers.portal.web.goods.form import allow_devices, context_of
from sellers.portal.web.goods.wish import Sent

#: What the two pages are shown with.
_FILES: Final = (
    "portal/portal.css",
    "portal/goods.css",
    "portal/goods-phone.js",
    "portal/goods-add.js",
    "portal/goods-photos.js",
    "portal/goods-picture.js",
    "portal/goods-voice.js",
    "media/better.js",
    "media/shrink.js",
    "portal/icons.svg",
    "portal/goods-icons.svg",
    "portal/goods-kinds.svg",
    "storefront/img/favicon.svg",
)
_URDU: Final = ("storefront/fonts/naskh-urdu-400.woff2",)
_PUSH: Final = "portal/push-worker.js"

fresh = cache_control(no_cache=True)


@require_safe
@fresh
def shell(request: HttpRequest) -> HttpResponse:
    """The page for adding goods as a phone keeps it: it learns from the phone who holds it."""
    context = context_of(sent=Sent(), key="", group_code="")
    context |= {"dock": (), "is_shell": True, "languages": ()}
    page = seller_page(request, "portal/goods/add.html", context, here="add")
    return allow_devices(page)


@require_safe
@fresh
def offline(request: HttpRequest) -> HttpResponse:
    """Shown in the place of any page but that for adding goods while there is no network."""
    context = {"dock": dock(), "is_shell": True, "languages": ()}
    return seller_page(request, "portal/goods/offline.html", context, here="offline")


@require_safe
@fresh
def worker(request: HttpRequest) -> HttpResponse:
    """
    The service worker of one language.

    Whenever a page or a file that it keeps changes, so does its text: phones take the new one at their next
    visit, and drop what the old one kept.
    """
    kept = [static(name) for name in _kept_files()]
    context = {
        "version": f"{get_language()}-{_digest_of_files(_kept_files())[:12]}-{_digest_of_pages(request)}",
        "add": reverse("portal:add"),
        "shell": reverse("portal:goods_shell"),
        "offline": reverse("portal:offline"),
        "scope": reverse("portal:home"),
        "push": static(_PUSH) if finders.find(_PUSH) else "",
        "kept": kept,
    }
    text = render_to_string("portal/goods/worker.js", context)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
@fresh
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the portal on its first page."""
    del request
    home = reverse("portal:home")
    return JsonResponse(
        {
            "name": _("Umeed for sellers"),
            "short_name": _("Umeed"),
            "id": home,
            "start_url": home,
            "scope": home,
            "display": "standalone",
            "lang": get_language(),
            "dir": "rtl" if get_language() == "ur" else "ltr",
            "background_color": "#FBF7F0",
            "theme_color": "#5B1430",
            "icons": [{"src": static("storefront/img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
            "shortcuts": [{"name": _("Add goods"), "url": reverse("portal:add")}],
        },
        content_type="application/manifest+json",
    )


def _kept_files() -> tuple[str, ...]:
    return _FILES + (_URDU if get_language() == "ur" else ())


def _digest_of_files(names: tuple[str, ...]) -> str:
    return _digest_once(names) if not settings.DEBUG else _digest(names)


def _digest(names: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for name in names:
        path = finders.find(name)
        if isinstance(path, str):
            with open(path, "rb") as source:
                found.update(source.read())
        else:
            with staticfiles_storage.open(name) as source:
                found.update(source.read())
    return found.hexdigest()


_digest_once = cache(_digest)


def _digest_of_pages(request: HttpRequest) -> str:
    """Both pages say the same to everybody: what they are now is worked out once a process and language."""
    return _pages_once(get_language() or "en", request.get_host()) if not settings.DEBUG else _pages(request)


def _pages(request: HttpRequest) -> str:
    found = hashlib.sha256()
    for page in (shell(request), offline(request)):
        found.update(page.content)
    return found.hexdigest()[:12]


@cache
def _pages_once(language: str, host: str) -> str:
    del language
    request = HttpRequest()
    request.method = "GET"
    request.META = {"SERVER_NAME": host.partition(":")[0], "SERVER_PORT": "80", "HTTP_HOST": host}
    request.path = request.path_info = reverse("portal:goods_shell")
    return _pages(request)
