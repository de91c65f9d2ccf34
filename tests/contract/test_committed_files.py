"""What is generated is current, and what we send is valid against Saleor's own schema."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CHECK = ROOT.parent / "shared" / "tools" / "contract_check.py"


def test_the_committed_schema_is_the_rooms_schema():
    from commerce.embedded.engine.schema import printed_schema

    assert (ROOT / "commerce" / "schema.graphql").read_text() == printed_schema()


def test_the_executable_schema_is_the_committed_one():
    from graphql import print_schema
    from graphql.utilities import lexicographic_sort_schema

    from commerce.embedded.engine.schema import schema

    served = print_schema(lexicographic_sort_schema(schema())) + "\n"
    assert served == (ROOT / "commerce" / "schema.graphql").read_text()


def test_the_typed_client_is_generated_from_the_documents(tmp_path):
    config = (ROOT / "pyproject.toml").read_text()
    section = config[config.index("[tool.ariadne-codegen]") : config.index("[tool.ruff]")]
    section = section.replace('target_package_path = "commerce"', f'target_package_path = "{tmp_path}"')
    (tmp_path / "codegen.toml").write_text(section)
    subprocess.run(
        [sys.executable, "-m", "ariadne_codegen", "--config", str(tmp_path / "codegen.toml")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    fresh = {path.name: path.read_text() for path in (tmp_path / "client").glob("*.py")}
    committed = {path.name: path.read_text() for path in (ROOT / "commerce" / "client").glob("*.py")}
    assert fresh == committed


@pytest.mark.skipif(not CHECK.exists(), reason="Saleor's schemas lie in ../shared, which is not here")
@pytest.mark.parametrize(
    "what",
    [
        ("--operations", "commerce/operations", "--embedded", "commerce/schema.graphql"),
        ("--operations", "tests/common/documents"),
    ],
    ids=["the product's", "the tests'"],
)
def test_documents_and_schema_stand_up_to_saleors(what):
    outcome = subprocess.run(
        [sys.executable, str(CHECK), *what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
