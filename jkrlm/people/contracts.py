"""What crosses the door of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act; ``actor`` is empty where the system did it by itself."""

    id: int
    at: datetime
    actor: str
    on_behalf_of: str
    verb: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SmsRow:
    """A message to a phone, as the demo's outbox shows it; ``text`` is empty once a gateway has taken it."""

    to: str
    template: str
    template_id: str
    language: str
    text: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A mail about an account, as the demo's outbox shows it; ``text`` is empty once it is wiped."""

    to: str
    language: str
    subject: str
    text: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token for a program, without its secret. ``last_used_on`` is a day, None where no program used it."""

    id: int
    owner_id: int
    owner: str
    name: str
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PinState:
    is_set: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """A forgotten PIN that waits for two words; ``first_as`` is empty before the first."""

    id: int
    user_id: int
    name: str
    groups: tuple[str, ...]
    needs_leader: bool
    asked_at: datetime
    first_by: int | None
    first_as: str
    first_at: datetime | None
