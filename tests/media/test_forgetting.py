"""Files of who was forgotten go, all sizes of them, once no row of any room names them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

from jkrlm import wiring
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from media import facade
from media.forgetting import let_unnamed_go
from media.models import PictureEdit, StoredDocument, StoredPicture, StoredVoice
from sellers.portal.models import KeptFile
from tests.media.test_papers import paper
from tests.portal_goods.world import file_arrives, open_houses, photograph, recording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_files_go_with_all_their_sizes_and_what_others_name_stays(uploads: Path) -> None:
    women = open_houses()
    draft, file = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    hers = photograph("maroon")
    assert file_arrives(women.haseena, women.id_of("Haseena Begum"), draft, file, hers).status_code == 201
    named = KeptFile.objects.get().stored_key
    gone = facade.store_picture(photograph("teal"), private=True).key
    facade.make_renditions(gone)
    shown = facade.store_picture(photograph("teal")).key
    voice, letter = facade.store_voice(recording()).key, facade.store_paper(paper()).key
    assert len(list(uploads.rglob(f"{gone}/*"))) == 4

    facade.let_files_go([gone, named, shown, voice, letter, "nonsense"])
    assert relay.drain() is not None

    kept = [path for path in uploads.rglob("*") if path.is_file()]
    assert [path for path in kept if {gone, voice, letter} & {*path.parts, path.stem}] == []
    assert set(StoredPicture.objects.values_list("key", flat=True)) == {named, shown}
    assert (StoredVoice.objects.count(), StoredDocument.objects.count()) == (0, 0)
    assert list(uploads.rglob(f"{named}/original.*")) and list(uploads.rglob(f"{shown}/original.*"))
    facade.let_files_go([gone])
    relay.drain()
    left = OutboxDelivery.objects.exclude(state=DeliveryState.DONE)
    assert not left.filter(message__name="FilesLetGo").exists(), "once or again"


def test_a_picture_goes_with_all_that_was_made_of_it_and_stays_while_one_of_them_is_named(
    uploads: Path,
) -> None:
    women = open_houses()
    draft, file = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    assert (
        file_arrives(
            women.haseena, women.id_of("Haseena Begum"), draft, file, photograph("maroon")
        ).status_code
        == 201
    )
    came = facade.store_picture(photograph("teal"), private=True).key
    first, second = (facade.edit(came, facade.Recipe(turns=turns)).key for turns in (1, 2))
    KeptFile.objects.update(stored_key=second)
    facade.let_files_go([came, first])
    relay.drain()
    assert set(StoredPicture.objects.filter(key__in=[came, second]).values_list("key", flat=True)) == {
        came,
        second,
    }, "what is shown is made of it"

    KeptFile.objects.all().delete()
    facade.edit(came, facade.Recipe(turns=3))
    facade.let_files_go([came, second])
    relay.drain()
    assert not StoredPicture.objects.filter(key__in=[came, first, second]).exists()
    assert not PictureEdit.objects.exists(), "nor what was made in between, and nobody names"
    kept = {*(part for path in uploads.rglob("*") if path.is_file() for part in path.parts)}
    assert kept.isdisjoint({came, first, second})


def test_what_came_with_a_form_that_was_never_sent_goes_after_a_month(uploads: Path) -> None:
    women = open_houses()
    draft, file = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    hers = photograph("maroon")
    assert file_arrives(women.haseena, women.id_of("Haseena Begum"), draft, file, hers).status_code == 201
    named = KeptFile.objects.get().stored_key
    given_up = facade.store_picture(photograph("teal"), private=True).key
    shown = facade.store_picture(photograph("teal")).key
    voice, letter = facade.store_voice(recording()).key, facade.store_paper(paper()).key

    assert let_unnamed_go(now=now() + timedelta(days=29)) == 0, "its form may still be open"
    assert let_unnamed_go(now=now() + timedelta(days=31)) == 3
    relay.drain()

    assert set(StoredPicture.objects.values_list("key", flat=True)) == {named, shown}
    assert (StoredVoice.objects.count(), StoredDocument.objects.count()) == (0, 0)
    left = {*(part for path in uploads.rglob("*") if path.is_file() for part in (*path.parts, path.stem))}
    assert left.isdisjoint({given_up, voice, letter}) and {named, shown} <= left


def test_every_field_that_names_a_file_is_in_the_table() -> None:
    """By how such fields are called; a key of something else is told apart here."""
    fields = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label != "media" and not model._meta.app_label.startswith("store_")
        for field in model._meta.get_fields()
        if re.fullmatch(
            r"(picture|photo|voice|paper|document|stored|evidence|file|original|shown)_keys?|(shown_)?photos",
            field.name,
        )
        and not field.is_relation
    }
    assert fields == set(wiring.NAMING)
