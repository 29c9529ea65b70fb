"""The held-out prompts that the server measures on, all categories alike.

Run in training/: `python vectors/short_prompts.py`
Writes, into ../tests/fixtures/vectors/, short-prompts.json for the language model as a writer of
longer ones, and held-out-prompts.json, with categories, for ways to paint.
"""

import json
from pathlib import Path

from sarovar_training.config import load_preset
from sarovar_training.evaluate import questions

VECTORS = Path("../tests/fixtures/vectors")

asked = questions(load_preset("cpu").seed, 600)
categories = {q.caption: q.scene.category.value for q in asked}
held_out = [{"category": c, "prompt": caption} for caption, c in categories.items()][:500]
for name, content in {
    "short-prompts": [q.caption for q in asked[:200]],
    "held-out-prompts": held_out,
}.items():
    (VECTORS / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")
