"""
A thousand printed labels, at 300 dpi, read by a QR reader that is not ours; their links judged by a GS1 Digital
Link library that is not ours. Millimetres are measured on the page.
"""

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

import certification.labels.facade as labels
from certification.labels.codes import ALPHABET, check_character
from certification.labels.documents import labels_pdf
from certification.labels.layouts import LAYOUTS, MODULE_MM_MIN
from certification.labels.models import Batch, Label
from certification.labels.selectors import PART
from certification.labels.states import LabelStateName
from tests.certification.cases.world import People
from tests.certification.certificates.world import certified_lot
from tests.certification.labels.world import ACTOR, batch_of, codes_of
from tests.common.pdf import facts_of, words_of

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent / "node"
DPI = 300
MM = DPI / 25.4


def pages(made: bytes, folder: Path) -> list[Image.Image]:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed: apt-get install poppler-utils")
    (folder / "labels.pdf").write_bytes(made)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", folder / "labels.pdf", folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.pgm"))]


def read(page: Image.Image) -> list[tuple[str, tuple[float, float]]]:
    """Return text and top left corner, in mm, of every QR code on a page."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: pip install zxing-cpp")
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    return [(each.text, (each.position.top_left.x / MM, each.position.top_left.y / MM)) for each in found]


@cache
def judge(folder: str) -> str:
    """Install the judge; return why there is none here, or nothing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node and npm are not on this machine: the GS1 Digital Link library is not asked."
    for name in ("package.json", "package-lock.json", "judge.mjs"):
        shutil.copy(HERE / name, folder)
    made = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )
    return f"npm cannot fetch the judge here: {made.stderr.strip()[-300:]}" if made.returncode else ""


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("judge")
    reason = judge(str(folder))
    if reason and os.environ.get("REQUIRE_NODE"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)

    def ask(links: list[str]) -> list[dict]:
        made = subprocess.run(
            ["node", "judge.mjs"],
            cwd=folder,
            input=json.dumps(links),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(made.stdout)

    return ask


@pytest.fixture
def lot_labels(people: People, settings) -> Batch:
    settings.GS1_COMPANY_PREFIX = "8901234"
    settings.PUBLIC_URL = "https://shop.example.org"
    return batch_of(certified_lot(people, quantity=50), people.officer, 3)


def test_a_thousand_labels_are_read_back_and_their_links_are_valid(
    people: People, settings, judged, tmp_path: Path
) -> None:
    settings.GS1_COMPANY_PREFIX = "8901234"
    certificate = certified_lot(people, quantity=1000)
    batch = batch_of(certificate, people.officer, 1000, layout="a4-40")
    links: list[str] = []
    for part in range(1, 4):
        folder = tmp_path / str(part)
        folder.mkdir()
        for page in pages(labels_pdf(batch, part), folder):
            links += [link for link, _corner in read(page)]
    assert len(links) == 1000
    base = f"HTTPS://SHOP.EXAMPLE.ORG/01/{batch.gtin}/10/{certificate.lot_number}/21/"
    assert {link.removeprefix(base) for link in links} == set(codes_of(batch))
    answers = judged(
        [*links, links[0].replace(batch.gtin, "08901234000015"), links[0].replace("/01/", "/99/")]
    )
    assert [each for each in answers if not each["valid"]] == answers[-2:]
    assert answers[0]["gtin"] == {"01": batch.gtin}
    assert answers[0]["keys"] == {"10": certificate.lot_number, "21": links[0][-12:]}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_exact_and_readable(
    lot_labels: Batch, people: People, layout: str, tmp_path: Path
) -> None:
    wanted = LAYOUTS[layout]
    Batch.objects.filter(pk=lot_labels.pk).update(layout=layout)
    batch = Batch.objects.get(pk=lot_labels.pk)
    made = labels_pdf(batch, 1)
    width, height = (
        float(each) for each in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts_of(made)).groups()
    )
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx(
        (wanted.page_width, wanted.page_height), abs=0.1
    )
    found = [each for page in pages(made, tmp_path) for each in read(page)]
    assert len(found) == 3
    if wanted.per_page > 1:
        corners = sorted(corner for _text, corner in found)
        assert corners[1][0] - corners[0][0] == pytest.approx(wanted.width, abs=0.15)
        assert corners[1][1] - corners[0][1] == pytest.approx(0, abs=0.15)
    for code in codes_of(batch):
        assert labels.shown(code) in words_of(made)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_modules_are_large_enough_and_the_quiet_zone_is_on_the_label(layout) -> None:
    for side in (37, 41):  # versions 3 and 4, quiet zone included
        module = layout.module_mm(side)
        assert module >= MODULE_MM_MIN
        assert side * module + 2 * layout.inset <= min(layout.width, layout.height) + 1e-9


def test_printed_again_it_is_the_same_and_what_is_out_of_use_is_left_out(
    lot_labels: Batch, tmp_path: Path
) -> None:
    assert labels_pdf(lot_labels, 1) == labels_pdf(lot_labels, 1)
    code = Label.objects.filter(batch=lot_labels, position=2).values_list("code", flat=True).get()
    labels.take_out([code], LabelStateName.SPOILED, "Misprint", ACTOR)
    made = labels_pdf(lot_labels, 1)
    assert labels.shown(code) not in words_of(made)
    (page,) = pages(made, tmp_path)
    assert len(read(page)) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_code_of_the_widest_letters_stays_on_its_line(people: People, layout: str) -> None:
    body = "W" * 11
    code = body + check_character(body)
    batch = batch_of(certified_lot(people), people.officer, 1, layout=layout)
    Label.objects.create(code=code, batch=batch, position=2, changed_at=batch.asked_at)
    assert labels.shown(code) in words_of(labels_pdf(batch, 1))


def test_without_a_gs1_prefix_the_link_is_our_own(people: People, settings, tmp_path: Path) -> None:
    batch = batch_of(certified_lot(people), people.officer, 1, layout="roll-30x20")
    (page,) = pages(labels_pdf(batch, 1), tmp_path)
    ((text, _corner),) = read(page)
    assert text == f"HTTPS://SHOP.EXAMPLE.ORG/VERIFY/{codes_of(batch)[0]}"
    assert set(text[-12:]) <= set(ALPHABET)


@pytest.mark.slow
def test_ten_thousand_labels_in_under_a_minute(people: People, settings) -> None:
    """Codes, rows and all printed parts, of one process."""
    import time

    begun = time.monotonic()
    batch = batch_of(certified_lot(people, quantity=10_000), people.officer, 10_000, layout="a4-40")
    made_s = time.monotonic() - begun
    for part in range(1, labels.batch(batch.pk).parts + 1):
        labels_pdf(batch, part)
    print(f"10,000 labels: {made_s:.1f} s for codes, {time.monotonic() - begun:.1f} s with PDFs of {PART}")
    assert time.monotonic() - begun < 60
