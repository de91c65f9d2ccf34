"""Making .venv on a machine that has little: one sentence where something is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.supervisor.houses import ROOT

SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Make a clone with one pinned package, which no index has."""
    (tmp_path / "jkrlm").mkdir()
    shutil.copy(ROOT / "jkrlm" / "bootstrap.py", tmp_path / "jkrlm")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["umeed-nowhere==1.0"]\n[dependency-groups]\ndev = []\n'
    )
    return tmp_path


def start(clone: Path, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [shutil.which("python3") or SYSTEM_PYTHON, "-I", "jkrlm/bootstrap.py"],
        cwd=clone,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wheel(folder: Path) -> Path:
    """Write the smallest package that pip installs."""
    source = folder / "source"
    (source / "umeed_nowhere").mkdir(parents=True)
    (source / "umeed_nowhere" / "__init__.py").write_text("")
    info = source / "umeed_nowhere-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: umeed-nowhere\nVersion: 1.0\n")
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    (info / "RECORD").write_text("umeed_nowhere/__init__.py,,\n")
    archive = shutil.make_archive(str(folder / "umeed_nowhere-1.0-py3-none-any"), "zip", source)
    return Path(archive).rename(folder / "umeed_nowhere-1.0-py3-none-any.whl")


def test_without_a_network_one_sentence_says_so(clone: Path) -> None:
    run = start(clone, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_FIND_LINKS="", PIP_RETRIES="0")
    _out, err = run.communicate(timeout=60)
    assert run.returncode == 1
    assert err.count("\n") == 1
    assert err.startswith("The Python packages cannot be fetched: no network")


def test_an_installation_is_done_once_and_again_for_a_changed_pin_or_one_cut_short(clone: Path) -> None:
    packages = wheel(clone).parent
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(packages)}
    run = start(clone, **offline)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert "Installing 1 pinned Python packages" in out

    run = start(clone, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert run.communicate(timeout=60) == ("", "")

    project = clone / "pyproject.toml"
    project.write_text(project.read_text().replace("==1.0", ">=1.0"))
    run = start(clone, **offline)
    assert "Installing 1 pinned Python packages" in run.communicate(timeout=60)[0]

    (clone / ".venv" / "installing").touch()  # what a kill during pip leaves
    (clone / ".venv" / "half-written").touch()
    both = [start(clone, **offline), start(clone, **offline)]
    outs = [run.communicate(timeout=60)[0] for run in both]
    assert [run.returncode for run in both] == [0, 0]
    assert sum("Making .venv" in out for out in outs) == 1
    assert not (clone / ".venv" / "half-written").exists()


def test_wheels_carried_over_install_without_a_network(clone: Path) -> None:
    wheel(clone).rename(clone / "umeed_nowhere-1.0-py3-none-any.whl")
    (clone / "wheels").mkdir()
    away = {"WHEELS": "wheels", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": ""}

    empty = start(clone, **away)
    _out, err = empty.communicate(timeout=60)
    assert (empty.returncode, err) == (
        1,
        "WHEELS=wheels holds no wheels: fill it with make wheels where there is a network.\n",
    )

    (clone / "wheels" / "umeed_other-1.0-py3-none-any.whl").touch()
    lacking = start(clone, **away)
    _out, err = lacking.communicate(timeout=60)
    assert lacking.returncode == 1
    assert err.startswith("WHEELS=wheels lacks umeed-nowhere==1.0 for Python 3.")
    assert err.count("\n") == 1
    (clone / "wheels" / "umeed_other-1.0-py3-none-any.whl").unlink()

    (clone / "umeed_nowhere-1.0-py3-none-any.whl").rename(
        clone / "wheels" / "umeed_nowhere-1.0-py3-none-any.whl"
    )
    run = start(clone, **away)
    _out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert (clone / ".venv" / "lib").exists()


def test_a_group_is_installed_when_it_is_asked_for(clone: Path) -> None:
    project = clone / "pyproject.toml"
    project.write_text(
        '[project]\ndependencies = []\n[dependency-groups]\ndev = []\nproduction = ["umeed-nowhere==1.0"]\n'
    )
    listed = subprocess.run(
        [shutil.which("python3") or SYSTEM_PYTHON, "-I", "jkrlm/bootstrap.py", "--list", "--production"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout == "umeed-nowhere==1.0\n"
    assert not (clone / ".venv").exists()
