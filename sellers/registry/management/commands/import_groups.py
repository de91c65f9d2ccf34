from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from sellers.registry.selectors.imports import faults, group_import
from sellers.registry.services.imports import apply_import, begin_applying, check_import, take_file
from sellers.registry.states import ImportState

FAULTS_SHOWN = 50


class Command(BaseCommand):
    help = "Bring groups in from a CSV or .xlsx file: all of them or, where anything is wrong, none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="say what would happen, change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                taken = take_file(name=path.name, file=file, actor=None, now=clock.now())
            if taken.is_repeat and taken.state == ImportState.APPLIED:
                self.stdout.write("This file was the last one applied; there is nothing to do.")
                return
            checked = check_import(import_id=taken.import_id) if taken.state != "ready" else taken
            if checked.state == ImportState.FAULTY:
                self._tell(checked.import_id, checked.faults, checked.refusal)
                raise CommandError("Nothing was imported.")
            if options["check"]:
                self.stdout.write(
                    f"{checked.rows} rows are right: {checked.new} groups are new, {checked.changed} change, "
                    f"{checked.same} stay as they are."
                )
                return
            begin_applying(import_id=checked.import_id, actor=None)
            done = apply_import(import_id=checked.import_id)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if done.state != ImportState.APPLIED:
            self._tell(done.import_id, done.faults, done.refusal)
            raise CommandError("Nothing was imported.")
        self.stdout.write(
            f"Imported: {done.new} groups are new, {done.changed} changed, {done.same} stayed as they were."
        )

    def _tell(self, import_id: int, count: int, refusal: str) -> None:
        if refusal:
            self.stderr.write(refusal)
        for fault in faults(group_import(import_id).batch, most=FAULTS_SHOWN):
            place = f"row {fault.row}, {fault.column}" if fault.column else f"row {fault.row}"
            value = f" “{fault.value}”" if fault.value else ""
            self.stderr.write(f"{place}{value}: {fault.sentence} {fault.remedy}")
        if count > FAULTS_SHOWN:
            self.stderr.write(f"… and {count - FAULTS_SHOWN} more, under /staff/sellers/imports/{import_id}/")
