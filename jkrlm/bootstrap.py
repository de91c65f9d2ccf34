"""
Make ``.venv`` and install what ``pyproject.toml`` pins, once; run by the system's Python before all else.

Only the standard library is at hand here. What was installed is remembered by a hash, so a second call costs
a tenth of a second; an installation cut short starts again from nothing; two calls at once wait in line.
``--download FOLDER`` fetches the wheels instead, and ``WHEELS=FOLDER`` installs from them alone, without a
network. ``--production`` adds what only a production needs (S3, Redis), ``--dev`` what tests and lint need.
"""

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
UNFINISHED = VENV / "installing"
OLDEST_PYTHON = (3, 11)

_OFFLINE = re.compile(
    r"name resolution|Name or service not known|Network is unreachable|No route to host|NewConnectionError"
    r"|ConnectTimeout|Connection refused|Read timed out|ProxyError|RemoteDisconnected|ConnectionResetError"
)
_NO_WHEEL = re.compile(r"No matching distribution found for (\S+)")
_OFFLINE_SENTENCE = (
    "The Python packages cannot be fetched: no network, or the package index does not answer. "
    "Connect (or set PIP_INDEX_URL or PIP_FIND_LINKS to a copy you can reach) and start again."
)


#: Options of the command, the group of pyproject.toml that each adds.
GROUPS = ("production", "dev")


class Refused(Exception):
    """One sentence for the person who typed the command."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make .venv and install the pinned packages.")
    parser.add_argument("--dev", action="store_true", help="also what tests and lint need")
    parser.add_argument("--production", action="store_true", help="also what only a production needs")
    parser.add_argument("--list", action="store_true", help="print the pinned packages, install nothing")
    parser.add_argument(
        "--download", metavar="FOLDER", help="fetch the wheels into a folder, for WHEELS=FOLDER"
    )
    wanted = parser.parse_args()
    groups = [group for group in GROUPS if getattr(wanted, group)]
    try:
        if wanted.list:
            say("\n".join(pins_of(groups)))
        elif wanted.download:
            download(groups, Path(wanted.download))
        else:
            ensure_environment(groups)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Refused(
            f"Python 3.11 or newer is needed and this is {sys.version.split()[0]}: "
            "install python3.11 (Debian 12 has it) and start again."
        )


def ensure_environment(groups: list[str]) -> None:
    """Install what is missing; do nothing where the stamp says that all is there."""
    check_python()
    needs = {group: requirements(group) for group in ("run", *groups)}
    if all(_is_installed(group, pins) for group, pins in needs.items()):
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Another start is installing the Python packages; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not all(_is_installed(group, pins) for group, pins in needs.items()):
            _install(needs)


def requirements(group: str) -> list[str]:
    """Return the pinned packages of pyproject.toml: the store's own ("run"), or a group's."""
    import tomllib  # since Python 3.11, which is checked first

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins: list[str] = (
        project["project"]["dependencies"] if group == "run" else project["dependency-groups"][group]
    )
    return pins


def pins_of(groups: list[str]) -> list[str]:
    """Return the pinned packages of the store and of these groups."""
    check_python()
    return [pin for group in ("run", *groups) for pin in requirements(group)]


def download(groups: list[str], folder: Path) -> None:
    """
    Fetch every wheel, those that the pinned ones need included, for this Python and this kind of machine.

    Raises:
        Refused: no network, or a package has no wheel.
    """
    if not PYTHON.exists():
        ensure_environment([])
    say(f"  Fetching the wheels of {len(pins_of(groups))} pinned Python packages …")
    _pip(["download", "--only-binary", ":all:", "--dest", str(folder), *pins_of(groups)])
    wheels = list(folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 2**20
    python = ".".join(str(number) for number in sys.version_info[:2])
    say(f"    {len(wheels)} wheels ({size:.0f} MB) for Python {python} are in {folder}/.")
    say(f"    On a machine without internet: make run WHEELS={folder}")


def _digest(pins: list[str]) -> str:
    return hashlib.sha256(json.dumps([sorted(pins), sys.version_info[:2]]).encode()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamps


def _is_installed(group: str, pins: list[str]) -> bool:
    return PYTHON.exists() and not UNFINISHED.exists() and _stamps().get(group) == _digest(pins)


def _install(needs: dict[str, list[str]]) -> None:
    began = time.monotonic()
    stamps = _stamps()
    if not PYTHON.exists() or not stamps or UNFINISHED.exists() or not _same_python():
        _make_venv()
        stamps = {}
    pins = [pin for group in needs.values() for pin in group]
    say(f"  Installing {len(pins)} pinned Python packages and what they need …")
    UNFINISHED.touch()
    _pip(["install", *_source(), *pins])
    STAMP.write_text(json.dumps(stamps | {group: _digest(group_pins) for group, group_pins in needs.items()}))
    UNFINISHED.unlink()
    say(f"    done in {time.monotonic() - began:.0f} s")


def _same_python() -> bool:
    question = [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"]
    asked = subprocess.run(question, capture_output=True, text=True, check=False)
    return asked.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _make_venv() -> None:
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        _install_venv_module()
    say("  Making .venv …")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refused(f".venv could not be made: {_last_line(made.stdout + made.stderr)}")


def _install_venv_module() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Refused(
            "Python's venv module is missing; type: sudo apt-get install python3-venv  and start again."
        )
    say("  Installing python3-venv …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "python3-venv"]):
        run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise Refused(
            "Python's venv module is missing and could not be installed; "
            f"type: apt-get install python3-venv  ({_last_line(run.stdout + run.stderr)})"
        )


def _source() -> list[str]:
    """Return where pip may look: in the folder WHEELS alone where that is set, else where it always does."""
    wheels = os.environ.get("WHEELS", "")
    if not wheels:
        return ["--prefer-binary"]
    folder = (ROOT / wheels).resolve()
    if not any(folder.glob("*.whl")):
        raise Refused(f"WHEELS={wheels} holds no wheels: fill it with make wheels where there is a network.")
    return ["--no-index", "--find-links", str(folder)]


def _pip(arguments: list[str]) -> None:
    command = [str(PYTHON), "-m", "pip", *arguments, "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--retries", "3"]
    output: list[str] = []
    found, said = 0, time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            output.append(line.strip())
            found += line.startswith(("Collecting ", "Processing "))
            if line.startswith("Installing collected"):
                say(f"    {found} packages fetched; putting them in place …")
                said = float("inf")
            elif time.monotonic() - said > 5:
                say(f"    {found} packages fetched …")
                said = time.monotonic()
    if pip.returncode != 0:
        if any(_OFFLINE.search(line) for line in output):
            raise Refused(_OFFLINE_SENTENCE)
        missing = [match[1] for line in output if (match := _NO_WHEEL.search(line))]
        if missing and "--no-index" in command:
            raise Refused(
                f"WHEELS={os.environ['WHEELS']} lacks {missing[0]} for Python "
                f"{sys.version_info[0]}.{sys.version_info[1]} on this kind of machine: "
                "fill it with make wheels on one of the same kind, from the same release."
            )
        errors = [line for line in output if line.startswith("ERROR:")] or output
        raise Refused(f"The Python packages could not be installed: {errors[-1] if errors else 'pip failed'}")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason was given"])[-1]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
