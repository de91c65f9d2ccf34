"""
Lines of the log as JSON, one to a line, without personal data.

What names a person is cut from every line before it is written: addresses of mail, telephone numbers, secret
addresses of orders and grievances, tokens. A line says which request it belongs to (``trace_id``).
"""

import logging
import re
from datetime import UTC, datetime
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

from jkrlm.kernel.tracing import current_trace

#: Each looks a bounded way ahead from the beginning of a word: a line may hold anything a stranger sent.
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"(?<![\w.-])(?:\+91[\s-]?)?[6-9]\d{4}[\s-]?\d{5}(?![\w.-])|\+[1-9]\d{7,14}(?!\w)")
#: Addresses that open something for who holds them: the part after the word.
_SECRET_PATH: Final = re.compile(
    r"/(orders|grievance|account/mail|returns|documents|pass)/[A-Za-z0-9_-]{20,}"
)
_PASSWORD_LINK: Final = re.compile(r"/password/[A-Za-z0-9_=-]{1,64}/[A-Za-z0-9_-]{6,}")
#: What a link brings behind its question mark.
_SECRET_VALUE: Final = re.compile(r"(?i)([?&](?:token|code|email|phone|key|q)=)[^&\s\"'<>]{1,2000}")
#: PostgreSQL tells the row that it refuses, names and addresses and all; a value may have lines of its own.
_ROW: Final = re.compile(
    r"(DETAIL: +|Failing row contains |Key \()[^\n]*"
    r"(?:\n(?!CONTEXT:|HINT:|LINE \d|The above|During|Traceback|  File|\s*\n|\s*\Z)[^\n]*){0,20}"
)
_BEARER: Final = re.compile(r"(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{12,}")


def without_people(text: str) -> str:
    """Return a text without what names a person or opens a door."""
    text = _MAIL.sub("[mail]", text)
    text = _PHONE.sub("[phone]", text)
    text = _SECRET_PATH.sub(r"/\1/[token]", text)
    text = _PASSWORD_LINK.sub("/password/[token]", text)
    text = _SECRET_VALUE.sub(r"\1[left out]", text)
    text = _ROW.sub(r"\1[left out]", text)
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

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002
        """Return the moment in UTC, as ISO 8601 writes it."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["trace_id"] = current_trace().trace_id
        # Django hands the request itself along, whose name is its address, search words and all.
        if (request := log_data.pop("request", None)) is not None:
            log_data["method"] = getattr(request, "method", None)
        for name, value in log_data.items():
            if not isinstance(value, int | float | None):
                log_data[name] = without_people(str(value))
