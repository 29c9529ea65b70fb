"""Golden vectors of the served adapters, by PyTorch with the weights of their ONNX files.

Run in training/: `python vectors/adapter_vectors.py`
Writes adapters.json into ../tests/fixtures/vectors: per adapter and prompt a sample of the text
states at some timesteps, for the TypeScript conditioners to meet.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sarovar_training.adapters.llm_states import ServedLanguageModel
from sarovar_training.adapters.train import build_connector, build_sur
from sarovar_training.config import AdaptersConfig
from sarovar_training.export.twin import Twin, load_twin, load_weights

PROMPTS = ("two yellow fish", "a trio of crimson blossoms beneath a canine", "")
TIMESTEPS = (999, 479, 39)
EVERY = 61
"""The sample: every so many numbers of the states, row by row."""


@torch.inference_mode()
def states(
    folder: Path, manifest: dict[str, Any], twin: Twin, llm: ServedLanguageModel, prompt: str
) -> list[Tensor]:
    """The adapter's text states `[L, D]` of `prompt` at each of `TIMESTEPS`."""
    settings = AdaptersConfig.model_validate(manifest["trainingConfig"])
    clip = twin.text(torch.tensor(twin.tokenizer([prompt])))[0]
    file = folder / "adapter.onnx"
    if manifest["method"] == "SUR":
        own = settings.sur_cosine if manifest["eta"] is None else settings.sur_kl
        adapter = build_sur(twin.config, own)
        load_weights(adapter, file, "adapter.")
        refined: Tensor = adapter.eval()(clip)[0]
        return [refined[0]] * len(TIMESTEPS)
    text = clip if manifest["reads"] == "clip" else llm(prompt)[0][None]
    connector = build_connector(twin.config, settings.connector, text.shape[-1])
    load_weights(connector, file, "connector.")
    found: Tensor = connector.eval()(text, torch.tensor(TIMESTEPS))[0]
    return list(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    options = parser.parse_args()
    llm = ServedLanguageModel(options.models / "smollm2-135m-instruct")
    vectors: list[dict[str, object]] = []
    for file in sorted(options.models.glob("*/adapter.onnx")):
        manifest = json.loads(file.with_name("manifest.json").read_text())
        twin = load_twin(options.models / manifest["adapts"])
        for prompt in PROMPTS:
            found = states(file.parent, manifest, twin, llm, prompt)
            vectors.append(
                {
                    "adapter": file.parent.name,
                    "base": manifest["adapts"],
                    "prompt": prompt,
                    "timesteps": TIMESTEPS,
                    "every": EVERY,
                    "states": [s.flatten()[::EVERY].tolist() for s in found],
                }
            )
    options.to.joinpath("adapters.json").write_text(json.dumps(vectors) + "\n")


if __name__ == "__main__":
    main()
