"""A list as long as the mission's: made up, and the same at every run."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

import openpyxl

from sellers.registry.models import District

HEADINGS = (
    "SHG Code,SHG Name,Name in Hindi,District,Block,Village,PIN Code,VO,CLF,Members,Year of formation,"
    "Tax status,GSTIN,LokOS code"
).split(",")
WORDS = "Roshni Zoon Posh Kong Tuji Sehar Umeed Noor Gulposh Chinar Veth Wular Sindh Neeru Chenab Pir".split()


def rows(count: int, *, members_more: int = 0) -> Iterator[list[object]]:
    """Yield rows of 285 blocks in the twenty districts, eight groups to a village organisation."""
    chance = Random(7)
    districts = sorted(District.objects.values_list("name", flat=True))
    for number in range(1, count + 1):
        organisation = number // 8
        federation = organisation // 40
        block = federation % 285
        yield [
            f"G{number:06d}",
            f"{chance.choice(WORDS)} {chance.choice(WORDS)} SHG",
            "रोशनी एसएचजी",
            districts[block % 20],
            f"Block {block}",
            f"Village {organisation % 3000}",
            f"19{1000 + block:04d}",
            f"{chance.choice(WORDS)} VO {organisation}",
            f"CLF {federation}",
            8 + number % 8 + members_more,
            2012 + number % 12,
            "unregistered_enrolled",
            "",
            f"JK01{number:08d}",
        ]


def write_csv(path: Path, count: int, **changes: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, **changes))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
    return path
