"""Uploaded PDFs: kept without what acts or tells, refused with a sentence where it cannot be taken out."""

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

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
        ("too long", b"%PDF-1.7" + bytes(20 * 2**20), "larger than 20 MB"),
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


CAMERA = "Phone of Zeba"


def photograph() -> bytes:
    """With a camera's notes before it, a comment, and a film behind it."""
    notes = Image.Exif()
    notes[0x010F] = CAMERA
    notes.get_ifd(0x8825)[2] = (34.0, 5.0, 1.0)
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    picture.save(out, "JPEG", exif=notes, comment=CAMERA, progressive=True, xmp=CAMERA.encode())
    return out.getvalue() + b"\x00\x00\x00\x18ftypmp42" + CAMERA.encode()


def put(made: pikepdf.Pdf, filters: object, data: bytes) -> Stream:
    found = Stream(made, data)
    found.Type, found.Subtype, found.Width, found.Height = Name.XObject, Name.Image, 64, 48
    found.ColorSpace, found.BitsPerComponent, found.Filter = Name.DeviceRGB, 8, filters
    found.Metadata = Stream(made, f"<x:xmpmeta>{CAMERA}</x:xmpmeta>".encode())
    found.Metadata.Type = Name.Metadata
    found.PieceInfo = Dictionary(Illustrator=Dictionary(Private=CAMERA))
    return found


def test_a_photograph_within_a_paper_tells_nothing_either() -> None:
    import zlib

    def place(made: pikepdf.Pdf) -> None:
        raw = photograph()
        pictures = {
            "/Plain": put(made, Name.DCTDecode, raw),
            "/Listed": put(made, Array([Name.DCTDecode]), raw),
            "/Packed": put(made, Array([Name.FlateDecode, Name.DCTDecode]), zlib.compress(raw)),
        }
        # A page may call its resources as it likes, as a note is called too.
        made.pages[0].Resources = Dictionary(
            XObject=Dictionary(pictures | {"/AF": put(made, Name.DCTDecode, raw)})
        )

    kept = media.paper_answer(media.store_paper(paper(1, place)).key).content
    opened = pikepdf.open(io.BytesIO(kept))
    pictures = opened.pages[0].Resources.XObject
    assert set(pictures.keys()) == {"/Plain", "/Listed", "/Packed", "/AF"}
    before = Image.open(io.BytesIO(photograph())).tobytes()
    for name in set(pictures.keys()):
        found = pictures[name]
        assert ("/Metadata" in found, "/PieceInfo" in found) == (False, False)
        raw = found.read_raw_bytes()
        assert CAMERA.encode() not in raw and raw.endswith(b"\xff\xd9"), name
        assert Image.open(io.BytesIO(raw)).tobytes() == before, "not one pixel is another"
    assert not [
        each for each in opened.objects if isinstance(each, Stream) and each.get("/Type") == Name.Metadata
    ]


@pytest.mark.parametrize("way", [Name.GoToR, Name.GoToE, Name.Thread])
def test_what_leads_into_other_files_leads_nowhere(way: Name) -> None:
    def lead(made: pikepdf.Pdf) -> None:
        def action() -> Dictionary:
            return Dictionary(S=way, F="\\\\evil.example\\share\\x.pdf", D=Array([0, Name.Fit]))

        links = [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=made.make_indirect(action())),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 9, 9, 18], A=action()),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=[0, 18, 9, 27],
                A=Dictionary(S=Name.URI, URI="https://fssai.example/", Next=Array([action()])),
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="x", Rect=[0, 0, 1, 1], AA=Dictionary(PO=action())),
        ]  # fmt: skip
        made.pages[0].Annots = Array([made.make_indirect(link) for link in links])
        made.Root.Outlines = Dictionary(First=made.make_indirect(Dictionary(Title="Next", A=action())))

    kept = media.paper_answer(media.store_paper(paper(1, lead)).key).content
    opened = pikepdf.open(io.BytesIO(kept))
    told = b"".join(each.unparse(resolved=True) for each in opened.objects if not isinstance(each, Stream))
    assert (b"evil.example" in told, str(way).encode() in told, b"/AA" in told) == (False, False, False)
    assert b"https://fssai.example/" in told, "a link into the net stays: the reader sees where it leads"


def test_a_file_that_hangs_on_a_paper_without_saying_so_is_one_all_the_same() -> None:
    def hang(made: pikepdf.Pdf) -> None:
        program = Stream(made, b"MZ evil program" * 50)
        made.Root.AF = Array([made.make_indirect(Dictionary(F="evil.exe", EF=Dictionary(F=program)))])

    with pytest.raises(media.PaperRefused, match="other files in this PDF"):
        media.store_paper(paper(1, hang))

    def name_only(made: pikepdf.Pdf) -> None:
        made.pages[0].AF = Array([Dictionary(F="C:\\Users\\Zeba\\plan.xls")])

    kept = pikepdf.open(io.BytesIO(media.paper_answer(media.store_paper(paper(1, name_only)).key).content))
    assert "/AF" not in kept.pages[0].obj
