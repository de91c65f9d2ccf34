"""The grade follows from the values, and from nothing else."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.standards.facade import BadValue, Limit, assess, limit_text, parse_value
from tests.certification.standards.samples import (
    BEST,
    CALMLY,
    CLEAN,
    CROCIN,
    GRADES,
    MOISTURE,
    ORIGIN,
    RATIO,
    SAFFRON,
    SHORT,
    with_parameters,
)

ORDER = [grade.code for grade in GRADES]
NUMBERS = st.integers(0, 40_000).map(lambda hundredths: Decimal(hundredths) / 100)


def grade_of(**values: object) -> str | None:
    found = assess(SAFFRON, {**BEST, **values})
    return found.grade.code if found.grade else None


@pytest.mark.parametrize(
    ("values", "grade"),
    [
        ({}, "I"),
        ({"crocin": Decimal(190)}, "I"),
        ({"crocin": Decimal("189.99")}, "II"),
        ({"crocin": Decimal(150), "moisture": Decimal(12)}, "II"),
        ({"crocin": Decimal(100)}, "III"),
        ({"crocin": Decimal("99.99")}, None),
        ({"moisture": Decimal("12.01")}, None),
        ({"clean": False}, None),
        ({"field": "kishtwar"}, "II"),
        ({"field": "else-where"}, "III"),
        ({"short": Decimal(1)}, "II"),
        ({"short": Decimal(2)}, None),
    ],
)
def test_the_worst_of_the_best_grades_counts(values: dict, grade: str | None) -> None:
    assert grade_of(**values) == grade


@CALMLY
@given(crocin=NUMBERS, better=NUMBERS, moisture=NUMBERS, drier=NUMBERS, field=st.sampled_from(ORIGIN.choices))
def test_a_better_value_never_gives_a_worse_grade(crocin, better, moisture, drier, field) -> None:
    def rank(**values: object) -> int:
        code = grade_of(field=field.code, **values)
        return len(ORDER) if code is None else ORDER.index(code)

    low, high = sorted((crocin, better))
    dry, wet = sorted((moisture, drier))
    assert rank(crocin=high, moisture=wet) <= rank(crocin=low, moisture=wet)
    assert rank(crocin=low, moisture=dry) <= rank(crocin=low, moisture=wet)


@CALMLY
@given(missing=st.sets(st.sampled_from(sorted(BEST)), min_size=1), crocin=NUMBERS)
def test_while_a_value_is_missing_there_is_no_grade(missing: set[str], crocin: Decimal) -> None:
    values = {code: value for code, value in {**BEST, "crocin": crocin}.items() if code not in missing}
    found = assess(SAFFRON, values)
    assert found.grade is None
    assert not found.passes
    assert set(found.missing) == missing


@CALMLY
@given(crocin=NUMBERS, moisture=NUMBERS, clean=st.booleans())
def test_the_grade_is_met_by_every_value_and_no_better_one_is(crocin, moisture, clean) -> None:
    found = assess(SAFFRON, {**BEST, "crocin": crocin, "moisture": moisture, "clean": clean})
    met = [
        code
        for code in ORDER
        if crocin >= CROCIN.limits[code].minimum and moisture <= MOISTURE.limits[code].maximum and clean
    ]
    assert (found.grade.code if found.grade else None) == (met[0] if met else None)


def test_what_fails_already_is_said_although_something_is_missing() -> None:
    found = assess(SAFFRON, {"crocin": Decimal(50)})
    assert found.missing == ("moisture", "clean", "field", "short")
    assert (
        found.why
        == "Does not meet T-SAFF-1:2026: Crocin is 50 E1%, asked is " + limit_text(CROCIN, GRADES) + "."
    )


@pytest.mark.parametrize("said", ["Yes", "yes", " YES ", "y", "TRUE", "1", "हाँ", "ہاں", True])
def test_yes_is_yes(said: object) -> None:
    assert parse_value(CLEAN, said) is True
    assert assess(SAFFRON, {**BEST, "clean": said}).grade.code == "I"


@pytest.mark.parametrize("said", ["No", "no", "N", "false", "0", "नहीं", False])
def test_no_is_no(said: object) -> None:
    assert parse_value(CLEAN, said) is False


@CALMLY
@given(st.sampled_from(ORIGIN.choices), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_a_choice_is_one_whatever_its_case_and_spaces(choice, case) -> None:
    for words in (choice.code, choice.label, choice.code.replace("-", " "), choice.code.replace("-", "_")):
        assert parse_value(ORIGIN, f"  {case(words)} ") == choice.code


@pytest.mark.parametrize("text", ["15.2", "15.2 µm", "15.2μm", "15.20 um", " 15.2  Micron ", Decimal("15.2")])
def test_the_unit_behind_a_number_is_the_same_number(text: object) -> None:
    fibre = replace(CROCIN, unit="µm")
    assert parse_value(fibre, text) == Decimal("15.2")


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        (CROCIN, "15,2"),
        (CROCIN, "about 200"),
        (CROCIN, "NaN"),
        (CROCIN, "Infinity"),
        (CROCIN, Decimal("Infinity")),
        (CROCIN, "1e400"),
        (CROCIN, "200 mg"),
        (CROCIN, ""),
        (CROCIN, True),
        (SHORT, "-1"),
        (SHORT, "1.5"),
        (CLEAN, "perhaps"),
        (ORIGIN, "Srinagar"),
        (RATIO, "10"),
    ],
)
def test_what_is_not_a_value_is_refused_by_name(parameter, text: object) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_value(parameter, text)
    assert parameter.name in refusal.value.message


def test_a_formula_is_worked_out_and_judged() -> None:
    version = with_parameters(CROCIN, MOISTURE, RATIO)
    found = assess(version, {"crocin": Decimal(200), "moisture": Decimal(9)})
    assert found.grade.code == "I"
    assert found.lines[2].value_text == "22.2222"
    assert assess(version, {"crocin": Decimal(100), "moisture": Decimal(12)}).grade.code == "III"
    assert found.missing == ()


def test_a_formula_that_divides_by_nought_fails() -> None:
    version = with_parameters(CROCIN, MOISTURE, RATIO)
    found = assess(version, {"crocin": Decimal(200), "moisture": Decimal(0)})
    assert not found.passes
    assert found.lines[2].passes is False
    assert "Ratio" in found.why


def test_a_formula_waits_for_its_values() -> None:
    found = assess(with_parameters(CROCIN, MOISTURE, RATIO), {"crocin": Decimal(200)})
    assert found.missing == ("moisture",)
    assert found.lines[2].passes is None


def test_what_has_no_limit_is_stated_and_has_to_be_there() -> None:
    colours = replace(SHORT, code="colours", name="Colours", limits={})
    version = with_parameters(CROCIN, colours)
    assert assess(version, {"crocin": Decimal(200)}).grade is None
    found = assess(version, {"crocin": Decimal(200), "colours": Decimal(9)})
    assert found.grade.code == "I"
    assert found.lines[1].passes is None
    assert found.lines[1].value_text == "9"


def test_limits_in_words() -> None:
    assert limit_text(CROCIN, GRADES) == "Grade I: ≥ 190 E1% · Grade II: ≥ 150 E1% · Grade III: ≥ 100 E1%"
    assert limit_text(CLEAN, GRADES) == "Yes"
    span = replace(CROCIN, limits={g.code: Limit(Decimal(20), Decimal(50)) for g in GRADES})
    assert limit_text(span, GRADES) == "20–50 E1%"
    assert limit_text(ORIGIN, GRADES) == "Grade I: Pampore · Grade II: Pampore / Kishtwar"


def test_why_names_what_holds_the_grade_down() -> None:
    assert assess(SAFFRON, {**BEST, "crocin": Decimal(160)}).why == "Grade II, because of: Crocin."
    assert assess(SAFFRON, BEST).why == "Everything that T-SAFF-1:2026 asks for Grade I is met."
