"""Move all files from the former storage into the one in use: copied, read back, compared, then deleted."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.files.storage import Storage

from jkrlm.kernel import clock
from media import files
from media.models import MovedFile
from media.orphans import is_known


@dataclass(frozen=True, slots=True)
class Moved:
    """
    Counts of one run: files seen in the former place, copied, lying where they belong already, copied by
    an earlier run, deleted in the former place, deleted by somebody else while the run went on (``gone``).
    """

    seen: int = 0
    copied: int = 0
    stayed: int = 0
    known: int = 0
    bytes: int = 0
    deleted: int = 0
    gone: int = 0


Progress = Callable[[Moved], None]


def copy_all(progress: Progress) -> Moved:
    """
    Copy what the new place has not yet; goes on where an earlier run was cut. Nothing is deleted.

    A file counts as moved when it was read back from the new place and is equal. The former file wins over
    nothing and loses against a newer one: names hold hashes, so that both are the same but for renditions.

    Raises:
        FilesUnavailable: a storage does not answer; run it again.
        FileNotFoundError: a file that a row names is gone from the former place.
        ValueError: there is no former place, or everything belongs there.
    """
    source = _source()
    done = Moved()
    known = set(MovedFile.objects.values_list("name", flat=True))
    for name in files.names_in(source):
        done = replace(done, seen=done.seen + 1)
        if _stays(source, name):
            done = replace(done, stayed=done.stayed + 1)
            continue
        if name in known:
            done = replace(done, known=done.known + 1)
            continue
        size = _carry(name)
        if size is None:
            done = replace(done, gone=done.gone + 1)
            continue
        done = replace(done, copied=done.copied + 1, bytes=done.bytes + size)
        progress(done)
    return done


def finish(progress: Progress) -> Moved:
    """
    Compare each file in both places once more, copy again what the new one lost, and delete the former.

    Nothing is believed that an earlier run wrote down: the new place is read. A file is deleted only after
    its copy was found equal in the same breath; never where the former place is its own.

    Raises:
        FilesUnavailable: a storage does not answer; run it again.
        FileNotFoundError: a file that a row names is gone from the former place.
        ValueError: there is no former place, or everything belongs there.
    """
    source = _source()
    done = Moved()
    for name in list(files.names_in(source)):
        done = replace(done, seen=done.seen + 1)
        if _stays(source, name):
            done = replace(done, stayed=done.stayed + 1)
            continue
        size = _carry(name)
        if size is None:
            done = replace(done, gone=done.gone + 1)
            continue
        source.delete(name)
        done = replace(done, deleted=done.deleted + 1, bytes=done.bytes + size)
        progress(done)
    MovedFile.objects.all().delete()
    return done


def _source() -> Storage:
    source = files.former()
    if source is None:
        raise ValueError("MEDIA_FORMER names no place to move from.")
    if all(files.place_of(each) == files.place_of(source) for each in files.targets()):
        raise ValueError("MEDIA_FORMER is where all files are kept now: there is nothing to move.")
    return source


def _stays(source: Storage, name: str) -> bool:
    """Say whether the former place of a file is the very one where it belongs: it holds the only copy."""
    return files.place_of(files.storage_of(name)) == files.place_of(source)


def _carry(name: str) -> int | None:
    """
    Make sure that the new place holds the file, byte by byte; return its size.

    None where it was deleted since its name was listed: somebody was forgotten, or a picture withdrawn.

    Raises:
        FileNotFoundError: it is gone, and a row still names it: the former place may be away.
    """
    target, source = files.storage_of(name), _source()
    try:
        data = files.read_from(source, name)
    except FileNotFoundError:
        if is_known(name):
            raise
        return None
    if _held(target, name) != data:
        files.write_to(target, name, data)
        if _held(target, name) != data:
            raise OSError(f"{name} was written to the new place and reads differently there.")
    if not is_known(name) and not source.exists(name):
        # Deleted in both places while it was on its way: what we wrote must not bring it back.
        target.delete(name)
        return None
    MovedFile.objects.update_or_create(
        name=name,
        defaults={
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_bytes": len(data),
            "moved_at": clock.now(),
        },
    )
    return len(data)


def _held(target: Storage, name: str) -> bytes | None:
    try:
        return files.read_from(target, name)
    except FileNotFoundError:
        return None
