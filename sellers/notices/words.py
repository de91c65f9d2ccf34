"""Facts as words: kept plain (ISO days, decimal amounts, group codes), said in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils import formats, translation

from jkrlm.kernel.formats import rupees
from sellers.registry.facade import groups_by_code


def fact_in(name: str, value: str, language: str) -> str:
    """Return one fact as it is said; a value that is not of its kind stays as it is."""
    with translation.override(language):
        if name in ("day", "until") and value:
            return str(formats.date_format(date.fromisoformat(value), "j M"))
        if name == "amount" and value:
            return rupees(Decimal(value))
        if name == "group" and value:
            return group_name(value, language)
        if name == "grade" and value:
            return translation.gettext(value)
    return value


def facts_in(facts: Mapping[str, str], language: str) -> dict[str, str]:
    return {name: fact_in(name, value, language) for name, value in facts.items()}


def group_name(code: str, language: str) -> str:
    group = groups_by_code([code]).get(code)
    if group is None:
        return code
    return {"hi": group.name_hi, "ur": group.name_ur}.get(language, "") or group.name
