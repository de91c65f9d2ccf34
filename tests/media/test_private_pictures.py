"""A private picture has no public address, lies in a folder of its own, and is not found by its bytes."""

import hashlib
from pathlib import Path

import pytest
from django.http import HttpRequest

from media.facade import picture_answer, picture_bytes, rendition, store_picture
from tests.portal_goods.world import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_private_and_public_are_two_pictures(client, uploads: Path) -> None:
    data = photograph()
    private, public = store_picture(data, private=True), store_picture(data)
    assert public.key == hashlib.sha256(data).hexdigest() != private.key
    assert store_picture(data, private=True).key == private.key
    assert client.get(f"/media/{public.key}/256.webp").status_code == 200
    for stem in ("256.webp", "32.avif", "original"):
        assert client.get(f"/media/{private.key}/{stem}").status_code == 404
    assert rendition(private.key, 256).storage_name.startswith("private-pictures/")
    assert {path.parts[len(uploads.parts)] for path in uploads.rglob("*.*")} == {
        "pictures",
        "private-pictures",
    }
    assert picture_bytes(private.key) == picture_bytes(public.key)


def test_a_view_that_let_her_in_hands_it_out() -> None:
    key = store_picture(photograph(), private=True).key
    request = HttpRequest()
    first = picture_answer(request, key, 256)
    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (
        200,
        "image/webp",
        "private, no-cache",
    )
    again = HttpRequest()
    again.META["HTTP_IF_NONE_MATCH"] = first["ETag"]
    assert picture_answer(again, key, 256).status_code == 304
