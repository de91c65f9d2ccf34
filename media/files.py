"""
Files in Django's storages; a file that is there is whole.

What everybody may see (``pictures/``, ``cards/``) lies in the storage ``public`` where the settings have one,
all else in ``default``. While files are moved to another place, ``former`` is where they came from: what the
new place has not yet is read there, so that nothing is missing at any moment.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

_PUBLIC: Final = ("pictures/", "cards/")
FORMER: Final = "former"


def storage_of(name: str) -> Storage:
    """Return where a file of this name belongs now."""
    return (
        storages["public"]
        if name.startswith(_PUBLIC) and "public" in storages.backends
        else storages["default"]
    )


def former() -> Storage | None:
    """Return where files were before, while a move goes on."""
    return storages[FORMER] if FORMER in storages.backends else None


def targets() -> tuple[Storage, ...]:
    """Return every storage where files belong now."""
    return tuple(storages[name] for name in ("default", "public") if name in storages.backends)


def place_of(storage: Any) -> tuple[str, ...]:
    """Return what two storages have in common only where they are one: the folder, or the bucket's part."""
    if isinstance(storage, FileSystemStorage):
        return ("folder", os.path.realpath(storage.location))
    return (
        "bucket",
        (storage.endpoint_url or "").rstrip("/"),
        storage.bucket_name,
        storage.location.strip("/"),
    )


def local_path(name: str) -> Path | None:
    """Return where the file lies on this machine, or None where it is elsewhere."""
    storage = storage_of(name)
    if not isinstance(storage, FileSystemStorage):
        return None
    path = Path(storage.path(name))
    return None if former() is not None and not path.exists() else path


def signed_address(name: str, *, content_type: str, disposition: str, seconds: int) -> str | None:
    """
    Return an address in the bucket that shows this one file for so long, to whoever has it.

    None where the file lies on this machine, or browsers do not reach the bucket.

    Raises:
        FileNotFoundError, FilesUnavailable.
    """
    if not any(hasattr(each, "signed") for each in (storage_of(name), former())):
        return None
    for storage in (storage_of(name), former()):
        if storage is not None and storage.exists(name):
            sign = getattr(storage, "signed", None)
            return (
                sign(name, content_type=content_type, disposition=disposition, seconds=seconds)
                if sign
                else None
            )
    raise FileNotFoundError(name)


def signed_origins() -> tuple[str, ...]:
    """Return the origins that signed addresses lead to: what a page's security policy has to let in."""
    places = [storages[name] for name in ("default", FORMER) if name in storages.backends]
    return tuple(sorted({found for each in places if (found := _origin_of(each))}))


def _origin_of(storage: Any) -> str:
    return str(storage.signed_origin()) if hasattr(storage, "signed_origin") else ""


def exists(name: str) -> bool:
    if storage_of(name).exists(name):
        return True
    before = former()
    return before is not None and before.exists(name)


def read(name: str) -> bytes:
    """Raises FileNotFoundError, FilesUnavailable."""
    try:
        return read_from(storage_of(name), name)
    except FileNotFoundError:
        before = former()
        if before is None:
            raise
        return read_from(before, name)


def write(name: str, data: bytes) -> None:
    """Write the file whole or not at all; a file of this name is replaced."""
    write_to(storage_of(name), name, data)


def read_from(storage: Storage, name: str) -> bytes:
    with storage.open(name) as file:
        data: bytes = file.read()
        return data


def write_to(storage: Storage, name: str, data: bytes) -> None:
    """
    Write into one storage, whole or not at all.

    A folder of this machine would keep half a file after a power cut, so there we write beside it and
    rename. A bucket does so by itself.
    """
    if not isinstance(storage, FileSystemStorage):
        storage.save(name, ContentFile(data))
        return
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def names_in(storage: Any) -> Iterator[str]:
    """Yield the names of all files in a storage, in order; half-written ones are none."""
    if hasattr(storage, "all_names"):
        yield from storage.all_names()
        return
    root = Path(storage.location)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(root).as_posix()
