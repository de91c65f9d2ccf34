"""Another group's photograph again: said beside the goods, and on the files desk."""

import random
from io import BytesIO

import pytest
from PIL import Image

from catalogue.facade import propose
from media.facade import store_picture
from tests.catalogue.goods import SELLER, cushion
from tests.catalogue.test_editors_desk import editor, registry

__all__ = ["editor", "registry"]
pytestmark = pytest.mark.django_db


def shawl(owner: str, size: tuple[int, int] = (900, 700), seed: int = 4) -> str:
    out = BytesIO()
    small = Image.frombytes("RGB", (6, 5), random.Random(seed).randbytes(90))
    small.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG")
    return store_picture(out.getvalue(), private=True, owner=owner).key


def test_staff_are_told_which_goods_have_this_photograph(editor) -> None:
    first = propose(cushion(photo_keys=(shawl("KZ09"),)), SELLER)
    again = propose(cushion(photo_keys=(shawl("KZ10", (500, 390)),)), SELLER)
    other = propose(cushion(photo_keys=(shawl("KZ09", seed=9),)), SELLER)
    page = editor.get(f"/staff/goods/{again.id}/").content.decode()
    assert f'href="/staff/goods/{first.id}/"' in page and "Ask whose it is" in page
    assert f'href="/staff/goods/{other.id}/"' not in page
    assert "Ask whose it is" not in editor.get(f"/staff/goods/{other.id}/").content.decode()
    desk = editor.get("/staff/files/?check").content.decode()
    assert desk.count("<b>KZ10</b> · <b>KZ09</b>") == 1
    assert "3 files seen; 0 without a row; 0 rows whose file is gone" in " ".join(desk.split())
    shown = editor.get(f"/staff/files/{again.photo_keys[0]}/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert editor.get(f"/staff/files/{'0' * 64}/").status_code == 404
