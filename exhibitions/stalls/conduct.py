"""What the grievance desk, which stands above us, knows of groups: a question that wiring hands in."""

from collections.abc import Callable, Collection, Mapping

#: What is asked of the grievance desk, which stands above us: open serious grievances by product.
OpenGrievances = Callable[[Collection[str]], Mapping[str, int]]


def _nobody_asked(_products: Collection[str]) -> Mapping[str, int]:
    return {}


_ask: OpenGrievances = _nobody_asked


def set_grievances(ask: OpenGrievances) -> None:
    """Take the question that the wiring hands in: product ids → open grievances by product."""
    global _ask
    _ask = ask


def open_grievances(products: Collection[str]) -> Mapping[str, int]:
    return _ask(products) if products else {}
