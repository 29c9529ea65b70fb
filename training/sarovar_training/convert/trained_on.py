"""Which base an adapter was trained on, and whether that is the one it is converted for."""

import sys
from pathlib import Path
from typing import Any

from ..text_files import read_json

SUR_TRAINED_ON = "SG161222/Realistic_Vision_V2.0"
"""Of the published SUR-adapter, by its authors' answers in issues 9 and 11 of SUR-adapter."""


def trained_on(named: str) -> dict[str, str | None]:
    """What a manifest says of the base `named`: a converted base's folder, or only its name.

    With a folder it says the hash of the UNet that the folder was converted from.
    """
    manifest = Path(named) / "manifest.json"
    if not manifest.is_file():
        return {"name": named, "unetSha256": None}
    source = read_json(manifest).get("source", {})
    return {
        "name": source.get("name", Path(named).name),
        "unetSha256": source.get("unetSha256"),
    }


def is_another(trained: dict[str, Any], source: dict[str, Any]) -> bool:
    """Whether a base converted from `source` is not what an adapter was trained on.

    By the hashes of both UNets, or by the last part of both names where one hash is not known.
    """
    hashes = trained["unetSha256"], source.get("unetSha256")
    if all(hashes):
        return bool(hashes[0] != hashes[1])
    names = (str(trained["name"]), str(source.get("name", "")))
    last, other = (n.rstrip("/").split("/")[-1].lower().replace("-", "_") for n in names)
    return last != other


def warn_of_another(trained: dict[str, Any], base: Path) -> None:
    """Say on stderr when `base` is not what the adapter was trained on."""
    manifest = read_json(base / "manifest.json")
    source = manifest.get("source", {})
    if not is_another(trained, source):
        return
    print(
        f"Warning: this adapter was trained on {trained['name']}, and {manifest['name']} was "
        f"converted from {source.get('name', 'another base')}: on another base than its own it "
        "paints garbage. Convert its own base, or say with --trained-on what it was trained on.",
        file=sys.stderr,
        flush=True,
    )
