"""Whom PostgreSQL runs as. It refuses root, so root's supervisor hands it to an ordinary user."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from jkrlm.supervisor.errors import DatabaseFailed


@dataclass(frozen=True)
class OsUser:
    uid: int
    gid: int
    name: str


def current_user_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise DatabaseFailed(
            f"The user id {os.geteuid()} has no name in /etc/passwd, which PostgreSQL needs: "
            "run as a named user, or set DATABASE_URL."
        ) from None


def database_user(data_folder: Path) -> OsUser | None:
    """Return the user to become for PostgreSQL: the data's owner, else nobody; None means no change."""
    if os.geteuid() != 0:
        if data_folder.exists() and data_folder.stat().st_uid != os.geteuid():
            raise DatabaseFailed(
                f"{data_folder} belongs to another user (it was made by root?): run as that user, "
                "or choose another folder with DATA_DIR=…"
            )
        return None
    owner = data_folder.stat().st_uid if data_folder.exists() else 0
    try:
        found = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseFailed(
            "PostgreSQL does not run as root and this machine has no user 'nobody': "
            "run as an ordinary user, or set DATABASE_URL."
        ) from None
    return OsUser(found.pw_uid, found.pw_gid, found.pw_name)


def can_run(user: OsUser | None, program: Path, *, reads: Path) -> bool:
    """Return whether that user may execute ``program`` and read ``reads``, parents' permissions included."""
    if user is None:
        return os.access(program, os.X_OK) and os.access(reads, os.R_OK)
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(user.gid)
            os.setuid(user.uid)
            fine = os.access(program, os.X_OK | os.R_OK) and os.access(reads, os.R_OK)
            os._exit(0 if fine else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
