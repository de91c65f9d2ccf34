"""
What a group needs before it sells, as a literal table. Pure: facts in, answers out.

*Computed* is what the registry can count itself; *attested* is somebody's word, kept with the name and the
words; *verified* is what a member of staff has seen proof of.

Sources: ten members, five in difficult areas: NRLM framework for implementation, on the size of groups
(secondary; held here as attested, because no list of difficult blocks is at hand). Tax papers: notification
34/2023 Central Tax.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.registry.contracts import Met
from sellers.registry.names import MATCH_PERCENT

MEMBERS_LEAST: Final = 10
MEMBERS_LEAST_DIFFICULT: Final = 5
STORY_LEAST: Final = 80  # characters

#: A licence that ends within so many days is worth a word.
EXPIRING_DAYS: Final = 60

#: Penny drops, and what a member of staff then writes instead, are explained in services.bank.
NAME_MATCH: Final = MATCH_PERCENT


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a group on a day. ``attested``: requirement → the words and whose they are."""

    members_on_roll: int
    leaders: tuple[str, ...]
    belongs_to: str
    account_state: str
    account_words: str
    tax_status: str
    gstin: str
    #: kind → numbers valid on the day; those that staff have verified.
    licences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    verified: Mapping[str, frozenset[str]] = field(default_factory=dict)
    story_length: int = 0
    people_named: tuple[str, ...] = ()
    people_without_consent: tuple[str, ...] = ()
    attested: Mapping[str, str] = field(default_factory=dict)


Answer = tuple[bool, str]
Kind = Literal["computed", "attested", "verified"]
NeededTo = Literal["submit", "approve", "never"]


@dataclass(frozen=True, slots=True)
class Requirement:
    key: str
    kind: Kind
    needed_to: NeededTo
    sentence: Promise
    answer: Callable[[Facts], Answer]


def _members(facts: Facts) -> Answer:
    least = MEMBERS_LEAST_DIFFICULT if "difficult-area" in facts.attested else MEMBERS_LEAST
    return facts.members_on_roll >= least, f"{facts.members_on_roll} / {least}"


def _leader(facts: Facts) -> Answer:
    return bool(facts.leaders), ", ".join(facts.leaders)


def _belongs(facts: Facts) -> Answer:
    return bool(facts.belongs_to), facts.belongs_to


def _account_given(facts: Facts) -> Answer:
    given = facts.account_state in ("proposed", "checked", "suspect", "approved", "current")
    return given, facts.account_words


def _account_current(facts: Facts) -> Answer:
    return facts.account_state == "current", facts.account_words


def _tax_papers(facts: Facts, held: Mapping[str, frozenset[str]]) -> Answer:
    """A registered group needs its GSTIN, the others PAN and enrolment number (notification 34/2023)."""
    if facts.tax_status in ("registered", "composition"):
        return facts.gstin in held.get("gstin", ()), facts.gstin
    if facts.tax_status == "none":
        return False, ""
    missing = [kind for kind in ("pan", "enrolment") if not held.get(kind)]
    return not missing, ", ".join(missing)


def _story(facts: Facts) -> Answer:
    return facts.story_length >= STORY_LEAST, f"{facts.story_length} / {STORY_LEAST}"


def _consent(facts: Facts) -> Answer:
    """The leaders are named on the maker's page; the story is the group's, so one of them stands for it."""
    return (
        bool(facts.people_named) and not facts.people_without_consent,
        ", ".join(facts.people_without_consent),
    )


def _attested(key: str) -> Callable[[Facts], Answer]:
    return lambda facts: (key in facts.attested, facts.attested.get(key, ""))


REQUIREMENTS: Final[tuple[Requirement, ...]] = (
    Requirement(
        "members",
        "computed",
        "submit",
        _("Ten members are on the roll; five, where the area is attested to be difficult"),
        _members,
    ),
    Requirement("leader", "computed", "submit", _("A leader is named"), _leader),
    Requirement(
        "belongs", "computed", "submit", _("It belongs to a village organisation or a federation"), _belongs
    ),
    Requirement("account-given", "computed", "submit", _("A bank account is given"), _account_given),
    Requirement(
        "account-current",
        "verified",
        "approve",
        _("The bank account is checked, approved by a second person, and in use"),
        _account_current,
    ),
    Requirement(
        "tax-papers-given",
        "computed",
        "submit",
        _("PAN and enrolment number, or the GSTIN, are given and valid"),
        lambda facts: _tax_papers(facts, facts.licences),
    ),
    Requirement(
        "tax-papers",
        "verified",
        "approve",
        _("The tax papers have been looked at"),
        lambda facts: _tax_papers(facts, facts.verified),
    ),
    Requirement("story", "computed", "submit", _("The maker's page tells the group's story"), _story),
    Requirement(
        "consent", "computed", "submit", _("Whoever the maker's page names has agreed to it"), _consent
    ),
    Requirement(
        "told",
        "attested",
        "submit",
        _("The group has been told how orders, packing and payment work"),
        _attested("told"),
    ),
    Requirement(
        "visited", "attested", "approve", _("Somebody has seen the group at work"), _attested("visited")
    ),
    Requirement(
        "difficult-area",
        "attested",
        "never",
        _("The area is difficult: five members are enough"),
        _attested("difficult-area"),
    ),
)

BY_KEY: Final[Mapping[str, Requirement]] = {each.key: each for each in REQUIREMENTS}
ATTESTABLE: Final = tuple(each.key for each in REQUIREMENTS if each.kind == "attested")


def judge(facts: Facts) -> tuple[Met, ...]:
    """Return every requirement with its answer, in the table's order."""
    met = []
    for each in REQUIREMENTS:
        is_met, detail = each.answer(facts)
        met.append(
            Met(
                key=each.key,
                kind=each.kind,
                needed_to=each.needed_to,
                sentence=str(each.sentence),
                is_met=is_met,
                detail=detail,
            )
        )
    return tuple(met)


def last_day(held_to: date | None) -> date | None:
    """Return the last day of a period kept by the first day after it."""
    return held_to - timedelta(days=1) if held_to is not None else None


def day_after(last: date | None) -> date | None:
    return last + timedelta(days=1) if last is not None else None
