"""What machines read of the shop: robots.txt, the sitemap, the feed of new goods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalogue.facade import SearchQuery, listed_pages, listed_products, search
from commerce.facade import public_store
from exhibitions.plan.facade import announced
from sellers.registry.facade import groups
from storefront.shop.addresses import absolute, in_languages
from storefront.shop.goods import cards_of

#: The protocol allows 50,000 addresses and 50 MB to a file; each of ours stands in three languages.
PER_FILE: Final = 5_000
NEW_GOODS: Final = 30
#: A crawler that asks again within the hour is answered by a cache.
_HOUR: Final = 3600
_PRIVATE: Final = (
    "/cart/",
    "/checkout/",
    "/orders/",
    "/account/",
    "/sell/",
    "/staff/",
    "/demo/",
    "/payments/",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of the sitemap, by its path in English."""

    path: str
    changed_at: datetime | None = None


@require_safe
@cache_control(public=True, max_age=_HOUR)
def robots(_request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of what is private; a demonstration is kept out of every index."""
    if getattr(settings, "DEMO", False):
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    codes = ("", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE))
    closed = "".join(f"Disallow: {code}{path}\n" for path in _PRIVATE for code in codes)
    text = f"User-agent: *\n{closed}\nSitemap: {absolute('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=_HOUR)
def sitemap(_request: HttpRequest) -> HttpResponse:
    """The index of the files."""
    names = ["pages", *(f"goods-{number}" for number in range(1, listed_pages(PER_FILE) + 1))]
    files = "".join(
        f"<sitemap><loc>{escape(absolute(f'/sitemap-{name}.xml'))}</loc></sitemap>" for name in names
    )
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{files}</sitemapindex>')


@require_safe
@cache_control(public=True, max_age=_HOUR)
def sitemap_file(_request: HttpRequest, name: str) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        rows = list(_pages() if name == "pages" else _goods(name))
    if not rows:
        raise Http404(_("There is no such file of the sitemap."))
    urls = "".join(map(_url, rows))
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>'
    )


def _pages() -> Iterator[Listed]:
    for name in ("home", "listing", "makers"):
        yield Listed(reverse(f"storefront:{name}"))
    for group in groups():
        yield Listed(reverse("storefront:maker", args=(group.slug,)))
    yield Listed(reverse("exhibitions_public:listed"))
    for fair in announced():
        yield Listed(reverse("exhibitions_public:one", args=(fair.slug,)))


def _goods(name: str) -> Iterator[Listed]:
    head, _dash, number = name.partition("-")
    if head != "goods" or not number.isdecimal() or len(number) > 5:
        return
    rows = listed_products(int(number), PER_FILE)
    slugs = _slugs([product_id for product_id, _at in rows])
    for product_id, changed_at in rows:
        if product_id in slugs:
            yield Listed(reverse("storefront:product", args=(slugs[product_id],)), changed_at)


def _slugs(product_ids: list[str]) -> dict[str, str]:
    """Ask the store for addresses, a hundred at a time as it allows."""
    found: dict[str, str] = {}
    for start in range(0, len(product_ids), 100):
        answer = public_store().product_slugs(
            ids=product_ids[start : start + 100], channel=settings.CHANNEL_ONLINE
        )
        found |= {edge.node.id: edge.node.slug for edge in answer.products.edges} if answer.products else {}
    return found


def _url(row: Listed) -> str:
    changed = f"<lastmod>{row.changed_at:%Y-%m-%d}</lastmod>" if row.changed_at else ""
    links = in_languages(row.path)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(url)}/>'
        for code, url in links
    )
    return "".join(
        f"<url><loc>{escape(url)}</loc>{changed}{others}</url>" for code, url in links if code != "x-default"
    )


@require_safe
@cache_control(public=True, max_age=_HOUR // 4)
def new_goods(_request: HttpRequest) -> HttpResponse:
    """The newest goods as an Atom feed (RFC 4287), in the language of the address."""
    found = search(SearchQuery(sort="newest", page_size=NEW_GOODS))
    dates = dict(listed_products(1, NEW_GOODS, newest=True))
    feed = Atom1Feed(
        title=_("New goods at Umeed"),
        link=absolute(reverse("storefront:listing")),
        description=_("What the groups have listed lately."),
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=absolute(reverse("storefront:new-goods")),
    )
    for card in cards_of(found.product_ids):
        address = absolute(card.url)
        picture = card.picture
        feed.add_item(
            title=card.name,
            link=address,
            unique_id=address,
            description=" · ".join(part for part in (card.maker, card.place) if part),
            author_name=card.maker or "Umeed",
            pubdate=dates.get(card.product_id),
            updateddate=dates.get(card.product_id),
            enclosures=[Enclosure(absolute(picture.url), "0", "image/webp")] if picture else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="application/xml")
