"""What is done with what a folder's configuration says; the server's tests read the same cases."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sarovar_training.convert.configuration import check_configuration, own_scheduler
from sarovar_training.convert.single_file import CARRIED

HELD = json.loads(Path(__file__).with_name("configuration_cases.json").read_text())


def test_the_carried_configuration_leaves_nothing_to_say() -> None:
    assert check_configuration(CARRIED) == []


@pytest.mark.parametrize("case", HELD["cases"], ids=lambda case: f"{case['file']} {case['set']}")
def test_each_key_is_honoured_harmless_refused_or_said(
    case: dict[str, Any], tmp_path: Path
) -> None:
    folder = shutil.copytree(CARRIED, tmp_path / "sd")
    file = folder / case["file"]
    file.write_text(json.dumps({**json.loads(file.read_text()), **case["set"]}))
    if "refused" in case:
        with pytest.raises(ValueError) as error:
            check_configuration(folder)
        assert case["refused"] in str(error.value)
        return
    said = check_configuration(folder)
    assert len(said) == ("said" in case)
    assert case.get("said", "") in "".join(said)


@pytest.mark.parametrize("case", HELD["schedulers"], ids=lambda case: case["name"])
def test_a_folders_own_scheduler_is_known(case: dict[str, Any]) -> None:
    assert own_scheduler(case["config"]) == case["name"]
