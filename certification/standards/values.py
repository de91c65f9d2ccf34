"""Values: read from what somebody typed, held against limits, and put into words. Pure."""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from certification.standards.contracts import Grade, Limit, Parameter, Value
from certification.standards.errors import BadValue

YES: Final = frozenset({"yes", "y", "true", "t", "1", "on", "हाँ", "हां", "ہاں"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "off", "नहीं", "نہیں"})
#: Ways of writing one unit.
SAME_UNIT: Final = {"um": "µm", "μm": "µm", "micron": "µm", "microns": "µm", "percent": "%", "pc": "%"}
#: A formula's result is shown, not judged, to this many places.
SHOWN: Final = Decimal("0.0001")
LARGEST: Final = Decimal("1e12")
_NUMBER: Final = re.compile(r"^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(\D.*)?$", re.DOTALL)


def worded(text: str) -> str:
    """Return a name or label of a version in the language of the reader, where there is one."""
    return _(text) if text else ""


def parse_value(parameter: Parameter, text: object) -> Value:
    """
    Return a typed value, whatever the case, the spaces and the unit written behind it.

    Raises:
        BadValue: not of the parameter's kind; a value of a formula is never entered.
    """
    if parameter.kind == "formula":
        raise BadValue(
            _("%(name)s is worked out from other values; nobody enters it.")
            % {"name": worded(parameter.name)},
            field=parameter.code,
        )
    words = " ".join(str(text).split())
    if not words:
        raise BadValue(
            _("%(name)s: nothing was entered.") % {"name": worded(parameter.name)}, field=parameter.code
        )
    if parameter.kind == "boolean":
        return _answer(parameter, text, words)
    if parameter.kind == "enumeration":
        return _choice(parameter, words)
    return _number(parameter, text, words)


def _answer(parameter: Parameter, text: object, words: str) -> bool:
    if isinstance(text, bool):
        return text
    if words.casefold() in YES:
        return True
    if words.casefold() in NO:
        return False
    raise BadValue(
        _("%(name)s: “%(text)s” is neither yes nor no.")
        % {"name": worded(parameter.name), "text": words[:60]},
        field=parameter.code,
    )


def _plain(words: str) -> str:
    return re.sub(r"[\s_-]+", " ", words).strip().casefold()


def _choice(parameter: Parameter, words: str) -> str:
    said = _plain(words)
    for choice in parameter.choices:
        if said in (_plain(choice.code), _plain(choice.label)):
            return choice.code
    raise BadValue(
        _("%(name)s: “%(text)s” is not one of: %(choices)s.")
        % {
            "name": worded(parameter.name),
            "text": words[:60],
            "choices": ", ".join(worded(each.label) for each in parameter.choices),
        },
        field=parameter.code,
    )


def _number(parameter: Parameter, text: object, words: str) -> Decimal:
    if isinstance(text, bool):
        raise BadValue(
            _("%(name)s: a number is wanted.") % {"name": worded(parameter.name)}, field=parameter.code
        )
    if isinstance(text, Decimal):
        words = format(text, "f") if text.is_finite() else words
    found = _NUMBER.match(words)
    if found is None:
        raise BadValue(
            _("%(name)s: “%(text)s” is not a number. Write it with digits and a point, such as 15.2.")
            % {"name": worded(parameter.name), "text": words[:60]},
            field=parameter.code,
        )
    if not same_unit(found[2] or "", parameter.unit):
        raise BadValue(
            _("%(name)s is measured in %(unit)s, not in “%(text)s”.")
            % {
                "name": worded(parameter.name),
                "unit": parameter.unit or _("plain numbers"),
                "text": found[2][:20],
            },
            field=parameter.code,
        )
    try:
        value = Decimal(found[1])
    except InvalidOperation as fault:
        raise BadValue(_("%(name)s: not a number.") % {"name": worded(parameter.name)}) from fault
    if abs(value) > LARGEST:
        raise BadValue(
            _("%(name)s: the number is too large.") % {"name": worded(parameter.name)}, field=parameter.code
        )
    if parameter.kind == "count" and (value < 0 or value != value.to_integral_value()):
        raise BadValue(
            _("%(name)s is counted: a whole number, not less than nought.")
            % {"name": worded(parameter.name)},
            field=parameter.code,
        )
    return value


def same_unit(written: str, unit: str) -> bool:
    """Return whether what stands behind a number means the unit; nothing does."""
    return not written.strip() or _unit(written) == _unit(unit)


def _unit(text: str) -> str:
    plain = re.sub(r"\s+", "", text).casefold().replace("μ", "µ").rstrip(".")
    return SAME_UNIT.get(plain, plain)


def meets(limit: Limit | None, value: Value) -> bool:
    """Return whether a value is what one grade asks for."""
    if limit is None:
        return True
    if isinstance(value, bool):
        return limit.expected is None or value is limit.expected
    if isinstance(value, str):
        return not limit.one_of or value in limit.one_of
    return (limit.minimum is None or value >= limit.minimum) and (
        limit.maximum is None or value <= limit.maximum
    )


def is_asked(limit: Limit | None) -> bool:
    """Return whether a limit asks for anything."""
    return limit is not None and limit != Limit()


def value_text(parameter: Parameter, value: Value | None) -> str:
    """Return a value in words, with its unit; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str):
        return next((worded(each.label) for each in parameter.choices if each.code == value), value)
    if parameter.kind == "formula":
        value = value.quantize(SHOWN, rounding=ROUND_HALF_EVEN) if abs(value) < LARGEST else value
        value = value.normalize()
    return with_unit(format(value, "f"), parameter.unit)


def with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}" if unit else number


def limit_text(parameter: Parameter, grades: tuple[Grade, ...]) -> str:
    """Return what is asked, said once where all grades ask the same; empty where nothing is."""
    said = [
        (grade, one_limit(parameter, parameter.limits.get(grade.code)))
        for grade in grades
        if is_asked(parameter.limits.get(grade.code))
    ]
    if not said:
        return ""
    if len(said) == len(grades) and len({text for _grade, text in said}) == 1:
        return said[0][1]
    return " · ".join(f"{worded(grade.name)}: {text}" for grade, text in said)


def one_limit(parameter: Parameter, limit: Limit | None) -> str:
    """Return one grade's limit in words; empty where it asks nothing."""
    if limit is None or not is_asked(limit):
        return ""
    if limit.expected is not None:
        return _("Yes") if limit.expected else _("No")
    if limit.one_of:
        return " / ".join(value_text(parameter, code) for code in limit.one_of)
    low, high = limit.minimum, limit.maximum
    if low is not None and high is not None:
        span = format(low, "f") if low == high else f"{low:f}–{high:f}"
        return with_unit(span, parameter.unit)
    return with_unit(f"≥ {low:f}" if low is not None else f"≤ {high:f}", parameter.unit)
