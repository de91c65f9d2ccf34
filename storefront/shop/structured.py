"""What search engines read of a piece: schema.org’s Product, Offer and the way to it, as one block."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from storefront.shop.addresses import absolute
from storefront.shop.product import ProductPage

_AVAILABLE: Final = {"off": "SoldOut", "wait": "MadeToOrder"}


def structured(page: ProductPage, reviews: Mapping[str, Any]) -> SafeString:
    """Return the block; no script, so the content security policy lets it be."""
    address = absolute(page.canonical)
    graph = [
        _product(page, address) | dict(reviews),
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": at, "name": name, "item": absolute(path)}
                for at, (name, path) in enumerate((*page.trail, (page.name, page.canonical)), start=1)
            ],
        },
    ]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    harmless = text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(harmless),  # noqa: S308  no sign in it ends the block
    )


def _product(page: ProductPage, address: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Product",
        "@id": f"{address}#product",
        "name": page.name,
        "url": address,
        "description": page.summary,
        "image": [absolute(picture.url) for picture in page.pictures],
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": str(page.price.amount),
            "priceCurrency": page.price.currency,
            "itemCondition": "https://schema.org/NewCondition",
            "availability": f"https://schema.org/{_AVAILABLE.get(page.stock.kind, 'InStock')}",
        },
    }
    if page.maker:
        data["brand"] = {"@type": "Brand", "name": page.maker.name}
    return data
