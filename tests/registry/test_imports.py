"""Groups come in from a spreadsheet: all or none, every fault told, the same file twice does nothing."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.registry import models
from sellers.registry.errors import WrongState
from sellers.registry.facade import group, groups
from sellers.registry.imports.faults import RULES
from sellers.registry.selectors.imports import faults, group_import
from sellers.registry.services import imports
from tests.bad_input.unchanged import contents, nothing_changes
from tests.registry.world import NOW, open_registry, somebody

pytestmark = pytest.mark.django_db

HEADINGS = "SHG Code,SHG Name,District,Block,Village,PIN Code,VO,CLF,Members,Year of formation,LokOS code"
ROWS = (
    "KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,Noor-e-Sahar VO,Kulgam Azm CLF,11,2019,JK0042/1",
    "KZ22,Roshni SHG,budgam,NARBAL,Kanihama,193401,,Narbal Hunar CLF,10,2020,",
    "JM31,Zoon SHG,Doda,Bhaderwah,Bhaderwah,182222,Neeru VO,Bhaderwah Pragati CLF,12,2017,JK0042/2",
)


def sheet(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows]).encode()


def take(content: bytes, name: str = "groups.csv", actor=None):
    return imports.take_file(name=name, file=io.BytesIO(content), actor=actor, now=clock.now())


def check(content: bytes, name: str = "groups.csv"):
    return imports.check_import(import_id=take(content, name).import_id)


def apply(content: bytes, name: str = "groups.csv", actor=None):
    taken = take(content, name)
    checked = taken if taken.state == "ready" else imports.check_import(import_id=taken.import_id)
    assert checked.state == "ready", list(faults(group_import(checked.import_id).batch))
    imports.begin_applying(import_id=checked.import_id, actor=actor)
    return imports.apply_import(import_id=checked.import_id)


def told(outcome) -> list[tuple[int, str, str]]:
    batch = group_import(outcome.import_id).batch
    rules = models.ImportFault.objects.filter(batch=batch).order_by("row", "id")
    return list(rules.values_list("row", "column", "rule"))


def excel(*rows: str, headings: str = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        cells = [int(cell) if cell.isdigit() else cell for cell in row.split(",")]
        book.active.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture
def editor():
    open_registry()
    return somebody("Rukhsana Bano", Role.EDITOR)


@pytest.mark.parametrize("kind", ["csv", "csv with a mark", "semicolons", "utf-16 tabs", "xlsx"])
def test_a_right_sheet_of_any_kind_becomes_groups(editor, kind):
    plain = sheet(*ROWS)
    content = {
        "csv": plain,
        "csv with a mark": b"\xef\xbb\xbf" + plain,
        "semicolons": plain.replace(b",", b";").replace(b"\n", b"\r\n"),
        "utf-16 tabs": plain.decode().replace(",", "\t").encode("utf-16"),
        "xlsx": excel(*ROWS),
    }[kind]
    checked = check(content)
    assert (checked.state, checked.rows, checked.new, checked.changed) == ("ready", 3, 3, 0)
    assert [each.code for each in groups()] == ["KZ09", "KZ11"]

    done = apply(content, actor=editor)

    assert (done.state, done.new, done.changed, done.same) == ("applied", 3, 0, 0)
    roshni = group("KZ22")
    assert (roshni.slug, roshni.district, roshni.block, roshni.division, roshni.tax_status) == (
        "roshni-shg-kz22",
        "Budgam",
        "Narbal",
        "Kashmir",
        "unregistered_enrolled",
    )
    assert (roshni.village_organisation, roshni.cluster_level_federation) == ("", "Narbal Hunar CLF")
    assert (group("KZ21").slug, group("KZ21").mission_code) == ("roshni-shg", "JK0042/1")
    assert models.StagedGroup.objects.count() == 0
    assert models.ImportChunk.objects.count() == 0


def test_the_same_file_twice_does_nothing_and_a_newer_one_touches_what_it_changes(editor):
    first = apply(sheet(*ROWS))
    with nothing_changes():
        again = take(sheet(*ROWS))
    assert (again.import_id, again.is_repeat, again.state) == (first.import_id, True, "applied")

    newer = [ROWS[0].replace(",11,", ",13,").replace("Noor-e-Sahar VO", "Veth VO"), *ROWS[1:]]
    checked = check(sheet(*newer))
    assert (checked.new, checked.changed, checked.same) == (0, 1, 2)
    done = apply(sheet(*newer), actor=editor)
    assert (done.new, done.changed, done.same) == (0, 1, 2)

    (change,) = models.GroupChange.objects.all()
    assert (change.group.code, change.source, change.actor) == ("KZ21", "groups.csv", editor)
    assert change.before == {"members": 11, "village_organisation": "Noor-e-Sahar VO"}
    assert change.after == {"members": 13, "village_organisation": "Veth VO"}
    # After another file the first one says something again.
    back = apply(sheet(*ROWS))
    assert (back.changed, group("KZ21").members) == (1, 13 - 2)


def test_columns_that_a_sheet_has_not_leave_what_is_there(editor):
    short = sheet(
        "KZ09,Kanihama Tuji SHG,Budgam,Narbal,Kanihama,193401,14,2016",
        headings="Code,Name,District,Block,Village,Pincode,Members,Formed",
    )
    assert apply(short).changed == 1
    known = group("KZ09")
    assert (known.members, known.name_hi, known.cluster_level_federation) == (
        14,
        "कनिहामा तुजी एसएचजी",
        "Narbal Hunar CLF",
    )


FAULTY = (
    (",Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,", "code", "missing"),
    ("kz 2!,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,", "code", "code-form"),
    ("1.2E+10,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,", "code", "shortened"),
    ("KZ21,,Kulgam,Frisal,Frisal,192231,,,11,2019,", "name", "missing"),
    (f"KZ21,{'a' * 121},Kulgam,Frisal,Frisal,192231,,,11,2019,", "name", "too-long"),
    ("KZ21,Rosh\x07ni,Kulgam,Frisal,Frisal,192231,,,11,2019,", "name", "signs"),
    ("KZ21,#REF!,Kulgam,Frisal,Frisal,192231,,,11,2019,", "name", "cell-error"),
    ("KZ21,Roshni SHG,Kulgm,Frisal,Frisal,192231,,,11,2019,", "district", "district-unknown"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,19223,,,11,2019,", "pincode", "pincode-form"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,194101,,,11,2019,", "pincode", "pincode-elsewhere"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,eleven,2019,", "members", "members-number"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,0,2019,", "members", "members-number"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,1919,", "formed_year", "year"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,1.23457E+11", "mission_code", "shortened"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,JK_1", "mission_code", "mission-code-form"),
    ("KZ21,Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,,left over", "", "row-long"),
)


@pytest.mark.parametrize(("row", "column", "rule"), FAULTY, ids=[f"{each[1]} {each[2]}" for each in FAULTY])
def test_each_fault_is_told_with_its_place_and_remedy_and_nothing_is_imported(editor, row, column, rule):
    before = contents()["sellers_registry_group"]
    outcome = check(sheet(*ROWS[1:], row))
    assert outcome.state == "faulty"
    assert told(outcome) == [(4, column, rule)]
    (fault,) = faults(group_import(outcome.import_id).batch)
    assert fault.sentence.endswith(".")
    assert fault.remedy
    with nothing_changes(), pytest.raises(WrongState):
        imports.begin_applying(import_id=outcome.import_id, actor=None)
    assert contents()["sellers_registry_group"] == before


def test_all_faults_of_all_rows_are_told_with_the_rows_as_the_sheet_counts_them(editor):
    outcome = check(
        sheet(
            ROWS[0],
            "",
            ROWS[0].replace("Kulgam,", "Kulgum,").replace(",11,", ",,"),
            ROWS[1].replace("KZ22", "KZ21").replace(",2020,", ",2020,JK0042/1"),
        )
    )
    assert told(outcome) == [
        (4, "code", "code-twice"),
        (4, "district", "district-unknown"),
        (4, "members", "missing"),
        (4, "mission_code", "mission-code-twice"),
        (5, "code", "code-twice"),
        (5, "mission_code", "mission-code-twice"),
    ]
    words = list(faults(group_import(outcome.import_id).batch))
    assert words[0].sentence == "This code stands in row 2 already."
    assert words[1].remedy == "Write the district's name in English. Kulgam?"
    assert models.StagedGroup.objects.count() == 0


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (HEADINGS.replace("PIN Code", "Post"), [("pincode", "heading-missing")]),
        (HEADINGS.replace("VO", "Name"), [("name", "heading-twice")]),
        (HEADINGS.replace("VO", "GSTIN"), [("tax_status", "heading-pair")]),
        (
            "a,b,c",
            [
                (column, "heading-missing")
                for column in "code name district block village pincode members formed_year".split()
            ],
        ),
    ],
    ids=["missing", "twice", "pair", "another table"],
)
def test_wrong_headings_are_told(editor, headings, expected):
    outcome = check(sheet(*ROWS, headings=headings))
    assert outcome.state == "faulty"
    assert [(column, rule) for _row, column, rule in told(outcome)] == expected


def test_tax_status_and_gstin_go_together(editor):
    headings = HEADINGS + ",Tax status,GSTIN"
    outcome = check(
        sheet(
            ROWS[0] + ",registered,",
            ROWS[1] + ",,27AAPFU0939F1ZV",
            ROWS[2] + ",composition,27AAPFU0939F1ZX",
            headings=headings,
        )
    )
    assert [rule for _row, _column, rule in told(outcome)] == [
        "gstin-missing",
        "gstin-unwanted",
        "gstin-form",
    ]
    apply(
        sheet(
            ROWS[0] + ",Registered,27 AAPFU 0939F1ZV", ROWS[1] + ",none,", ROWS[2] + ",,", headings=headings
        )
    )
    assert [
        (each.code, each.tax_status, each.gstin) for each in groups() if each.code in ("JM31", "KZ21", "KZ22")
    ] == [
        ("JM31", "unregistered_enrolled", ""),
        ("KZ21", "registered", "27AAPFU0939F1ZV"),
        ("KZ22", "none", ""),
    ]


def test_a_number_of_another_group_is_found_at_the_check_and_again_at_the_end(editor):
    models.Group.objects.filter(code="KZ11").update(mission_code="JK0042/1")
    outcome = check(sheet(*ROWS))
    assert told(outcome) == [(2, "mission_code", "mission-code-taken")]
    models.Group.objects.filter(code="KZ11").update(mission_code="")
    ready = check(sheet(*ROWS, ""))
    models.Group.objects.filter(code="KZ11").update(mission_code="JK0042/2")
    imports.begin_applying(import_id=ready.import_id, actor=None)
    done = imports.apply_import(import_id=ready.import_id)
    assert (done.state, told(done)) == ("faulty", [(4, "mission_code", "mission-code-taken")])
    assert [each.code for each in groups()] == ["KZ09", "KZ11"]


def test_a_check_begun_again_starts_from_nothing(editor):
    taken = take(sheet(*ROWS))
    imports._move(taken.import_id, imports.ImportState.CHECKING)
    held = group_import(taken.import_id)
    imports.stage(held.batch, [])
    outcome = imports.check_import(import_id=taken.import_id)
    assert (outcome.state, outcome.new) == ("ready", 3)
    with nothing_changes(), pytest.raises(WrongState):
        imports.check_import(import_id=taken.import_id)


def test_a_discarded_file_leaves_nothing_behind(editor):
    checked = check(sheet(*ROWS))
    imports.discard_import(import_id=checked.import_id, actor=editor)
    assert models.StagedGroup.objects.count() == 0
    assert models.ImportChunk.objects.count() == 0
    assert [each.code for each in groups()] == ["KZ09", "KZ11"]


def test_every_rule_has_a_sentence_and_a_remedy():
    for sentence, remedy in RULES.values():
        assert str(sentence).endswith(".")
        assert str(remedy)


def run(command: str, *args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_checks_imports_and_says_what_it_did(editor, tmp_path: Path):
    path = tmp_path / "groups.csv"
    path.write_bytes(sheet(*ROWS))
    assert "3 groups are new, 0 change" in run("import_groups", "--check", str(path))[0]
    assert [each.code for each in groups()] == ["KZ09", "KZ11"]
    assert "Imported: 3 groups are new, 0 changed" in run("import_groups", str(path))[0]
    assert "nothing to do" in run("import_groups", str(path))[0]
    path.write_bytes(sheet(*ROWS).replace(b"192231", b"99"))
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_groups", str(path), stderr=err)
    assert "row 2, pincode “99”: A PIN code has six digits." in err.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_groups", str(tmp_path / "none.csv"))


def test_the_reserve_banks_list_of_branches_is_taken_over(tmp_path: Path):
    path = tmp_path / "ifsc.csv"
    path.write_text("BANK,IFSC,BRANCH,CITY2\nBank of Somewhere,SOME0000001,Main,Pune\nX,bad,Y,Z\n")
    out, err = run("import_branches", str(path))
    assert "1 branches" in out
    assert "row 3" in err
    assert models.BankBranch.objects.get(pk="SOME0000001").district == "Pune"
    with pytest.raises(CommandError, match="Columns are missing: branch"):
        path.write_text("bank,ifsc\n")
        run("import_branches", str(path))


def test_placements_of_the_past_and_planned_ones_survive_an_import(editor):
    from datetime import date

    from sellers.registry.services.transfer_group import transfer_group

    models.Placement.objects.update(held_from=date(2020, 1, 1))
    planned = date(2099, 1, 1)
    transfer_group(
        code="KZ11",
        village_organisation="Later VO",
        federation="",
        on=planned,
        note="planned",
        actor=editor,
        now=NOW,
        may_be_new=True,
    )
    headings = "Code,Name,District,Block,Village,Pincode,VO,CLF,Members,Formed"
    row = "KZ11,Harwan Naqqashi SHG,Srinagar,Harwan,Harwan,191121,{vo},Srinagar Rural CLF,10,2018"
    apply(sheet(row.format(vo="New VO"), headings=headings))

    rows = models.Placement.objects.filter(group__code="KZ11").order_by("held_from")
    today = clock.today()
    assert [(row.village_organisation.name, row.held_from, row.held_to) for row in rows] == [
        ("Dara VO", date(2020, 1, 1), today),
        ("New VO", today, planned),
        ("Later VO", planned, None),
    ]
    # Corrected on the same day: the day has one truth.
    apply(sheet(row.format(vo="Newer VO"), headings=headings))
    assert [row.village_organisation.name for row in rows.all()] == ["Dara VO", "Newer VO", "Later VO"]
