"""Lists of groups at the desk: sent, checked by the worker, looked at, applied."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jkrlm.kernel import clock
from sellers.registry import models, tasks
from sellers.registry.facade import group
from sellers.registry.services import imports
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.registry.test_desk import editor, shown
from tests.registry.test_imports import ROWS, sheet

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


def upload(client: Client, content: bytes, name: str = "groups.csv"):
    return client.post("/staff/sellers/imports/", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_sent_checked_by_the_worker_looked_at_and_applied(editor, monkeypatch):
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.check, "defer", lambda import_id: asked.append(("check", import_id)))
    monkeypatch.setattr(tasks.apply, "defer", lambda import_id: asked.append(("apply", import_id)))

    answer = upload(editor, sheet(*ROWS))
    page = answer["Location"]
    number = models.GroupImport.objects.get().pk
    assert page == f"/staff/sellers/imports/{number}/"
    assert asked == [("check", number)]
    waiting = editor.get(page).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "Look how far it is" in waiting

    tasks.check(import_id=number)
    ready = editor.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in ready
    assert "hx-trigger" not in ready
    assert "Ready to apply" in ready
    assert [each.code for each in models.Group.objects.order_by("code")] == ["KZ09", "KZ11"]
    assert editor.post(f"{page}apply/").status_code == 302
    assert asked[-1] == ("apply", number)
    tasks.apply(import_id=number)
    tasks.apply(import_id=number)
    assert "Applied" in shown(editor.get(page))
    assert group("KZ21").name == "Roshni SHG"

    again = upload(editor, sheet(*ROWS))
    assert again["Location"] == page
    assert len(asked) == 2
    assert "known already" in shown(editor.get(page))
    with nothing_changes():
        for step in ("apply", "again", "discard"):
            assert editor.post(f"{page}{step}/").status_code == 302


def test_faults_are_shown_and_can_be_taken_along(editor, monkeypatch):
    monkeypatch.setattr(tasks.check, "defer", lambda import_id: tasks.check(import_id=import_id))
    page = upload(editor, sheet(ROWS[0].replace("Kulgam,", "Kulgum,")))["Location"]
    words = shown(editor.get(page))
    assert "This is none of the twenty districts." in words
    assert "Kulgam?" in words
    answer = editor.get(f"{page}faults.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "Kulgum" in b"".join(answer.streaming_content).decode()
    assert editor.post(f"{page}discard/").status_code == 302
    assert models.GroupImport.objects.get().state == "discarded"


def test_an_empty_file_or_none_is_refused_in_words(editor):
    with nothing_changes():
        assert editor.post("/staff/sellers/imports/").status_code == 422
        empty = upload(editor, b"")
    assert empty.status_code == 422
    assert "The file is empty." in text(empty)


def test_a_file_whose_worker_is_silent_can_be_begun_again(editor, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(tasks.check, "defer", lambda import_id: asked.append(import_id))
    page = upload(editor, sheet(*ROWS))["Location"]
    assert editor.post(f"{page}again/").status_code == 302
    assert len(asked) == 1
    models.GroupImport.objects.update(moved_at=clock.now() - timedelta(seconds=imports.SILENT_SECONDS + 1))
    assert "Begin again" in shown(editor.get(page))
    editor.post(f"{page}again/")
    assert len(asked) == 2
