"""Every line lives in its room: layers, vendor names, contracts. Read from dbt's manifest and the tree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.python.pipeline import PROJECT_DIR, Workplace

VENDORS = re.compile(
    "zendesk|intercom|hubspot|salesforce|qualtrics|delighted|segment\\.com|stripe|fivetran|langfuse", re.IGNORECASE
)
# The rooms of vendor names, and the three places that list sources by name.
VENDOR_ROOMS = re.compile(
    r"^models/staging/|^models/intermediate/[^/]+/(_[a-z]+__models\.yml$|int_[a-z_]+__[a-z]+\.sql$)|^demo/|^examples/"
    r"|^orchestration/defs/quality/suites/raw_|^seeds/vocabulary/[a-z_]+_mappings\.csv$"
    r"|^seeds/vocabulary/bot_authors\.csv$|^dbt_project\.yml$|^docs/|^README\.md$|^CHANGELOG\.md$|^tests/"
    r"|__unit_tests\.yml$"
)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    workplace = Workplace(tmp_path_factory.mktemp("parse"), Path("unused"))
    parsed = workplace.dbt("parse")
    assert parsed.returncode == 0, parsed.stdout
    content: dict[str, Any] = json.loads((workplace.folder / "target" / "manifest.json").read_text())
    return content


def _models(manifest: dict[str, Any], folder: str) -> dict[str, dict[str, Any]]:
    return {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(f"models/{folder}/")
    }


def _text_files() -> list[Path]:
    folders = ("models", "macros", "seeds", "orchestration", "dashboard", "demo", "examples", "profiles", "docs")
    files = [path for folder in folders for path in (PROJECT_DIR / folder).rglob("*") if path.is_file()]
    return [path for path in files if path.suffix in {".sql", ".yml", ".csv", ".py", ".md"}]


def test_vendor_names_stay_in_their_rooms() -> None:
    strangers = [
        f"{path.relative_to(PROJECT_DIR)}: {found.group(0)}"
        for path in _text_files()
        if not VENDOR_ROOMS.search(str(path.relative_to(PROJECT_DIR)))
        and (found := VENDORS.search(path.read_text(encoding="utf-8")))
    ]
    assert strangers == []


def test_marts_read_neither_staging_nor_sources(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{node['name']} reads {parent}"
        for node in _models(manifest, "marts").values()
        for parent in node["depends_on"]["nodes"]
        if parent.startswith("source.") or ".stg_" in parent
    ]
    assert wrong == []


def test_marts_have_no_column_for_what_people_wrote_or_are_called(manifest: dict[str, Any]) -> None:
    personal = re.compile(r"(^|_)(body|email|phone|address|subject|answer_text|(first|last|full|customer|user)_name)$")
    found = [
        f"{node['name']}.{column}"
        for node in _models(manifest, "marts").values()
        for column in node["columns"]
        if personal.search(column)
    ]
    assert found == []


def test_only_staging_reads_sources_and_each_reads_one(manifest: dict[str, Any]) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model":
            continue
        sources = [parent for parent in node["depends_on"]["nodes"] if parent.startswith("source.")]
        expected = 1 if node["original_file_path"].startswith("models/staging/") else 0
        assert len(sources) == expected, node["name"]


def test_only_adapters_read_staging_and_only_of_their_own_source(manifest: dict[str, Any]) -> None:
    for node in _models(manifest, "intermediate").values():
        staged = [parent.split(".")[-1] for parent in node["depends_on"]["nodes"] if ".stg_" in parent]
        source = node["name"].rpartition("__")[2] if "__" in node["name"] else None
        assert all(name.startswith(f"stg_{source}__") for name in staged), node["name"]


def test_every_contracted_table_has_its_staging_model(manifest: dict[str, Any]) -> None:
    read = {parent for node in _models(manifest, "staging").values() for parent in node["depends_on"]["nodes"]}
    assert set(manifest["sources"]) - read == set()


def test_every_mart_has_contract_descriptions_owner_key_test_and_unit_test(manifest: dict[str, Any]) -> None:
    unit_tested = {test["model"] for test in manifest["unit_tests"].values()}
    key_tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in KEY_TESTS
        for parent in node["depends_on"]["nodes"]
    }
    for key, node in _models(manifest, "marts").items():
        missing = [
            what
            for what, is_there in {
                "enforced contract": node["config"]["contract"]["enforced"],
                "description": bool(node["description"]),
                "owner group": bool(node["config"]["group"]),
                "key test": key in key_tested,
                "unit test": node["name"] in unit_tested,
                "column descriptions": all(column["description"] for column in node["columns"].values()),
                "column types": all(column["data_type"] for column in node["columns"].values()),
                "public access": node["config"]["access"] == "public",
            }.items()
            if not is_there
        ]
        assert missing == [], f"{node['name']}: {missing}"


KEY_TESTS = {"primary_key", "unique", "unique_combination"}


def test_every_model_and_seed_is_described(manifest: dict[str, Any]) -> None:
    bare = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"} and not node["description"]
    ]
    assert bare == []


def test_every_mart_is_exposed_to_a_reader(manifest: dict[str, Any]) -> None:
    exposed = {parent for exposure in manifest["exposures"].values() for parent in exposure["depends_on"]["nodes"]}
    assert set(_models(manifest, "marts")) - exposed == set()


def test_the_first_line_of_a_model_names_its_grain() -> None:
    bare = []
    for path in (PROJECT_DIR / "models").rglob("*.sql"):
        body = re.sub(r"\{\{ config\(.*?\) \}\}|\{%-? set .*?-?%\}", "", path.read_text(), flags=re.DOTALL).lstrip()
        if not body.startswith("-- grain: "):
            bare.append(path.name)
    assert bare == []


def test_no_model_reads_the_clock_or_chance() -> None:
    clock = re.compile(r"current_timestamp|current_date|now\(\)|random\(\)|today\(\)", re.IGNORECASE)
    wrong = [path.name for path in (PROJECT_DIR / "models").rglob("*.sql") if clock.search(path.read_text())]
    assert wrong == []


def test_no_unit_test_lists_the_sources(manifest: dict[str, Any]) -> None:
    """A unit test of a model that reads the adapters itself would change with every source."""
    wrong = []
    for test in manifest["unit_tests"].values():
        adapters = [parent for parent in test["depends_on"]["nodes"] if re.search(r"\.int_[a-z_]+__[a-z]+$", parent)]
        entities = {name.rpartition("__")[0] for name in adapters}
        if any(node.endswith(f".{test['model']}") for node in entities):
            wrong.append(test["name"])
    assert wrong == []
