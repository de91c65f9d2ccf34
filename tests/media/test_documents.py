"""PDF and QR: three scripts, the same bytes each time, and nothing that people write is ever run."""

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jkrlm.kernel.money import Money
from media.documents import pdf as press
from media.facade import DocumentRefused, pdf, qr_svg
from tests.common.pdf import facts_of, fonts_of, words_of

TEMPLATE = """#import "/umeed.typ": *
#let data = json(bytes(sys.inputs.data))
#show: page-frame.with(size: data.at("size", default: "a4"), title: data.title)
#masthead(beside: data.title)
#lattice
= #data.title
#data.name
#facts((data.title, rupees(data.sum)), ("GSTIN", ltr-run("01ZZZAN0000N1ZJ")))
#ruled(columns: (1fr, auto), align: (start, end), head: (data.title, "₹"), (data.name, rupees(data.sum)))
#qr(data.qr)
"""
SLOW = "#let n = 0\n#for a in range(3000) { for b in range(3000) { n += 1 } }\n#n"
TITLES = {
    "en": "Tax invoice",
    "hi": "कर चालान",
    "ur": "بل",
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def data(language: str = "en", **changes: object) -> dict[str, object]:
    return {
        "title": TITLES[language],
        "name": "Kanihama Tuji SHG",
        "sum": Money(Decimal("1234567.5"), "INR"),
        "day": date(2026, 11, 22),
        "qr": qr_svg("https://example.org/documents/abc/"),
        **changes,
    }


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_it_says_what_it_was_given_with_fonts_of_its_own(template: Path, language: str) -> None:
    made = pdf(template, data(language), language=language)
    text = words_of(made)
    assert "₹\u00a012,34,567.50" in text or "₹ 12,34,567.50" in text
    assert "Kanihama Tuji SHG" in text
    assert TITLES[language].split()[0] in text or language == "ur"
    assert {"en": "NotoSerif", "hi": "NotoSansDevanagari", "ur": "NotoNastaliq"}[language] in fonts_of(made)
    assert b"/Lang" in made


def test_the_same_data_are_the_same_bytes_and_other_data_are_not(template: Path) -> None:
    first = pdf(template, data(), language="en")
    assert pdf(template, data(), language="en") == first
    assert pdf(template, data(name="Zoon SHG"), language="en") != first


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        '"] #panic("out") [',
        "$1 / 0$ *bold* _slanted_ `raw` @nowhere <label> // gone",
        "\\u{202E}\u202edlog",
    ],
)
def test_a_name_is_set_and_never_run(template: Path, name: str) -> None:
    text = words_of(pdf(template, data(name=name), language="en"))
    assert "root:" not in text
    letters = "".join(each for each in name if each.isalnum())[:6]
    assert letters in "".join(each for each in text if each.isalnum())


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a6", (298, 420)), ("4x6", (288, 432))])
def test_paper_has_its_size(template: Path, size: str, points: tuple[int, int]) -> None:
    made = pdf(template, data(size=size), language="en")
    told = facts_of(made)
    line = next(row for row in told.splitlines() if row.startswith("Page size"))
    width, height = (round(float(part)) for part in line.split()[2:5:2])
    assert abs(width - points[0]) <= 1
    assert abs(height - points[1]) <= 1


def test_many_at_once_are_each_their_own(template: Path) -> None:
    alone = {number: pdf(template, data(name=f"Group {number}"), language="en") for number in range(6)}
    made: dict[int, bytes] = {}

    def draw(number: int) -> None:
        made[number] = pdf(template, data(name=f"Group {number}"), language="en")

    threads = [threading.Thread(target=draw, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert made == alone


def test_too_much_is_refused_and_too_slow_given_up(template: Path, tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused):
        pdf(template, data(name="x" * press.DATA_BYTES), language="en")
    slow = tmp_path / "slow.typ"
    slow.write_text(SLOW)
    with pytest.raises(DocumentRefused) as refusal:
        pdf(slow, {}, language="en", seconds=0.05)
    assert refusal.value.code == "TOO_SLOW"
    assert words_of(pdf(template, data(), language="en"))


def test_a_code_is_plain_svg() -> None:
    made = qr_svg("https://example.org/documents/abc/")
    assert made.startswith("<svg")
    assert "style" not in made
    assert "<script" not in made
    assert 'viewBox="0 0 ' in made
    for text in ("", "x" * 2332):
        with pytest.raises(ValueError, match="QR code"):
            qr_svg(text)


def test_who_waits_behind_a_long_document_gives_up_without_harm_to_it(template: Path) -> None:
    ours = press._ready_press()
    release, begun = threading.Event(), threading.Event()

    def long() -> bytes:
        begun.set()
        release.wait(20)
        return b"the look book"

    first = ours.thread.submit(long)
    assert begun.wait(5)
    with pytest.raises(DocumentRefused, match="try again") as refusal:
        pdf(template, data(), language="en", seconds=0.05)
    assert refusal.value.code == "TOO_SLOW"
    assert press._ready_press() is ours, "it was never begun, so nothing is wrong with the press"
    release.set()
    assert first.result(5) == b"the look book"


def test_who_waits_behind_one_that_is_given_up_is_told_to_try_again(template: Path) -> None:
    ours = press._ready_press()
    release, begun = threading.Event(), threading.Event()
    ours.thread.submit(lambda: (begun.set(), release.wait(20)))
    assert begun.wait(5)
    told: list[DocumentRefused] = []

    def ask() -> None:
        try:
            pdf(template, data(), language="en")
        except DocumentRefused as refusal:
            told.append(refusal)

    waiting = threading.Thread(target=ask)
    waiting.start()
    while ours.thread._work_queue.empty():
        pass
    press._give_up(ours)
    waiting.join(5)
    release.set()
    assert [refusal.code for refusal in told] == ["TOO_SLOW"]
    assert words_of(pdf(template, data(), language="en"))
