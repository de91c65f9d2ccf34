"""What is in a recording, and not what it begins with, says whether it is one and what of it is kept."""

import io
import struct
from pathlib import Path

import pytest
import soundfile

from media import facade as media
from media.models import StoredVoice
from media.workshop import sound
from media.workshop.mp4 import track_of
from media.workshop.refusal import Refusal
from tests.media.recordings import (
    AAC,
    FRAME,
    QUIET,
    TOLD,
    WIDE_FRAME,
    aac_entry,
    amr_entry,
    box,
    fragments,
    mp4,
    opus,
    opus_entry,
    spoken,
    trak,
    webm,
)

HEIC = (Path(__file__).parent / "files" / "phone.heic").read_bytes()
SCRIPT = b"<html><script>alert(1)</script>"


@pytest.mark.parametrize(
    "made", [mp4([QUIET] * 431), fragments([QUIET] * 431), mp4([QUIET] * 431, extra=HEIC)]
)
def test_aac_is_put_into_an_mp4_of_ours(made: bytes) -> None:
    facts, kept = sound.cleaned(made)
    assert facts == {"content_type": "audio/mp4", "seconds": 11}, "431 packets of 1,024 at 44,100 Hz: 10.01 s"
    again = track_of(kept)
    assert (again.codec, again.config, again.packets) == ("aac", AAC, (QUIET,) * 431)
    assert (TOLD in kept, b"Exif" in kept, b"udta" in kept, len(kept) < 431 * 10 + 800) == (
        False,
        False,
        False,
        True,
    )
    assert sound.cleaned(kept) == (facts, kept), "what is clean stays as it is"


@pytest.mark.parametrize("how", [mp4, fragments])
def test_opus_in_mp4_becomes_what_every_browser_plays(how) -> None:
    head, *packets = opus(1.2)
    facts, kept = sound.cleaned(how(packets, opus_entry(head)))
    assert facts == {"content_type": "audio/mpeg", "seconds": 2}
    assert 1.1 < soundfile.info(io.BytesIO(kept)).duration < 1.4


def test_a_recording_of_an_old_phone_is_its_frames_and_nothing_else() -> None:
    facts, kept = sound.cleaned(b"#!AMR\n" + FRAME * 51 + FRAME[:9])
    assert (facts, kept) == ({"content_type": "audio/amr", "seconds": 2}, b"#!AMR\n" + FRAME * 51)
    assert sound.cleaned(mp4([FRAME] * 51, amr_entry(), brand=b"3gp5")) == (facts, kept)
    wide, _kept = sound.cleaned(b"#!AMR-WB\n" + WIDE_FRAME * 50)
    assert wide == {"content_type": "audio/amr", "seconds": 1}


def test_a_browsers_webm_of_many_open_clusters_is_heard_to_its_end() -> None:
    facts, kept = sound.cleaned(webm(19.5, clusters=40))
    assert facts["seconds"] == 20
    assert 19.4 < soundfile.info(io.BytesIO(kept)).duration < 19.9


FILM = trak(aac_entry(), [], 0, handler=b"vide", number=2)
TWO = trak(aac_entry(), [], 0, number=2)
NOISE = bytes(range(256)) * 8
NOTHING = {
    "a photograph": HEIC,
    "a page behind the first bytes of an MP4": b"\0\0\0\x0cftypM4A " + SCRIPT * 20,
    "a page behind the first bytes of AMR": b"#!AMR\n" + SCRIPT * 20,
    "words behind the first bytes of AMR": b"#!AMR\n" + TOLD * 20,
    "AMR and nothing": b"#!AMR\n" + bytes(12),
    "a page behind frames of AMR": b"#!AMR\n" + FRAME * 50 + SCRIPT * 20,
    "a page in 3GP": mp4([SCRIPT * 20], amr_entry(), brand=b"3gp4"),
    "a film": mp4([QUIET] * 99, more=FILM),
    "two recordings": mp4([QUIET] * 99, more=TWO),
    "no sound": box(b"ftyp", b"M4A \0\0\2\0") + box(b"moov", box(b"mvhd", bytes(100))) + box(b"mdat", bytes(300)),
    "no packets": mp4([]),
    "a photograph as one packet": mp4([HEIC]),
    "tables that name more than there is": mp4([QUIET] * 40)[:-8].replace(struct.pack(">I", 6) * 40, b"\0\0\xff\xff" * 40),
    "another sound": mp4([QUIET] * 40, aac_entry(object_type=0x6B)),
    "AAC of another kind": mp4([QUIET] * 40, aac_entry(b"\xff\xff\xff")),
    "six channels": mp4([QUIET] * 40, aac_entry(bytes.fromhex("1230"))),
    "half": mp4([QUIET] * 400)[:1500],
    "a film in WebM": webm(track=b"\xae\x83\x83\x81\x01"),
    "192 kHz": spoken("WAV", "PCM_16", 0.2, rate=192_000),
    "noise": b"\0\0\0\x18ftypM4A " + NOISE,
}  # fmt: skip


@pytest.mark.parametrize("name", NOTHING)
@pytest.mark.django_db
def test_what_only_begins_like_a_recording_is_refused(name: str, settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(media.VoiceRefused, match=r"^This is no recording that we can play\.$"):
        media.store_voice(NOTHING[name].ljust(100, b"\xff"))
    assert (StoredVoice.objects.count(), list(tmp_path.rglob("*"))) == (0, [])


@pytest.mark.parametrize(
    ("most", "more"),
    [
        (mp4([QUIET] * 12_919), mp4([QUIET] * 12_920)),
        (fragments([QUIET] * 12_919), fragments([QUIET] * 12_920)),
        (b"#!AMR\n" + FRAME * 15_000, b"#!AMR\n" + FRAME * 15_001),
    ],
    ids=["AAC", "AAC of a browser", "AMR"],
)
def test_five_minutes_and_no_more(most: bytes, more: bytes) -> None:
    assert sound.cleaned(most)[0]["seconds"] == 300
    with pytest.raises(Refusal, match="too-long"):
        sound.cleaned(more)


def test_a_wounded_recording_is_refused_or_clean_and_never_a_fault() -> None:
    whole = mp4([QUIET] * 30)
    for at in range(len(whole)):
        wounded = whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :]
        try:
            _facts, kept = sound.cleaned(wounded)
        except Refusal:
            continue
        assert TOLD not in kept and len(track_of(kept).packets) <= 30, at


@pytest.mark.parametrize("rate", [8_000, 11_025, 24_000, 44_100, 48_000, 96_000])
def test_a_tone_is_the_same_at_any_rate_without_a_seam(rate: int) -> None:
    import numpy as np

    _facts, kept = sound.cleaned(spoken("WAV", "PCM_16", 4.0, loud=0.5, rate=rate))
    heard, hertz = soundfile.read(io.BytesIO(kept))
    assert hertz == 24_000 and abs(len(heard) / hertz - 4) < 0.2
    middle = heard[hertz // 2 : hertz // 2 + 3 * hertz]
    power = np.abs(np.fft.rfft(middle)) ** 2
    tone = power[440 * 3 - 6 : 440 * 3 + 7].sum()
    assert tone / power.sum() > 0.99, "a seam at each second would be heard as a click"
