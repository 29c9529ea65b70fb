"""What ftfy makes of every character that it straightens, for the tests of the tokenizer.

Run in training/, with ftfy installed: `python vectors/ftfy_vectors.py`
Writes ../tests/fixtures/vectors/ftfy.json: pairs of a text and that text straightened.
"""

import json
from pathlib import Path

from ftfy import fixes

FILE = Path("../tests/fixtures/vectors/ftfy.json")
TEXTS = ("“a cat’s ‘hat’„", "ﬁve ＲＥＤ　ﬂowers！", "ŉ ﾊﾝｶｸ", "plain text, and 日本語")


def straightened(text: str) -> str:
    """As `ftfy.fix_text` does it, without what it does for broken encodings."""
    return fixes.uncurl_quotes(fixes.fix_character_width(fixes.fix_latin_ligatures(text)))


texts = [*map(chr, [*range(0xD800), *range(0xE000, 0x10000)]), *TEXTS]
changed = [[text, straightened(text)] for text in texts if straightened(text) != text]
FILE.write_text(json.dumps(changed) + "\n")
