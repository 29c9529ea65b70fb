"""Text files as Windows writes them mean the same; what is no text is refused in a sentence."""

import json
from pathlib import Path

import pytest

from sarovar_training.convert.configuration import check_configuration
from sarovar_training.convert.sd_source import read_config
from sarovar_training.text_files import read_json, read_text

TEXT = "eine Katze\nein Vögelchen 🐦\n"
ENCODINGS = {
    "plain": TEXT.encode(),
    "crlf": TEXT.replace("\n", "\r\n").encode(),
    "mark": TEXT.encode("utf-8-sig"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 without a mark": TEXT.encode("utf-16-le"),
    "utf-16 of the other order": TEXT.replace("\n", "\r\n").encode("utf-16-be"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_text_is_the_same_however_it_is_written(tmp_path: Path, name: str) -> None:
    file = tmp_path / "prompts.txt"
    file.write_bytes(ENCODINGS[name])
    assert read_text(file) == TEXT


def test_what_is_no_text_says_so(tmp_path: Path) -> None:
    file = tmp_path / "prompts.txt"
    file.write_bytes("Vögelchen".encode("latin-1"))
    with pytest.raises(ValueError, match="no text in UTF-8 or UTF-16"):
        read_text(file)
    file.write_text("{")
    with pytest.raises(ValueError, match="is not JSON"):
        read_json(file)


def test_a_config_may_have_been_saved_by_windows(tmp_path: Path) -> None:
    (tmp_path / "vae").mkdir()
    config = {"in_channels": 3, "latent_channels": 4, "block_out_channels": [32]}
    (tmp_path / "vae/config.json").write_bytes(json.dumps(config).encode("utf-16"))
    assert read_config(tmp_path, "vae") == config


def test_a_folder_saved_by_windows_is_checked_as_any(tmp_path: Path) -> None:
    (tmp_path / "scheduler").mkdir()
    held = {
        "model_index.json": {"_class_name": "StableDiffusionPipeline"},
        "scheduler/scheduler_config.json": {"_class_name": "DDIMScheduler"},
    }
    said = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        for name, content in held.items():
            (tmp_path / name).write_bytes(json.dumps(content).encode(encoding))
        said.append(check_configuration(tmp_path))
    assert said[1:] == said[:1] * 2
