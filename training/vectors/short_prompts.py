"""The short prompts on which the language model is measured as a writer of longer ones.

Run in training/: `python vectors/short_prompts.py`
Writes ../tests/fixtures/vectors/short-prompts.json: held-out captions, all categories alike.
"""

import json
from pathlib import Path

from sarovar_training.config import load_preset
from sarovar_training.evaluate import questions

FILE = Path("../tests/fixtures/vectors/short-prompts.json")

asked = questions(load_preset("cpu").seed, 200)
FILE.write_text(json.dumps([q.caption for q in asked], indent=2) + "\n")
