"""What holds for every page: no fault that axe knows, and nothing sticks out sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def axe_faults(page: Page) -> list[str]:
    """Return a line for each element that axe finds fault with, once the page is loaded."""
    _loaded(page)
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for each in Axe().run(page).response["violations"]
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> int:
    """Return the pixels by which the page is wider than its window."""
    _loaded(page)
    return max(
        0, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def faults(page: Page) -> list[str]:
    """Return what axe finds, and whether the page is too wide for its window."""
    wide = too_wide(page)
    return axe_faults(page) + ([f"{wide} px too wide for the window"] if wide else [])


def _loaded(page: Page) -> None:
    """A click ends when the next page begins to come: it has no elements then."""
    page.wait_for_load_state()
