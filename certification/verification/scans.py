"""Who looked at a label: counted by devices and days, kept without addresses."""

import hashlib
import hmac
from datetime import date
from typing import Final

from django.conf import settings

from certification.verification.contracts import Scans
from certification.verification.rules import Often
from jkrlm.kernel.ids import new_token
from jkrlm.kernel.statements import Statement

#: Names a device to this site only; a random number, nothing of the person.
COOKIE: Final = "umeed_device"
COOKIE_SECONDS: Final = 400 * 24 * 3600
_MARK_BYTES: Final = 12

#: A device that forgets its cookie is new each time: from one network a label gets so many new ones a day.
#: A network can so only count for less, never raise an alarm.
NEW_PER_NETWORK: Final = 3
_NETWORK_BYTES: Final = 6

#: Rule in force, review and counts in one.
_COUNT: Final = Statement(
    """
    WITH rule AS (
        SELECT devices, days, window_days FROM cert_verification_scanrule
         WHERE valid_from <= %(today)s::date AND (valid_to IS NULL OR %(today)s::date < valid_to)
         ORDER BY valid_from DESC LIMIT 1
    ), since AS (
        SELECT greatest(
            (SELECT max(from_day) FROM cert_verification_scanreview WHERE code = %(code)s::varchar),
            %(today)s::date - (SELECT window_days FROM rule)
        ) AS day
    )
    SELECT count(s.id), count(DISTINCT s.first_on), min(s.first_on),
           bool_or(s.mark = %(mark)s::bytea),
           (SELECT devices FROM rule), (SELECT days FROM rule), (SELECT window_days FROM rule)
      FROM cert_verification_seen s
     WHERE s.code = %(code)s::varchar AND s.first_on >= (SELECT coalesce(day, '-infinity') FROM since)
    """
)
_ADD: Final = Statement(
    """
    INSERT INTO cert_verification_seen (code, mark, first_on, network)
    SELECT %(code)s::varchar, %(mark)s::bytea, %(today)s::date, %(network)s::bytea
     WHERE (SELECT count(*) FROM cert_verification_seen
             WHERE code = %(code)s::varchar AND first_on = %(today)s::date AND network = %(network)s::bytea)
           < %(most)s
    ON CONFLICT (code, mark) DO NOTHING RETURNING id
    """
)


def new_device() -> str:
    return new_token()


def mark_of(code: str, device: str) -> bytes:
    """Return the mark of a device on one label."""
    return _digest(f"{code}:{device[:64]}", _MARK_BYTES)


def scans_of(code: str, *, today: date, mark: bytes = b"") -> tuple[Scans, bool, bool]:
    """Return the scans of a label, whether they are too many, and whether this device is among them."""
    ((devices, days, first_on, known, most_devices, most_days, window),) = _COUNT.rows(
        code=code, today=today, mark=mark
    )
    often = most_devices is not None and Often(most_devices, most_days, window).is_passed(devices, days)
    return Scans(devices, days, first_on), often, bool(known)


def add_scan(code: str, mark: bytes, *, network: str, today: date) -> bool:
    """Count a device that has not looked at the label before; returns whether it counted."""
    came = _digest(f"network:{today}:{code}:{network}", _NETWORK_BYTES)
    return bool(_ADD.rows(code=code, mark=mark, today=today, network=came, most=NEW_PER_NETWORK))


def _digest(text: str, size: int) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"verify:{text}".encode(), hashlib.sha256).digest()[:size]
