"""The Spark cluster of this machine: what it would start, and that nothing it started is left. Needs no Java."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.spark_build import session_conf
from orchestration.spark_cluster import (
    HOST,
    ClusterError,
    Ports,
    Shape,
    build_command,
    cluster_environment,
    free_ports,
    local_cluster,
    main,
    master_command,
    server_command,
    server_conf,
    worker_command,
)
from tests.python.pipeline import PROJECT_DIR

HOME = Path("/wheel/pyspark")
PORTS = Ports(master=7001, master_page=7002, connect=7003)
SHAPE = Shape(workers=2, cores=1, worker_memory="2g", server_memory="3g")
# Stands where the wheel's scripts stand: notes its process id and waits as a JVM does; `connect` fails.
FAKE_LAUNCHER = """#!/bin/sh
echo $$ >> "{pids}"
case "$*" in *Connect*) echo "java.lang.Exception: no room"; exit 3;; esac
exec "{python}" "{server}" "$@"
"""
# Listens on the ports that its command line names; as the master's page it tells two workers.
FAKE_SERVER = """
import http.server, sys, threading
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'{"aliveworkers": 2}')
ports = [int(sys.argv[sys.argv.index(name) + 1]) for name in ("--port", "--webui-port") if name in sys.argv]
for port in ports:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Event().wait()
"""


def test_every_process_listens_on_the_loopback_interface_only() -> None:
    conf = server_conf(Path("/data/spark"), SHAPE, {})
    for command in (master_command(HOME, PORTS), worker_command(HOME, PORTS, SHAPE, Path("/work"))):
        assert command[command.index("--host") + 1] == "127.0.0.1"
    assert cluster_environment(HOME, Path("/x"), "1g")["SPARK_LOCAL_IP"] == "127.0.0.1"
    assert {conf["spark.driver.host"], conf["spark.driver.bindAddress"]} == {"127.0.0.1"}
    assert f"spark.connect.grpc.binding.address={HOST}" in server_command(HOME, PORTS, conf)


def test_workers_and_server_join_the_master_with_the_shape_asked_for() -> None:
    worker = worker_command(HOME, PORTS, SHAPE, Path("/work"))
    assert worker[0] == "/wheel/pyspark/bin/spark-class"
    assert worker[-1] == "spark://127.0.0.1:7001"
    assert worker[worker.index("--memory") + 1] == "2g"
    server = server_command(HOME, PORTS, server_conf(Path("/data/spark"), SHAPE, {}))
    assert server[server.index("--master") + 1] == "spark://127.0.0.1:7001"
    assert "spark.connect.grpc.binding.port=7003" in server
    assert "spark.executor.memory=2g" in server
    assert "spark.sql.shuffle.partitions=4" in server
    assert PORTS.remote == "sc://127.0.0.1:7003"


def test_the_server_keeps_the_tables_where_a_build_without_a_cluster_does() -> None:
    """So the parity command and later sessions find them without being told how they were built."""
    folder = Path("/data/spark")
    alone, server = session_conf(folder, {}, None), server_conf(folder, SHAPE, {})
    for key in ("spark.sql.warehouse.dir", "spark.hadoop.javax.jdo.option.ConnectionURL"):
        assert alone[key] == server[key]


def test_a_session_of_a_server_sets_how_to_read_but_not_where_tables_lie() -> None:
    conf = session_conf(Path("/data/spark"), {"spark.sql.shuffle.partitions": "64"}, "sc://server:15002")
    assert conf["spark.sql.session.timeZone"] == "UTC"
    assert conf["spark.sql.shuffle.partitions"] == "64"
    assert not [key for key in conf if "warehouse" in key or "driver" in key or "javax" in key]


def test_a_setting_of_the_user_goes_before_the_defaults() -> None:
    assert server_conf(Path("/d"), SHAPE, {"spark.executor.memory": "1g"})["spark.executor.memory"] == "1g"


def test_the_dbt_command_is_handed_to_the_build() -> None:
    assert build_command(Path("/d"), ["build", "--select", "x"])[-4:] == ["--", "build", "--select", "x"]
    assert "--" not in build_command(Path("/d"), [])


@pytest.mark.parametrize(
    "arguments", [["--workers", "0"], ["--cores", "two"], ["--worker-memory", "2"], ["--conf", "no sign"]]
)
def test_arguments_that_make_no_cluster_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_free_ports_are_distinct() -> None:
    assert len(set(free_ports(20))) == 20


def test_a_server_that_fails_is_told_and_nothing_is_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = _fake_wheel(tmp_path)
    monkeypatch.setattr("orchestration.spark_cluster.spark_home", lambda: tmp_path)
    with pytest.raises(ClusterError, match="no room"), local_cluster(tmp_path / "spark", SHAPE, {}):
        pytest.fail("a cluster without a server was taken for a cluster")
    assert len(_noted(pids)) == 4
    assert not [pid for pid in _noted(pids) if _is_alive(pid)]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_every_process(tmp_path: Path, sign: signal.Signals) -> None:
    pids = _fake_wheel(tmp_path, is_failing=False)
    code = (
        "import orchestration.spark_cluster as c; from pathlib import Path;"
        f"c.spark_home = lambda: Path({str(tmp_path)!r});"
        f"raise SystemExit(c.main(['--hold', '--spark-dir', {str(tmp_path / 'spark')!r}]))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout and held.stdout.readline().startswith("SPARK_REMOTE=sc://127.0.0.1:")
        assert len([pid for pid in _noted(pids) if _is_alive(pid)]) == 4
        held.send_signal(sign)
        assert held.wait(60) == 130
    assert not [pid for pid in _noted(pids) if _is_alive(pid)]


def _fake_wheel(folder: Path, is_failing: bool = True) -> Path:
    """A folder like the wheel's whose scripts start small Python processes; returns the file of their ids."""
    pids, server = folder / "pids", folder / "server.py"
    server.write_text(FAKE_SERVER, encoding="utf-8")
    text = FAKE_LAUNCHER.format(pids=pids, python=sys.executable, server=server)
    if not is_failing:
        text = text.replace('echo "java.lang.Exception: no room"; exit 3', f'set -- --port "{_PORT_OF_SERVER}"')
    for name in ("spark-class", "spark-submit"):
        script = folder / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(text, encoding="utf-8")
        script.chmod(0o755)
    return pids


# The Connect server takes its port from a setting: key=port.
_PORT_OF_SERVER = "$(echo \"$*\" | sed 's/.*binding.port=\\([0-9]*\\).*/\\1/')"


def _noted(pids: Path) -> list[int]:
    return [int(line) for line in pids.read_text(encoding="utf-8").split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
