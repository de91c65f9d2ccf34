"""The grade, worked out from values: never typed, never rounded in anybody's favour. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from certification.standards.contracts import Assessment, Line, Parameter, Value, Version
from certification.standards.formulas import computed, names_in
from certification.standards.values import is_asked, limit_text, meets, parse_value, value_text, worded


def assess(version: Version, values: Mapping[str, Value]) -> Assessment:
    """
    Hold values against a version's limits.

    Each parameter's value allows a best grade; the worst of these is the grade. A value below the lowest
    grade fails, and so does a formula that divides by nought. While a value is missing there is no grade,
    though what fails already is said. Codes that the version does not know are passed over.

    Raises:
        BadValue: a value is not of its parameter's kind.
    """
    entered = {
        each.code: parse_value(each, values[each.code])
        for each in version.parameters
        if each.kind != "formula" and values.get(each.code) is not None
    }
    missing = tuple(
        each.code for each in version.parameters if each.kind != "formula" and each.code not in entered
    )
    lines = tuple(_line(version, each, entered) for each in version.parameters)
    failed = [line for line in lines if line.passes is False]
    passes = not missing and not failed
    grade = None
    if passes:
        order = [each.code for each in version.grades]
        reached = [order.index(line.grade_code) for line in lines if line.grade_code is not None]
        grade = version.grades[max(reached, default=0)]
    return Assessment(grade, passes, missing, lines, _why(version, lines, missing, failed))


def _line(version: Version, parameter: Parameter, entered: Mapping[str, Value]) -> Line:
    text = limit_text(parameter, version.grades)
    judged = any(is_asked(limit) for limit in parameter.limits.values())
    value: Value | None = entered.get(parameter.code)
    if parameter.kind == "formula":
        numbers = {code: found for code, found in entered.items() if isinstance(found, Decimal)}
        if any(name not in numbers for name in names_in(parameter.formula)):
            return Line(parameter, None, text, None, None)
        value = computed(parameter.formula, numbers)
        if value is None:
            return Line(parameter, None, text, None, False if judged else None)
    if value is None or not judged:
        return Line(parameter, value, text, None, None, value_text(parameter, value))
    best = next(
        (grade.code for grade in version.grades if meets(parameter.limits.get(grade.code), value)), None
    )
    return Line(parameter, value, text, best, best is not None, value_text(parameter, value))


def _why(version: Version, lines: tuple[Line, ...], missing: tuple[str, ...], failed: list[Line]) -> str:
    if failed:
        worst = sorted(failed, key=lambda line: not line.parameter.critical)
        said = ", ".join(
            _("%(name)s is %(value)s, asked is %(limit)s")
            % {
                "name": worded(line.parameter.name),
                "value": line.value_text or _("not to be worked out"),
                "limit": line.limit_text,
            }
            for line in worst
        )
        return _("Does not meet %(number)s: %(said)s.") % {"number": version.number, "said": said}
    if missing:
        names = {each.code: worded(each.name) for each in version.parameters}
        return _("Not known yet: %(names)s.") % {"names": ", ".join(names[code] for code in missing)}
    order = [each.code for each in version.grades]
    reached = max((order.index(line.grade_code) for line in lines if line.grade_code), default=0)
    grade = version.grades[reached]
    if reached == 0:
        return _("Everything that %(number)s asks for %(grade)s is met.") % {
            "number": version.number,
            "grade": worded(grade.name),
        }
    holding = [worded(line.parameter.name) for line in lines if line.grade_code == grade.code]
    return _("%(grade)s, because of: %(names)s.") % {"grade": worded(grade.name), "names": ", ".join(holding)}
