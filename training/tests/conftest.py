"""What several test files share: the smoke preset trained and exported once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line with `arguments`."""
    command = [sys.executable, "-m", "sarovar_training", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(runs, models) after `all --preset smoke`; `SMOKE_MODELS` keeps the models."""
    runs = tmp_path_factory.mktemp("runs")
    kept = os.environ.get("SMOKE_MODELS")
    models = Path(kept) if kept else tmp_path_factory.mktemp("models")
    done = run("all", "--preset", "smoke", "--runs", str(runs), "--models", str(models))
    assert done.returncode == 0, done.stderr
    return runs, models
