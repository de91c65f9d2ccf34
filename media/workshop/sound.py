"""Voice notes of any browser as one that every browser plays. The only module that touches libsndfile."""

import io
import shutil
import subprocess
from typing import Any, Final

import numpy as np
import soundfile

from media.workshop import amr
from media.workshop.m4a import m4a_of
from media.workshop.mp4 import track_of
from media.workshop.ogg import ogg_of, ogg_of_webm
from media.workshop.refusal import BROKEN, NOT_READABLE, TOO_LONG, Refusal

MOST_SECONDS: Final = 300
#: Less than the parent waits: else ffmpeg would go on after the child was stopped.
FFMPEG_SECONDS: Final = 7.0
_HERTZ: Final = 24_000
#: No microphone of a phone gives more; a second of it is what lies in memory at once.
_MOST_HERTZ: Final = 96_000
_MOST_CHANNELS: Final = 8
#: Spoken softly or far from the phone: at most so many times louder.
_MOST_LOUDER: Final = 8.0
_LOUDEST: Final = 0.89


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Return a recording's content type and seconds, and the recording without what it says about people.

    WebM, Ogg, WAV, MPEG and Opus in MP4 become MP3 of one channel. AAC, which every browser plays, is put
    packet by packet into an MP4 of ours. AMR, alone or in 3GP, which none plays, is set anew where ffmpeg is
    installed, else kept frame by frame.

    Raises:
        Refusal: none, broken, a film, several recordings, longer than five minutes.
    """
    head = data[:64]
    if head[4:8] == b"ftyp":
        return _out_of_mp4(data)
    if head.startswith(tuple(amr.MAGIC.values())):
        return _as_spoken_of_old(data)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        data = ogg_of_webm(data)
    elif not _is_known(head):
        raise Refusal(NOT_READABLE)
    return _as_mp3(data)


def _is_known(head: bytes) -> bool:
    return head.startswith((b"OggS", b"RIFF", b"ID3")) or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


def _out_of_mp4(data: bytes) -> tuple[dict[str, Any], bytes]:
    track = track_of(data)
    match track.codec:
        case "opus":
            return _as_mp3(ogg_of(track.config, track.packets))
        case "aac":
            seconds, made = m4a_of(track.config, track.packets, most_seconds=MOST_SECONDS)
            return {"content_type": "audio/mp4", "seconds": seconds}, made
        case old:
            return _as_spoken_of_old(amr.MAGIC[old] + b"".join(track.packets))


def _as_spoken_of_old(data: bytes) -> tuple[dict[str, Any], bytes]:
    seconds, frames = amr.checked(data, most_seconds=MOST_SECONDS)
    return _by_ffmpeg(frames) or ({"content_type": "audio/amr", "seconds": seconds}, frames)


def _as_mp3(data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as source:
            if source.samplerate > _MOST_HERTZ or source.channels > _MOST_CHANNELS:
                raise Refusal(NOT_READABLE)
            come, blocks = _heard(source)
    except (soundfile.LibsndfileError, ValueError, RuntimeError) as error:
        raise Refusal(BROKEN) from error
    if come == 0:
        raise Refusal(BROKEN)
    loudest = max(float(np.abs(block).max()) for block in blocks if len(block))
    louder = min(_LOUDEST / loudest, _MOST_LOUDER) if loudest > 0 else 1.0
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", _HERTZ, 1, format="MP3", subtype="MPEG_LAYER_III") as made:
        for block in blocks:
            made.write(block * np.float32(louder))
    return {"content_type": "audio/mpeg", "seconds": max(1, -(-come // source.samplerate))}, out.getvalue()


def _heard(source: soundfile.SoundFile) -> tuple[int, list[Any]]:
    """
    Return how many frames came, and them as one channel of _HERTZ: 29 MB for five minutes.

    A second at a time, each beginning with the last sample of the one before, so that no seam is heard.
    """
    rate = source.samplerate
    step = rate / _HERTZ
    come = made = 0
    last = np.zeros(0, dtype=np.float32)
    blocks: list[Any] = []
    for block in source.blocks(blocksize=rate, dtype="float32", always_2d=True):
        first = come - len(last)
        come += len(block)
        if come > rate * MOST_SECONDS:
            raise Refusal(TOO_LONG, limit=MOST_SECONDS // 60)
        near = np.concatenate((last, block.mean(axis=1)))
        until = int((come - 1) / step) + 1
        at = np.arange(made, until) * step - first
        blocks.append(np.interp(at, np.arange(len(near)), near).astype(np.float32))
        made, last = until, near[-1:]
    return come, blocks


def _by_ffmpeg(data: bytes) -> tuple[dict[str, Any], bytes] | None:
    """Return the recording as MP3 where a machine has ffmpeg; None where it has not, or it refuses."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    command = [
        program,
        "-v",
        "error",
        "-i",
        "pipe:0",
        "-map_metadata",
        "-1",
        "-t",
        str(MOST_SECONDS),
        "-f",
        "wav",
        "-",
    ]
    done = subprocess.run(  # noqa: S603
        command, input=data, capture_output=True, timeout=FFMPEG_SECONDS, check=False
    )
    return _as_mp3(done.stdout) if done.returncode == 0 and done.stdout else None
