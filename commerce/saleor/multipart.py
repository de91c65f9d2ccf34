"""Files in variables: the GraphQL multipart request specification."""

from typing import Any

import orjson

from commerce.client.base_model import Upload

Files = dict[str, tuple[str, Any, str]]


def uploads_of(value: Any, path: str = "variables") -> dict[str, Upload]:
    """Return the files in variables by their place, such as ``variables.input.image``."""
    if isinstance(value, Upload):
        return {path: value}
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    found: dict[str, Upload] = {}
    for key, entry in entries:
        found.update(uploads_of(entry, f"{path}.{key}"))
    return found


def multipart(operation: dict[str, Any], uploads: dict[str, Upload]) -> tuple[dict[str, str], Files]:
    """Return form fields and files, in the order that the specification wants; files from their beginning."""
    places: dict[str, list[str]] = {}
    files: Files = {}
    for number, (path, upload) in enumerate(uploads.items()):
        if upload.content.seekable():
            upload.content.seek(0)
        places[str(number)] = [path]
        files[str(number)] = (upload.filename, upload.content, upload.content_type)
    fields = {
        "operations": orjson.dumps(operation, default=_no_file).decode(),
        "map": orjson.dumps(places).decode(),
    }
    return fields, files


def _no_file(value: Any) -> None:
    if not isinstance(value, Upload):
        raise TypeError(f"{type(value).__name__} cannot be sent")
