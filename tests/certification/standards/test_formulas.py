"""Formulas count, and do nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.standards.errors import BadFormula
from certification.standards.formulas import computed, names_in
from tests.certification.standards.samples import CALMLY

VALUES = {"fructose": Decimal("38.5"), "glucose": Decimal("31.0"), "zero": Decimal(0)}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("fructose / glucose", Decimal("38.5") / Decimal("31.0")),
        ("fructose - glucose", Decimal("7.5")),
        ("-(fructose + 0.1) * 2", Decimal("-77.2")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("  min(fructose, glucose, 40)", Decimal("31.0")),
        ("max(fructose, glucose)", Decimal("38.5")),
        ("fructose / zero", None),
        ("zero / zero", None),
    ],
)
def test_arithmetic_is_exact(formula: str, result: Decimal | None) -> None:
    assert computed(formula, VALUES) == result


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "fructose **  9",
        "fructose // glucose",
        "__import__('os')",
        "fructose.real",
        "(1).bit_length()",
        "[fructose][0]",
        "lambda: 1",
        "fructose if glucose else 1",
        "fructose > glucose",
        "'a' * 9",
        "True",
        "f'{fructose}'",
        "min()",
        "min(*fructose)",
        "max(fructose, key=glucose)",
        "open(fructose)",
        "fructose; glucose",
        "x := 1",
        "1j",
        "1 +",
        "(" * 300 + "1" + ")" * 300,
        "-" * 60 + "1",
        "a" * 201,
    ],
)
def test_everything_else_is_refused(formula: str) -> None:
    with pytest.raises(BadFormula):
        names_in(formula)


def test_names_come_once_each_in_order() -> None:
    assert names_in("(b + a) / (a - 2 * max(c, b))") == ("b", "a", "c")


@CALMLY
@given(st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        names = names_in(text)
    except BadFormula:
        return
    computed(text, dict.fromkeys(names, Decimal(1)))
