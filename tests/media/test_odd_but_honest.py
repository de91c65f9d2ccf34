"""Files that phones really make, or networks really cut: taken as they are meant, or refused, never half of them."""

import io
import os
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms

from media.facade import rendition, store_picture, withdraw
from media.models import StoredPicture
from media.rules import MAX_PIXELS_LAYERED
from media.services import make_rendition
from media.workshop import document
from media.workshop.picture import opened
from media.workshop.refusal import BROKEN, TOO_MANY_PIXELS, Refusal
from tests.media.hostile import photo
from tests.portal_goods.world import photograph


@pytest.fixture
def uploads(db: None, settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize("layout", ["disable", "generate"])
@pytest.mark.parametrize("part", [0.5, 0.9, 0.99])
def test_a_paper_that_was_cut_short_is_refused_or_can_be_opened(layout: str, part: float) -> None:
    paper = pikepdf.new()
    for _page in range(3):
        paper.add_blank_page().Contents = pikepdf.Stream(paper, os.urandom(20_000))
    out = io.BytesIO()
    paper.save(out, object_stream_mode=getattr(pikepdf.ObjectStreamMode, layout))
    whole = out.getvalue()
    with pikepdf.open(io.BytesIO(document.cleaned(whole)[1])) as kept:
        assert len(kept.pages) == 3
    try:
        said, made = document.cleaned(whole[: int(len(whole) * part)])
    except Refusal as refusal:
        assert refusal.why == BROKEN
    else:
        with pikepdf.open(io.BytesIO(made)) as kept:
            assert len(kept.pages) == said["pages"]


def test_a_film_behind_a_photograph_is_no_reason_to_refuse_it() -> None:
    film = b"\x00\x00\x00\x18ftypmp42" + b"\xff\xda\x00\x00" * 5_000
    assert opened(photo() + film, side=512)[0].size == opened(photo(), side=512)[0].size


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_colour_profile_holds_for_what_one_sees_through_too(mode: str) -> None:
    """A profile in which red and blue changed places: red comes out blue, however the picture is kept."""
    ours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = ours.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 40, 40)).convert(mode).save(out, "PNG", icc_profile=swapped)
    made = opened(out.getvalue(), side=40)[0]
    red, _green, blue = made.convert("RGB").getpixel((5, 5))
    assert blue > 150 > red
    assert made.mode == ("RGBA" if mode == "RGBA" else "RGB")


def test_a_moving_picture_may_be_smaller_than_a_still_one() -> None:
    width = 2_900
    frames = [Image.new("RGB", (width, width), colour) for colour in ("red", "blue")]
    assert width * width > MAX_PIXELS_LAYERED["WEBP"]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], method=0)
    with pytest.raises(Refusal) as refused:
        opened(out.getvalue(), side=512)
    assert (refused.value.why, refused.value.limit) == (TOO_MANY_PIXELS, 8)
    still = io.BytesIO()
    frames[0].save(still, "WEBP", method=0)
    assert opened(still.getvalue(), side=512)


def test_a_withdrawn_picture_is_not_said_to_be_as_it_was(client, uploads: Path) -> None:
    key = store_picture(photograph()).key
    at = f"/media/{key}/512.webp"
    seen = client.get(at)
    asked = {"If-None-Match": seen["ETag"]}
    assert (seen.status_code, client.get(at, headers=asked).status_code) == (200, 304)
    withdraw(key)
    again = client.get(at, headers=asked)
    assert again.status_code == 404
    assert "immutable" not in again.get("Cache-Control", "")
    unknown = client.get(f"/media/{'0' * 64}/512.webp", headers={"If-None-Match": f'"{"0" * 32}-512-webp"'})
    assert unknown.status_code == 404


def test_what_is_made_while_the_yes_is_withdrawn_does_not_stay(uploads: Path, monkeypatch) -> None:
    key = store_picture(photograph()).key
    encoded = make_rendition.encoded

    def slowly(*given, **more):
        made = encoded(*given, **more)
        if not StoredPicture.objects.get(pk=key).is_private:
            withdraw(key)
        return made

    monkeypatch.setattr(make_rendition, "encoded", slowly)
    with pytest.raises(Exception, match="withdrawn meanwhile"):
        rendition(key, 512)
    assert not [each for each in uploads.rglob("512.*") if "private" not in each.as_posix()]
