"""The demo's standards: a draft and a proposal to look at, approvals, groups that may use the brand."""

from datetime import timedelta
from typing import Any, Final

from certification.standards.contracts import Parameter, Version
from certification.standards.models import BrandUse
from certification.standards.selectors import rows
from certification.standards.services.decide_version import approve, propose
from certification.standards.services.licence_brand import give_licence
from certification.standards.services.write_draft import begin_version
from certification.standards.states import VersionState
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User
from sellers.registry.facade import groups

#: What came with the code and a person of the demo has approved.
APPROVED: Final = ("JK-PASH", "JK-SAFF", "JK-CARPET", "JK-WALN")
SOURCE: Final = "Proposal for the standardisation board (sample)"


def load_demo_standards(*, writer: User, approver: User) -> int:
    """
    Fill the board. Returns how many licences were given; nought where the demo has them already.
    """
    with advisory_lock("standards.load_demo"):
        now = clock.now()
        day = clock.local_date(now)
        for row in rows().filter(standard__code__in=APPROVED, state=VersionState.ADOPTED):
            if row.approved_by_id is None:
                approve(
                    version_id=row.pk,
                    to=VersionState.ADOPTED,
                    words="Read beside its sources (sample)",
                    key=f"demo:{row.number}",
                    by=approver,
                    now=now,
                )
        begins = (day.replace(day=1) + timedelta(days=62)).replace(day=1)
        for code, title, kind, fibre in (
            ("JK-NAMDA", "Namda", "namda", "wool"),
            ("JK-CREWEL", "Crewel embroidery", "crewel", "cotton"),
        ):
            made = begin_version(
                standard_code=code,
                content=_content(title, kind, fibre),
                valid_from=begins,
                note="First proposal of the laboratory (sample)",
                key=f"demo:{code}",
                by=writer,
                now=now,
            )
            if code == "JK-CREWEL" and made.state == VersionState.DRAFT:
                propose(version_id=made.pk, words="", key=f"demo:{code}:proposed", by=writer, now=now)
        return _licences(approver, now)


def _licences(approver: User, now: Any) -> int:
    day = clock.local_date(now)
    given = 0
    for group in groups():
        key = f"demo:{group.code}"
        if BrandUse.objects.filter(group_code=group.code).exists():
            continue
        give_licence(
            group_code=group.code,
            valid_from=day - timedelta(days=200),
            valid_until=day + timedelta(days=530),
            key=key,
            by=approver,
            now=now,
        )
        given += 1
    return given


def good_value(version: Version, parameter: Parameter) -> str:
    """Return a value that the best grade allows."""
    limit = parameter.limits.get(version.grades[0].code) if version.grades else None
    if parameter.kind == "boolean":
        return "no" if limit is not None and limit.expected is False else "yes"
    if parameter.kind == "enumeration":
        return limit.one_of[0] if limit is not None and limit.one_of else parameter.choices[0].code
    if limit is None:
        return "1"
    bound = limit.minimum if limit.minimum is not None else limit.maximum
    return format(bound, "f") if bound is not None else "1"


def _content(title: str, kind: str, fibre: str) -> dict[str, Any]:
    def parameter(code: str, name: str, shape: str, **more: Any) -> dict[str, Any]:
        return {"code": code, "name": name, "kind": shape, "origin": SOURCE, **more}

    def limit(**asked: Any) -> dict[str, Any]:
        return {"pass": asked}

    return {
        "title": title,
        "kinds": [kind],
        "scheme": "5",
        "subject": "product",
        "validity_months": 24,
        "surveillance_months": 12,
        "gi": title,
        "grades": [{"code": "pass", "name": "Meets the standard"}],
        "parameters": [
            parameter("by_hand", "Made by hand", "boolean", critical=True, limits=limit(expected=True)),
            parameter(
                "fibre",
                "Fibre",
                "enumeration",
                choices=[{"code": fibre, "label": fibre.title()}, {"code": "other", "label": "Another"}],
                limits=limit(one_of=[fibre]),
            ),
            parameter("flaws", "Holes, stains or loose threads", "count", limits=limit(max="0")),
        ],
        "evidence": [
            {"code": "whole", "label": "The whole piece, in daylight", "kind": "photo", "required": True}
        ],
        "sampling": {"kind": "iso2859", "level": "S-2", "aql": "2.5"},
    }
