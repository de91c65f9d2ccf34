"""What crosses the door of notices."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """In the reader's language; ``page`` is orders, goods, money, help, reviews or grievances."""

    id: int
    icon: str
    title: str
    words: str
    page: str
    group_code: str
    made_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """How she is told: ``channel`` now, ``offered`` here, ``devices`` that take push messages for her."""

    channel: str
    offered: tuple[str, ...]
    devices: int
