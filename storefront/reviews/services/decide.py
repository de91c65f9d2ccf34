"""Staff publish a text, do not, or take it off again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit
from media.facade import let_files_go
from storefront.photos import publish_photo
from storefront.reviews import rules
from storefront.reviews.errors import BadDecision, ChangedMeanwhile, TextUnknown
from storefront.reviews.models import Answer, Question, Review
from storefront.reviews.services.common import Text, keep_change, name_of
from storefront.reviews.services.tally import count_anew
from storefront.reviews.states import TRANSITIONS, Reason, TextState

KINDS: dict[str, type[Review] | type[Question] | type[Answer]] = {
    "review": Review,
    "question": Question,
    "answer": Answer,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """``words`` may only be shorter than what was written; see ``rules.is_only_shortened``."""

    to: TextState
    version: int
    reason: str = ""
    reason_words: str = ""
    words: str = ""


def text_of(what: str, number: int) -> Text:
    """Raises TextUnknown."""
    kind = KINDS.get(what)
    found = kind.objects.filter(pk=number).first() if kind else None
    if found is None:
        raise TextUnknown(_("There is no such text."))
    return found


def decide(*, what: str, number: int, decision: Decision, user: User, now: datetime) -> Text:
    """
    Decide about the version that was read; the same decision again changes nothing.

    Raises:
        TextUnknown; ChangedMeanwhile: it was written anew, or somebody else decided.
        BadDecision: no reason, or words were put in.
    """
    seen = text_of(what, number)
    _check(seen, decision)
    photos = _public_photos(seen) if decision.to == TextState.PUBLISHED else []
    with transaction.atomic():
        text = type(seen).objects.select_for_update().get(pk=number)
        if text.version != decision.version:
            raise ChangedMeanwhile(_("It was written anew meanwhile. Read it again."))
        if text.state == decision.to and text.decided_by_id == user.pk:
            return text
        if decision.to not in TRANSITIONS[TextState(text.state)]:
            raise ChangedMeanwhile(_("Somebody else has decided meanwhile."))
        before: dict[str, object] = {"state": text.state, "words": text.words}
        shortened = bool(decision.words) and decision.words.strip() != text.words
        _apply(text, decision, photos, user, now)
        text.save()
        keep_change(text, actor=f"person:{user.pk}", now=now, shortened=shortened)
        count_anew(text.product_id)
        after: dict[str, object] = {"state": text.state, "reason": text.reason}
        if shortened:
            after["words"] = text.words
        else:
            del before["words"]
        audit(actor=user, verb=f"shop.{what}.{text.state}", target=name_of(text), before=before, after=after)
        outbox.record(
            "ShopTextDecided",
            {
                "what": what,
                "id": text.pk,
                "version": text.version,
                "state": text.state,
                "group": text.group_code,
                "title": text.product_name[:60],
                "stars": text.stars if isinstance(text, Review) else 0,
            },
        )
    return text


def _check(text: Text, decision: Decision) -> None:
    if decision.to not in (TextState.PUBLISHED, TextState.REFUSED, TextState.HIDDEN):
        raise BadDecision(_("Choose what is to be done."), field="decision")
    if decision.to != TextState.PUBLISHED and decision.reason not in Reason.values:
        raise BadDecision(_("Choose the reason: the writer reads it."), field="reason")
    if decision.reason == Reason.OTHER and not decision.reason_words.strip():
        raise BadDecision(_("Say the reason in words."), field="reason_words")
    words = decision.words.strip()
    if words and words != text.words and not rules.is_only_shortened(text.words, words):
        raise BadDecision(
            _("Words can only be taken out: put %(mark)s where they stood, and change nothing else.")
            % {"mark": rules.CUT},
            field="words",
        )


def _public_photos(text: Text) -> list[str]:
    return [publish_photo(key) for key in text.photos] if isinstance(text, Review) else []


def _apply(text: Text, decision: Decision, photos: list[str], user: User, now: datetime) -> None:
    shown = decision.to == TextState.PUBLISHED
    text.state = decision.to
    text.reason = "" if shown else decision.reason
    text.reason_words = "" if shown else decision.reason_words.strip()[:300]
    text.decided_by, text.decided_at = user, now
    if decision.words.strip():
        text.words = decision.words.strip()
    if shown:
        text.published_at = now
    if isinstance(text, Review):
        if hidden := set(text.shown_photos) - set(photos):
            # What she sent is named still, and stays; only its public copies go.
            let_files_go(text.photos, shown=hidden)
        text.shown_photos = photos
