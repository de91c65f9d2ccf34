"""Page numbers for people: the first, the last, and those around this one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """``pages`` holds None where numbers are left out."""

    pages: tuple[PageLink | None, ...]
    previous: str | None
    following: str | None


def page_count(total: int, page_size: int) -> int:
    """How many pages ``total`` things fill; an empty list still has its first page."""
    return max(1, -(-total // page_size))


def shown_numbers(current: int, last: int) -> list[int]:
    around = {1, last, current - 1, current, current + 1}
    if current <= 3:
        around |= {2, 3}
    return sorted(number for number in around if 1 <= number <= last)


def pager(current: int, last: int, url: Callable[[int], str]) -> Pager:
    links: list[PageLink | None] = []
    before = 0
    for number in shown_numbers(current, last):
        if number - before > 1:
            links.append(None)
        links.append(PageLink(number, url(number), number == current))
        before = number
    return Pager(
        pages=tuple(links),
        previous=url(current - 1) if current > 1 else None,
        following=url(current + 1) if current < last else None,
    )
