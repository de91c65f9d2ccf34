"""Voice notes: known by what they are, kept once, handed out in pieces, and to nobody by an address."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.test import Client, RequestFactory

from media import facade as media
from media.models import StoredVoice
from media.voice import MAX_BYTES, content_type_of, seconds_of
from tests.catalogue.goods import SILENCE

pytestmark = pytest.mark.django_db

PADDING = b"\x00" * 200
RATE = 16_000


def spoken(image_format: str, subtype: str, seconds: float = 1.2, loud: float = 0.2) -> bytes:
    """A tone of 440 Hz, as a telephone would send it."""
    out = io.BytesIO()
    tone = np.sin(np.arange(int(RATE * seconds)) * 440 * 2 * np.pi / RATE) * loud
    soundfile.write(out, tone, RATE, format=image_format, subtype=subtype)
    return out.getvalue()


def webm(seconds: float = 1.2) -> bytes:
    """The same in WebM as a browser records it: sizes of segment and cluster unknown, no length."""

    def element(name: bytes, data: bytes) -> bytes:
        return name + (0x10000000 | len(data)).to_bytes(4, "big") + data

    packets, head, at, ogg = [], b"", 0, spoken("OGG", "OPUS", seconds)
    while at < len(ogg):
        count = ogg[at + 26]
        lacing, body, packet = ogg[at + 27 : at + 27 + count], at + 27 + count, b""
        for size in lacing:
            packet, body = packet + ogg[body : body + size], body + size
            if size < 255:
                packets.append(packet)
                packet = b""
        at = body
    head, packets = packets[0], packets[2:]
    unknown = b"\x01\xff\xff\xff\xff\xff\xff\xff"
    track = element(b"\xd7", b"\x01") + element(b"\x86", b"A_OPUS") + element(b"\x63\xa2", head)
    blocks = b"".join(element(b"\xa3", b"\x81\0\0\x80" + packet) for packet in packets)
    return (
        element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
        + b"\x18\x53\x80\x67" + unknown
        + element(b"\x16\x54\xae\x6b", element(b"\xae", track))
        + b"\x1f\x43\xb6\x75" + unknown + element(b"\xe7", b"\0") + blocks
    )  # fmt: skip


def atom(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data) + 8, kind) + data


MP4 = (
    atom(b"ftyp", b"M4A \0\0\0\0")
    + atom(
        b"moov",
        atom(b"mvhd", bytes(12) + struct.pack(">II", 1000, 14_200))
        + atom(b"udta", b"\xa9xyz+34.08+74.79/ Zeba"),
    )
    + atom(b"mdat", PADDING)
)
AMR = b"#!AMR\n" + PADDING


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Chrome and Firefox", webm()),
        ("older Firefox", spoken("OGG", "OPUS")),
        ("an Ogg of old", spoken("OGG", "VORBIS")),
        ("a computer", spoken("WAV", "PCM_16")),
        ("a recorder", spoken("MP3", "MPEG_LAYER_III")),
    ],
)
def test_what_any_browser_records_becomes_what_every_browser_plays(name: str, data: bytes) -> None:
    kept = media.store_voice(data, owner="KZ09")
    assert (kept.content_type, kept.seconds) == ("audio/mpeg", 2), name
    heard = media.voice_answer(RequestFactory().get("/"), kept.key).content
    assert len(heard) == kept.bytes == media.space_of("KZ09").used
    sound, rate = soundfile.read(io.BytesIO(heard))
    assert (rate, sound.ndim) == (24_000, 1)
    assert 1.1 < len(sound) / rate < 1.4, name
    middle = sound[rate // 2 : rate]
    assert 0.6 < np.abs(middle).max() < 1.0, "spoken softly, heard well"
    assert abs(int(np.argmax(np.abs(np.fft.rfft(middle)))) * rate / len(middle) - 440) < 5, name


def test_aac_stays_as_it_is_but_for_what_it_tells() -> None:
    kept = media.store_voice(MP4)
    assert (kept.content_type, kept.seconds, kept.bytes) == ("audio/mp4", 15, len(MP4))
    heard = media.voice_answer(RequestFactory().get("/"), kept.key).content
    assert (b"Zeba" in MP4, b"Zeba" in heard, b"+34.08" in heard, len(heard)) == (
        True,
        False,
        False,
        len(MP4),
    )


def test_a_recording_that_no_browser_plays_is_kept_all_the_same() -> None:
    kept = media.store_voice(AMR)
    assert (kept.content_type, kept.seconds) == ("audio/amr", None)


def test_five_minutes_are_enough() -> None:
    long = spoken("OGG", "OPUS", seconds=301, loud=0.0)
    assert len(long) < MAX_BYTES
    with pytest.raises(media.VoiceRefused, match="Two minutes are enough"):
        media.store_voice(long)


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
        b"OggS" + b"\x00" * MAX_BYTES,
        b"OggS\x00\x02" + PADDING,
        b"ID3\x04" + PADDING,
        b"\x00\x00\xff\x18ftypM4A " + PADDING,
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
    key = media.store_voice(MP4 + atom(b"free", bytes(8044 - len(MP4) - 8))).key
    whole = media.voice_answer(RequestFactory().get("/"), key).content
    headers = {"Range": asked} if asked else {}
    answer = media.voice_answer(RequestFactory(headers=headers).get("/"), key)
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer["Content-Range"] == "bytes */8044"
        return
    assert answer.content == whole[first : last + 1]
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
