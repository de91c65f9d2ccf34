"""A group with goods, the people of certification, and cases brought to a state."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from uuid import uuid4

from PIL import Image

import certification.lots.facade as lots
import certification.standards.facade as standards
from certification.cases.facade import (
    Application,
    Case,
    apply,
    assign,
    complete,
    record_findings,
    step_done,
)
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from media.facade import store_picture
from tests.common.kept import kept
from tests.registry.world import open_registry, somebody


@dataclass(frozen=True)
class Seller:
    """A ``By`` as the portal has it."""

    user: User
    on_behalf_of: str = ""

    @property
    def actor(self) -> str:
        return f"person:{self.user.pk}"


@dataclass
class People:
    officer: User
    second: User
    third: User
    inspector: User
    other: User
    lab: User
    verifier: User
    admin: User
    seller: Seller
    by_name: dict[str, User] = field(default_factory=dict)


@kept
def open_desk() -> People:
    open_registry()
    standards.seed_standards()
    return People(
        officer=somebody("Shabnam Ara", Role.OFFICER),
        second=somebody("Mehbooba Bhat", Role.OFFICER),
        third=somebody("Nighat Dar", Role.OFFICER),
        inspector=somebody("Parveena Lone", Role.INSPECTOR),
        other=somebody("Rukhsana Devi", Role.INSPECTOR),
        lab=somebody("Aasif Shah", Role.LABORATORY),
        verifier=somebody("Mehvish Rather", Role.LABORATORY),
        admin=somebody("Ada Min", Role.ADMINISTRATOR),
        seller=Seller(somebody("Haseena Begum", Role.MEMBER)),
    )


@cache
def _bytes(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


def photo(colour: str = "teal") -> str:
    return store_picture(_bytes(colour), private=True).key


def version_of(kind: str) -> standards.Version:
    found = standards.version_for(kind, on=clock.today())
    assert found is not None
    return found


def given(version: standards.Version) -> dict[str, dict[str, object]]:
    """Return all that a standard asks for, for ``Application``."""
    by_kind: dict[str, dict[str, object]] = {"photo": {}, "document": {}, "statement": {}}
    for asked in version.evidence:
        by_kind[asked.kind][asked.code] = "Spun by her mother" if asked.kind == "statement" else (photo(),)
    for parameter in version.parameters_from("declared"):
        by_kind["statement"][parameter.code] = good_value(version, parameter)
    return {
        "photo_keys": by_kind["photo"],
        "document_keys": by_kind["document"],
        "statements": by_kind["statement"],
    }


def good_value(version: standards.Version, parameter: standards.Parameter, grade: int = 0) -> str:
    """Return a value that the ``grade``-th grade allows."""
    limit = parameter.limits.get(version.grades[min(grade, len(version.grades) - 1)].code)
    if parameter.kind == "boolean":
        return "no" if limit is not None and limit.expected is False else "Yes"
    if parameter.kind == "enumeration":
        return limit.one_of[0] if limit is not None and limit.one_of else parameter.choices[0].code
    if limit is None:
        return "1"
    if limit.minimum is not None:
        return str(limit.minimum)
    return str(limit.maximum if limit.maximum is not None else 1)


def values(kind: str, source: str, grade: int = 0) -> dict[str, str]:
    version = version_of(kind)
    return {each.code: good_value(version, each, grade) for each in version.parameters_from(source)}  # type: ignore[arg-type]


def wish(kind: str = "kani", **changes: object) -> Application:
    version = version_of(kind)
    return Application(
        **{
            "key": str(uuid4()),
            "group_code": "KZ09",
            "person_id": None,
            "kind": kind,
            "product_id": f"UHJvZHVjdDo{uuid4().hex[:8]}",
            "title": "Kani-border shawl, crocus violet",
            "quantity": 1,
            **given(version),
            **changes,
        }  # type: ignore[arg-type]
    )


def lot_wish(people: People, kind: str = "saffron", quantity: int = 50, **changes: object) -> Application:
    product = f"UHJvZHVjdDo{uuid4().hex[:8]}"
    made = clock.today() - timedelta(days=20)
    expires: date | None = clock.today() + timedelta(days=600) if version_of(kind).expires else None
    lot = lots.open_lot(str(uuid4()), "KZ09", product, "Mongra", made, expires, quantity, people.seller)
    return wish(
        kind,
        **{
            "product_id": product,
            "lot_number": lot.number,
            "quantity": quantity,
            "title": "Mongra saffron, 1 g",
            **changes,
        },
    )


def applied(people: People, kind: str = "kani", **changes: object) -> Case:
    return apply(wish(kind, **changes), people.seller)


def completed(people: People, kind: str = "kani", **changes: object) -> Case:
    return complete(applied(people, kind, **changes).number, people.officer)


def assigned(people: People, kind: str = "kani", **changes: object) -> Case:
    return assign(completed(people, kind, **changes).number, people.inspector.pk, people.officer)


def evaluate(people: People, case: Case, *, grade: int = 0) -> Case:
    """Bring an assigned case to its decision: the visit, then the laboratory where there is one."""
    record_findings(case.number, values(case.kind, "inspection", grade), "visit:1", people.inspector)
    done = step_done(case.number, "inspection", people.inspector)
    if done.step("laboratory") == "needed":
        found = values(case.kind, "laboratory", grade)
        record_findings(case.number, found, "sample:S-1", people.verifier)
        done = step_done(case.number, "laboratory", people.verifier)
    return done


def evaluated(people: People, kind: str = "kani", *, grade: int = 0, **changes: object) -> Case:
    return evaluate(people, assigned(people, kind, **changes), grade=grade)


def lot_evaluated(people: People, kind: str = "saffron", *, quantity: int = 50, grade: int = 0) -> Case:
    case = apply(lot_wish(people, kind, quantity), people.seller)
    complete(case.number, people.officer)
    return evaluate(people, assign(case.number, people.inspector.pk, people.officer), grade=grade)
