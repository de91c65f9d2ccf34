"""What crosses the door of cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from certification.cases.states import (
    AppealState,
    CaseState,
    ComplaintState,
    Outcome,
    Purpose,
    StepName,
    StepState,
    Subject,
)

Value = Decimal | bool | str


class By(Protocol):
    """
    Who asks: ``actor`` is ``person:<user id>``; ``on_behalf_of`` names whom she acts for, if anybody.

    The portal's ``acting.by()`` is one.
    """

    @property
    def actor(self) -> str: ...

    @property
    def on_behalf_of(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    name: StepName
    state: StepState


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One value as it was found. ``replaced``: a newer one counts, or it was taken back.

    ``source`` is ``visit:12``, ``sample:S-…`` or ``declared``; ``value`` is what the standard's parameter
    reads: a number, yes or no, or the code of a choice.
    """

    code: str
    value: Value
    unit: str
    source: str
    by: int | None
    at: datetime
    replaced: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not evaluate or decide, for machines and in a sentence."""

    code: Literal["EVALUATED", "INTEREST", "SAME_VILLAGE", "DECIDED_BEFORE", "ROLE", "AWAY"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """``quantity`` is how much of it is certified; ``grade_code`` is empty where nothing is granted."""

    id: int
    case_number: str
    round: int
    outcome: Outcome
    reasons: tuple[str, ...]
    note: str
    quantity: int
    grade_code: str
    grade_name: str
    decided_by: int
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """
    An application on its way.

    ``due_on`` is the last day on which it is answered in time; while ``paused_on`` is set its clock stands
    (the seller, or the laboratory, has it). ``missing`` are codes of what the standard asks for and nobody
    gave. ``follows`` is the number of the case that a renewal or surveillance looks at again. ``round`` is 1,
    and one more each time it is decided anew.
    """

    id: int
    number: str
    group_code: str
    group_name: str
    village: str
    district: str
    kind: str
    version_id: int
    version_number: str
    subject: Subject
    product_id: str
    lot_number: str
    quantity: int
    title: str
    state: CaseState
    purpose: Purpose
    follows: str
    round: int
    applied_at: datetime
    due_on: date
    days_allowed: int
    paused_on: date | None
    officer_id: int | None
    officer_name: str
    inspector_id: int | None
    inspector_name: str
    steps: tuple[Step, ...]
    sample_size: int
    person_id: int | None
    applied_by: str
    on_behalf_of: str
    statements: Mapping[str, str]
    photo_keys: Mapping[str, tuple[str, ...]]
    document_keys: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    missing_words: str
    listing_id: int | None = None

    def step(self, name: StepName | str) -> StepState:
        return next(each.state for each in self.steps if each.name == name)

    @property
    def is_at_laboratory(self) -> bool:
        return (
            self.state is CaseState.ASSIGNED
            and self.step(StepName.INSPECTION) is not StepState.NEEDED
            and self.step(StepName.LABORATORY) is StepState.NEEDED
        )


@dataclass(frozen=True, slots=True)
class Application:
    """
    What a seller sent. ``key`` is made once for the form: the same key twice is one case.

    ``photo_keys`` and ``document_keys`` are media's pictures by the code of what the standard asks for (a
    document is a photograph of the paper); ``statements`` are words, and values of declared parameters, by
    code. ``lot_number`` is needed where the standard certifies a batch. ``quantity`` is of pieces or packs.
    """

    key: str
    group_code: str
    person_id: int | None
    kind: str
    product_id: str
    title: str
    quantity: int = 1
    lot_number: str = ""
    listing_id: int | None = None
    statements: Mapping[str, str] = field(default_factory=dict)
    photo_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    document_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """
    One line of a case's history. ``seal`` is SHA-256 of the line with the seal of the one before;
    ``is_true`` whether it is so.
    """

    seq: int
    at: datetime
    who: str
    on_behalf_of: str
    what: str
    words: str
    state: CaseState
    facts: Mapping[str, str]
    seal: str
    is_true: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """
    What a queue shows. ``stage``: new, inspector, laboratory, ready or back; ``tab``: late, today, mine or
    back; ``held_by``: me, nobody or a user's id. ``users`` are whom ``me`` stands for: she, and those on
    leave for whom she stands in.
    """

    text: str = ""
    kind: str = ""
    district: str = ""
    stage: str = ""
    tab: str = ""
    held_by: str = ""
    users: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a queue, those due first at the top; ``total`` of all pages."""

    rows: tuple[Case, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """``oldest_late_on`` is the due day of what is latest; ``median_days`` of what was decided in 30 days."""

    open: int
    late: int
    due_today: int
    with_inspectors: int
    inspectors: int
    at_laboratory: int
    back: int
    mine: int
    oldest_late_on: date | None
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Appeal:
    id: int
    case_number: str
    round: int
    state: AppealState
    words: str
    asked_at: datetime
    decided_by: int | None
    decided_by_name: str
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """``contact`` is empty where somebody complained without a name."""

    number: str
    case_number: str
    certificate_number: str
    group_code: str
    product_id: str
    label_code: str
    words: str
    contact: str
    state: ComplaintState
    at: datetime
    answered_by_name: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a granted case has before it; ``case_number`` of the case that does it, empty before."""

    id: int
    of_case: str
    group_code: str
    group_name: str
    title: str
    purpose: Purpose
    due_on: date
    case_number: str


@dataclass(frozen=True, slots=True)
class Interest:
    """``group_code`` or ``village`` with ``district``: one of the two."""

    id: int
    user_id: int
    user_name: str
    group_code: str
    village: str
    district: str
    words: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could evaluate a case: how much she has, and why not, if not."""

    user_id: int
    name: str
    open_cases: int
    refusal: Refusal | None
    deputy_name: str = ""
