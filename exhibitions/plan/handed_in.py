"""What wiring hands in from the rooms above: who stands where, and what must be done before a move."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from exhibitions.plan.contracts import Exhibition, PublicGroup
from exhibitions.plan.states import ExhibitionState

#: Returns cards of goods as the shop's own templates show them, by the store's ids of products.
Cards = Callable[[tuple[str, ...]], Sequence[object]]
GroupsAt = Callable[[str], tuple[PublicGroup, ...]]
#: Returns how many groups have a stall, by the exhibition's code.
GroupNumbers = Callable[[Collection[str]], Mapping[str, int]]
#: Returns what is missing as a sentence, empty where nothing is.
Guard = Callable[[Exhibition], str]


def _nobody(code: str) -> tuple[PublicGroup, ...]:
    del code
    return ()


def _none(codes: Collection[str]) -> Mapping[str, int]:
    del codes
    return {}


def _no_cards(product_ids: tuple[str, ...]) -> Sequence[object]:
    del product_ids
    return ()


def _free(code: str) -> str:
    del code
    return ""


@dataclass(slots=True)
class HandedIn:
    groups_at: GroupsAt = _nobody
    group_numbers: GroupNumbers = _none
    draw_of: Callable[[str], str] = _free
    cards: Cards = _no_cards
    why_map_stays: Callable[[str], str] = _free
    guards: Mapping[ExhibitionState, tuple[Guard, ...]] = field(default_factory=dict)


handed_in = HandedIn()


def set_groups_at(groups_at: GroupsAt) -> None:
    """``groups_at(exhibition code)`` says which groups have a stall, and what they bring."""
    handed_in.groups_at = groups_at


def set_group_numbers(group_numbers: GroupNumbers) -> None:
    """``group_numbers(exhibition codes)`` says how many groups have a stall at each, in one query."""
    handed_in.group_numbers = group_numbers


def set_draw_of(draw_of: Callable[[str], str]) -> None:
    """``draw_of(exhibition code)`` is the path where its draw can be checked; empty before it was."""
    handed_in.draw_of = draw_of


def set_why_map_stays(why_map_stays: Callable[[str], str]) -> None:
    """``why_map_stays(exhibition code)`` says why stalls and zones may not be changed now, or nothing."""
    handed_in.why_map_stays = why_map_stays


def set_cards(cards: Cards) -> None:
    """``cards(product ids)`` makes what "storefront/components/cards.html" draws."""
    handed_in.cards = cards


def set_guards(guards: Mapping[ExhibitionState, tuple[Guard, ...]]) -> None:
    """
    Before an exhibition goes to a state, these are asked in their order, after plan's own. All are given in
    one call, so that one list says what a move waits for.

    Raises:
        ValueError: a guard given before is missing now, and moves would stop asking it.
    """
    dropped = [
        f"{guard.__module__}.{guard.__qualname__} ({state})"
        for state, before in handed_in.guards.items()
        for guard in before
        if guard not in guards.get(state, ())
    ]
    if dropped:
        raise ValueError(f"These guards of exhibitions would no longer be asked: {', '.join(dropped)}.")
    handed_in.guards = dict(guards)
