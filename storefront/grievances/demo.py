"""Grievances of the demo, in every state, invented and saying so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from storefront.grievances.models import Grievance
from storefront.grievances.services import end, talk
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import Kind


@dataclass(frozen=True, slots=True)
class DemoStory:
    """
    ``days`` ago it came; ``steps`` are what was done since, each a day after the one before.
    """

    kind: Kind
    words: str
    name: str
    reference: str
    days: float
    steps: tuple[str, ...]


STORIES: Final = (
    DemoStory(
        Kind.ORDER, "My parcel should have come a week ago. (sample)", "Ritu Kaul (sample)", "1042", 0.2, ()
    ),
    DemoStory(
        Kind.PRODUCT,
        "The stole is two hands shorter than the page says. (sample)",
        "Meera Nair (sample)",
        "Kani stole",
        1.6,
        (),
    ),
    DemoStory(
        Kind.OTHER,
        "I cannot read the page in Urdu on my phone. (sample)",
        "Bilal Ahmad (sample)",
        "",
        3.5,
        (),
    ),
    DemoStory(
        Kind.ORDER,
        "The box was wet and one bowl is cracked. (sample)",
        "Joseph Mathew (sample)",
        "1038",
        5,
        ("answer",),
    ),
    DemoStory(
        Kind.ORDER,
        "I paid twice. (sample)",
        "Harpreet Singh (sample)",
        "1031",
        9,
        ("answer", "ask"),
    ),
    DemoStory(
        Kind.PRODUCT,
        "The saffron has no scent. (sample)",
        "Anita Desai (sample)",
        "Saffron, 1 g",
        27,
        ("answer", "note", "answer"),
    ),
    DemoStory(
        Kind.ORDER,
        "Nobody fetched my return. (sample)",
        "Sana Mir (sample)",
        "1019",
        12,
        ("answer", "resolve"),
    ),
    DemoStory(
        Kind.OTHER,
        "You sent me mail that I did not ask for. (sample)",
        "Vikram Rao (sample)",
        "",
        40,
        ("answer", "resolve", "close"),
    ),
)
SAID: Final = {
    "answer": "We have asked the carrier and the group, and write again tomorrow. (sample)",
    "ask": "Which day did you pay the second time, and how much? (sample)",
    "note": "Called the group: they check what is left of the lot. (sample)",
    "resolve": "The carrier fetched it today; the money is on its way back to you. (sample)",
}
SELLER: Final = "The penalty on order 1040 is not right: the carrier came a day late. (sample)"


def load_demo_grievances(*, officer: User, seller_id: int | None, group_code: str) -> int:
    """Tell them once; return how many were written now."""
    if Grievance.objects.filter(key=_key(STORIES[0].words)).exists():
        return 0
    now = clock.now()
    for story in sorted(STORIES, key=lambda each: -each.days):
        _tell(story, officer, now)
    if seller_id is not None:
        open_grievance(
            Complaint(
                key=_key(SELLER),
                kind=Kind.SELLER,
                words=SELLER,
                language="en",
                reference=group_code,
                group_code=group_code,
                person_id=seller_id,
            ),
            now=now - timedelta(hours=30),
        )
    return len(STORIES)


def _tell(story: DemoStory, officer: User, now: datetime) -> None:
    at = now - timedelta(days=story.days)
    name = story.name.split()[0].lower()
    made = open_grievance(
        Complaint(
            key=_key(story.words),
            kind=story.kind,
            words=story.words,
            language="en",
            reference=story.reference,
            name=story.name,
            email=f"{name}@demo.invalid",
        ),
        now=at,
    )
    for place, step in enumerate(story.steps):
        at += timedelta(days=1)
        key = f"{made.key}:{place}"
        match step:
            case "answer" | "ask":
                talk.answer(
                    number=made.number, key=key, words=SAID[step], asks=step == "ask", user=officer, now=at
                )
            case "note":
                talk.note(number=made.number, key=key, words=SAID[step], user=officer, now=at)
            case "resolve":
                end.resolve(number=made.number, key=key, words=SAID[step], user=officer, now=at)
            case _:
                end.accept(number=made.number, key=key, now=at)


def _key(words: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"demo grievance {words}"))
