"""Photographs of goods at the desk: kept as phones send them, of goods that wait or are on sale."""

from django.test import Client

from catalogue.contracts_listings import Listing
from catalogue.models import ListingPhoto
from commerce.facade import app_store
from media.facade import store_picture
from tests.catalogue.goods import cushion, on_sale


def kept(data: bytes, *, owner: str = "KZ09") -> str:
    return store_picture(data, private=True, owner=owner).key


def sold(*photos: str, **changes: object) -> Listing:
    """Return goods with these photographs that are on sale."""
    return on_sale(cushion(photo_keys=photos, **changes))


def photo(row: Listing, place: int = 0) -> ListingPhoto:
    return ListingPhoto.objects.get(listing=row.id, place=place)


def in_the_store(row: Listing) -> list[tuple[str, str]]:
    """Return alt and id of each picture that the store has of goods, in order."""
    product = app_store().listing_product(external_reference=row.sku).product
    assert product is not None
    return [(each.alt, each.id) for each in product.media or ()]


def say(client: Client, one: ListingPhoto, **changes: object):
    one.refresh_from_db()
    drawn = {
        name: getattr(one, name) for name in ("version", "alt_en", "alt_hi", "alt_ur", "shows", "people")
    }
    return client.post(f"/staff/photos/{one.pk}/words/", {**drawn, **changes})


def better(client: Client, one: ListingPhoto, **changes: object):
    one.refresh_from_db()
    fields = {
        "version": one.version, "turns": 0, "left": 0, "top": 0, "right": 1000, "bottom": 1000,
        "white": "", "grey_x": 500, "grey_y": 500, "exposure": 0,
    }  # fmt: skip
    return client.post(f"/staff/photos/{one.pk}/better/", {**fields, **changes})


def yes(client: Client, one: ListingPhoto, **changes: object):
    fields = {
        "key": "yes-1", "who": "Haseena Begum", "said_by": "", "given_on": "2026-11-03",
        "means": "paper", "evidence": "Form 7, Budgam hub",
    }  # fmt: skip
    return client.post(f"/staff/photos/{one.pk}/consent/", {**fields, **changes})
