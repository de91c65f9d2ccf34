"""The maker's page in the store says what the registry knows; it follows every change by itself."""

import hashlib
import html
import json
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commerce.client import (
    AttributeValueInput,
    AttributeValueSelectableTypeInput,
    LanguageCodeEnum,
    MetadataInput,
    PageCreateInput,
    PageInput,
    PageTranslationInput,
)
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from sellers.registry import models
from sellers.registry.contracts import Group
from sellers.registry.errors import MakerTypeMissing
from sellers.registry.selectors.groups import group
from sellers.registry.selectors.people import holds
from sellers.registry.states import OnboardingState

PAGE_TYPE: Final = "maker"
#: What a page is made of, counted up when that changes: pages of an older form are sent once more.
FORM: Final = 2


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page is to say; ``leaders`` have agreed to be named."""

    group: Group
    story: str
    story_hi: str
    story_ur: str
    leaders: tuple[str, ...]
    is_published: bool

    def digest(self) -> str:
        parts = [FORM, *(getattr(self.group, name) for name in self.group.__slots__)]
        parts += [self.story, self.story_hi, self.story_ur, list(self.leaders), self.is_published]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def publish_maker(*, code: str) -> str:
    """
    Bring a group's page in the store up to date, and return its id; nothing is sent where nothing changed.

    Approved groups have a page, a suspended one's is taken from sight. For groups that are neither the
    store is left alone, and nothing is returned.

    Raises:
        GroupUnknown; MakerTypeMissing, StoreRefused, StoreUnavailable: to be tried again.
    """
    with advisory_lock(f"registry.publish-maker:{code}"):
        onboarding = models.Onboarding.objects.filter(group__code=code).first()
        state = onboarding.state if onboarding is not None else ""
        if state not in (OnboardingState.APPROVED, OnboardingState.SUSPENDED):
            return ""
        page = _page(code, is_published=state == OnboardingState.APPROVED)
        story = models.MakerStory.objects.filter(group__code=code).first()
        if story is not None and story.page_id and story.published_digest == page.digest():
            return story.page_id
        page_id = _send(app_store(), page)
        _remember(code, page_id, page.digest())
        return page_id


def _page(code: str, *, is_published: bool) -> _Page:
    today = clock.today()
    known = group(code, on=today)
    story = models.MakerStory.objects.filter(group__code=code).first()
    leaders = models.Membership.objects.filter(
        holds(today),
        group__code=code,
        role=models.GroupRole.LEADER,
        person__consents__what=models.Shown.NAME,
        person__consents__withdrawn_at__isnull=True,
    )
    return _Page(
        group=known,
        story=story.story if story is not None else "",
        story_hi=story.story_hi if story is not None else "",
        story_ur=story.story_ur if story is not None else "",
        leaders=tuple(leaders.order_by("person__name").values_list("person__name", flat=True)),
        is_published=is_published,
    )


def _send(store: Store, page: _Page) -> str:
    page_type, attributes = _maker_type(store)
    known = store.maker_page(slug=page.group.slug).page
    with override("en"):
        content = _content(page.story, page.leaders)
    values = _values(page.group, attributes)
    if known is None:
        created = store.page_create(
            input=PageCreateInput(
                title=page.group.name,
                slug=page.group.slug,
                page_type=page_type,
                is_published=page.is_published,
                content=content,
                attributes=values,
            )
        ).page_create
        assert created is not None
        refuse_on(created.errors)
        assert created.page is not None
        page_id = created.page.id
    else:
        page_id = known.id
        updated = store.page_update(
            id=page_id,
            input=PageInput(
                title=page.group.name, is_published=page.is_published, content=content, attributes=values
            ),
        ).page_update
        assert updated is not None
        refuse_on(updated.errors)
    noted = store.metadata_update(id=page_id, input=_metadata(page)).update_metadata
    assert noted is not None
    refuse_on(noted.errors)
    for language, title, story in (
        (LanguageCodeEnum.HI, page.group.name_hi, page.story_hi),
        (LanguageCodeEnum.UR, page.group.name_ur, page.story_ur),
    ):
        with override(language.value.lower()):
            text = _content(story, page.leaders) if story.strip() else None
        told = store.page_translate(
            id=page_id, language=language, input=PageTranslationInput(title=title or None, content=text)
        ).page_translate
        assert told is not None
        refuse_on(told.errors)
    return str(page_id)


def _maker_type(store: Store) -> tuple[str, dict[str, str]]:
    """
    Return the page type's id and those of the attributes, by slug.

    Raises:
        MakerTypeMissing: the catalogue has not set the store up yet.
    """
    setup = store.catalogue_setup()
    types, attributes = _ids(setup.page_types), _ids(setup.attributes)
    kinds, values = setup.page_types, setup.attributes
    while (kinds and kinds.page_info.has_next_page) or (values and values.page_info.has_next_page):
        setup = store.catalogue_setup(
            page_types=kinds.page_info.end_cursor if kinds else None,
            attributes=values.page_info.end_cursor if values else None,
        )
        kinds, values = setup.page_types, setup.attributes
        types.update(_ids(kinds))
        attributes.update(_ids(values))
    if PAGE_TYPE not in types:
        raise MakerTypeMissing(_("The store has no page type for makers yet."))
    return types[PAGE_TYPE], attributes


def _ids(connection: Any) -> dict[str, str]:
    return {edge.node.slug: edge.node.id for edge in connection.edges} if connection else {}


def _values(known: Group, attributes: dict[str, str]) -> list[AttributeValueInput]:
    district = AttributeValueSelectableTypeInput(value=known.district)
    given = {
        "maker-district": AttributeValueInput(dropdown=district),
        "maker-block": AttributeValueInput(plain_text=known.block),
        "maker-members": AttributeValueInput(numeric=str(known.members)),
        "maker-formed": AttributeValueInput(numeric=str(known.formed_year)),
    }
    return [
        value.model_copy(update={"id": attributes[slug]})
        for slug, value in given.items()
        if slug in attributes
    ]


def _metadata(page: _Page) -> list[MetadataInput]:
    facts = {
        "umeed.code": page.group.code,
        "umeed.leaders": ", ".join(page.leaders),
    }
    return [MetadataInput(key=key, value=value) for key, value in facts.items()]


def _content(story: str, leaders: tuple[str, ...]) -> dict[str, Any]:
    """Return the story as the store keeps rich text (EditorJS); what was typed is text, never markup."""
    texts = [part.strip() for part in story.split("\n") if part.strip()]
    if leaders:
        texts.append(_("Led by %(names)s.") % {"names": ", ".join(leaders)})
    blocks = [{"type": "paragraph", "data": {"text": html.escape(text, quote=False)}} for text in texts]
    return {"time": 0, "blocks": blocks, "version": "2.24.3"}


@transaction.atomic
def _remember(code: str, page_id: str, digest: str) -> None:
    story, _made = models.MakerStory.objects.get_or_create(group=models.Group.objects.get(code=code))
    story.page_id, story.published_digest, story.published_at = page_id, digest, clock.now()
    story.save(update_fields=["page_id", "published_digest", "published_at"])
