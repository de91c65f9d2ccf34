"""A licence's paper, picture or PDF: sent from the phone or at the desk, looked at, handed to nobody else."""

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from jkrlm.people.facade import Role
from jkrlm.people.models import AuditEntry
from media.models import Keeping, StoredDocument
from sellers.portal.services.keep_file import drop_old_files
from sellers.registry.facade import has_licence, licences
from sellers.registry.models import Licence
from tests.common.buyer import text
from tests.media.test_papers import opens_with, paper
from tests.portal_goods.world import Women, agree, open_houses, photograph, upload
from tests.registry.test_desk import browser
from tests.registry.world import NOW, TODAY

pytestmark = pytest.mark.django_db

AT = "/sell/licences/"
FOOD = {"group": "KZ09", "kind": "fssai", "number": "11219999000123", "valid_from": "2026-01-01"}


@pytest.fixture
def women(settings, tmp_path: Path) -> Women:
    settings.MEDIA_ROOT = tmp_path
    return open_houses()


def sent(client, data: bytes | None = None, **changes: object):
    file = {"paper": upload(data, "licence.pdf")} if data is not None else {}
    return client.post(AT, {**FOOD, **file, **changes})


def test_she_sends_a_pdf_an_editor_looks_at_it_and_it_counts(women: Women) -> None:
    data = paper(2)
    assert sent(women.haseena, data).status_code == 302
    assert sent(women.haseena, data).status_code == 302, "pressed twice is sent once"
    (row,) = licences("KZ09")
    assert (row.number, row.verified_by, Licence.objects.count()) == ("11219999000123", "", 1)
    assert "Waits to be looked at" in text(women.haseena.get(AT))
    hers = f"{AT}KZ09/{row.id}/"
    sign, whole = women.haseena.get(f"{hers}?small"), women.haseena.get(hers)
    assert (sign["Content-Type"], whole["Content-Type"]) == ("image/svg+xml", "application/pdf")
    assert whole["Content-Disposition"].startswith("attachment")
    assert (whole["Content-Security-Policy"], whole["X-Content-Type-Options"]) == ("sandbox", "nosniff")
    assert women.dilshada.get(hers).status_code == 404

    editor = browser(Role.EDITOR, name="Rukhsana Bano")
    desk = f"/staff/sellers/KZ09/licences/{row.id}/paper/"
    for page in ("/staff/sellers/KZ09/", f"/staff/sellers/KZ09/verify/{row.id}/"):
        assert f'href="{desk}"' in editor.get(page).content.decode()
    assert editor.get(desk).content == whole.content
    assert editor.get(desk.replace("KZ09", "KZ11")).status_code == 404
    for role in (Role.OFFICER, Role.INSPECTOR):
        assert browser(role).get(desk).status_code == 403
    seen = editor.post(f"/staff/sellers/KZ09/verify/{row.id}/", {"how": "The PDF"})
    assert (seen.status_code, has_licence("KZ09", "fssai", on=TODAY)) == (302, True)
    assert "Looked at" in text(women.haseena.get(AT))
    other = editor.post(
        f"/staff/sellers/KZ09/licence-paper/{row.id}/", {"paper": upload(paper(3), "other.pdf")}
    )
    assert other.status_code == 422 and "was verified by the paper" in text(other)
    assert licences("KZ09")[0].paper_key == row.paper_key


def test_what_is_refused_keeps_what_she_typed_and_the_paper(women: Women) -> None:
    assert "Photograph the paper" in text(sent(women.haseena))
    script = opens_with(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    bad = sent(women.haseena, paper(1, script))
    assert (bad.status_code, StoredDocument.objects.count()) == (422, 0)
    assert "a program in this PDF" in text(bad) and 'value="11219999000123"' in bad.content.decode()
    wrong = sent(women.haseena, photograph(), number="123")
    assert wrong.status_code == 422 and "14 digits" in text(wrong) and "with us already" in text(wrong)
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', wrong.content.decode())
    assert sent(women.haseena, kept=f"{kept}x").status_code == 422
    assert sent(women.dilshada, kept=kept, group="KZ11").status_code == 422, "nobody else's word"
    assert Licence.objects.count() == 0
    assert sent(women.haseena, kept=kept).status_code == 302
    assert sent(women.haseena, photograph(), group="KZ11").status_code == 422
    (row,) = licences("KZ09")
    assert women.haseena.get(f"{AT}KZ09/{row.id}/")["Content-Type"] == "image/webp"
    drop_old_files(before=NOW.replace(year=NOW.year + 5))
    assert Keeping.objects.filter(key=row.paper_key).exists(), "space is not given back for what is named"


def test_the_same_paper_with_other_days_is_not_said_to_be_with_us(women: Women) -> None:
    data = paper(2)
    assert sent(women.haseena, data, last_day="2026-12-31").status_code == 302
    for changed in ({"last_day": "2027-12-31"}, {}):
        answer = sent(women.haseena, data, **changed)
        assert answer.status_code == 422 and "31 December 2026. Is that wrong?" in text(answer), changed
    assert sent(women.haseena, data, last_day="2026-12-31", number="1121 9999 000123").status_code == 302
    (row,) = licences("KZ09")
    assert (row.number, row.last_day) == (FOOD["number"], date(2026, 12, 31))


def test_a_helper_sends_it_under_a_womans_consent(women: Women) -> None:
    assert women.crp.get(AT).status_code == 302
    mandate = agree(women)
    women.crp.post("/sell/for/choose/", {"mandate": str(mandate)})
    answer = sent(women.crp, paper())
    assert answer.status_code == 302, answer.content
    entry = AuditEntry.objects.get(verb="send-licence")
    assert (entry.on_behalf_of, entry.after["consent"]) == ("Haseena Begum (KZ09)", mandate)


def test_the_desk_records_a_licence_with_its_paper_or_adds_it(women: Women) -> None:
    editor = browser(Role.EDITOR, name="Rukhsana Bano")
    facts = {name: value for name, value in FOOD.items() if name != "group"}
    form = editor.get("/staff/sellers/KZ09/licence/").content.decode()
    assert 'enctype="multipart/form-data"' in form and "application/pdf" in form and ".heic" in form
    assert editor.post("/staff/sellers/KZ09/licence/", facts).status_code == 302
    (row,) = licences("KZ09")
    assert row.paper_key == ""
    assert editor.get(f"/staff/sellers/KZ09/licences/{row.id}/paper/").status_code == 404
    address = f"/staff/sellers/KZ09/licence-paper/{row.id}/"
    assert editor.post(address, {"paper": upload(b"GIF89a" + bytes(40), "x.pdf")}).status_code == 422
    assert editor.post(address, {"paper": upload(photograph(), "x.jpg")}).status_code == 302
    again = {**facts, "kind": "handloom-mark", "number": "HLM-77", "paper": upload(paper(), "x.pdf")}
    assert editor.post("/staff/sellers/KZ09/licence/", again).status_code == 302
    assert [bool(each.paper_key) for each in licences("KZ09")] == [True, True]
