"""Costs of larger builds from measured ones: expected figures are power laws worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cost_model import Measurement, MeasurementError, estimate, fit, main, power_law

# 2 s at 1,000 messages and exponent 1: 0.002 s a message. 5e-9 n^2: 0.005 s at 1,000, 0.5 s at 10,000, 50 s at 100,000.
LINEAR = [(1_000, 2.0), (10_000, 20.0), (100_000, 200.0)]
SQUARE = [(1_000, 0.005), (10_000, 0.5), (100_000, 50.0)]


def test_an_exact_power_law_is_found_again() -> None:
    law = power_law(SQUARE)
    assert law.exponent == pytest.approx(2.0, rel=1e-9)
    assert law.factor == pytest.approx(5e-9, rel=1e-9)
    assert law.worst_miss == pytest.approx(0.0, abs=1e-9)


def test_the_miss_tells_a_law_that_does_not_fit() -> None:
    # Twice the linear value at one of two equal sizes: the fit runs through the geometric mean, 2**0.5 away from both.
    law = power_law([(1_000, 1.0), (1_000, 2.0), (10_000, 10.0), (10_000, 20.0)])
    assert law.exponent == pytest.approx(1.0, rel=1e-9)
    assert law.worst_miss == pytest.approx(2**0.5 - 1, rel=1e-9)


def test_times_and_disk_of_the_groups_add_up_and_the_hungriest_group_decides_memory() -> None:
    measured = [Measurement("linear", size, seconds, size * 100.0, size * 10.0) for size, seconds in LINEAR]
    measured += [Measurement("square", size, seconds, size * 300.0, size * 7.0) for size, seconds in SQUARE]
    # At 10 million: 20,000 s + 5e-9 * 1e14 = 500,000 s; 520,000 s = 144.444 h. 4 times that is 577.78 worker-hours.
    found = estimate(fit(measured), 10_000_000, spark_ratio=4.0, within_hours=8.0)
    assert found.machine_hours == pytest.approx(520_000 / 3600, rel=1e-9)
    assert found.disk_bytes == pytest.approx(4e9, rel=1e-9)
    assert found.memory_bytes == pytest.approx(1e8, rel=1e-9)
    assert found.worker_hours == pytest.approx(4 * 520_000 / 3600, rel=1e-9)
    assert found.workers == 73  # 577.78 / 8 = 72.2


def test_bytes_that_were_not_measured_add_none() -> None:
    found = estimate(fit([Measurement("linear", size, seconds) for size, seconds in LINEAR]), 1_000_000, 1.0)
    assert (found.disk_bytes, found.memory_bytes) == (0.0, 0.0)


@pytest.mark.parametrize("pairs", [[(1_000, 1.0), (1_000, 2.0)], [(1_000, 0.0), (2_000, 1.0)], []])
def test_too_little_to_fit_is_refused(pairs: list[tuple[float, float]]) -> None:
    with pytest.raises(MeasurementError):
        power_law(pairs)


def test_the_command_prints_every_size_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "results.json"
    sizes: list[dict[str, Any]] = [
        {
            "messages": size,
            "full": {
                "group_seconds": {"staging": seconds / 4, "marts": seconds * 3 / 4},
                "database_bytes": size * 1000,
                "peak_memory_bytes": size,
            },
        }
        for size, seconds in LINEAR
    ]
    sizes.append({"messages": 1_000_000, "day": {}})
    file.write_text(json.dumps({"sizes": sizes}), encoding="utf-8")
    assert main([str(file), "--spark-ratio", "3"]) == 0
    printed = capsys.readouterr().out
    assert "| marts | seconds | 0.0015 | 1.00 | 0% |" in printed
    # 0.002 s * 1e10 = 2e7 s = 5,555.6 h; three times that 16,666.7, in 8 h 2,084 workers; 1e13 bytes are 10,000 GB.
    assert "| 10,000,000,000 | 5,555.6 | 10,000 | 10 | 16,666.7 | 2,084 |" in printed


@pytest.mark.parametrize("content", ["group,messages\n", "{}", '{"sizes": [{"messages": 10, "full": {}}]}'])
def test_a_file_of_something_else_is_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "results.json"
    file.write_text(content, encoding="utf-8")
    assert main([str(file), "--spark-ratio", "3"]) == 1
    assert "measure anew" in capsys.readouterr().err
