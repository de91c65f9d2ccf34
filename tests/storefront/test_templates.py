"""House rules of the templates and the stylesheet: nothing inline, logical properties, no dead rule."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent / "storefront"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "static" / "storefront"
CSS = STATIC / "css" / "shop.css"
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_is_inline(path: Path) -> None:
    """The content security policy would block it."""
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"hx-on|hx-vals='js|\bhx-trigger=\"[^\"]*\[", text), "htmx may not evaluate code"


def test_only_logical_properties() -> None:
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", CSS.read_text(), flags=re.S)
    physical = re.findall(
        r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:width|height|left|right|top|bottom)\s*:",
        css,
    )
    assert physical == []


def test_no_rule_without_a_page() -> None:
    used = " ".join(path.read_text() for path in TEMPLATES) + (STATIC / "js" / "shop.js").read_text()
    code = " ".join(path.read_text() for path in ROOT.rglob("*.py"))
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", CSS.read_text(), flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+)\{", css))
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    unused = {
        name for name in classes if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", used + code)
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("name", "budget"),
    [
        ("css/shop.css", 10_000),
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
