"""
Voice notes: checked by what they are, made playable everywhere, served in pieces to whom a view has let in.

A browser asks for the pieces that it plays (Range); a note has no address of its own, so that only a page
that knows who asks can hand it out.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from jkrlm.kernel import clock
from media import files
from media.answers import signed_answer
from media.errors import VoiceUnknown
from media.keeping import keep_for, refuse_when_full
from media.models import StoredVoice
from media.sentences import voice_refused
from media.workshop import parent
from media.workshop.refusal import NOT_READABLE, TOO_MANY_BYTES, Refusal

MAX_BYTES: Final = 2 * 1024 * 1024
#: She may play it to its end, five minutes, and pull back: the bucket is asked again for the piece.
SIGNED_SECONDS: Final = 600
#: A shorter file holds no word.
MIN_BYTES: Final = 100
KEY: Final = re.compile(r"[0-9a-f]{64}")
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_MPEG_FRAMES: Final = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa", b"\xff\xf1", b"\xff\xf9")


@dataclass(frozen=True, slots=True)
class Voice:
    """A kept voice note; ``seconds`` is None for some of an earlier version."""

    key: str
    content_type: str
    seconds: int | None
    bytes: int


def store_voice(data: bytes, *, owner: str = "") -> Voice:
    """
    Check and keep a voice note in a form that every browser plays; the same bytes again are the same note.

    Raises:
        VoiceRefused: none that phones record (WebM, Ogg, MP4, MPEG, WAV, AMR, 3GP), or over 2 MB.
        QuotaReached: the owner has no space left.
        FilesUnavailable: nothing was kept.
    """
    key = hashlib.sha256(data).hexdigest()
    known = StoredVoice.objects.filter(key=key).first()
    if known is not None and files.exists(stored_voice_name(key)):
        keep_for(owner, key, known.size_bytes, now=clock.now())
        return _contract(known)
    try:
        if len(data) > MAX_BYTES:
            raise Refusal(TOO_MANY_BYTES)
        if content_type_of(data) is None or len(data) < MIN_BYTES:
            raise Refusal(NOT_READABLE)
        made = parent.cleaned("sound", data)
    except Refusal as refusal:
        raise voice_refused(refusal) from refusal
    if owner:
        refuse_when_full(owner, len(made.data))
    files.write(stored_voice_name(key), made.data)
    kind = made.facts["content_type"]
    with transaction.atomic():
        row, _made = StoredVoice.objects.get_or_create(
            key=key,
            defaults={
                "content_type": kind,
                "seconds": made.facts["seconds"],
                "size_bytes": len(made.data),
                "created_at": clock.now(),
            },
        )
        keep_for(owner, key, row.size_bytes, now=clock.now())
    return _contract(row)


def voice(key: str) -> Voice:
    """
    Return a kept voice note.

    Raises:
        VoiceUnknown: nothing is kept under this key.
    """
    row = StoredVoice.objects.filter(key=key).first() if KEY.fullmatch(key) else None
    if row is None:
        raise VoiceUnknown("No voice note has this key.", field="key")
    return _contract(row)


def voice_answer(request: HttpRequest, key: str) -> HttpResponse:
    """
    Answer with the note or the piece of it that was asked for; the caller's view has let the reader in.

    Raises:
        VoiceUnknown: nothing is kept under this key, or its file is gone.
    """
    note = voice(key)
    try:
        sent = signed_answer(stored_voice_name(key), note.content_type, seconds=SIGNED_SECONDS)
        if sent is not None:
            return sent
        data = files.read(stored_voice_name(key))
    except FileNotFoundError as error:
        raise VoiceUnknown("The voice note's file is missing.", field="key") from error
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    piece = _piece(wanted[1], wanted[2], len(data)) if wanted else None
    if wanted and piece is None:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
    elif piece is not None:
        first, last = piece
        answer = HttpResponse(data[first : last + 1], status=206, content_type=note.content_type)
        answer["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    else:
        answer = HttpResponse(data, content_type=note.content_type)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    return answer


def content_type_of(data: bytes) -> str | None:
    """Return what a recording is by its first bytes, whatever its name says; None for anything else."""
    head = data[:64]
    brand = head[8:12]
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "audio/webm"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/3gpp" if brand.startswith(b"3g") else "audio/mp4"
    if head.startswith(b"RIFF") and brand == b"WAVE":
        return "audio/wav"
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr"
    if head.startswith(b"ID3") or head[:2] in _MPEG_FRAMES:
        return "audio/mpeg"
    return None


def _piece(first: str, last: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, or None where there are none (RFC 9110, 14.1.2)."""
    if not first:
        count = int(last[:18] or 0)
        return (max(size - count, 0), size - 1) if count else None
    begin = int(first[:18])
    end = min(int(last[:18]), size - 1) if last else size - 1
    return (begin, end) if begin <= end else None


def stored_voice_name(key: str) -> str:
    """Return the name in storage: ``voices/ab/abcd…``."""
    return f"voices/{key[:2]}/{key}"


def _contract(row: StoredVoice) -> Voice:
    return Voice(row.key, row.content_type, row.seconds, row.size_bytes)
