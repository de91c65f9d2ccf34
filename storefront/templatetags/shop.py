"""The shop's own template words: icons, rupees and days."""

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jkrlm.kernel.formats import rupees as plain_rupees
from jkrlm.kernel.money import Money
from storefront import formats
from storefront.reviews.facade import ReviewsShown, structured_reviews
from storefront.shop.addresses import absolute, canonical_links
from storefront.shop.product import ProductPage
from storefront.shop.structured import structured

register = template.Library()

#: Drawings of movement: mirrored where the page runs from right to left.
MOVING: Final = frozenset({"return", "sent", "truck"})


@cache
def _sprite() -> str:
    return static("storefront/img/icons.svg")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw one icon of the sprite; decorative, the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        "ic flip" if name in MOVING else "ic",
        _sprite(),
        name,
    )


@register.simple_tag
def canonical(path: str) -> SafeString:
    """The page's own address, and the same page in every language."""
    return canonical_links(path)


@register.simple_tag
def whole(path: str) -> str:
    """A path as an address of ours."""
    return absolute(path)


@register.simple_tag
def product_data(page: ProductPage, reviews: ReviewsShown) -> SafeString:
    """What search engines read of a piece."""
    return structured(page, structured_reviews(reviews))


@register.simple_tag
def page_url(name: str, *args: str) -> str:
    """As ``url``, of pages that many readers open: looked up once for a language, not on every page."""
    return _page_url(get_language(), name, args)


@lru_cache(maxsize=3_000)
def _page_url(_language: str | None, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)


@register.simple_tag
def logo() -> SafeString:
    return format_html('<svg aria-hidden="true"><use href="{}#logo"/></svg>', _sprite())


@register.simple_tag
def drawn(name: str, **values: Hashable) -> SafeString:
    """
    Include a component that shows nothing but what it is given; the same values are drawn once.

    For components whose values are frozen, prices included: another price is another drawing.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(name, get_language(), tuple(values.items()))


@lru_cache(maxsize=3_000)
def _drawn(name: str, _language: str | None, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, dict(values))


@register.filter
def rupees(amount: Money | str) -> SafeString:
    """₹14,500, kept left to right inside Urdu. Takes an amount, or what is already written."""
    return format_html("<bdi>{}</bdi>", formats.rupees(amount) if isinstance(amount, Money) else amount)


@register.filter
def exact_rupees(amount: Money | Decimal) -> SafeString:
    """To the paisa, always: what is added up. Takes an amount, or a number of rupees."""
    money = amount if isinstance(amount, Money) else Money(amount, "INR")
    return format_html('<bdi class="num-ltr">{}</bdi>', plain_rupees(money, paise=True))


@register.filter
def day(value: date) -> str:
    return formats.day(value)


@register.simple_tag
def days(earliest: date, latest: date) -> str:
    return formats.days(earliest, latest)
