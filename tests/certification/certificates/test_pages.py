"""The addresses for machines and buyers, and the desk for staff."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from certification.certificates.facade import certificate
from certification.certificates.models import CertificateChange
from certification.certificates.web.negotiation import chosen
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User
from jkrlm.people.models import AuditEntry
from tests.certification.certificates.world import certified, certified_lot, suspended

OFFERED = ("application/vc+jwt", "text/html", "application/vc")


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("", "application/vc+jwt"),
        ("*/*", "application/vc+jwt"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/vc", "application/vc"),
        ("application/*;q=0.5, text/html;q=0.4", "application/vc+jwt"),
        ("application/vc+jwt;q=0, */*;q=0.1", "text/html"),
        ("image/png", None),
        ("text/html;q=zero, application/vc;q=0.2", "application/vc"),
    ],
)
def test_negotiation(accept, type_):
    assert chosen(accept, OFFERED) == type_


def test_one_address_serves_people_and_programs(people, shawl, client):
    path = f"/credentials/{shawl.number}/"
    page = client.get(path, headers={"accept": "text/html"})
    assert page.status_code == 200 and "Kani-border shawl, crocus violet" in page.content.decode()
    for accept in ("application/vc+jwt", "application/vc", "application/vc+ld+json", "application/json"):
        answer = client.get(path, headers={"accept": accept})
        assert (answer.status_code, answer["Content-Type"]) == (200, accept)
        assert "Accept" in answer["Vary"] and answer["Cache-Control"] == "public, max-age=4"
        assert answer["Access-Control-Allow-Origin"] == "*"
        again = client.get(path, headers={"accept": accept, "if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406
    assert client.get("/credentials/JKTPO-26-999999/").status_code == 404
    assert client.get("/credentials/status/message/1/").status_code == 404
    assert client.get("/credentials/standards/JK-NONE-1:2026/").status_code == 404
    assert client.post(path).status_code == 405


def test_a_suspension_is_on_the_next_answer(people, shawl, client):
    before = client.get("/credentials/status/suspension/1/")
    suspended(people, shawl.number)
    after = client.get("/credentials/status/suspension/1/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and after["ETag"] != before["ETag"]
    page = client.get(f"/credentials/{shawl.number}/", headers={"accept": "text/html"}).content.decode()
    assert "Suspended" in page and "A complaint is looked into" in page


@pytest.mark.parametrize(("language", "word"), [("hi", 'lang="hi"'), ("ur", 'dir="rtl"')])
def test_the_page_speaks_the_readers_language(people, shawl, client, language, word):
    page = client.get(f"/{language}/credentials/{shawl.number}/", headers={"accept": "text/html"})
    assert word in page.content.decode()


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_certificate_is_a_pdf_in_three_languages(people, shawl, client, language):
    answer = client.get(f"/credentials/{shawl.number}/certificate.pdf?language={language}")
    assert answer.status_code == 200 and answer.content[:5] == b"%PDF-"
    assert f"{shawl.number}-{language}.pdf" in answer["Content-Disposition"]
    assert 20_000 < len(answer.content) < 2_000_000


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def test_the_register_finds_and_exports(people, shawl, client):
    lot = certified_lot(people)
    signed_in(client, people.second)
    page = client.get(reverse("cert_certificates:desk"), {"q": "mongra kz09"}).content.decode()
    assert lot.number in page and shawl.number not in page
    assert client.get(reverse("cert_certificates:desk"), {"issued_from": "soon"}).status_code == 422

    answer = client.get(reverse("cert_certificates:csv"), {"state": "valid"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Number", shawl.number, lot.number]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("cert_certificates:xlsx")).content))
    assert [cell.value for cell in book.active["A"]] == ["Number", shawl.number, lot.number]
    assert AuditEntry.objects.filter(verb="cert.register-exported").count() == 2


def test_formulas_are_exported_as_text(people, client):
    certified(people, title="=HYPERLINK(1)")
    signed_in(client, people.second)
    answer = client.get(reverse("cert_certificates:csv"))
    assert "'=HYPERLINK(1)" in answer.content.decode()


def test_an_officer_suspends_and_nothing_typed_is_lost(people, shawl, client):
    signed_in(client, people.second)
    path = reverse("cert_certificates:certificate", args=[shawl.number])
    page = client.get(path).content.decode()
    assert "Suspend" in page and "Withdraw for good" in page and "Reinstate" not in page

    typed = {"act": "suspend", "suspend-key": "k-9", "suspend-reason": "other", "suspend-words": "Pills"}
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Say in a sentence what the reason is." in refused.content.decode()
    assert "Pills" in refused.content.decode()
    assert certificate(shawl.number).state == "valid"

    typed["suspend-reason"] = "complaint"
    for _press in range(2):
        assert client.post(path, typed).status_code == 302
    assert certificate(shawl.number).state == "suspended"
    assert CertificateChange.objects.filter(certificate__number=shawl.number).count() == 2
    missing = client.post(path, {"act": "withdraw", "withdraw-key": "k-10", "withdraw-reason": "misuse"})
    assert missing.status_code == 422 and certificate(shawl.number).state == "suspended"
    done = client.post(
        path,
        {"act": "withdraw", "withdraw-key": "k-11", "withdraw-reason": "misuse", "withdraw-bearer": "group"},
    )
    assert done.status_code == 302 and certificate(shawl.number).state == "withdrawn"


def test_who_may_what(people, shawl, client):
    """Every role at every page: officers act, the administrator reads, the others are kept out."""
    from tests.registry.world import somebody

    pages = [
        reverse("cert_certificates:desk"),
        reverse("cert_certificates:csv"),
        reverse("cert_certificates:xlsx"),
        reverse("cert_certificates:certificate", args=[shawl.number]),
        reverse("cert_certificates:pdf", args=[shawl.number]),
        reverse("cert_certificates:case-file-pdf", args=[shawl.case_number]),
        reverse("cert_certificates:case-file-zip", args=[shawl.case_number]),
    ]
    act = {"act": "suspend", "suspend-key": "k-1", "suspend-reason": "complaint"}
    for page in pages:
        assert client.get(page).status_code == 302, "the anonymous sign in"
    for role in Role:
        user = people.admin if role == Role.ADMINISTRATOR else somebody(f"Some {role.value}", role)
        browser = Client()
        signed_in(browser, user)
        expected = 200 if role in (Role.OFFICER, Role.ADMINISTRATOR) else 403
        for page in pages:
            assert browser.get(page).status_code == expected, (role, page)
        if role != Role.OFFICER:
            assert browser.post(pages[3], act).status_code == 403, role
    assert certificate(shawl.number).state == "valid"


def test_the_case_file_withholds_third_persons_and_says_why(people, client):
    from certification.cases.facade import complain

    held = certified(people)
    complain(
        "c-1",
        "Bought from Aisha, call 9419012345 or aisha@example.org",
        contact="Aisha Jan, 9419012345",
        case_number=held.case_number,
    )
    signed_in(client, people.second)
    packed = client.get(reverse("cert_certificates:case-file-zip", args=[held.case_number]))
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    names = archive.namelist()
    assert {"case-file.pdf", "index.csv", "certificates/did.json", f"certificates/{held.number}.pdf"} <= set(
        names
    )
    assert any(name.startswith("evidence/application-") for name in names)
    index = archive.read("index.csv").decode()
    assert "SHA-256" in index
    assert AuditEntry.objects.filter(verb="cert.case-file-made").count() == 1

    from certification.certificates.documents.case_sections import sections_of

    said = [line for section in sections_of(held.case_number) for line in section.lines]
    text = "\n".join(f"{line.label} {line.value} {line.withheld}" for line in said)
    assert "9419012345" not in text and "aisha@example.org" not in text and "Aisha Jan" not in text
    assert "Haseena Begum" not in text
    assert "RTI Act 2005, section 8(1)(j)" in text and "Shabnam Ara" in text
    assert client.get(reverse("cert_certificates:case-file-pdf", args=["JK-KA-26-99999"])).status_code == 404
