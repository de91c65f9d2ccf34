"""Reading a list of the store to its end, a page at a time."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar


class _PageInfo(Protocol):
    has_next_page: bool
    end_cursor: str | None


class _Page(Protocol):
    @property
    def page_info(self) -> _PageInfo: ...


P = TypeVar("P", bound=_Page)


def pages(ask: Callable[[str | None], P | None]) -> Iterator[P]:
    """
    Yield every page; ``ask`` gets the cursor to go on from, None at the beginning.

    What the page costs is the document's business: the store refuses more than 100 rows a page, and a
    document that costs more than 50,000.
    """
    after: str | None = None
    while (page := ask(after)) is not None:
        yield page
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page or after is None:
            return
