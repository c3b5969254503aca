"""A URL's scheme chooses the log, and nothing else does."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.kernel.eventlog.kafka import KafkaEventLog
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.registry import SCHEMES, open_event_log

ROOT = Path(__file__).parents[4]


def test_a_local_url_opens_the_file(tmp_path: Path) -> None:
    log = open_event_log(f"local:///{tmp_path}/events.db")
    assert isinstance(log, LocalEventLog)
    assert (tmp_path / "events.db").exists()
    log.close()


def test_a_kafka_url_is_opened_without_reaching_the_cluster() -> None:
    log = open_event_log("kafka://127.0.0.1:1,127.0.0.1:2")
    assert isinstance(log, KafkaEventLog)
    log.close()


def test_an_unknown_scheme_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="kafka, local"):
        open_event_log("rabbit://host")


def test_choosing_the_local_log_does_not_load_kafka() -> None:
    code = (
        "import sys; from services.kernel.eventlog.registry import open_event_log;"
        "import services.kernel.eventlog.local; print('kafka' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_each_scheme_names_a_module_and_its_factory() -> None:
    assert all(target.endswith(":open_log") for target in SCHEMES.values())
