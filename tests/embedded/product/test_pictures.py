"""Pictures of products."""

import io
from typing import Any

from PIL import Image

from commerce.embedded.product.models import ProductMedia
from jkrlm.kernel.ids import parse_global_id
from tests.embedded.catalogue_world import World, codes, done, public, staff, tried


def picture(colour: str = "red") -> Any:
    """Return a small JPEG as an uploaded file."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "JPEG")
    kept.seek(0)
    return kept


def test_pictures_are_kept_in_order_and_addressed_for_ever(world: World, heard: Any) -> None:
    shawl = world.product("Shawl")
    heard()

    def add(colour: str) -> dict[str, Any]:
        payload = done(
            "productMediaCreate",
            "ProductMediaCreateInput!",
            "media { id alt type url(size: 256, format: WEBP) } product { thumbnail(size: 256) { url alt } }",
            input={"product": shawl["id"], "image": picture(colour), "alt": f"{colour} shawl"},
        )
        assert heard() == ["PRODUCT_UPDATED"]
        return payload

    red, blue = add("red"), add("blue")
    key = ProductMedia.objects.get(pk=parse_global_id(red["media"]["id"])[1]).key
    assert red["media"]["url"] == f"https://shop.example/media/{key}/256.webp"
    assert blue["product"]["thumbnail"] == {"url": red["media"]["url"], "alt": "red shawl"}
    gone = staff(
        "mutation($id: ID!) { productMediaDelete(id: $id) { media { id } errors { code } } }",
        id=red["media"]["id"],
    )
    assert gone["productMediaDelete"] == {"media": {"id": red["media"]["id"]}, "errors": []}
    left = public('{ product(slug: "shawl", channel: "online") { media { id alt } } }')
    assert left == {"product": {"media": [{"id": blue["media"]["id"], "alt": "blue shawl"}]}}


def test_what_is_no_picture_is_refused(world: World) -> None:
    shawl = world.product("Shawl")
    for given, fault in (
        ({}, ("input", "REQUIRED")),
        ({"image": io.BytesIO(b"<svg onload=alert(1)>")}, ("image", "INVALID")),
        ({"mediaUrl": "http://169.254.169.254/latest/"}, ("mediaUrl", "INVALID")),
        ({"mediaUrl": "file:///etc/passwd"}, ("mediaUrl", "INVALID")),
        ({"image": picture(), "alt": "a" * 251}, ("input", "INVALID")),
    ):
        values = {"product": shawl["id"], **given}
        payload = tried("productMediaCreate", "ProductMediaCreateInput!", "media { id }", input=values)
        assert codes(payload) == [fault]
    assert ProductMedia.objects.count() == 0


def test_pictures_are_described_anew_and_put_in_order(world: World, heard: Any) -> None:
    shawl, stole = world.product("Shawl"), world.product("Stole")

    def add(product: dict[str, Any], colour: str) -> str:
        payload = done(
            "productMediaCreate",
            "ProductMediaCreateInput!",
            "media { id }",
            input={"product": product["id"], "image": picture(colour), "alt": colour},
        )
        made: str = payload["media"]["id"]
        return made

    red, blue, others = add(shawl, "red"), add(shawl, "blue"), add(stole, "teal")
    heard()

    def order(*ids: str) -> Any:
        document = """mutation($product: ID!, $ids: [ID!]!) { productMediaReorder(productId: $product, mediaIds: $ids)
            { media { alt } errors { code field } } }"""
        return staff(document, product=shawl["id"], ids=list(ids))["productMediaReorder"]

    def describe(alt: str) -> Any:
        document = """mutation($id: ID!, $alt: String!) { productMediaUpdate(id: $id, input: { alt: $alt })
            { media { alt } errors { code field } } }"""
        return staff(document, id=red, alt=alt)["productMediaUpdate"]

    assert order(blue, red) == {"media": [{"alt": "blue"}, {"alt": "red"}], "errors": []}
    assert describe("A red shawl") == {"media": {"alt": "A red shawl"}, "errors": []}
    assert heard() == ["PRODUCT_UPDATED"] * 2
    for refused, fault in (
        (order(blue), ("mediaIds", "INVALID")),
        (order(blue, blue), ("mediaIds", "INVALID")),
        (order(blue, others), ("mediaIds", "NOT_FOUND")),
        (describe("a" * 251), ("input", "INVALID")),
    ):
        assert codes(refused) == [fault]
    shown = public('{ product(slug: "shawl", channel: "online") { media { alt } } }')
    assert shown == {"product": {"media": [{"alt": "blue"}, {"alt": "A red shawl"}]}}
    assert heard() == []
