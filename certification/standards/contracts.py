"""What crosses the door of standards: frozen, without models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Value = Decimal | bool | str
ParameterKind = Literal["range", "enumeration", "boolean", "count", "formula"]
ValueSource = Literal["inspection", "laboratory", "declared"]
VersionState = Literal["draft", "proposed", "pilot", "adopted", "withdrawn"]
Subject = Literal["product", "lot", "unit"]
Stage = Literal["none", "draft", "pilot", "adopted"]


@dataclass(frozen=True, slots=True)
class Grade:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Limit:
    """
    What one grade asks of one parameter; what is None or empty is not asked. Both ends are allowed values.

    ``one_of`` holds codes of choices, ``expected`` the answer of a boolean.
    """

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    one_of: tuple[str, ...] = ()
    expected: bool | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    One thing that is looked at. A grade that ``limits`` does not name asks nothing; without any limits the
    value is stated on the certificate and judges nothing, but has to be there.

    ``formula`` counts with codes of other parameters and is only there for the kind "formula"; nobody enters
    its value. ``origin`` says where the limits come from; ``confirmed`` is whether it was read there.
    """

    code: str
    name: str
    kind: ParameterKind
    unit: str = ""
    method: str = ""
    critical: bool = False
    source: ValueSource = "inspection"
    limits: Mapping[str, Limit] = field(default_factory=dict)
    formula: str = ""
    choices: tuple[Choice, ...] = ()
    origin: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceAsked:
    code: str
    label: str
    kind: Literal["photo", "document", "statement"]
    required: bool


@dataclass(frozen=True, slots=True)
class Sampling:
    """How many pieces are looked at. ``level`` and ``aql`` belong to ISO 2859-1, ``count`` to "fixed"."""

    kind: Literal["every-piece", "iso2859", "fixed"]
    level: str = ""
    aql: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """
    A version of a standard. ``kinds`` are slugs of the catalogue's kinds of goods; ``scheme`` is a type of
    ISO/IEC 17067; ``grades`` come best first.

    In force from ``valid_from`` until, not including, ``valid_until``. ``expires``: the goods themselves do.
    ``surveillance_months`` None asks for none. ``gi`` names the geographical indication whose live
    authorised-user licence is needed; ``licence`` is a kind of the registry's licences, or empty.
    ``seeded``: it came with the software, nobody here has approved it yet.
    """

    id: int
    number: str
    standard_code: str
    title: str
    kinds: tuple[str, ...]
    scheme: str
    subject: Subject
    state: VersionState
    valid_from: date
    valid_until: date | None
    validity_months: int
    surveillance_months: int | None
    expires: bool
    gi: str
    licence: str
    grades: tuple[Grade, ...]
    parameters: tuple[Parameter, ...]
    evidence: tuple[EvidenceAsked, ...]
    sampling: Sampling
    seeded: bool = False

    def parameter(self, code: str) -> Parameter | None:
        return next((each for each in self.parameters if each.code == code), None)

    def parameters_from(self, source: ValueSource) -> tuple[Parameter, ...]:
        """Return what an inspector, a laboratory or the maker answers; formulas nobody answers."""
        return tuple(each for each in self.parameters if each.source == source and each.kind != "formula")

    def grade(self, code: str) -> Grade | None:
        return next((each for each in self.grades if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Line:
    """
    One parameter judged. ``grade_code`` is the best grade its value allows; ``passes`` is None where there is
    no value, or nothing to hold it against. ``value_text`` and ``limit_text`` are for people, with the unit.
    """

    parameter: Parameter
    value: Value | None
    limit_text: str
    grade_code: str | None
    passes: bool | None
    value_text: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """``why`` is one sentence; ``missing`` are codes of parameters without a value: no grade then."""

    grade: Grade | None
    passes: bool
    missing: tuple[str, ...]
    lines: tuple[Line, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """``size`` pieces of the lot, taken at random; at most ``accept`` may be nonconforming."""

    code_letter: str
    size: int
    accept: int
    reject: int


@dataclass(frozen=True, slots=True)
class BrandLicence:
    """A group's licence to use the brand, from ``valid_from`` until, not including, ``valid_until``."""

    number: str
    group_code: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class BoardRow:
    """
    One kind of goods: how far its standard has come. ``number`` is the version that counts, "" without one;
    ``unconfirmed`` how many of its values await a source; ``districts`` where such goods are on sale, with
    how many.
    """

    kind: str
    name: str
    needs_certificate: bool
    stage: Stage
    number: str
    version_id: int | None
    unconfirmed: int
    districts: tuple[tuple[str, int], ...]
