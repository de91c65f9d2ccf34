"""What crosses the door of the registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    slug: str
    name: str
    name_hi: str
    name_ur: str
    division: str
    district: str
    block: str
    village: str
    pincode: str
    village_organisation: str
    cluster_level_federation: str
    members: int
    formed_year: int
    tax_status: str
    gstin: str = ""
    mission_code: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in one line of the staff's list."""

    id: int
    code: str
    name: str
    block: str
    district: str
    members: int
    onboarding: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search; ``following`` is the key of the next, empty on the last."""

    rows: tuple[GroupRow, ...]
    following: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership that holds or held; ``held_to`` is the first day on which it did not."""

    id: int
    person_id: int
    name: str
    phone: str
    role: str
    held_from: date
    held_to: date | None
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """
    A licence; ``last_day`` is the last on which it is valid, None where it has no end.

    ``paper_key`` is media's, of a picture or a PDF of the paper; empty where none was sent.
    """

    id: int
    group_code: str
    group_name: str
    kind: str
    number: str
    valid_from: date
    last_day: date | None
    verified_by: str
    verified_at: datetime | None
    verified_how: str
    paper_key: str = ""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a group is paid, without the number: that is opened by ``account_numbers`` alone."""

    id: int
    group_code: str
    ifsc: str
    bank: str
    branch: str
    holder_name: str
    last_four: str
    state: str
    current_from: datetime | None


@dataclass(frozen=True, slots=True)
class Met:
    """One requirement of onboarding and how a group stands to it."""

    key: str
    kind: Literal["computed", "attested", "verified"]
    needed_to: Literal["submit", "approve", "never"]
    sentence: str
    is_met: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Readiness:
    code: str
    state: str
    requirements: tuple[Met, ...]

    def missing(self, step: Literal["submit", "approve"]) -> tuple[Met, ...]:
        """Return what still stands in the way of a step; what is needed to submit is needed to approve."""
        wanted = ("submit",) if step == "submit" else ("submit", "approve")
        return tuple(each for each in self.requirements if each.needed_to in wanted and not each.is_met)

    @property
    def may_submit(self) -> bool:
        return not self.missing("submit")

    @property
    def may_be_approved(self) -> bool:
        return not self.missing("approve")


@dataclass(frozen=True, slots=True)
class ActsFor:
    """One group that a signed-in person may act for, and as what."""

    code: str
    role: Literal["member", "leader", "crp", "clf-officer"]
    person_id: int
    person_name: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Something that happened to a group, told in one line."""

    at: datetime | None
    on: date | None
    what: str
    detail: str
    who: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell of a spreadsheet, and what to do about it. Rows count as in the sheet."""

    row: int
    column: str
    value: str
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a file."""

    import_id: int
    state: str
    is_repeat: bool
    rows: int
    faults: int
    new: int
    changed: int
    same: int
    refusal: str


Row = Mapping[str, Any]
