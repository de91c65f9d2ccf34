from datetime import datetime

from django.db import transaction

from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.services.common import locked_group, record


@transaction.atomic
def write_story(
    *, code: str, story: str, story_hi: str, story_ur: str, actor: User | None, now: datetime
) -> None:
    """
    Write what the group's page says; an approved group's page in the store follows by itself.

    Raises:
        GroupUnknown.
    """
    group = locked_group(code)
    held, _made = models.MakerStory.objects.get_or_create(group=group, defaults={"updated_at": now})
    before: dict[str, object] = {"story": held.story, "story_hi": held.story_hi, "story_ur": held.story_ur}
    held.story, held.story_hi, held.story_ur, held.updated_at = story, story_hi, story_ur, now
    held.save(update_fields=["story", "story_hi", "story_ur", "updated_at"])
    record(
        group,
        "maker.story",
        actor=actor,
        before=before,
        after={"story": story, "story_hi": story_hi, "story_ur": story_ur},
    )
