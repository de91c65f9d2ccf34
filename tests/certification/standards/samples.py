"""Small versions for tests of rules; none of it stands in the database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, settings

from certification.standards.facade import Choice, Grade, Limit, Parameter, Sampling, Version

#: Machines with much else to do are slow at times.
CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

GRADES = (Grade("I", "Grade I"), Grade("II", "Grade II"), Grade("III", "Grade III"))


def least(*values: str) -> dict[str, Limit]:
    return {grade.code: Limit(minimum=Decimal(value)) for grade, value in zip(GRADES, values, strict=True)}


def most(*values: str) -> dict[str, Limit]:
    return {grade.code: Limit(maximum=Decimal(value)) for grade, value in zip(GRADES, values, strict=True)}


CROCIN = Parameter("crocin", "Crocin", "range", unit="E1%", critical=True, limits=least("190", "150", "100"))
MOISTURE = Parameter("moisture", "Moisture", "range", unit="%", limits=most("10", "12", "12"))
CLEAN = Parameter("clean", "Clean", "boolean", limits={g.code: Limit(expected=True) for g in GRADES})
ORIGIN = Parameter(
    "field",
    "Field",
    "enumeration",
    choices=(Choice("pampore", "Pampore"), Choice("kishtwar", "Kishtwar"), Choice("else-where", "Elsewhere")),
    limits={"I": Limit(one_of=("pampore",)), "II": Limit(one_of=("pampore", "kishtwar"))},
)
SHORT = Parameter("short", "Short packs", "count", limits=most("0", "1", "1"))
RATIO = Parameter(
    "ratio", "Ratio", "formula", formula="crocin / moisture", limits={"I": Limit(minimum=Decimal(10))}
)

SAFFRON = Version(
    id=1,
    number="T-SAFF-1:2026",
    standard_code="T-SAFF",
    title="Saffron",
    kinds=("saffron",),
    scheme="1b",
    subject="lot",
    state="adopted",
    valid_from=date(2026, 4, 1),
    valid_until=None,
    validity_months=12,
    surveillance_months=None,
    expires=True,
    gi="",
    licence="",
    grades=GRADES,
    parameters=(CROCIN, MOISTURE, CLEAN, ORIGIN, SHORT),
    evidence=(),
    sampling=Sampling("every-piece"),
)
BEST = {
    "crocin": Decimal(200),
    "moisture": Decimal(9),
    "clean": True,
    "field": "pampore",
    "short": Decimal(0),
}


def with_parameters(*parameters: Parameter) -> Version:
    return replace(SAFFRON, parameters=parameters)
