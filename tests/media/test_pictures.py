"""A photograph comes in from a phone; what is kept and shown is clean, and anything else is refused."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from media import facade
from media.models import StoredPicture

pytestmark = [pytest.mark.django_db, pytest.mark.urls("media.urls")]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def photograph(width: int = 800, height: int = 600, image_format: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", (width, height), "#7c1f3d")
    image.paste("#e39a1d", (0, 0, width // 4, height // 4))
    out = io.BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


def phone_photograph_taken_sideways() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right edge
    exif[0x010F] = "Phone of Zeba"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (34.0, 5.0, 1.0)
    return photograph(800, 600, exif=exif)


def kept_files(uploads: Path) -> list[str]:
    return sorted(path.name for path in uploads.rglob("*") if path.is_file())


def test_a_photograph_is_kept_upright_without_what_it_says_about_people(uploads: Path) -> None:
    data = phone_photograph_taken_sideways()
    picture = facade.store_picture(data, alt="Shawl on a table")
    assert picture.key == hashlib.sha256(data).hexdigest()
    assert (picture.width, picture.height) == (600, 800)
    assert picture.url == f"/media/{picture.key}/original"
    assert picture.alt == "Shawl on a table"
    original = (uploads / "pictures" / picture.key[:2] / picture.key / "original.jpg").read_bytes()
    assert b"Zeba" not in original
    kept = Image.open(io.BytesIO(original))
    assert kept.size == (600, 800)
    assert dict(kept.getexif()) == {}
    top_right = kept.convert("RGB").getpixel((590, 10))
    assert top_right[0] > 200, "the saffron corner moved to the right edge as the phone meant it"


def test_the_same_picture_again_costs_nothing_and_makes_nothing() -> None:
    first = facade.store_picture(photograph(), alt="first")
    second = facade.store_picture(photograph(), alt="second")
    assert second == first
    assert StoredPicture.objects.count() == 1
    jobs = ProcrastinateJob.objects.values_list("task_name", "args")
    assert list(jobs) == [("media.make_renditions", {"key": first.key})]


def test_a_picture_whose_file_was_lost_is_kept_anew(uploads: Path) -> None:
    key = facade.store_picture(photograph()).key
    (uploads / "pictures" / key[:2] / key / "original.jpg").unlink()
    assert facade.store_picture(photograph()).key == key
    assert facade.rendition(key, 256).width == 256


def huge_png_header() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("what", "data", "code", "sentence"),
    [
        ("nothing", b"", "UNSUPPORTED_MIME_TYPE", "Send a JPEG, PNG, WebP or HEIC"),
        ("a page", b"<html><script>alert(1)</script></html>", "UNSUPPORTED_MIME_TYPE", "a page or a drawing"),
        (
            "a drawing",
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "UNSUPPORTED_MIME_TYPE",
            "not a photograph",
        ),
        ("a GIF", photograph(20, 20, "GIF"), "UNSUPPORTED_MIME_TYPE", "not a photograph"),
        ("a program", b"\x7fELF" + bytes(200), "UNSUPPORTED_MIME_TYPE", "not a photograph"),
        ("half a JPEG", photograph()[:2000], "INVALID_FILE_TYPE", "broken or cut short"),
        ("half a PNG", photograph(image_format="PNG")[:300], "INVALID_FILE_TYPE", "broken or cut short"),
        ("a bomb", huge_png_header(), "FILE_SIZE_LIMIT_EXCEEDED", "million pixels"),
        (
            "too long a file",
            photograph() + bytes(20 * 2**20),
            "FILE_SIZE_LIMIT_EXCEEDED",
            "larger than 20 MB",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() and " " in value else "",
)
def test_what_is_no_photograph_is_refused_with_a_sentence_and_leaves_nothing(
    what: str, data: bytes, code: str, sentence: str, uploads: Path
) -> None:
    with pytest.raises(facade.PictureRefused, match=sentence) as refused:
        facade.store_picture(data, alt=what)
    assert (refused.value.code, refused.value.field) == (code, "image")
    assert StoredPicture.objects.count() == 0
    assert kept_files(uploads) == []
    assert ProcrastinateJob.objects.count() == 0


def test_a_script_behind_the_pixels_does_not_survive(uploads: Path) -> None:
    picture = facade.store_picture(photograph() + b"<script>alert(1)</script>")
    kept = uploads / "pictures" / picture.key[:2] / picture.key / "original.jpg"
    assert b"<script>" not in kept.read_bytes()


def test_transparent_and_grey_pictures_are_kept_too() -> None:
    out = io.BytesIO()
    Image.new("LA", (50, 40), (120, 0)).save(out, "PNG")
    picture = facade.store_picture(out.getvalue())
    assert picture.content_type == "image/png"
    assert facade.rendition(picture.key, 32).height == 26


def test_the_task_makes_every_useful_size_once(uploads: Path) -> None:
    key = facade.store_picture(photograph(900, 900)).key
    assert facade.make_renditions(key) == 14
    assert kept_files(uploads) == sorted([
        "1024.webp", "128.webp", "240.avif", "240.webp", "256.webp", "320.avif", "320.webp", "480.avif", "480.webp",
        "512.webp", "640.avif", "640.webp", "960.avif", "960.webp", "original.jpg",
    ])  # fmt: skip
    assert facade.make_renditions(key) == 0
    with Image.open(uploads / "pictures" / key[:2] / key / "960.webp") as largest:
        assert largest.size == (900, 900), "never enlarged"


def test_what_few_may_see_is_made_in_few_sizes(uploads: Path) -> None:
    key = facade.store_picture(photograph(900, 900), private=True).key
    assert facade.make_renditions(key) == 3
    assert kept_files(uploads) == ["128.webp", "256.webp", "512.webp", "original.jpg"]


@pytest.mark.parametrize(
    ("asked", "given"), [(1, 32), (48, 32), (49, 64), (240, 256), (480, 512), (9999, 4096)]
)
def test_a_size_that_we_do_not_make_gives_the_nearest_one(asked: int, given: int) -> None:
    assert facade.nearest_size(asked) == given
    assert facade.rendition_url("ab" * 32, asked) == f"/media/{'ab' * 32}/{given}.webp"


def test_an_address_serves_the_rendition_for_good(client) -> None:
    key = facade.store_picture(photograph()).key
    answer = client.get(facade.rendition_url(key, 512))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (512, 384)
    again = client.get(facade.rendition_url(key, 512), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("size", "image_format", "content_type"),
    [(256, "AVIF", "image/avif"), (256, "ORIGINAL", "image/jpeg"), (None, "ORIGINAL", "image/jpeg")],
)
def test_other_formats_are_made_when_asked_for(client, size, image_format, content_type) -> None:
    key = facade.store_picture(photograph()).key
    answer = client.get(facade.rendition_url(key, size, image_format))
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)


@pytest.mark.parametrize(
    "path",
    [
        f"/media/{'0' * 64}/512.webp",
        f"/media/{'0' * 64}/513.webp",
        f"/media/{'0' * 64}/512.php",
        "/media/../settings/base.py",
        f"/media/{'0' * 64}/..%2f..%2fsecret-key",
        f"/media/{'G' * 64}/512.webp",
    ],
)
def test_other_addresses_lead_nowhere(client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_picture_whose_file_is_gone_is_not_found_rather_than_a_fault(client, uploads: Path) -> None:
    key = facade.store_picture(photograph()).key
    (uploads / "pictures" / key[:2] / key / "original.jpg").unlink()
    assert client.get(f"/media/{key}/256.webp").status_code == 404
    assert client.get(f"/media/{key}/original").status_code == 404


def test_pictures_cannot_be_posted_to(client) -> None:
    key = facade.store_picture(photograph()).key
    assert client.post(f"/media/{key}/256.webp").status_code == 405
