"""Which pages there are: read from the table of addresses itself, so that no new one is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.test import Client
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver

#: Addresses that show no page of their own, and why.
NO_PAGES: Final = {
    "storefront:new-goods": "a feed",
    "storefront:product-card": "a picture",
    "storefront:maker-goods": "a part of a piece's page",
    "account/orders/": "leads to the account",
    "account/orders/<str:token>/": "leads to the order",
    "storefront:account-sign-out": "a button",
    "storefront:account-sign-out-everywhere": "a button",
    "storefront:account-add-order": "a form of the account's page",
    "storefront:account-add-offered": "a button",
    "storefront:account-again": "a button",
    "storefront:account-add-contact": "a form of the settings",
    "storefront:account-remove-address": "a button",
    "storefront:account-default-address": "a button",
    "storefront:account-ask-export": "a button",
    "storefront:account-download": "a file",
    "storefront:account-erase": "a form of the data's page",
    "storefront:account-keep": "a button",
    "storefront:wishlist-add": "a button",
    "storefront:wishlist-remove": "a button",
    "storefront:wishlist-clear": "a button",
    "storefront:cart-add": "a button",
    "storefront:cart-update": "a button",
    "storefront:cart-remove": "a button",
    "storefront:cart-code": "a form of the bag",
    "storefront:cart-code-remove": "a button",
    "storefront:checkout-pin": "a part of the checkout",
    "storefront:checkout-address": "a part of the checkout",
    "storefront:checkout-delivery": "a part of the checkout",
    "storefront:checkout-code": "a part of the checkout",
    "storefront:checkout-code-remove": "a part of the checkout",
    "storefront:checkout-place": "the checkout's button",
    "storefront:checkout-return": "leads back from the card company",
    "storefront:order-document": "a PDF",
    "storefront:order-return": "leads to its place on the order's page",
    "storefront:order-return-off": "a button",
    "storefront:order-exchange": "a button",
    "storefront:order-keep-piece": "a button",
    "storefront:order-return-photo": "a picture",
    "shop_reviews:photo": "a picture",
    "shop_reviews:helpful": "a button",
    "shop_reviews:write-here": "leads to the form at her order",
    "shop_grievances:photo": "a picture",
    "exhibition_draw:given": "a file",
    "exhibitions_public:calendar": "a file",
    "exhibitions_public:share": "a picture",
    "exhibitions_public:pass_pdf": "a PDF",
    "cert_certificates_public:did": "for programs",
    "cert_certificates_public:status": "for programs",
    "cert_certificates_public:pdf": "a PDF",
    "cert_certificates_public:dcc-file": "a file",
    "cert_certificates_public:dpp-file": "a file",
}
PREFIXES: Final = {code: "" if code == settings.LANGUAGE_CODE else f"/{code}" for code in ("en", "hi", "ur")}


@dataclass(frozen=True)
class Sample:
    """``name`` is the address's in the table; ``face`` tells the states of one page apart."""

    name: str
    path: str
    face: str = ""
    status: int = 200
    client: Client = field(default_factory=Client, compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.face}".strip()


def buyers_names() -> set[str]:
    """Return the names of the addresses in three languages that are not the sellers' or the drivers'."""
    return set(_names(get_resolver().url_patterns, "", inside=False))


def _names(
    patterns: list[URLPattern | URLResolver], namespace: str, *, inside: bool, before: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if isinstance(pattern.pattern, LocalePrefixPattern):
                yield from _names(pattern.url_patterns, namespace, inside=True)
            elif inside and not route.startswith(("sell/", "rounds/")):
                spaced = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from _names(pattern.url_patterns, spaced, inside=True, before=route)
        elif inside:
            yield f"{namespace}{pattern.name}" if pattern.name else route
