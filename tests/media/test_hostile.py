"""Three hundred hostile and odd files: none stops the workshop's parent, none is kept as it came."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils.translation import override
from PIL import Image

from media.errors import FilesUnavailable, PictureRefused
from media.models import StoredPicture
from media.sentences import picture_refused
from media.services.store_picture import store_picture
from media.workshop import parent, sound
from media.workshop.refusal import Refusal
from tests.media.hostile import SCRIPT, hostile, photo

ROOT = Path(__file__).resolve().parent.parent.parent
#: Words of machines that must not reach people.
RAW = ("Traceback", "Error", "0x", "None", "decoder", "bytes", "exception")
GOOD = ("odd", "turned", "heic", "animated", "a line")


def test_none_of_three_hundred_does_harm() -> None:
    files = hostile()
    assert len(files) >= 300
    assert len({name for name, _data in files}) == len(files)
    before = len(parent.crashes)
    kept, refused = [], {}
    for name, data in files:
        began = time.monotonic()
        try:
            made = parent.cleaned("picture", data)
        except Refusal as refusal:
            with override("en"):
                sentence = picture_refused(refusal).message
            assert sentence[0].isupper() and sentence.endswith("."), name
            assert not [word for word in RAW if word in sentence], (name, sentence)
            with override("ur"):
                assert picture_refused(refusal).message != sentence, (name, sentence)
            refused[name] = sentence
        else:
            kept.append(name)
            _is_clean(name, made.data)
            assert (made.facts["width"], made.facts["height"]) == Image.open(io.BytesIO(made.data)).size
        assert time.monotonic() - began < parent.SECONDS + 2, name
    assert len(parent.crashes) == before, "not one of them killed even the child"
    assert {"heic", "heic, sideways", "CMYK jpeg", "I;16 png", "rgb png of 16 bits", "animated webp",
                              "jpeg turned 6", "jpeg with a script behind it", "a line"} <= set(kept)  # fmt: skip
    assert not [name for name in kept if "bomb" in name or "behind the first bytes" in name or "%" in name]
    assert len(refused) > 150


def _is_clean(name: str, kept: bytes) -> None:
    assert kept[:3] in (b"\xff\xd8\xff", b"\x89PN", b"RIF"), name
    for hidden in (SCRIPT, b"<?php", b"Zeba", b"<html", b"PK\x03\x04", b"Exif", b"ICC_PROFILE", b"http"):
        assert hidden not in kept, (name, hidden)
    image = Image.open(io.BytesIO(kept))
    assert dict(image.getexif()) == {}, name
    assert getattr(image, "n_frames", 1) == 1, name


def test_a_child_that_is_killed_or_stuck_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    parent._child().kill()
    assert parent.cleaned("picture", photo()).facts["width"] == 96, "the next one is there at once"
    monkeypatch.setattr(parent, "SECONDS", 0.0)
    with pytest.raises(Refusal, match="broken"):
        parent.cleaned("picture", photo(size=(3000, 3000)))
    monkeypatch.undo()
    assert parent.cleaned("picture", photo()).facts["height"] == 64


def test_nobody_waits_for_the_workshop_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "WAIT_SECONDS", 0.05)
    with parent._lock, pytest.raises(FilesUnavailable, match="Try again in a minute"):
        parent.cleaned("picture", photo())
    assert parent.cleaned("picture", photo()).facts["width"] == 96
    assert sound.FFMPEG_SECONDS < parent.SECONDS, "no ffmpeg is left behind when the child is stopped"


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of-the-shop")
    parent._forget()
    child = parent._child()
    assert b"of-the-shop" not in Path(f"/proc/{child.pid}/environ").read_bytes()


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    for data in (SCRIPT, photo()[:300], b"%PDF-1.7"):
        with pytest.raises(PictureRefused):
            store_picture(data=data, alt="", private=False, owner="KZ09")
    assert (list(tmp_path.rglob("*")), StoredPicture.objects.count()) == ([], 0)


#: VmHWM and not ru_maxrss, which a process has from whoever started it.
MEASURE = """
import re, sys
from media.workshop import child
facts, made = child.done({"trade": sys.argv[2]}, open(sys.argv[1], "rb").read())
peak = re.search("VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(facts.get("refused", "kept"), int(peak[1]) // 1024)
"""


def _large(path: Path) -> dict[str, tuple[str, dict[str, object]]]:
    """The largest of each kind that is taken, on the disk; made by another process, whose memory is its own."""
    script = f"""
from PIL import Image
def noise(w, h, mode="RGB"):
    return Image.effect_noise((w // 8, h // 8), 60).resize((w, h)).convert(mode)
at = {str(path)!r} + "/"
noise(12000, 9900).save(at + "100-million.jpg", quality=50)
noise(9590, 7190).save(at + "just-not-halved.jpg", quality=50)
noise(4700, 4700).convert("CMYK").save(at + "cmyk.jpg", quality=60)
noise(3700, 3600).save(at + "progressive.jpg", quality=70, progressive=True, subsampling=0)
Image.linear_gradient("L").resize((4096, 4096)).convert("RGBA").save(at + "sixteen-million.png", compress_level=1)
noise(4000, 3000, "RGBA").save(at + "twelve-million.webp", quality=50, method=0)
noise(4160, 3100).save(at + "thirteen-million.avif", quality=50, speed=10)
two = [noise(2820, 2830, "RGBA"), noise(2820, 2830, "RGBA").rotate(180)]
two[0].save(at + "moving.webp", save_all=True, append_images=two[1:], quality=50, method=0)
noise(3400, 3230, "RGBA").save(at + "seen-through.avif", quality=50, speed=10, subsampling="4:4:4")
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    return {each.name: each for each in sorted(path.iterdir())}


def _measured(path: Path, trade: str) -> tuple[str, int]:
    """What the child says of a file, and its peak in megabytes."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), trade],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said, megabytes = run.stdout.split()
    return said, int(megabytes)


@pytest.mark.slow
def test_no_picture_takes_more_than_250_megabytes(tmp_path: Path) -> None:
    for name, path in _large(tmp_path).items():
        said, megabytes = _measured(path, "picture")
        assert said == "kept", name
        assert megabytes <= 250, (name, megabytes)


def _long(path: Path) -> dict[str, Path]:
    """Five minutes of each wrapping and of the highest rate; made by another process."""
    script = f"""
import numpy as np, soundfile
at = {str(path)!r} + "/"
for name, rate, channels, subtype in (("stereo.opus", 48000, 2, "OPUS"), ("fast.ogg", 96000, 2, "VORBIS"),
                                      ("eight.ogg", 96000, 8, "VORBIS")):
    with soundfile.SoundFile(at + name, "w", rate, channels, format="OGG", subtype=subtype) as made:
        for second in range(299):
            made.write(np.full((rate, channels), 0.001 * (second % 2), dtype="float32"))
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    return {each.name: each for each in sorted(path.iterdir())}


@pytest.mark.slow
def test_no_sound_takes_more_than_250_megabytes(tmp_path: Path) -> None:
    for name, path in _long(tmp_path).items():
        said, megabytes = _measured(path, "sound")
        assert said == "kept", name
        assert megabytes <= 250, (name, megabytes)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_photograph_of_12_megapixels_costs_two_seconds_and_eight_in_all_sizes() -> None:
    from tests.bench.pictures import pictures_run

    found = pictures_run(1)
    assert (found["first_seconds"] <= 2.0, found["all_seconds"] <= 8.0) == (True, True), found
