"""Voice notes: known by what they are, kept once, handed out in pieces, and to nobody by an address."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.test import Client, RequestFactory

from media import facade as media
from media.models import StoredVoice
from media.voice import MAX_BYTES
from media.workshop import sound
from tests.catalogue.goods import SILENCE
from tests.media.recordings import FRAME, QUIET, TOLD, mp4, spoken, webm

pytestmark = pytest.mark.django_db

PADDING = b"\x00" * 200
MP4 = mp4([QUIET] * 612)
AMR = b"#!AMR\n" + FRAME * 50


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
    assert (kept.content_type, kept.seconds) == ("audio/mp4", 15), "612 packets of 1,024 at 44,100 Hz"
    heard = media.voice_answer(RequestFactory().get("/"), kept.key).content
    assert (TOLD in MP4, TOLD in heard, QUIET * 612 in heard, len(heard)) == (True, False, True, kept.bytes)


def test_a_recording_that_no_browser_plays_is_kept_all_the_same() -> None:
    kept = media.store_voice(AMR)
    assert (kept.content_type, kept.seconds) == ("audio/amr", 1)


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
    short = 8044 - len(sound.cleaned(mp4([QUIET] * 700))[1])
    key = media.store_voice(mp4([*[QUIET] * 699, QUIET + bytes(short)])).key
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
