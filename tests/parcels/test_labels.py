"""Labels as a printer makes them: bars and square code read back, and every word inside the paper, in three scripts."""

import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from logistics.carriers.facade import Address
from logistics.parcels.barcode import code128
from logistics.parcels.models import Parcel
from logistics.parcels.papers import FORMATS, label_pdf, packing_list_pdf
from tests.certification.labels.test_print import DPI, pages
from tests.common.pdf import facts_of, words_of
from tests.parcels.world import opened
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db
MM = DPI / 25.4
ADDRESSES = {
    "latin": Address("Ananya Rao", ("Flat 12, Sunrise Apartments", "4th Cross, Koramangala", "Bengaluru", "Karnataka"), "560034", "+919845012345"),
    "devanagari": Address("सुनीता देवी शर्मा", ("मकान नंबर १२, शिव नगर", "रघुनाथ बाज़ार के पीछे", "जम्मू", "जम्मू और कश्मीर"), "180001", "+919419000022"),
    "urdu": Address("مہک قادری", ("۱۲ ریزیڈنسی روڈ", "لال چوک کے قریب", "سرینگر", "جموں و کشمیر"), "190001", "+919419000021"),
    "long": Address("Maharani Gayatri Devi Chandrasekhara Venkataraman of the Old Fort Road Palace", tuple(f"Line {n} of an address that goes on and on, opposite the third temple on the left" for n in range(1, 7)), "695001", "+919999999999"),
}  # fmt: skip


def read(page: Image.Image) -> dict[str, str]:
    """Return kind -> text of what a reader of another company finds on a page."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: pip install zxing-cpp")
    return {each.format.name: each.text for each in zxingcpp.read_barcodes(page)}


def size_mm(made: bytes) -> tuple[float, float]:
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts_of(made))
    assert found
    return float(found[1]) / 72 * 25.4, float(found[2]) / 72 * 25.4


def ink_box_mm(page: Image.Image) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of all that is printed."""
    box = ImageChops.invert(page.convert("L")).getbbox()
    assert box
    return tuple(each / MM for each in box)  # type: ignore[return-value]


def words_within(made: bytes, width: float, height: float, margin: float) -> int:
    """Prove by the PDF's own measures that no word begins or ends outside the margin; return how many there are."""
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout
    found = re.findall(rb'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', told)
    for each in found:
        left, top, right, bottom = (float(value) / 72 * 25.4 for value in each)
        assert left >= margin and top >= margin and right <= width - margin and bottom <= height - margin, (
            each
        )
    return len(found)


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("script", ADDRESSES)
def test_both_codes_are_read_and_nothing_leaves_the_label(
    script: str, size: str, settings, tmp_path: Path
) -> None:
    settings.PUBLIC_URL = "https://shop.example.org"
    open_registry()
    found = opened()
    Parcel.objects.filter(pk=found.pk).update(
        tracking_number="EE123456785IN", cash_to_collect=Decimal("12345.00"), dims_cm="28x22x4"
    )
    made = label_pdf(found.code, size=size, to=ADDRESSES[script])
    width, height = size_mm(made)
    wanted = {"a6": (105, 148), "4x6": (101.6, 152.4)}[size]
    assert (width, height) == pytest.approx(wanted, abs=0.1)
    (page,) = pages(made, tmp_path)
    codes = read(page)
    assert codes == {"Code128": "EE123456785IN", "QRCode": f"https://shop.example.org/p/{found.code}/"}
    left, top, right, bottom = ink_box_mm(page)
    assert min(left, top) >= 4 and right <= width - 4 and bottom <= height - 4
    # A word's box in a PDF is as high as its line, above and below the ink.
    assert words_within(made, width, height, 3) > 20
    said = words_of(made)
    assert ADDRESSES[script].pincode in said and "₹12,345" in said
    if script != "urdu":  # pdftotext gives letters of the right-to-left scripts in their own order
        assert ADDRESSES[script].name.split()[0] in said


def test_a_present_names_no_price_and_the_code_stands_in_until_there_is_a_number(tmp_path: Path) -> None:
    open_registry()
    found = opened(is_gift=True)
    made = label_pdf(found.code, to=ADDRESSES["latin"])
    assert "₹" not in words_of(made) and "value" not in words_of(made)
    assert "Paid. Collect nothing." in words_of(made)
    (page,) = pages(made, tmp_path)
    assert read(page)["Code128"] == found.code
    plain = label_pdf(opened(number="1043").code, to=ADDRESSES["latin"])
    assert "Declared value" in words_of(plain)
    assert made == label_pdf(found.code, to=ADDRESSES["latin"]), "the same each time"


def test_a_packing_list_has_the_parcel_its_group_and_no_address() -> None:
    open_registry()
    found = opened(is_gift=True)
    said = words_of(packing_list_pdf(found.code))
    assert found.code in said and "Kanihama Tuji SHG" in said and "A present" in said and "₹" not in said


@pytest.mark.parametrize(
    "text", ["P000000017", "EE123456785IN", "1", "12345", "A1B22C333D4444E55555", "x y-Z/.:~"]
)
def test_bars_of_any_text_are_read(text: str) -> None:
    bars, scale = code128(text), 3
    page = Image.new("L", (bars.width * scale, 60), 255)
    for at, width in bars.dark:
        page.paste(0, (at * scale, 0, (at + width) * scale, 60))
    assert read(page) == {"Code128": text}


def test_bars_have_their_limits() -> None:
    for wrong in ("", "ü", "a\nb", "x" * 41):
        with pytest.raises(ValueError, match="ASCII"):
            code128(wrong)
