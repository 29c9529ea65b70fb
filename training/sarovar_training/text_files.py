"""Text files as people have them: Windows adds byte-order marks, CRLF and UTF-16."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(data) > 1 and data[0] != 0 and data[1] == 0:
        return "utf-16-le"
    if len(data) > 1 and data[0] == 0 and data[1] != 0:
        return "utf-16-be"
    return "utf-8-sig"


def read_text(file: Path) -> str:
    """The text, its lines ended by a line feed. Raises OSError, or ValueError when it is none."""
    data = file.read_bytes()
    try:
        return data.decode(_encoding(data)).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is no text in UTF-8 or UTF-16; save it as UTF-8.") from error


def read_json(file: Path) -> Any:
    """The JSON in a file. Raises OSError, or ValueError when it is none."""
    try:
        return json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise ValueError(f"{file} is not JSON ({error}); get it again.") from error
