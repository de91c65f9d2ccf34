"""Two versions side by side: every line of each, and which differ. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.standards.content import SCHEMES
from certification.standards.contracts import EvidenceAsked, Parameter, Sampling, Version
from certification.standards.values import limit_text
from certification.standards.words import ANSWERED_BY, EVIDENCE_KINDS, PARAMETER_KINDS, SUBJECTS


@dataclass(frozen=True, slots=True)
class Compared:
    """One line. ``change`` is "same", "changed", "added" or "removed"."""

    label: str
    left: str
    right: str

    @property
    def change(self) -> str:
        if self.left == self.right:
            return "same"
        if not self.left:
            return "added"
        return "changed" if self.right else "removed"


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Compared, ...]

    @property
    def changes(self) -> int:
        return sum(line.change != "same" for line in self.lines)


def compared(left: Version, right: Version) -> tuple[Part, ...]:
    """Return head, parameters and evidence line by line; what is matched is matched by its code."""
    made = [_part(_("The scheme"), _head(left), _head(right))]
    codes = dict.fromkeys(each.code for each in (*left.parameters, *right.parameters))
    for code in codes:
        one, other = left.parameter(code), right.parameter(code)
        name = (other or one).name  # type: ignore[union-attr]
        made.append(_part(name, _parameter(one, left), _parameter(other, right)))
    made.append(_part(_("Evidence"), _evidence(left.evidence), _evidence(right.evidence)))
    return tuple(made)


def _part(title: str, left: dict[str, str], right: dict[str, str]) -> Part:
    labels = dict.fromkeys([*left, *right])
    lines = (Compared(label, left.get(label, ""), right.get(label, "")) for label in labels)
    return Part(title, tuple(line for line in lines if line.left or line.right))


def _head(version: Version) -> dict[str, str]:
    months = _("%(count)s months")
    return {
        _("Title"): version.title,
        _("Goods"): ", ".join(version.kinds),
        _("Scheme"): SCHEMES.get(version.scheme, version.scheme),
        _("A certificate is for"): str(SUBJECTS[version.subject]),
        _("Valid for"): months % {"count": version.validity_months},
        _("Looked at again after"): (
            months % {"count": version.surveillance_months} if version.surveillance_months else ""
        ),
        _("Goods expire"): _("Yes") if version.expires else _("No"),
        _("Geographical indication"): version.gi,
        _("Licence"): version.licence,
        _("Grades"): " > ".join(f"{grade.name} ({grade.code})" for grade in version.grades),
        _("Sampling"): sampling_text(version.sampling),
    }


def sampling_text(sampling: Sampling) -> str:
    """Return how many pieces are looked at, in words."""
    if sampling.kind == "iso2859":
        return _("ISO 2859-1, level %(level)s, AQL %(aql)s") % {"level": sampling.level, "aql": sampling.aql}
    if sampling.kind == "fixed":
        return _("%(count)s pieces of each lot") % {"count": sampling.count}
    return _("Every piece")


def _parameter(each: Parameter | None, version: Version) -> dict[str, str]:
    if each is None:
        return {}
    return {
        _("Name"): each.name,
        _("Value"): str(PARAMETER_KINDS[each.kind]),
        _("Answered by"): str(ANSWERED_BY[each.source]),
        _("Unit"): each.unit,
        _("Method"): each.method,
        _("Critical"): _("Yes") if each.critical else _("No"),
        _("Limit"): limit_text(each, version.grades) or _("stated, not judged"),
        _("Formula"): each.formula,
        _("Choices"): ", ".join(choice.label for choice in each.choices),
        _("Source of the values"): each.origin,
        _("Confirmed"): _("Yes") if each.confirmed else _("No"),
    }


def _evidence(rows: tuple[EvidenceAsked, ...]) -> dict[str, str]:
    return {
        each.code: f"{each.label} · {EVIDENCE_KINDS[each.kind]}"
        + ("" if each.required else " · " + _("if there is one"))
        for each in rows
    }
