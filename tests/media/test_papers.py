"""Uploaded PDFs: kept without what acts or tells, refused with a sentence where it cannot be taken out."""

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from media import facade as media
from media.models import StoredDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def paper(pages: int = 1, change=None, **saving: object) -> bytes:
    made = pikepdf.new()
    for number in range(pages):
        made.add_blank_page(page_size=(300, 400))
        made.pages[-1].Contents = Stream(made, f"BT /F1 12 Tf (Licence {number}) Tj ET".encode())
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def opens_with(action: Dictionary):
    return lambda made: made.Root.__setitem__("/OpenAction", action)


def attach(made: pikepdf.Pdf) -> None:
    made.attachments["virus.exe"] = b"MZ"


def launch(made: pikepdf.Pdf) -> None:
    made.pages[0].Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=[0, 0, 9, 9],
                A=Dictionary(S=Name.Launch, F="cmd.exe"),
            )
        ]
    )


def deep_script(made: pikepdf.Pdf) -> None:
    made.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array(["go", Dictionary(S=Name.JavaScript, JS="app.alert(1)")]))
    )


def test_a_paper_is_kept_without_what_it_tells(client, uploads: Path) -> None:
    def tell(made: pikepdf.Pdf) -> None:
        made.docinfo["/Author"] = "Zeba of Kanihama"
        made.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))

    data = paper(2, tell)
    kept = media.store_paper(data, owner="KZ09")
    assert (kept.pages, media.store_paper(data), StoredDocument.objects.count()) == (2, kept, 1)
    answer = media.paper_answer(kept.key, filename="FSSAI licence.pdf")
    assert b"Zeba" not in answer.content
    again = pikepdf.open(io.BytesIO(answer.content))
    assert ("/OpenAction" in again.Root, "/Info" in again.trailer, len(again.pages)) == (False, False, 2)
    assert b"Licence 1" in again.pages[1].Contents.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="FSSAI-licence.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert media.space_of("KZ09").used == kept.bytes
    assert [path.parts[len(uploads.parts)] for path in uploads.rglob("*.pdf")] == ["private-papers"]
    assert client.get(f"/media/{kept.key}/original").status_code == 404


@pytest.mark.parametrize(
    ("what", "data", "sentence"),
    [
        ("a photograph", b"\xff\xd8\xff\xe0" + bytes(99), "no PDF that we can read"),
        ("nothing", b"", "no PDF that we can read"),
        ("a head only", b"%PDF-1.7\n", "broken or cut short"),
        ("half", paper()[: len(paper()) // 3], "broken or cut short"),
        (
            "a script",
            paper(1, opens_with(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))),
            "a program in this PDF",
        ),
        ("a script in the names", paper(1, deep_script), "a program in this PDF"),
        ("a link that starts a program", paper(1, launch), "a program in this PDF"),
        ("an attachment", paper(1, attach), "other files in this PDF"),
        ("too many pages", paper(31), "more than 30 pages"),
        (
            "a password",
            paper(1, None, encryption=pikepdf.Encryption(owner="x", user="y")),
            "locked with a password",
        ),
        (
            "a form of Adobe's",
            paper(1, lambda made: made.Root.__setitem__("/AcroForm", Dictionary(XFA="x"))),
            "a program",
        ),
        ("too long", b"%PDF-1.7" + bytes(10 * 2**20), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_others_are_refused_with_a_sentence(what: str, data: bytes, sentence: str, uploads: Path) -> None:
    with pytest.raises(media.PaperRefused, match=sentence):
        media.store_paper(data, owner="KZ09")
    assert (StoredDocument.objects.count(), list(uploads.rglob("*")), media.space_of("KZ09").used) == (
        0,
        [],
        0,
    )


def test_an_unknown_paper_is_not_there() -> None:
    for key in ("0" * 64, "../../etc/passwd"):
        with pytest.raises(media.PaperUnknown):
            media.paper_answer(key)
