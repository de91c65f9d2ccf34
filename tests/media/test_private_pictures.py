"""A private picture has no public address, lies in a folder of its own, and is not found by its bytes."""

import hashlib
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.http import HttpRequest

from media.facade import picture_answer, picture_bytes, rendition, rendition_url, store_picture
from media.services import make_rendition
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


def test_a_stranger_has_nothing_made_and_a_whole_picture_has_one_form(client, uploads: Path) -> None:
    private, public = store_picture(photograph(), private=True).key, store_picture(photograph()).key
    before = sorted(uploads.rglob("*.*"))
    assert client.get(f"/media/{private}/1024.avif").status_code == 404
    for ending in ("avif", "webp"):
        assert client.get(f"/media/{public}/original.{ending}").status_code == 404
    assert sorted(uploads.rglob("*.*")) == before
    assert client.get(f"/media/{public}/original").status_code == 200
    assert rendition_url(public, None, "WEBP").endswith("/original"), "no address of ours asks for more"


def test_so_many_are_made_at_once_and_others_come_again(client, uploads: Path, monkeypatch) -> None:
    key = store_picture(photograph()).key
    monkeypatch.setattr(make_rendition, "WAIT_SECONDS", 0.05)
    with ExitStack() as busy:
        for _place in range(make_rendition.AT_ONCE):
            busy.enter_context(make_rendition._a_place())
        answer = client.get(f"/media/{key}/128.webp")
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert client.get(f"/media/{key}/original").status_code == 200, "what is there needs no place"
    assert client.get(f"/media/{key}/128.webp").status_code == 200
