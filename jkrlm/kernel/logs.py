"""
Lines of the log as JSON, one to a line, without personal data.

What names a person is cut from every line before it is written: addresses of mail, telephone numbers, secret
addresses of orders and grievances, tokens. A line says which request it belongs to (``trace_id``).
"""

import logging
import re
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

from jkrlm.kernel.tracing import current_trace

#: Each looks a bounded way ahead from the beginning of a word: a line may hold anything a stranger sent.
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"(?<![\w.-])(?:\+91[\s-]?)?[6-9]\d{4}[\s-]?\d{5}(?![\w.-])|\+[1-9]\d{7,14}(?!\w)")
#: Addresses that open something for who holds them: the part after the word.
_SECRET_PATH: Final = re.compile(r"/(orders|grievance|account/mail|returns)/[A-Za-z0-9_-]{20,}")
_BEARER: Final = re.compile(r"(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{12,}")


def without_people(text: str) -> str:
    """Return a text without what names a person or opens a door."""
    text = _MAIL.sub("[mail]", text)
    text = _PHONE.sub("[phone]", text)
    text = _SECRET_PATH.sub(r"/\1/[token]", text)
    return _BEARER.sub(r"\1[token]", text)


class PlainLines(logging.Formatter):
    """For a person at a terminal; the same things are cut."""

    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record))


class JsonLines(JsonFormatter):
    """For a collector of logs: time (UTC), level, logger, message, trace_id, what ``extra`` brought."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s%(levelname)s%(name)s%(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["trace_id"] = current_trace().trace_id
        for name, value in log_data.items():
            if isinstance(value, str):
                log_data[name] = without_people(value)
