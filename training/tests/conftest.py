"""What several test files share: the smoke preset trained and exported once, and the twins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from converting import Run

from sarovar_training.cli import main


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


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small twins."""
    folder = tmp_path_factory.mktemp("twins")
    assert main(["twins", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def base(twins: Path) -> Path:
    """The twin of Stable Diffusion, converted and verified."""
    folder = twins.parent / "sd-twin"
    arguments = ["--verify", "--title", "Twin", "--licence", "MIT"]
    assert main(["convert", "sd", str(twins / "sd"), str(folder), *arguments]) == 0
    return folder


@pytest.fixture
def done(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed and returns what it printed."""

    def run(*arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        return printed.out

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command that must fail without leaving anything; returns its one sentence."""

    def run(*arguments: object) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert main([str(argument) for argument in arguments]) == 1
        lines = capsys.readouterr().err.splitlines()
        # How far it came is no part of why it went no further.
        [sentence] = [
            line for line in lines if not line.startswith(("Note: ", "Warning: ", "Writing "))
        ]
        assert sorted(tmp_path.rglob("*")) == before
        return sentence

    return run
