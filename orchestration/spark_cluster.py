"""`python -m orchestration.spark_cluster`: the Spark build on a small cluster of processes of this machine.

Starts a standalone master, workers and a Spark Connect server from the pip wheel of pyspark, on free ports of the
loopback interface, runs `orchestration.spark_build` against the server, and stops all of it: at the end, after a
failure and on Ctrl-C. It rehearses what a real cluster does: tasks in other processes, data between them over the
network, one server that owns the catalog. Does not belong here: anything about the models, or a cluster of machines.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from orchestration.settings import PROJECT_DIR
from orchestration.spark_build import place_conf, setting

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 30
POLL_SECONDS = 0.3
DAEMON_MEMORY = "384m"
INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130


class ClusterError(RuntimeError):
    """A process of the cluster did not start or ended; the text names its log."""


@dataclass(frozen=True)
class Shape:
    """How large the cluster is; memory as Spark writes it, such as 2g."""

    workers: int
    cores: int
    worker_memory: str
    server_memory: str


@dataclass(frozen=True)
class Ports:
    """Where the processes listen."""

    master: int
    master_page: int
    connect: int

    @property
    def master_url(self) -> str:
        return f"spark://{HOST}:{self.master}"

    @property
    def remote(self) -> str:
        """The value of SPARK_REMOTE."""
        return f"sc://{HOST}:{self.connect}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: that of the build; 1 when the cluster did not start, 130 when interrupted."""
    options = _options(arguments)
    shape = Shape(options.workers, options.cores, options.worker_memory, options.server_memory)
    for sign in INTERRUPTS:
        signal.signal(sign, _interrupt)
    try:
        with local_cluster(options.spark_dir.resolve(), shape, dict(options.conf)) as remote:
            print(f"SPARK_REMOTE={remote}", flush=True)
            if options.hold:
                _until_interrupted()
            return _build(build_command(options.spark_dir.resolve(), options.dbt), remote)
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


@contextmanager
def local_cluster(spark_dir: Path, shape: Shape, conf: Mapping[str, str]) -> Iterator[str]:
    """A running cluster, as the address of its Spark Connect server; none of its processes outlives the block.

    Tables and catalog lie where a build without a cluster has them, logs and scratch files in <spark_dir>/cluster.
    Raises ClusterError.
    """
    home = spark_home()
    folder = spark_dir / "cluster"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ports = Ports(*free_ports(3))
    env = cluster_environment(home, folder, DAEMON_MEMORY)
    with ExitStack() as running:
        master = running.enter_context(_process("master", master_command(home, ports), folder, env))
        _wait(lambda: _answers(ports.master), [master], "the master to listen")
        workers = [
            running.enter_context(_process(name, worker_command(home, ports, shape, folder / name), folder, env))
            for name in (f"worker-{number}" for number in range(1, shape.workers + 1))
        ]
        _wait(lambda: _alive_workers(ports) == shape.workers, [master, *workers], "the workers to register")
        command = server_command(home, ports, server_conf(spark_dir, shape, conf))
        server_env = cluster_environment(home, folder, shape.server_memory)
        server = running.enter_context(_process("connect", command, folder, server_env))
        _wait(lambda: _answers(ports.connect), [master, *workers, server], "the Spark Connect server to listen")
        yield ports.remote


def spark_home() -> Path:
    """The folder of the pyspark wheel, which holds every jar and script that a cluster needs."""
    spec = find_spec("pyspark")
    if not spec or not spec.origin:
        raise ClusterError("pyspark is not installed: install the dependency group spark (make test does)")
    return Path(spec.origin).parent


def cluster_environment(home: Path, folder: Path, memory: str) -> dict[str, str]:
    """The environment of a process of the cluster: this wheel, this Python, this machine only.

    memory: of the process itself, which for the server goes before spark.driver.memory.
    """
    kept = {key: value for key, value in os.environ.items() if key != "SPARK_REMOTE"}
    return kept | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "SPARK_DAEMON_MEMORY": memory,
        "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
        "SPARK_CONNECT_MODE": "0",
        "PYSPARK_PYTHON": sys.executable,
    }


def master_command(home: Path, ports: Ports) -> list[str]:
    """Command line of the standalone master."""
    return [
        str(home / "bin" / "spark-class"),
        "org.apache.spark.deploy.master.Master",
        *("--host", HOST),
        *("--port", str(ports.master)),
        *("--webui-port", str(ports.master_page)),
    ]


def worker_command(home: Path, ports: Ports, shape: Shape, work_dir: Path) -> list[str]:
    """Command line of one worker; its page gets a port from the system."""
    return [
        str(home / "bin" / "spark-class"),
        "org.apache.spark.deploy.worker.Worker",
        *("--host", HOST),
        *("--cores", str(shape.cores)),
        *("--memory", shape.worker_memory),
        *("--work-dir", str(work_dir)),
        *("--webui-port", "0"),
        ports.master_url,
    ]


def server_conf(spark_dir: Path, shape: Shape, conf: Mapping[str, str]) -> dict[str, str]:
    """Settings of the Spark Connect server, which is the driver of every job; `conf` goes before the defaults."""
    return {
        **place_conf(spark_dir),
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.cores": str(shape.cores),
        "spark.executor.memory": shape.worker_memory,
        # Two tasks for each core; Spark's default of 200 suits hundreds of gigabytes.
        "spark.sql.shuffle.partitions": str(2 * shape.workers * shape.cores),
        **conf,
    }


def server_command(home: Path, ports: Ports, conf: Mapping[str, str]) -> list[str]:
    """Command line of the Spark Connect server over the cluster."""
    own = {"spark.connect.grpc.binding.address": HOST, "spark.connect.grpc.binding.port": str(ports.connect)}
    settings = [part for key, value in {**conf, **own}.items() for part in ("--conf", f"{key}={value}")]
    return [
        str(home / "bin" / "spark-submit"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *("--master", ports.master_url),
        *settings,
        "spark-internal",
    ]


def build_command(spark_dir: Path, dbt: Sequence[str]) -> list[str]:
    """Command line of the build that runs over the cluster."""
    return [
        sys.executable,
        "-m",
        "orchestration.spark_build",
        "--spark-dir",
        str(spark_dir),
        *(["--", *dbt] * bool(dbt)),
    ]


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nobody listens on now, each another."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _build(command: Sequence[str], remote: str) -> int:
    """The exit status of the build; an interrupt ends it before the cluster goes."""
    with subprocess.Popen(
        command, cwd=PROJECT_DIR, env={**os.environ, "SPARK_REMOTE": remote}, start_new_session=True
    ) as build:
        try:
            return build.wait()
        finally:
            _stop(build)


def _until_interrupted() -> None:
    while True:
        time.sleep(3600)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@dataclass(frozen=True)
class _Process:
    name: str
    log: Path
    popen: subprocess.Popen[bytes]


@contextmanager
def _process(name: str, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Iterator[_Process]:
    """One process in a group of its own: an interrupt at the terminal reaches only this program, which ends them."""
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        popen = subprocess.Popen(
            command, cwd=folder, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield _Process(name, log, popen)
    finally:
        _stop(popen)


def _stop(popen: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    with _uninterrupted():
        if popen.poll() is None:
            os.killpg(popen.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                popen.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
        popen.wait()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not leave a process behind."""
    before = {sign: signal.signal(sign, signal.SIG_IGN) for sign in INTERRUPTS}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _wait(is_ready: Callable[[], bool], processes: Sequence[_Process], what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        for process in processes:
            if process.popen.poll() is not None:
                raise ClusterError(f"{process.name} ended; {process.log} says:\n{_told_by(process.log)}")
        if time.monotonic() > deadline:
            logs = ", ".join(str(process.log) for process in processes)
            raise ClusterError(f"waited {START_SECONDS} s for {what}; see {logs}")
        time.sleep(POLL_SECONDS)


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex((HOST, port)) == 0


def _alive_workers(ports: Ports) -> int:
    try:
        with urlopen(f"http://{HOST}:{ports.master_page}/json/", timeout=10) as page:
            return int(json.load(page)["aliveworkers"])
    except (OSError, HTTPException, ValueError):
        return 0


def _told_by(log: Path, count: int = 5) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(
        [line for line in lines if re.search("error|exception", line, re.IGNORECASE)][:count] or lines[-count:]
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.spark_cluster",
        description="Land the raw zone of EMPATHY_RAW_DIR and build the models on a Spark cluster on this machine.",
    )
    parser.add_argument(
        "--spark-dir",
        type=Path,
        default=Path("data/spark"),
        help="folder of the Spark tables and catalog, as for orchestration.spark_build (default data/spark)",
    )
    parser.add_argument("--workers", type=_at_least_one, default=2, help="worker processes (default 2)")
    parser.add_argument("--cores", type=_at_least_one, default=1, help="cores of each worker (default 1)")
    parser.add_argument("--worker-memory", type=_memory, default="2g", help="memory of each worker (default 2g)")
    parser.add_argument(
        "--server-memory", type=_memory, default="3g", help="memory of the Connect server, which plans (default 3g)"
    )
    parser.add_argument(
        "--conf",
        type=setting,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="Spark setting of the server; may be repeated",
    )
    parser.add_argument("--hold", action="store_true", help="build nothing; keep the cluster up until Ctrl-C")
    parser.add_argument("dbt", nargs="*", help="dbt command after --, as for orchestration.spark_build")
    return parser.parse_args(arguments)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]*[mg]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no memory such as 512m or 2g")
    return text


if __name__ == "__main__":
    raise SystemExit(main())
