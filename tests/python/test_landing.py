"""Landing: what is delivered is found, checked and made a relation; what is wrong is named, all of it at once."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.defs.landing.contract import (
    Contract,
    ContractColumn,
    ContractError,
    ContractTable,
    load_contract,
)
from orchestration.defs.landing.discover import discover, fingerprint, newest_change
from orchestration.defs.landing.land import LandingReport, land
from orchestration.defs.landing.problems import LandingError
from orchestration.settings import PROJECT_DIR

COLUMNS = (
    ContractColumn("id", "bigint", is_required=True),
    ContractColumn("created_at", "timestamp", is_required=True),
    ContractColumn("subject", "string", is_required=False),
)


def _table(name: str, is_required: bool) -> ContractTable:
    return ContractTable(
        source="desk",
        name=name,
        owner="support",
        key=("id",),
        event_time="created_at",
        synced_at=None,
        deleted=(),
        is_required=is_required,
        columns=COLUMNS,
    )


CONTRACT = Contract((_table("ticket", is_required=True), _table("note", is_required=False)))
GOOD = "id,created_at,subject\n1,2026-01-01 00:00:00,Hello\n2,2026-01-02 00:00:00,\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder of a source with one good, required table."""
    folder = tmp_path / "raw" / "desk"
    folder.mkdir(parents=True)
    (folder / "ticket.csv").write_text(GOOD)
    return folder


def _land(desk: Path) -> LandingReport:
    return land(desk.parent.parent / "warehouse.duckdb", desk.parent, CONTRACT)


def _refusal(desk: Path) -> str:
    with pytest.raises(LandingError) as refused:
        _land(desk)
    return str(refused.value)


def _rows(desk: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(desk.parent.parent / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def _parquet(path: Path, query: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(query).write_parquet(str(path))


def _says(text: str, *parts: str) -> None:
    for part in parts:
        assert part in text


# What works


def test_csv_is_landed_as_text_with_empty_values_as_null(desk: Path) -> None:
    report = _land(desk)
    assert [(table.label, table.rows, table.form) for table in report.tables] == [("desk.ticket", 2, "csv")]
    rows = _rows(desk, "select id, subject, typeof(id) from raw_desk.ticket order by id")
    assert rows == [("1", "Hello", "VARCHAR"), ("2", None, "VARCHAR")]


@pytest.mark.parametrize("form", ["csv.gz", "parquet", "jsonl", "folder"])
def test_every_form_gives_the_same_rows(desk: Path, form: str) -> None:
    (desk / "ticket.csv").unlink()
    if form == "csv.gz":
        (desk / "ticket.csv.gz").write_bytes(gzip.compress(GOOD.encode()))
    elif form == "parquet":
        _parquet(
            desk / "ticket.parquet",
            "select 1 as id, timestamp '2026-01-01' as created_at, 'Hello' as subject"
            " union all select 2, timestamp '2026-01-02', null",
        )
    elif form == "jsonl":
        (desk / "ticket.jsonl").write_text(
            '{"id": 1, "created_at": "2026-01-01 00:00:00", "subject": "Hello"}\n\n'
            '{"created_at": "2026-01-02", "id": 2}\n'
        )
    else:
        (desk / "ticket").mkdir()
        (desk / "ticket" / "a.csv").write_text("id,created_at\n2,2026-01-02\n")
        (desk / "ticket" / "b.csv").write_text("subject,id,created_at\nHello,1,2026-01-01\n")
    _land(desk)
    rows = _rows(
        desk, "select cast(id as bigint), subject, cast(created_at as date)::text from raw_desk.ticket order by 1"
    )
    assert rows == [(1, "Hello", "2026-01-01"), (2, None, "2026-01-02")]


def test_quoted_line_breaks_and_byte_order_marks_are_read(desk: Path) -> None:
    (desk / "ticket.csv").write_text('\ufeffid,created_at,subject\n1,2026-01-01,"a, ""b""\nc"\n', encoding="utf-8")
    _land(desk)
    assert _rows(desk, "select id, subject from raw_desk.ticket") == [("1", 'a, "b"\nc')]


def test_long_texts_of_many_lines_are_read_whole_in_half_a_gigabyte(desk: Path) -> None:
    text = 'Hello,\nall is "fine"\n' * 50_000
    quoted = text.replace('"', '""')
    with (desk / "ticket.csv").open("w", encoding="utf-8") as file:
        file.write("id,created_at,subject\n")
        file.writelines(f'{number},2026-01-01,"{quoted}"\n' for number in range(30))
    _land(desk)
    with duckdb.connect(
        str(desk.parent.parent / "warehouse.duckdb"), read_only=True, config={"memory_limit": "500MB", "threads": 2}
    ) as con:
        found = con.execute("select count(*), count(distinct id), bool_and(subject = $1) from raw_desk.ticket", [text])
        assert found.fetchall() == [(30, 30, True)]


def test_a_nested_value_of_jsonl_is_landed_as_text(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    (desk / "ticket.jsonl").write_text('{"id": 1, "created_at": "2026-01-01", "subject": {"text": ["a"]}}\n')
    _land(desk)
    assert _rows(desk, "select subject from raw_desk.ticket") == [('{"text":["a"]}',)]


def test_an_absent_source_has_no_relation_and_a_stale_view_goes(desk: Path) -> None:
    (desk / "note.csv").write_text(GOOD)
    _land(desk)
    assert len(_rows(desk, "select * from raw_desk.note")) == 2
    (desk / "note.csv").unlink()
    report = _land(desk)
    assert report.absent == ("desk.note",)
    assert _rows(desk, "select table_name from information_schema.tables") == [("ticket",)]


def test_a_table_that_the_database_holds_is_used_as_it_is(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    with duckdb.connect(str(desk.parent.parent / "warehouse.duckdb")) as con:
        con.execute("create schema raw_desk")
        con.execute("create table raw_desk.ticket as select 7 as id, timestamp '2026-01-01' as created_at")
    report = _land(desk)
    assert [(table.label, table.rows) for table in report.tables] == [("desk.ticket", 1)]
    assert _rows(desk, "select id from raw_desk.ticket") == [(7,)]


def test_the_report_survives_its_json_form(desk: Path) -> None:
    report = _land(desk)
    assert LandingReport.from_json(report.to_json()) == report


def test_the_fingerprint_changes_with_name_size_and_time_only(desk: Path) -> None:
    raw = desk.parent
    first = fingerprint(raw)
    assert fingerprint(raw) == first
    os.utime(desk / "ticket.csv", (1, 1))
    second = fingerprint(raw)
    (desk / "note.csv").write_text(GOOD)
    assert len({first, second, fingerprint(raw)}) == 3
    assert newest_change(raw) == (desk / "note.csv").stat().st_mtime
    assert newest_change(raw / "nowhere") == 0


# What is refused


def test_an_empty_file_is_refused(desk: Path) -> None:
    (desk / "ticket.csv").write_bytes(b"")
    _says(_refusal(desk), "desk.ticket", "ticket.csv", "0 bytes", "Deliver it again")


def test_a_truncated_parquet_is_refused(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    _parquet(desk / "ticket.parquet", "select i as id, now() as created_at from range(1000) as r(i)")
    whole = (desk / "ticket.parquet").read_bytes()
    (desk / "ticket.parquet").write_bytes(whole[: len(whole) // 2])
    _says(_refusal(desk), "desk.ticket", "ticket.parquet", "truncated or damaged", "Deliver the file again")


def test_a_truncated_gzip_is_refused_though_its_start_can_be_read(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    rows = "".join(f"{i},2026-01-01,{i * 7919 % 10007}\n" for i in range(20000))
    (desk / "ticket.csv.gz").write_bytes(gzip.compress(("id,created_at,subject\n" + rows).encode())[:-200])
    _says(_refusal(desk), "ticket.csv.gz", "truncated or damaged")


def test_a_csv_that_is_not_utf8_is_refused_with_line_and_byte(desk: Path) -> None:
    (desk / "ticket.csv").write_bytes(GOOD.encode() + "3,2026-01-03,café\n".encode("latin-1"))
    _says(_refusal(desk), "desk.ticket", "ticket.csv line 4", "byte 17", "0xE9", "Save the file as UTF-8")


def test_a_utf16_csv_is_refused_by_its_name(desk: Path) -> None:
    (desk / "ticket.csv").write_bytes(GOOD.encode("utf-16"))
    _says(_refusal(desk), "ticket.csv", "UTF-16", "UTF-8")


def test_a_missing_required_column_is_refused_with_the_columns_found(desk: Path) -> None:
    (desk / "ticket.csv").write_text("id,createdat,subject\n1,2026-01-01,a\n")
    _says(_refusal(desk), "column created_at", "found: id, createdat, subject", "Did you mean createdat?")


def test_a_part_without_a_required_column_is_named(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    (desk / "ticket").mkdir()
    (desk / "ticket" / "a.csv").write_text(GOOD)
    (desk / "ticket" / "b.csv").write_text("id,subject\n3,c\n")
    text = _refusal(desk)
    _says(text, "column created_at", "b.csv")
    assert "a.csv" not in text


def test_a_table_in_two_forms_is_refused(desk: Path) -> None:
    _parquet(desk / "ticket.parquet", "select 1 as id, now() as created_at")
    _says(_refusal(desk), "desk.ticket", "2 forms", "ticket.csv", "ticket.parquet", "Keep one")


def test_parts_in_two_forms_are_refused(desk: Path) -> None:
    (desk / "ticket.csv").rename(desk / "a.csv")
    (desk / "ticket").mkdir()
    (desk / "a.csv").rename(desk / "ticket" / "a.csv")
    _parquet(desk / "ticket" / "b.parquet", "select 1 as id, now() as created_at")
    _says(_refusal(desk), "a.csv and b.parquet", "one form")


def test_parts_with_clashing_types_are_refused_with_both_files(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    _parquet(desk / "ticket" / "a.parquet", "select 1 as id, timestamp '2026-01-01' as created_at")
    _parquet(desk / "ticket" / "b.parquet", "select 2 as id, 'yesterday' as created_at")
    _says(_refusal(desk), "column created_at", "TIMESTAMP in a.parquet", "VARCHAR in b.parquet")


def test_parts_clash_neither_by_number_width_nor_by_a_column_of_nulls(desk: Path) -> None:
    (desk / "ticket.csv").unlink()
    _parquet(
        desk / "ticket" / "a.parquet", "select 1::int as id, timestamp '2026-01-01' as created_at, null::int as subject"
    )
    _parquet(
        desk / "ticket" / "b.parquet", "select 2.0::double as id, timestamp '2026-01-02' as created_at, 'b' as subject"
    )
    _land(desk)
    assert _rows(desk, "select cast(id as bigint), subject from raw_desk.ticket order by 1") == [(1, None), (2, "b")]


def test_a_column_named_twice_is_refused(desk: Path) -> None:
    (desk / "ticket.csv").write_text("id,created_at,ID\n1,2026-01-01,2\n")
    _says(_refusal(desk), "column ID", "ticket.csv line 1", "twice", "columns 1 and 3")


def test_a_row_of_another_width_is_refused_with_its_line(desk: Path) -> None:
    (desk / "ticket.csv").write_text(GOOD + "3,2026-01-03,one, two\n")
    _says(_refusal(desk), "ticket.csv line 4", "3 columns, this row 4", "double quotes")


def test_a_short_csv_never_loses_its_first_rows(desk: Path) -> None:
    """A sniffing reader takes the wide row for the header here and drops what is above it."""
    (desk / "ticket.csv").write_text("id,created_at\n1,2026-01-01\n2,2026-01-02,extra\n")
    _says(_refusal(desk), "ticket.csv line 3", "2 columns, this row 3")


def test_a_quote_that_never_closes_is_refused(desk: Path) -> None:
    (desk / "ticket.csv").write_text(GOOD + '3,2026-01-03,"open\n')
    _says(_refusal(desk), "ticket.csv line 4", "quote")


@pytest.mark.parametrize("line", ['{"id": 3, ', "[1, 2]", "plain text"])
def test_a_malformed_jsonl_line_is_refused_with_its_number(desk: Path, line: str) -> None:
    (desk / "ticket.csv").unlink()
    (desk / "ticket.jsonl").write_text('{"id": 1, "created_at": "2026-01-01"}\n' + line + "\n")
    _says(_refusal(desk), "desk.ticket", "ticket.jsonl line 2", "JSON", "object")


def test_a_missing_raw_zone_is_refused(desk: Path) -> None:
    with pytest.raises(LandingError, match=r"nowhere does not exist.*EMPATHY_RAW_DIR"):
        land(desk.parent / "w.duckdb", desk / "nowhere", CONTRACT)


def test_a_raw_zone_without_a_known_source_is_refused(desk: Path) -> None:
    desk.rename(desk.parent / "dek")
    _says(_refusal(desk), "no table of a known source (desk)")


def test_a_missing_required_table_of_a_delivered_source_is_refused(desk: Path) -> None:
    (desk / "ticket.csv").rename(desk / "note.csv")
    _says(_refusal(desk), "desk.ticket", "required", "Deliver desk/ticket.parquet")


def test_all_problems_are_told_at_once_and_nothing_is_landed(desk: Path) -> None:
    _land(desk)
    (desk / "ticket.csv").write_text("id,subject\n1,a\n")
    (desk / "note.csv").write_bytes(b"")
    text = _refusal(desk)
    _says(text, "2 problems", "desk.ticket", "desk.note", "nothing was landed")
    assert len(_rows(desk, "select table_name from information_schema.tables")) == 1


def test_a_warehouse_that_is_open_elsewhere_is_told_as_such(desk: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(warehouse)!r}); print('open', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        _says(_refusal(desk), "open in another process", "Close it there")
    finally:
        holder.communicate("\n")


# What is only told


def test_warnings_name_what_was_left_out(desk: Path) -> None:
    (desk / "ticket.csv").write_text("id,created_at,priority\n")
    (desk / "tickets.csv").write_text(GOOD)
    (desk / "note.xlsx").write_text("")
    (desk.parent / "dekk").mkdir()
    text = "\n".join(_land(desk).warnings)
    _says(
        text,
        "without rows",
        "column priority",
        "not in the contract",
        "optional columns not delivered",
        "subject",
    )
    _says(text, "tickets.csv is no table", "Did you mean ticket?", "note.xlsx", "Deliver it as .parquet")
    _says(text, "dekk is no known", "Did you mean desk?", "desk.note: not delivered")


def test_discovery_reads_without_writing(desk: Path) -> None:
    found = discover(desk.parent, CONTRACT)
    assert [table.label for table in found.found] == ["desk.ticket"]
    assert found.errors == ()
    assert not (desk.parent.parent / "warehouse.duckdb").exists()


# The contract itself


def test_the_projects_own_contract_can_be_read() -> None:
    contract = load_contract(PROJECT_DIR / "models")
    assert {"landing", "zendesk"} <= set(contract.sources)
    messages = contract.by_label["landing.messages"]
    assert messages.key == ("message_id",)
    assert messages.column_by_name["sent_at"].data_type == "timestamp"
    assert messages.is_required


def test_a_contract_without_a_key_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "staging" / "desk"
    folder.mkdir(parents=True)
    (folder / "_desk__sources.yml").write_text("sources: [{name: desk, tables: [{name: ticket, columns: []}]}]")
    with pytest.raises(ContractError, match=r"desk\.ticket has no config\.meta\.key"):
        load_contract(tmp_path)
