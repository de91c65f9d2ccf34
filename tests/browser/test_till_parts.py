"""The till's own arithmetic and its QR codes, in the browser that does them."""

import json
from pathlib import Path

import numpy
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "exhibitions" / "till" / "static" / "exhibitions_till"
CASES = json.loads((ROOT / "tests" / "exhibitions" / "till_client" / "cases.json").read_text())
TEXTS = [
    "UT",
    "upi://pay?pa=umeed%40sbi&pn=Umeed%20Stall%20A12&am=6310.00&cu=INR&tr=UT7Q2M9K4ZB&tn=UT7Q2M9K4ZB",
    "https://umeed.example/pos/#bill=0535a005-881a-42f3-a39d-e0c1ca8f733c",
    "कानी शॉल, شال",
    "0123456789" * 20,
    "x" * 287,
]


@pytest.fixture
def bare(browser: Browser) -> Page:
    context = browser.new_context()
    page = context.new_page()
    for name in ("money", "qr", "goods", "chain"):
        page.add_script_tag(path=STATIC / f"{name}.js")
    yield page
    context.close()


def test_money_is_what_the_server_reckons(bare: Page) -> None:
    found = bare.evaluate(
        """(cases) => {
          const { taxed, back, share, rateOf, rupees, paise } = till.money;
          return {
            taxes: cases.taxes.map(([gross, rate]) => [gross, rate, taxed(gross, rate).net]),
            shares: cases.shares.map(([gross, pieces, of]) => [gross, pieces, of, share(gross, pieces, of)]),
            backs: cases.backs.map(([gross, rate, splits]) => {
              const sold = { quantity: splits.reduce((one, two) => one + two, 0), gross, rate, ...taxed(gross, rate) };
              const earlier = [];
              for (const quantity of splits) earlier.push({ quantity, ...back(sold, earlier, quantity) });
              return [gross, rate, splits, earlier.map(({ gross, net }) => [gross, net])];
            }),
            rates: cases.rates.map(([pieces, gross]) => [pieces, gross, rateOf(cases.bands, pieces, gross)]),
            rupees: cases.rupees.map(([sum]) => [sum, rupees(sum)]),
            typed: cases.typed.map(([text]) => [text, paise(text)]),
          };
        }""",
        CASES,
    )
    assert found == {name: CASES[name] for name in found}


def test_a_discount_is_never_more_than_was_said(bare: Page) -> None:
    found = bare.evaluate(
        """() => {
          const { discounts, percentOf } = till.money;
          const fulls = [196000, 320050, 115000];
          const sum = (all) => all.reduce((one, two) => one + two, 0);
          return {
            ten: discounts(fulls, { percent: "10" }),
            to: discounts(fulls, { to: 600001 }),
            left: sum(fulls) - sum(discounts(fulls, { to: 600001 })),
            percent: [percentOf(10000, 100000), percentOf(10001, 100000), percentOf(1, 3)],
            none: discounts(fulls, null),
          };
        }"""
    )
    assert found == {
        "ten": [19600, 32000, 11500],
        "to": [9644, 15747, 5658],
        "left": 600001,
        "percent": ["10", "10.01", "33.34"],
        "none": [0, 0, 0],
    }


def test_a_series_counts_anew_from_the_first_of_april_in_india(bare: Page) -> None:
    """Whatever time zone the tablet is set to; by a wrong clock never in a year before its bundle's."""
    found = []
    for at, _year in CASES["years"]:
        bare.clock.set_fixed_time(at)
        found.append(
            bare.evaluate(
                """() => {
                  const sellers = [{ key: "J", series: { sale: "T01B", credit: "T01C", year: "26-27" } }];
                  const { take } = till.chain.numberer(sellers, { "J T01B/26-27": 41 });
                  return [take("J", "sale"), take("J", "sale")];
                }"""
            )
        )
    old = ["T01B/26-27/00041", "T01B/26-27/00042"]
    new = ["T01B/27-28/00001", "T01B/27-28/00002"]
    assert found == [new if year == "27-28" else old for _at, year in CASES["years"]]


@pytest.mark.parametrize("text", TEXTS, ids=[str(len(each)) for each in TEXTS])
def test_our_qr_codes_are_read(bare: Page, text: str) -> None:
    rows = bare.evaluate("(text) => till.qr.squares(text).map((row) => row.map(Number))", text)
    quiet = numpy.pad(numpy.array(rows, dtype=numpy.uint8), 4)
    picture = numpy.kron(255 - quiet * 255, numpy.ones((4, 4), dtype=numpy.uint8))
    (code,) = zxingcpp.read_barcodes(numpy.ascontiguousarray(picture))
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, text)


def test_a_label_is_its_piece_and_words_find_it_in_three_languages(bare: Page) -> None:
    found = bare.evaluate(
        """([item, codes, words]) => {
          till.bundle = { items: [item], till: { stall: "A1" } };
          till.goods.index(till.bundle);
          const read = (text) => {
            const one = till.goods.scanned(text);
            return one && [one.item.variant, one.serial, one.is_listed];
          };
          return [codes.map(read), words.map((word) => till.goods.search(word).length)];
        }""",
        [
            {
                "variant": "V",
                "sku": "KZ09-STOLE",
                "name": {"en": "Papier-mâché stole", "hi": "स्टोल", "ur": "اسٹول"},
                "maker": "Zeba Self-Help Group",
                "group": "KZ09",
                "codes": ["KZ09-STOLE", "08901234567897"],
                "serials": ["7K3M9QTXW2"],
                "stall": "A1",
                "category": "",
            },
            [
                "https://umeed.example/01/08901234567897/10/L26-1/21/7K3M9QTXW2",
                "https://umeed.example/01/08901234567897/21/XXXXXXXXXX",
                "HTTPS://UMEED.EXAMPLE/VERIFY/7K3M9QTXW2",
                " 7k3m-9qtx-w2 ",
                "8901234567897",
                "kz09-stole",
                "https://umeed.example/01/00000000000000/21/YYYYYYYYYY",
                "nothing",
            ],
            ["papier mache", "स्टोल", "اسٹول", "zeba stole", "890123", "carpet"],
        ],
    )
    assert found == [
        [
            ["V", "7K3M9QTXW2", True],
            ["V", "XXXXXXXXXX", False],
            ["V", "7K3M9QTXW2", True],
            ["V", "7K3M9QTXW2", True],
            ["V", None, True],
            ["V", None, True],
            None,
            None,
        ],
        [1, 1, 1, 1, 1, 0],
    ]
