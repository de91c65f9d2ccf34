"""What the store says of a product that somebody writes about."""

from django.conf import settings

from commerce.facade import public_store


def product_named(product_id: str) -> tuple[str, str] | None:
    """Return (slug, name) of a product; None where the shop shows it no more."""
    found = public_store().product_cards(ids=[product_id], channel=settings.CHANNEL_ONLINE).products
    node = found.edges[0].node if found and found.edges else None
    return (node.slug, node.name) if node is not None else None
