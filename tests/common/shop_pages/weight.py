"""What a page weighs on its way to a phone: compressed, before anybody scrolls."""

import gzip
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

#: UX.md's budgets of the shop, in bytes: a kilobyte there has a thousand.
MOST: Final = {
    "html": 20_000,
    "css": 15_000,
    "scripts": 25_000,
    "fonts": 15_000,
    "pictures": 90_000,
    "all": 200_000,
}
#: Urdu has a second face, of Naskh, with a budget of its own.
NASKH: Final = "naskh-urdu-400.woff2"
NASKH_MOST: Final = 16_000
_STATIC: Final = "/static/"
#: The phone that the budgets are for: its width in CSS pixels, and dots to a pixel.
PHONE: Final = 390
DOTS: Final = 2


@dataclass(frozen=True)
class Weight:
    html: int
    css: int
    scripts: int
    fonts: int
    pictures: int

    @property
    def all(self) -> int:
        return self.html + self.css + self.scripts + self.fonts + self.pictures

    def over(self) -> dict[str, int]:
        """Return what is over its budget."""
        return {name: size for name, most in MOST.items() if (size := getattr(self, name)) > most}


def weigh(page: HttpResponse, client: Client) -> Weight:
    body = page.content.decode()
    body = re.sub(r"<picture>(.*?)</picture>", lambda found: _chosen(found[1]), body, flags=re.S)
    tags = re.findall(r"<(link|script|img|use)\b([^>]*)>", body)
    sheets = [_at(rest, "href") for tag, rest in tags if tag == "link" and 'rel="stylesheet"' in rest]
    scripts = [_at(rest, "src") for tag, rest in tags if tag == "script" and "src=" in rest]
    seen = [_at(rest, "src") for tag, rest in tags if tag == "img" and 'loading="lazy"' not in rest]
    seen += [_at(rest, "href").partition("#")[0] for tag, rest in tags if tag == "use"]
    fonts = {name for sheet in sheets for name in re.findall(r"fonts/([\w.-]+)", _text(sheet))}
    return Weight(
        html=_packed(page.content),
        css=sum(_packed(_bytes(each, client)) for each in set(sheets)),
        scripts=sum(_packed(_bytes(each, client)) for each in set(scripts)),
        fonts=sum(len(_bytes(f"{_STATIC}storefront/fonts/{name}", client)) for name in fonts - {NASKH}),
        pictures=sum(_size(each, client) for each in set(seen) if each),
    )


def _chosen(picture: str) -> str:
    """Return the image with the file that the phone takes of it: AVIF, as wide as its place asks for."""
    source, image = re.search(r"<source\b([^>]*)>", picture), re.search(r"<img\b([^>]*)>", picture)
    assert source is not None and image is not None, picture
    place = float(_at(source[1], "sizes").rpartition(",")[2].strip().removesuffix("vw").removesuffix("rem"))
    wide = place * 16 if "rem" in _at(source[1], "sizes").rpartition(",")[2] else place * PHONE / 100
    steps = [each.split() for each in _at(source[1], "srcset").split(", ")]
    asked = wide * DOTS
    address = next((name for name, width in steps if int(width[:-1]) >= asked), steps[-1][0])
    return f'<img src="{address}"{" loading=" + chr(34) + "lazy" + chr(34) if "lazy" in image[1] else ""}>'


def _at(attributes: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', attributes)
    return unescape(found[1]) if found else ""


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _size(address: str, client: Client) -> int:
    content = _bytes(address, client)
    return _packed(content) if address.endswith(".svg") else len(content)


def _text(address: str) -> str:
    found = finders.find(address.removeprefix(_STATIC))
    assert isinstance(found, str), address
    return Path(found).read_text(encoding="utf-8")


def _bytes(address: str, client: Client) -> bytes:
    if address.startswith("data:"):
        return b""
    if address.startswith(_STATIC):
        found = finders.find(address.removeprefix(_STATIC))
        assert isinstance(found, str), address
        return Path(found).read_bytes()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
