"""Files in Django's default storage; a file that is there is whole."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages


def local_path(name: str) -> Path | None:
    """Return where the file lies on this machine, or None where the storage is elsewhere."""
    storage = storages["default"]
    return Path(storage.path(name)) if isinstance(storage, FileSystemStorage) else None


def exists(name: str) -> bool:
    return default_storage.exists(name)


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        data: bytes = file.read()
        return data


def write(name: str, data: bytes) -> None:
    """
    Write the file whole or not at all; a file of this name is replaced.

    A folder of this machine would keep half a file after a power cut, so there we write beside it and
    rename. A bucket does so by itself.
    """
    path = local_path(name)
    if path is None:
        default_storage.save(name, ContentFile(data))
        return
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
