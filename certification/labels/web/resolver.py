"""
What the address in a QR code leads to: people to the verdict, machines to a linkset (RFC 9264).

A GS1 Digital Link is its own address here; without a GS1 prefix our own address does the same.
"""

from typing import Any, Final

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

import certification.certificates.facade as certificates
from certification.labels import selectors
from certification.labels.codes import plain
from certification.labels.contracts import Label
from certification.labels.errors import LabelUnknown

LINKSET: Final = "application/linkset+json"
_GS1: Final = "https://ref.gs1.org/voc/"
_UNTP: Final = "https://test.uncefact.org/vocabulary/linkTypes/"
#: Long enough to be worth something, short enough for five seconds.
_MAX_AGE: Final = 4


class TemporaryRedirect(HttpResponseRedirect):
    status_code = 307


@require_safe
def digital_link(request: HttpRequest, gtin: str, serial: str, lot: str = "") -> HttpResponse:
    """A GS1 Digital Link of a piece; GTIN and lot must be the label's own."""
    label = _label(serial)
    if label.gtin != gtin.zfill(14) or label.lot_number != lot.upper():
        raise Http404
    return _answer(request, label)


@require_safe
def own_address(request: HttpRequest, code: str) -> HttpResponse:
    """Our own address of a piece; what nobody knows is told so by the verdict's page."""
    try:
        label = _label(code)
    except Http404:
        return TemporaryRedirect(reverse("cert_verification:label", args=[plain(code) or "-"]))
    return _answer(request, label)


@require_safe
def trade_item(request: HttpRequest, gtin: str, lot: str = "") -> HttpResponse:
    """A product or a lot, without a piece: its page in the shop."""
    del lot
    slug = selectors.slug_of_gtin(gtin.zfill(14))
    if not slug:
        raise Http404
    return TemporaryRedirect(_in_language(request, "storefront:product", slug))


def _label(code: str) -> Label:
    try:
        return selectors.label(plain(code))
    except LabelUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _answer(request: HttpRequest, label: Label) -> HttpResponse:
    asked = request.GET.get("linkType", "")
    links = _links(request, label)
    response: HttpResponse
    if asked in ("linkset", "all") or (not asked and _wants_linkset(request)):
        response = HttpResponse(orjson.dumps(_linkset(label, links)), content_type=LINKSET)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        wanted = asked.removeprefix(_GS1).removeprefix("gs1:").removeprefix(_UNTP).removeprefix("untp:")
        relation, link = next(
            ((name, link) for name, link in links if wanted and name.rsplit("/", 1)[-1] == wanted), links[0]
        )
        if wanted and relation.rsplit("/", 1)[-1] != wanted:
            raise Http404
        response = TemporaryRedirect(link["href"])
    response["Link"] = f'<{label.address.link}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'
    response["Cache-Control"] = f"public, max-age={_MAX_AGE}"
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def _wants_linkset(request: HttpRequest) -> bool:
    """People's browsers ask for HTML before anything else."""
    accepted = request.headers.get("Accept", "")
    return "text/html" not in accepted and (LINKSET in accepted or "application/json" in accepted)


def _links(request: HttpRequest, label: Label) -> list[tuple[str, dict[str, Any]]]:
    base = settings.PUBLIC_URL.rstrip("/")
    verify = base + _in_language(request, "cert_verification:label", label.code)
    languages = [code for code, _name in settings.LANGUAGES]
    page = {"title": "Is this piece genuine?", "type": "text/html", "hreflang": languages}
    credential = {"type": "application/vc+jwt"}
    number = label.certificate_number
    found: list[tuple[str, dict[str, Any]]] = [
        (f"{_GS1}defaultLink", {"href": verify, **page}),
        (f"{_GS1}verificationService", {"href": verify, **page}),
        (
            f"{_GS1}certificationInfo",
            {"href": certificates.certificate_url(number), "title": "Conformity credential", **credential},
        ),
        (
            f"{_UNTP}dcc",
            {"href": certificates.certificate_url(number), "title": "Conformity credential", **credential},
        ),
        (
            f"{_UNTP}dpp",
            {"href": certificates.passport_url(number), "title": "Product passport", **credential},
        ),
    ]
    if label.goods.slug:
        shop = base + _in_language(request, "storefront:product", label.goods.slug)
        found.append((f"{_GS1}pip", {"href": shop, "title": label.goods.title, "type": "text/html"}))
    return found


def _linkset(label: Label, links: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    context: dict[str, Any] = {"anchor": label.address.link, "itemDescription": label.goods.title}
    for relation, link in links:
        context.setdefault(relation, []).append(link)
    return {"linkset": [context]}


def _in_language(request: HttpRequest, name: str, *args: str) -> str:
    with override(get_language_from_request(request)):
        return reverse(name, args=args)
