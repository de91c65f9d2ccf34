"""The picture that others show when a piece is shared: its photograph in our frame, with its makers' name."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commerce.facade import public_store
from jkrlm.kernel.outbox import Event
from media.facade import FilesUnavailable, PictureUnknown, card_answer, make_card, rendition_bytes
from storefront.shop.rows import Picture

if TYPE_CHECKING:
    from storefront.shop.product import ProductPage

_TEMPLATE: Final = Path(__file__).parent / "share.typ"
_PHOTO_SIDE: Final = 960


@dataclass(frozen=True, slots=True)
class ShareCard:
    """All that is on a card; ``name`` is a digest of it, so that another card has another address."""

    name: str
    data: dict[str, str]
    photo: str
    language: str


def share_card(page: "ProductPage") -> ShareCard | None:
    """Return the card of a piece in the active language; None where its picture is not ours to draw with."""
    first = page.pictures[0] if page.pictures else None
    if first is None or first.ladder is None:
        return None
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    data = {
        "title": page.name[:90],
        "maker": page.maker.name[:60] if page.maker else "",
        "place": page.maker.place[:60] if page.maker else "",
        "brand": _("Umeed"),
        "line": _("by women’s self-help groups of J&K"),
        "mark": _("Demo illustration, not a photograph") if page.illustration else "",
    }
    on_it = json.dumps([data, first.ladder.zoom, language], sort_keys=True).encode() + _TEMPLATE.read_bytes()
    return ShareCard(sha256(on_it).hexdigest()[:32], data, first.ladder.zoom, language)


def share_picture(page: "ProductPage") -> Picture | None:
    """Return what the page names as its picture for others: our card, or the photograph as it is."""
    card = share_card(page)
    if card is None:
        return page.pictures[0] if page.pictures else None
    return Picture(reverse("storefront:product-card", args=(page.slug, card.name)), page.name)


@require_safe
def card(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Answer with the card; while it is being made, with the photograph."""
    from storefront.tasks import ask_card

    try:
        made = card_answer(request, name)
        if made is not None:
            return made
        page = _page(slug)
        wanted = share_card(page) if page else None
    except FilesUnavailable as away:
        raise Http404(away.message) from away
    if wanted is None or wanted.name != name:
        raise Http404(_("There is no piece at this address."))
    ask_card(slug, wanted.language)
    answer = HttpResponseRedirect(wanted.photo)
    answer["Cache-Control"] = "no-store"
    return answer


def draw_card(slug: str, language: str) -> None:
    """Make a piece's card in a language; harmless when repeated, or when the piece is gone."""
    with override(language):
        page = _page(slug)
        found = share_card(page) if page else None
        if found is None:
            return
        try:
            photo = rendition_bytes(found.photo, _PHOTO_SIDE)
        except PictureUnknown:
            return
        make_card(found.name, _TEMPLATE, found.data, language=language, pictures={"photo": photo})


def on_product_pictured(event: Event) -> None:
    """A piece changed: have its card in the shop's first language ready before anybody shares it."""
    from storefront.tasks import ask_card

    found = public_store().product_cards(
        ids=[event.payload["product"]["id"]], channel=settings.CHANNEL_ONLINE
    )
    for edge in found.products.edges if found.products else ():
        ask_card(edge.node.slug, settings.LANGUAGE_CODE)


def _page(slug: str) -> "ProductPage | None":
    from storefront.shop.product import product_page

    found = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE).product
    return product_page(found) if found else None
