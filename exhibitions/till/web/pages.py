"""The tablet's page as it is kept for where there is no network: shell, service worker, manifest."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from jkrlm.kernel.offline import worker_answer

#: In the order in which they need each other.
SCRIPTS: Final = tuple(
    f"exhibitions_till/{name}.js"
    for name in (
        "money",
        "qr",
        "store",
        "copy",
        "chain",
        "book",
        "goods",
        "bill",
        "pin",
        "sync",
        "ui",
        "scan",
        "sell",
        "pay",
        "card",
        "back",
        "day",
        "ended",
        "main",
    )
)
_COLOUR: Final = "#5B1430"
_PAPER: Final = "#FBF7F0"
_MAIN: Final = "en"


@require_safe
def shell(request: HttpRequest, language: str) -> HttpResponse:
    """The page of the till, without a word about whose it is; what it shows it has on the tablet."""
    answer = _shell(request, language)
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-cache"
    answer["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; with a page or a file that it keeps, its own text changes."""
    pages = {_address(code): _shell(request, code).content for code, _name in settings.LANGUAGES}
    answer = worker_answer(
        "umeed-till",
        _address(_MAIN),
        b"".join(pages.values()),
        template="exhibitions_till/worker.js",
        pages=pages,
    )
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(_request: HttpRequest, language: str) -> JsonResponse:
    """What the tablet needs to put the till on its home screen."""
    with override(language):
        name, short = _("Umeed till"), _("Till")
    icons = [
        {
            "src": static(f"exhibitions_till/till-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    answer = JsonResponse(
        {
            "id": reverse("pos:shell"),
            "name": name,
            "short_name": short,
            "lang": language,
            "dir": "rtl" if language == "ur" else "ltr",
            "start_url": _address(language),
            "scope": reverse("pos:shell"),
            "display": "standalone",
            "background_color": _PAPER,
            "theme_color": _COLOUR,
            "icons": icons,
        }
    )
    answer["Content-Type"] = "application/manifest+json"
    return answer


def _address(language: str, page: str = "shell") -> str:
    return reverse(f"pos:{page}" if language == _MAIN else f"pos:{page}-{language}")


def _shell(request: HttpRequest, language: str) -> HttpResponse:
    with override(language):
        return render(
            request,
            "exhibitions_till/pos.html",
            {
                "scripts": SCRIPTS,
                "manifest": _address(language, "manifest"),
                "icons": static("exhibitions_till/icons.svg"),
                "languages": [(code, name, _address(code)) for code, name in settings.LANGUAGES],
                "staff_url": "/staff/exhibitions/" if settings.DEMO else "",
            },
        )
