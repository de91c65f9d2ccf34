"""
The program that opens files from outside: jobs come on its standard input, answers leave on its output.

It ends by itself when nothing came for a while, when its parent is gone, and after so many jobs that a slow
leak stays small. A job: two lengths (4 bytes each), a JSON object, the bytes of the file. An answer is alike.
"""

import json
import os
import resource
import select
import struct
from typing import Any, BinaryIO, Final

from media.workshop.refusal import BROKEN, Refusal

IDLE_SECONDS: Final = 60
MOST_JOBS: Final = 200
#: Of address space. What a picture really needs is bounded by its pixels; this stops what slips through.
MOST_BYTES: Final = 1024 * 1024 * 1024
LENGTHS: Final = struct.Struct(">II")


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def done(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what is known of the file, and its clean bytes; or why it is refused."""
    try:
        match job["trade"]:
            case "picture":
                from media.workshop import picture

                return picture.cleaned(data)
            case "better":
                from media.workshop import better

                return better.made_better(data, job["recipe"], job["side"])
            case "document":
                from media.workshop import document

                return document.cleaned(data)
            case _:
                from media.workshop import sound

                return sound.cleaned(data)
    except Refusal as refusal:
        return {"refused": refusal.why, "limit": refusal.limit, "kind": refusal.kind}, b""
    except Exception as fault:
        return {
            "refused": BROKEN,
            "limit": 0,
            "kind": "",
            "fault": f"{type(fault).__name__}: {fault}"[:300],
        }, b""


def _exactly(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) < count:
        raise SystemExit(0)
    return data


def main() -> None:
    _bound()
    source, out = os.fdopen(0, "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a decoder prints must not get into the answers
    reader = os.fdopen(os.dup(source.fileno()), "rb")
    for _job in range(MOST_JOBS):
        if not select.select([source], [], [], IDLE_SECONDS)[0]:
            return
        about, size = LENGTHS.unpack(_exactly(reader, LENGTHS.size))
        job = json.loads(_exactly(reader, about))
        said, made = done(job, _exactly(reader, size))
        words = json.dumps(said).encode()
        out.write(LENGTHS.pack(len(words), len(made)) + words)
        out.write(made)
        out.flush()


if __name__ == "__main__":
    main()
