"""No text goes to a phone without its id with the carriers: the start refuses, the check says it, a list helps."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from jkrlm.people.sms import templates
from jkrlm.people.sms.templates import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = [f"{template}:{language}" for template, words in TEMPLATES.items() for language in words]
ALL = {name: str(1107 * 10**15 + place) for place, name in enumerate(NAMES)}


def told(settings, ids: dict[str, str]) -> list[tuple[str | None, str]]:
    settings.SMS_TEMPLATE_IDS = ids
    return [
        (each.id, each.msg)
        for each in run_checks(include_deployment_checks=True)
        if (each.id or "").startswith("people.")
    ]


def test_the_check_names_each_that_is_missing_and_each_that_is_doubled(settings) -> None:
    assert told(settings, ALL) == []
    without = {
        name: number for name, number in ALL.items() if name not in ("payout-paid:hi", "case-granted:ur")
    }
    assert told(settings, without) == [
        ("people.E001", "SMS_TEMPLATE_IDS lacks 2: payout-paid:hi, case-granted:ur.")
    ]
    number = ALL["sign-in-code:en"]
    assert told(settings, {**ALL, "sign-in-code:hi": number}) == [
        (
            "people.W001",
            f"SMS_TEMPLATE_IDS gives {number} to several texts: sign-in-code:en, sign-in-code:hi.",
        )
    ]


@pytest.mark.parametrize(("options", "expected"), [([], len(NAMES)), (["--missing"], len(NAMES) - 1)])
def test_the_words_to_register_are_printed(settings, options: list[str], expected: int) -> None:
    settings.SMS_TEMPLATE_IDS = {"sign-in-code:en": ALL["sign-in-code:en"]}
    said = StringIO()
    call_command("sms_templates", *options, stdout=said)
    lines = said.getvalue().splitlines()
    assert len(lines) == 2 * expected
    assert TEMPLATES["payout-paid"]["ur"] == lines[lines.index("payout-paid:ur=") + 1].strip()
    assert (f"sign-in-code:en={ALL['sign-in-code:en']}" in lines) == (not options)


def test_every_text_is_sent_by_somebody() -> None:
    """An id costs a registration: none is asked for in vain."""
    constants = {
        value: name
        for name, value in vars(templates).items()
        if isinstance(value, str) and value in TEMPLATES
    }
    code = "".join(
        path.read_text()
        for room in (
            "jkrlm",
            "sellers",
            "storefront",
            "certification",
            "catalogue",
            "commerce",
            "logistics",
            "exhibitions",
        )
        for path in (ROOT / room).rglob("*.py")
        if path.name not in ("templates.py", "facade.py")
    )
    assert [text for text in TEMPLATES if constants[text] not in code] == []
