"""Tables that keep every version of a record: the version in force counts, and a record without one is gone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.defs.landing.contract import ContractError, load_contract
from tests.python.pipeline import Workplace

# Conversation 1 was changed and then delivered once more as it was; 2 was deleted; 3 tells no versions at all.
CONVERSATIONS = """
    select * from (values
        ('1', 'open', timestamp '2026-01-05 10:00:00', timestamp '2026-01-05 12:00:00', false, '2026-01-05 18:00:00'),
        ('1', 'closed', timestamp '2026-01-05 12:00:00', timestamp '9999-12-31', true, '2026-01-05 18:00:00'),
        ('1', 'open', timestamp '2026-01-05 10:00:00', timestamp '2026-01-05 12:00:00', false, '2026-01-06 18:00:00'),
        ('2', 'open', timestamp '2026-01-05 10:00:00', timestamp '2026-01-05 11:00:00', false, '2026-01-05 18:00:00'),
        ('2', 'closed', timestamp '2026-01-05 11:00:00', timestamp '2026-01-07', false, '2026-01-07 18:00:00'),
        ('3', 'snoozed', null, null, null, '2026-01-05 18:00:00'))
        as versions (id, state, _fivetran_start, _fivetran_end, _fivetran_active, _fivetran_synced),
        (select timestamp '2026-01-05 09:00:00' as created_at, 'conversation' as source_type, 'c1' as source_author_id,
            'user' as source_author_type, 'Hello' as source_body)
"""
PARTS = """
    select '10' as id, '1' as conversation_id, 'comment' as part_type, 'a1' as author_id, 'admin' as author_type,
        'Hi there' as body, timestamp '2026-01-05 09:30:00' as created_at
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("versions")
    delivered = folder / "raw" / "intercom"
    delivered.mkdir(parents=True)
    duckdb.sql(CONVERSATIONS).write_parquet(str(delivered / "conversation_history.parquet"))
    duckdb.sql(PARTS).write_parquet(str(delivered / "conversation_part_history.parquet"))
    workplace = Workplace(folder, folder / "raw")
    landed = workplace.land()
    assert landed.returncode == 0, landed.stderr
    kinds = ["--resource-type", "model", "--resource-type", "seed"]
    done = workplace.dbt("build", "--select", "+int_threads", *kinds)
    assert done.returncode == 0, done.stdout
    return duckdb.connect(str(workplace.warehouse), read_only=True)


def test_the_version_in_force_counts(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.sql("select conversation_id, state from staging.stg_intercom__conversations order by 1").fetchall()
    assert rows == [("1", "closed"), ("3", "snoozed")]


def test_what_versions_leave_out_is_counted(built: duckdb.DuckDBPyConnection) -> None:
    """Six rows landed = two staged + three replaced by later versions + one deleted."""
    rows = built.sql("select rule, row_count from quarantine.intercom_conversation_history order by 1").fetchall()
    assert rows == [("deleted_at_source", 1), ("duplicate_delivery", 3)]


def test_the_words_of_the_messenger_become_statuses(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.sql("select native_thread_id, status, channel from intermediate.int_threads order by 1").fetchall()
    assert rows == [("1", "solved", "in_app"), ("3", "snoozed", "in_app")]


def test_an_active_mark_has_to_be_a_column(tmp_path: Path) -> None:
    folder = tmp_path / "staging" / "x"
    folder.mkdir(parents=True)
    (folder / "_x__sources.yml").write_text(
        "sources: [{name: x, tables: [{name: t, config: {meta: {key: [id], active: in_force}}, "
        "columns: [{name: id, data_type: string}]}]}]"
    )
    with pytest.raises(ContractError, match="in_force"):
        load_contract(tmp_path)
