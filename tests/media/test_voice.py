"""Voice notes: known by what they are, kept once, handed out in pieces, and to nobody by an address."""

import struct
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from media import facade as media
from media.models import StoredVoice
from media.voice import MAX_BYTES, content_type_of, seconds_of
from tests.catalogue.goods import SILENCE

pytestmark = pytest.mark.django_db

PADDING = b"\x00" * 200
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + PADDING
OGG = b"OggS\x00\x02" + b"\x00" * 60 + b"OggS\x00\x04" + struct.pack("<q", 48_000 * 7) + PADDING
MP4 = (
    b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00" + b"mvhd" + b"\x00" * 12 + struct.pack(">II", 1000, 14_200) + PADDING
)  # fmt: skip


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.mark.parametrize(
    ("data", "content_type", "seconds"),
    [
        (WEBM, "audio/webm", None),
        (OGG, "audio/ogg", 7),
        (MP4, "audio/mp4", 15),
        (b"\x00\x00\x00\x18ftyp3gp4" + PADDING, "audio/3gpp", None),
        (SILENCE, "audio/wav", 1),
        (b"#!AMR\n" + PADDING, "audio/amr", None),
        (b"ID3\x04" + PADDING, "audio/mpeg", None),
        (b"\xff\xfb\x90\x00" + PADDING, "audio/mpeg", None),
    ],
)
def test_a_recording_is_known_by_what_it_is(data: bytes, content_type: str, seconds: int | None) -> None:
    kept = media.store_voice(data)
    assert (kept.content_type, kept.seconds, kept.bytes) == (content_type, seconds, len(data))
    assert media.voice(kept.key) == kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OggS",
        b"<html><script>alert(1)</script>" + PADDING,
        b"\x89PNG\r\n\x1a\n" + PADDING,
        b"\x1a\x45\xdf\xa3matroska" + PADDING,
        b"RIFF\x00\x00\x00\x00WEBP" + PADDING,
        b"MZ" + PADDING,
        OGG + b"\x00" * MAX_BYTES,
    ],
)
def test_anything_else_is_refused_and_not_kept(data: bytes, uploads: Path) -> None:
    with pytest.raises(media.VoiceRefused):
        media.store_voice(data)
    assert StoredVoice.objects.count() == 0
    assert not list(uploads.rglob("*"))


def test_the_same_recording_is_kept_once() -> None:
    assert media.store_voice(SILENCE) == media.store_voice(SILENCE)
    assert StoredVoice.objects.count() == 1


def test_broken_containers_have_no_length() -> None:
    for data in (b"RIFF", b"OggS", b"ftyp mvhd", SILENCE[:30], b"RIFF" + b"\x00" * 60):
        assert seconds_of(data, "audio/wav") is None
        assert seconds_of(data, "audio/ogg") is None
        assert seconds_of(data, "audio/mp4") is None
    assert content_type_of(b"") is None


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        (None, 200, 0, 8043),
        ("bytes=0-99", 206, 0, 99),
        ("bytes=8000-", 206, 8000, 8043),
        ("bytes=-44", 206, 8000, 8043),
        ("bytes=8040-99999", 206, 8040, 8043),
        ("bytes=0-1,4-5", 200, 0, 8043),
        ("pieces=1-2", 200, 0, 8043),
        ("bytes=99999-", 416, None, None),
        ("bytes=9-3", 416, None, None),
        ("bytes=-0", 416, None, None),
        ("bytes=-", 416, None, None),
    ],
)
def test_a_player_gets_the_piece_that_it_asks_for(asked, status, first, last) -> None:
    key = media.store_voice(SILENCE).key
    headers = {"Range": asked} if asked else {}
    answer = media.voice_answer(RequestFactory(headers=headers).get("/"), key)
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer["Content-Range"] == "bytes */8044"
        return
    assert answer.content == SILENCE[first : last + 1]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_note_has_no_address_of_its_own(uploads: Path) -> None:
    key = media.store_voice(SILENCE).key
    for path in (f"/media/{key}/original", f"/media/voices/{key[:2]}/{key}", f"/media/{key}"):
        assert Client().get(path).status_code == 404
    with pytest.raises(media.VoiceUnknown):
        media.voice_answer(RequestFactory().get("/"), "f" * 64)
    with pytest.raises(media.VoiceUnknown):
        media.voice("../../etc/passwd")
    (uploads / "voices" / key[:2] / key).unlink()
    with pytest.raises(media.VoiceUnknown):
        media.voice_answer(RequestFactory().get("/"), key)
    assert media.store_voice(SILENCE).key == key
    assert media.voice_answer(RequestFactory().get("/"), key).status_code == 200
