"""House rules of the templates and the stylesheet: nothing inline, logical properties, no dead rule."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent / "storefront"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "static" / "storefront"
SHEETS = sorted((STATIC / "css").glob("*.css"))
CSS = "\n".join(path.read_text() for path in SHEETS)
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_is_inline(path: Path) -> None:
    """The content security policy would block it."""
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"hx-on|hx-vals='js|\bhx-trigger=\"[^\"]*\[", text), "htmx may not evaluate code"


def test_only_logical_properties() -> None:
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", CSS, flags=re.S)
    physical = re.findall(
        r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:width|height|left|right|top|bottom)\s*:",
        css,
    )
    assert physical == []


def test_no_rule_without_a_page() -> None:
    scripts = (STATIC / "js" / "shop.js", STATIC / "vendor" / "htmx-2.0.11.min.js")
    used = " ".join(path.read_text() for path in (*TEMPLATES, *scripts))
    code = " ".join(path.read_text() for path in ROOT.rglob("*.py"))
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", CSS, flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+)\{", css))
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    unused = {
        name for name in classes if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", used + code)
    }
    assert unused == set()


def test_only_pages_with_pictures_of_goods_load_their_colours() -> None:
    """And all of them do: a page without the sheet would show a grey square while the picture comes."""
    every = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "accounts" / "templates").rglob("*.html")]
    texts = {path: path.read_text() for path in every}
    with_pictures = {"components/picture.html"}
    while (
        found := {
            path.relative_to(path.parents[1]).as_posix()
            for path, text in texts.items()
            if any(f'{name}"' in text for name in with_pictures)
        }
        - with_pictures
    ):
        with_pictures |= found
    pages = {path for path, text in texts.items() if "{% extends" in text}
    show = {path for path in pages if path.relative_to(path.parents[1]).as_posix() in with_pictures}
    load = {path for path in pages if "css/tints.css" in texts[path]}
    assert {path.name for path in load} == {path.name for path in show}


@pytest.mark.parametrize(
    ("name", "budget"),
    [
        ("css/shop.css", 8_500),
        ("css/home.css", 1_600),
        ("css/product.css", 1_000),
        ("css/tints.css", 600),
        ("css/checkout.css", 800),
        ("js/shop.js", 1_000),
        ("vendor/htmx-2.0.11.min.js", 18_000),
        ("img/icons.svg", 2_500),
    ],
)
def test_compressed_sizes(name: str, budget: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 6)) <= budget


@pytest.mark.parametrize("name", ["noto-serif-display-600.woff2", "naskh-urdu-400.woff2"])
def test_fonts_stay_small_and_keep_their_licence(name: str) -> None:
    assert (STATIC / "fonts" / name).stat().st_size <= 15 * 1024
    licence = STATIC / "fonts" / f"{name.rsplit('-', 1)[0]}-OFL.txt"
    assert "SIL Open Font License" in licence.read_text()


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    asked = {name for path in TEMPLATES for name in re.findall(r"{% icon \"([a-z]+)\"", path.read_text())}
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "img" / "icons.svg").read_text()))
    assert asked <= drawn
