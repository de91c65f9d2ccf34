"""Cards that others show when an address of ours is shared: drawn once, named for all that is on them."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from PIL import Image

from media import files
from media.answers import file_answer, not_changed
from media.documents.pdf import page_png
from media.workshop.picture import encoded

#: What the networks that show cards ask for (Open Graph): 1.91 to 1.
WIDTH: Final = 1200
_PAGE_WIDTH_PT: Final = 600.0
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_IMMUTABLE: Final = "public, max-age=31536000, immutable"


def has_card(name: str) -> bool:
    """Say whether a card is there. ``name``: 32 hex digits, a digest of what is on it."""
    return bool(_NAME.fullmatch(name)) and files.exists(_stored_name(name))


def make_card(
    name: str, template: Path, data: Mapping[str, object], *, language: str, pictures: Mapping[str, bytes]
) -> None:
    """
    Draw a card of a template 600 points wide; one that is there is left as it is.

    Raises:
        DocumentRefused, FilesUnavailable.
    """
    if has_card(name):
        return
    png = page_png(
        template, data, language=language, page_width_pt=_PAGE_WIDTH_PT, width=WIDTH, pictures=pictures
    )
    files.write(_stored_name(name), encoded(Image.open(io.BytesIO(png)).convert("RGB"), "JPEG"))


def card_answer(request: HttpRequest, name: str) -> HttpResponseBase | None:
    """Answer with a card for good; None where it is not made."""
    if not has_card(name):
        return None
    answer = not_changed(request, f'"{name}"') or file_answer(_stored_name(name), "image/jpeg")
    answer["ETag"] = f'"{name}"'
    answer["Cache-Control"] = _IMMUTABLE
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def forget_cards() -> None:
    """
    Delete all cards: what is on one cannot be told from its name, and something may not be shown any more.

    They are drawn again when somebody asks; those of yesterday's texts are not.
    """
    for storage in files.targets():
        for name in list(files.names_in(storage)):
            if name.startswith("cards/"):
                storage.delete(name)


def _stored_name(name: str) -> str:
    return f"cards/{name[:2]}/{name}.jpg"
