"""
The cases of money and years that tablet and server must agree on: here the server's side, in test_till_parts.py the tablet's.
"""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from exhibitions.till.payload import Whole, back_of, net_of, part_of
from jkrlm.kernel.clock import local_date
from sellers.tax.facade import financial_year, year_name

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())


def test_the_tax_within_a_price() -> None:
    assert [net_of(gross, Decimal(rate)) for gross, rate, _net in CASES["taxes"]] == [
        net for _gross, _rate, net in CASES["taxes"]
    ]


def test_halves_go_to_the_even_paisa() -> None:
    halves = {gross: net for gross, rate, net in CASES["taxes"] if rate == "100.00"}
    assert {gross: halves[gross] for gross in (1, 3, 5, 7)} == {1: 0, 3: 2, 5: 2, 7: 4}


def test_the_part_of_a_line_that_comes_back() -> None:
    assert [part_of(gross, pieces, of) for gross, pieces, of, _part in CASES["shares"]] == [
        part for _gross, _pieces, _of, part in CASES["shares"]
    ]


def test_a_line_that_comes_back_in_parts() -> None:
    for gross, rate, splits, wanted in CASES["backs"]:
        net, found = net_of(gross, Decimal(rate)), []
        for at, pieces in enumerate(splits):
            before = [sum(each[place] for each in found) for place in (0, 1)]
            sold = Whole(sum(splits), gross, net, Decimal(rate), sum(splits[:at]), *before)
            found.append(list(back_of(sold, pieces)))
        assert found == wanted, (gross, rate, splits)
        assert [sum(each[place] for each in found) for place in (0, 1)] == [gross, net]


def test_the_year_of_a_series_begins_with_april_in_india() -> None:
    found = [
        year_name(financial_year(local_date(datetime.fromisoformat(at)))) for at, _year in CASES["years"]
    ]
    assert found == [year for _at, year in CASES["years"]]
