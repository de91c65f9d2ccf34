"""``manage.py check --deploy``: what must stand before messages to phones are sent for real."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from jkrlm.people.sms.templates import missing_ids


@register(Tags.security, deploy=True)
def sms_template_ids(**_options: Any) -> list[CheckMessage]:
    """Every text in every language has its id with the carriers (DLT), and none has another's."""
    ids: dict[str, str] = settings.SMS_TEMPLATE_IDS
    found: list[CheckMessage] = []
    if lacking := missing_ids(ids):
        found.append(
            Error(
                f"SMS_TEMPLATE_IDS lacks {len(lacking)}: {', '.join(lacking)}.",
                hint="manage.py sms_templates prints the words to register with the carriers.",
                id="people.E001",
            )
        )
    found.extend(
        Warning(f"SMS_TEMPLATE_IDS gives {number} to several texts: {', '.join(names)}.", id="people.W001")
        for number, names in _shared(ids)
    )
    return found


def _shared(ids: dict[str, str]) -> Iterable[tuple[str, list[str]]]:
    for number, times in Counter(ids.values()).items():
        if times > 1:
            yield number, [name for name, given in ids.items() if given == number]
