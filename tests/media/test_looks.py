"""Photographs that look alike are found, whoever sent them; different ones are not."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from media.facade import look_alikes, store_picture
from media.looks import ALIKE, bands_of
from media.models import StoredPicture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def scene(seed: int) -> Image.Image:
    """Light and shade in large patches, as a shawl on a wall has."""
    dice = random.Random(seed)
    small = Image.frombytes("RGB", (6, 5), dice.randbytes(90))
    return small.resize((1200, 900), Image.Resampling.BICUBIC)


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_photograph_taken_from_another_is_told_with_whose_it_is() -> None:
    first = store_picture(jpeg(scene(1)), private=True, owner="KZ09")
    for seed in range(2, 12):
        store_picture(jpeg(scene(seed)), private=True, owner="KZ10")
    changed = {
        "smaller": scene(1).resize((400, 300)),
        "brighter": ImageEnhance.Brightness(scene(1)).enhance(1.15),
        "less red": Image.merge(
            "RGB", [band.point(lambda v, n=n: v * (9 + n) // 11) for n, band in enumerate(scene(1).split())]
        ),
    }
    for name, image in changed.items():
        copy = store_picture(jpeg(image, 60), private=True, owner="JM01")
        found = {(each.other, each.owner) for each in look_alikes([copy.key])}
        assert (first.key, "KZ09") in found, name
        assert {owner for _key, owner in found} <= {"KZ09", "JM01"}, name


def test_the_copy_for_the_shop_and_one_flat_colour_are_like_nothing() -> None:
    store_picture(jpeg(scene(1)))
    own = store_picture(jpeg(scene(1)), private=True, owner="KZ09")
    assert look_alikes([own.key]) == ()
    flat = [
        store_picture(jpeg(Image.new("RGB", (300, 200), colour)), owner="KZ09") for colour in ("red", "navy")
    ]
    assert look_alikes([each.key for each in flat]) == ()


def test_the_index_misses_none_within_its_distance() -> None:
    own = store_picture(jpeg(scene(3)), owner="KZ09")
    look = StoredPicture.objects.get(pk=own.key).look
    assert look is not None
    dice = random.Random(5)
    for number in range(30):
        bits = dice.sample(range(64), ALIKE if number < 20 else ALIKE + 1)
        other = (look & 2**64 - 1) ^ sum(1 << bit for bit in bits)
        signed = other - 2**64 if other >= 2**63 else other
        StoredPicture.objects.update_or_create(
            key=f"{number:064x}",
            defaults={
                "image_format": "JPEG", "width": 9, "height": 9, "size_bytes": 9, "look": signed,
                "bands": bands_of(signed), "created_at": StoredPicture.objects.get(pk=own.key).created_at,
            },
        )  # fmt: skip
        found = [each.bits for each in look_alikes([f"{number:064x}"])]
        assert found == ([ALIKE] if number < 20 else []), number
