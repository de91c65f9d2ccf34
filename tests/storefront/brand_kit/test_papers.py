"""
What comes out of the printer: every word on its card in three scripts, every code read back, the cut exact.
"""

import io
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from storefront.brand_kit import papers
from storefront.brand_kit.brand import BLEED_MM, SAFE_MM, SHARE_PX, SHEETS, Sheet
from storefront.brand_kit.contracts import KitPiece
from tests.common.pdf import facts_of, words_of

DPI = 300
MM = DPI / 25.4
POINT_MM = 25.4 / 72
CERTIFICATE = "https://shop.example.org/credentials/JKTPO-26-00012/"
PAGE = "https://shop.example.org/products/hand-embroidered-sozni-pashmina-shawl-natural-dye/"
SAID = {
    "en": (
        "Hand-embroidered sozni pashmina shawl, natural dye",
        "Zoonimar Self-Help Group",
        "Zoonimar, Srinagar",
    ),
    "hi": ("हाथ से कढ़ी सोज़नी पश्मीना शॉल, प्राकृतिक रंग", "ज़ूनिमर स्वयं सहायता समूह", "ज़ूनिमर, श्रीनगर"),
    "ur": ("ہاتھ سے بنی سوزنی پشمینہ شال، قدرتی رنگ", "زونیمر سیلف ہیلپ گروپ", "زونیمر، سری نگر"),
}
WIDE = "W" * 60


def piece(language: str, **changed: str) -> KitPiece:
    title, maker, place = SAID[language]
    told = {
        "slug": "sozni",
        "title": title,
        "maker": maker,
        "place": place,
        "price": "₹1,14,500",
        "certificate": "JKTPO-26-00012",
        "grade": "Grade I",
        "gi": True,
        "link": CERTIFICATE,
        "picture_url": "",
        "product_id": "",
    }
    return KitPiece(**{**told, **changed})


def pieces(language: str) -> list[KitPiece]:
    """A usual one, one without a certificate whose every word is too long, and one in another script."""
    title, maker, place = SAID[language]
    long = {
        "title": f"{title} {title} {WIDE}",
        "maker": f"{maker} {maker} {maker}",
        "place": f"{place} {place}",
    }
    other = SAID["ur" if language == "en" else "en"]
    return [
        piece(language),
        piece(language, certificate="", grade="", link=PAGE, **long),
        piece(language, title=other[0], maker=other[1], place=other[2]),
    ]


def boxes_of(made: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Return for each page its words with their boxes in mm."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout
    tree = ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", told))
    space = {"h": "http://www.w3.org/1999/xhtml"}
    return [
        [
            (
                word.text or "",
                *(float(word.attrib[side]) * POINT_MM for side in ("xMin", "yMin", "xMax", "yMax")),
            )
            for word in page.iterfind(".//h:word", space)
        ]
        for page in tree.iterfind(".//h:page", space)
    ]


def pictures(made: bytes, folder: Path) -> list[Image.Image]:
    (folder / "made.pdf").write_bytes(made)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", folder / "made.pdf", folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.pgm"))]


def codes_on(page: Image.Image) -> list[tuple[str, float]]:
    """Return text and width in mm of every code."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: pip install zxing-cpp")
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    return [(each.text, (each.position.top_right.x - each.position.top_left.x) / MM) for each in found]


def card_of(sheet: Sheet, x: float, y: float) -> tuple[float, float, float, float] | None:
    """Return the card on which a point of the page lies, without its safe edge."""
    for row in range(sheet.rows):
        for column in range(sheet.columns):
            left = sheet.left + column * (sheet.width + sheet.gap_x)
            top = sheet.top + row * sheet.height
            if left <= x <= left + sheet.width and top <= y <= top + sheet.height:
                return left, top, left + sheet.width, top + sheet.height
    return None


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("kind", SHEETS)
def test_every_word_stays_on_its_card_and_every_code_is_read_back(
    kind: str, language: str, tmp_path: Path
) -> None:
    sheet = SHEETS[kind]
    made = papers.cards_pdf(kind, pieces(language), language=language, copies=2, with_price=True)
    edge = SAFE_MM - 0.3
    for page in boxes_of(made):
        for word, left, top, right, bottom in page:
            card = card_of(sheet, (left + right) / 2, (top + bottom) / 2)
            assert card is not None, f"{word} lies on no card"
            assert card[0] + edge <= left and right <= card[2] - edge, f"{word} leaves its card sideways"
            # A face's box is higher than its letters: Nastaliq's by half.
            assert card[1] <= top + 3 and bottom - 3 <= card[3], f"{word} leaves its card upright"
    found = [code for page in pictures(made, tmp_path) for code in codes_on(page)]
    assert sorted(text for text, _width in found) == sorted([CERTIFICATE, CERTIFICATE, PAGE] * 2)
    assert min(width for _text, width in found) >= 13  # without its quiet zone
    words = words_of(made)
    assert words.count("JKTPO-26-00012") == (0 if kind == "sticker" else 4)
    assert "1,14,500" in words


def test_a_card_without_its_price_shows_none() -> None:
    made = papers.cards_pdf("hang-tag", pieces("en"), language="en")
    assert "1,14,500" not in words_of(made)


@pytest.mark.parametrize("language", SAID)
def test_a_book_has_its_cover_and_every_piece_and_is_cut_where_the_printer_asks(
    language: str, tmp_path: Path
) -> None:
    made = papers.look_book_pdf(
        pieces(language), title=SAID[language][0], language=language, for_printer=True
    )
    facts = facts_of(made)
    assert re.search(r"Pages:\s+4\b", facts)
    width, height = (
        float(each) * POINT_MM for each in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts).groups()
    )
    assert (width, height) == pytest.approx((148 + 2 * BLEED_MM, 210 + 2 * BLEED_MM), abs=0.1)
    assert b"/TrimBox" in made
    for page in boxes_of(made):
        for word, left, _top, right, _bottom in page:
            assert left >= BLEED_MM + SAFE_MM and right <= BLEED_MM + 148 - SAFE_MM, f"{word} is cut off"
    found = [text for page in pictures(made, tmp_path) for text, _width in codes_on(page)]
    assert sorted(found) == sorted([CERTIFICATE, CERTIFICATE, PAGE])
    at_home = papers.look_book_pdf(pieces(language), title="x", language=language, for_printer=False)
    assert "419.5" in facts_of(at_home)


@pytest.mark.parametrize("language", SAID)
def test_a_picture_to_send_on_is_square_and_shows_the_photograph(language: str, monkeypatch) -> None:
    photograph = io.BytesIO()
    Image.new("RGB", (640, 480), (10, 200, 30)).save(photograph, "JPEG")
    monkeypatch.setattr(
        papers, "pictures_of", lambda addresses: dict.fromkeys(addresses, photograph.getvalue())
    )
    made = Image.open(
        io.BytesIO(papers.share_png(piece(language, picture_url="x"), language=language))
    ).convert("RGB")
    assert made.size == (SHARE_PX, SHARE_PX)
    red, green, blue = made.getpixel((540, 350))
    assert green > 180 and red < 60 and blue < 80
    assert made.getpixel((540, 1070)) == (124, 31, 61)  # madder
