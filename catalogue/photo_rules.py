"""What is wrong with a photograph of goods, and whether the shop may show it. Values in, values out."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.contracts_listings import StockKind
from media.facade import trouble_of

#: What waits for longer is late.
LATE: Final = timedelta(days=2)


class Problem(models.TextChoices):
    """Why a photograph waits at the desk, in the order in which they are mended."""

    CONSENT = "consent", "No consent"
    DARK = "dark", "Too dark"
    BLURRED = "blurred", "Blurred"
    ALT = "alt", "No alt text"
    ALIKE = "alike", "Looks like another"
    NOT_OWN = "not-own", "Unique, no own photograph"


class Shows(models.TextChoices):
    """What a photograph shows of goods."""

    THIS = "this-piece", _("This very piece")
    LIKE = "like-this", _("One like it")
    MADE = "illustration", _("An illustration")


class People(models.TextChoices):
    """Whether a person can be told in a photograph; empty while nobody has looked."""

    NOBODY = "nobody", _("Nobody")
    SOMEBODY = "somebody", _("Somebody")


class Means(models.TextChoices):
    """By what somebody said yes."""

    PAPER = "paper", _("A signed paper")
    VOICE = "voice", _("A recording of her voice")


#: An editor may say of these that it is good as it is. The others go away by being mended only.
ACCEPTABLE: Final = frozenset({Problem.DARK, Problem.BLURRED, Problem.ALIKE})


def may_show(people: str, given: Iterable[str], withdrawn: Iterable[str]) -> bool:
    """
    Return whether the shop may show a photograph.

    ``given`` are the names of those whose yes holds, ``withdrawn`` of those who took it back. Where somebody
    is in it, at least one yes is needed, and nobody's may be missing. Where nobody has looked it is shown:
    goods are photographed without people.
    """
    if people != People.SOMEBODY:
        return True
    holds = set(given)
    return bool(holds) and not set(withdrawn) - holds


def problems(
    *,
    light: int | None,
    sharp: int | None,
    alts: Iterable[str],
    people: str,
    hidden: bool,
    alike: bool,
    shows: str,
    stock_kind: str,
    accepted: Iterable[str] = (),
) -> tuple[Problem, ...]:
    """Return what is to be mended of a photograph; what an editor accepted is not."""
    found = set()
    trouble = trouble_of(light, sharp)
    if trouble:
        found.add(Problem(trouble))
    if not all(alts):
        found.add(Problem.ALT)
    if not people or hidden:
        found.add(Problem.CONSENT)
    if alike:
        found.add(Problem.ALIKE)
    if stock_kind == StockKind.ONE_OF_A_KIND and (shows != Shows.THIS or alike):
        found.add(Problem.NOT_OWN)
    found -= ACCEPTABLE & set(accepted)
    if Problem.ALIKE not in found and shows == Shows.THIS:
        found.discard(Problem.NOT_OWN)
    return tuple(each for each in Problem if each in found)
