"""Reading a list of the store to its end."""

from dataclasses import dataclass

from commerce.paging import pages


@dataclass
class Info:
    has_next_page: bool
    end_cursor: str | None


@dataclass
class Page:
    page_info: Info


def read(*answers: Page | None) -> tuple[list[Page], list[str | None]]:
    """Return the pages read, and the cursors asked for."""
    left, asked = list(answers), []

    def ask(after: str | None) -> Page | None:
        asked.append(after)
        return left.pop(0)

    return list(pages(ask)), asked


def test_to_the_last_page() -> None:
    first, second = Page(Info(True, "b")), Page(Info(False, "c"))
    assert read(first, second) == ([first, second], [None, "b"])


def test_a_list_that_is_closed_or_empty() -> None:
    assert read(None) == ([], [None])
    empty = Page(Info(False, None))
    assert read(empty) == ([empty], [None])


def test_a_page_without_a_cursor_is_the_last() -> None:
    odd = Page(Info(True, None))
    assert read(odd) == ([odd], [None])
