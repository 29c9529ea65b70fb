"""All adapters in their order: train, compare, export. Training resumes from checkpoints."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from ..config import Config, SurConfig
from ..evaluate import Conditioner, vanilla
from ..export.twin import load_base, load_weights
from ..models.connector import Ella
from ..models.sur import SurAdapter
from ..precision import precision_name
from ..stages.loop import say
from ..stages.pipeline import Base
from .ablation import sur_ablation
from .card import adapter_card, put_comparison
from .compare import compare
from .conditioners import clip_reading, connector_conditioner, llm_reading, sur_conditioner
from .export import reads_language_model, unet_hash, write_adapter
from .llm_states import ServedLanguageModel
from .material import Material, gather
from .train import build_connector, build_sur, train_connector, train_sur


@dataclass(frozen=True)
class Places:
    """Folders: of checkpoints, the base, the language model, and where the models go."""

    runs: Path
    base: Path
    llm: Path
    models: Path

    def of(self, adapter: str) -> Path:
        """The model folder of an adapter."""
        return self.models / f"{self.base.name}-{adapter}"


def _snapshot(config: Config, folder: Path, step: int) -> SurAdapter:
    adapter = build_sur(config, config.adapters.sur_cosine)
    state = torch.load(folder / f"sur-cosine/step-{step}.pt", weights_only=True)
    prefix = "adapter."
    adapter.load_state_dict(
        {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
    )
    return adapter.eval()


def train_adapters(
    config: Config, material: Material, places: Places, keep: Collection[str] = ()
) -> dict[str, SurAdapter | Ella]:
    """Every adapter by the name of its model; those in `keep` as they are in their folders.

    Raises OSError or ValueError when a kept one is unknown, has no folder or another shape.
    """
    a, folder = config.adapters, places.runs / "adapters"
    cosine = {f"sur-cosine-{step}": step for step in a.sur_cosine.snapshots}
    unknown = set(keep) - {"ella", *cosine, "sur-kl", "connector-clip"}
    if unknown:
        raise ValueError(f"There is no adapter {', '.join(sorted(unknown))} to keep.")

    def ella(name: str, *, reads_clip: bool) -> Ella:
        if name not in keep:
            return train_connector(name, a.connector, material, folder, reads_clip=reads_clip)
        width = config.clip.width if reads_clip else material.llm.rows.shape[1]
        connector = build_connector(config, a.connector, width)
        load_weights(connector, places.of(name) / "adapter.onnx", "connector.")
        return connector.eval()

    def sur(name: str, settings: SurConfig, train: Callable[[], SurAdapter]) -> SurAdapter:
        if name not in keep:
            return train()
        adapter = build_sur(config, settings)
        load_weights(adapter, places.of(name) / "adapter.onnx", "adapter.")
        return adapter.eval()

    def cosine_at(step: int) -> SurAdapter:
        train_sur("sur-cosine", a.sur_cosine, material, folder)
        return _snapshot(config, folder, step)

    trained: dict[str, SurAdapter | Ella] = {"ella": ella("ella", reads_clip=False)}
    for name, step in cosine.items():
        trained[name] = sur(name, a.sur_cosine, partial(cosine_at, step))
    trained["sur-kl"] = sur(
        "sur-kl", a.sur_kl, lambda: train_sur("sur-kl", a.sur_kl, material, folder)
    )
    trained["connector-clip"] = ella("connector-clip", reads_clip=True)
    return trained


def ablation_variants(
    config: Config, material: Material, folder: Path, trained: dict[str, SurAdapter | Ella]
) -> dict[str, SurAdapter]:
    """SUR's two losses, and the paper's with one of its oddities changed at a time."""
    settings = config.adapters.sur_kl
    last = f"sur-cosine-{config.adapters.sur_cosine.snapshots[-1]}"
    variants = {
        "KL, W0 random, attention across tokens": trained["sur-kl"],
        "KL, W0 trained, attention across tokens": train_sur(
            "sur-kl-w0", settings, material, folder, train_w0=True
        ),
        "KL, W0 random, attention across the batch": train_sur(
            "sur-kl-batch", settings, material, folder, across_batch=True
        ),
        "cosine, attention across tokens": trained[last],
    }
    return {name: a for name, a in variants.items() if isinstance(a, SurAdapter)}


def conditioners(
    base: Base, trained: dict[str, SurAdapter | Ella], llm: ServedLanguageModel
) -> dict[str, Conditioner]:
    """Vanilla first, then every adapter."""
    methods: dict[str, Conditioner] = {"vanilla": vanilla(base)}
    for name, adapter in trained.items():
        if isinstance(adapter, SurAdapter):
            methods[name] = sur_conditioner(base, adapter)
        else:
            read = clip_reading(base) if name == "connector-clip" else llm_reading(llm)
            methods[name] = connector_conditioner(adapter, read)
    return methods


def _about(name: str, adapter: SurAdapter | Ella, config: Config, llm: Path) -> dict[str, Any]:
    about: dict[str, Any] = {"model": name, "checkpoint": None}
    if isinstance(adapter, SurAdapter):
        steps = name.rsplit("-", 1)[-1]
        about["checkpoint"] = f"step {steps if steps.isdigit() else config.adapters.sur_kl.steps}"
        return {**about, "method": "SUR", "eta": adapter.eta, "reads": "clip"}
    if name == "connector-clip":
        return {**about, "method": "ELLA", "reads": "clip"}
    return {**about, "method": "ELLA", "reads": reads_language_model(llm)}


def run_adapters(config: Config, places: Places, keep: Collection[str] = ()) -> None:
    """Train what is not trained yet, compare all on held-out prompts, write their folders, and
    then look into what SUR's parts do (`run_ablation`). Of those in `keep` only the card is written
    anew.

    Raises OSError or ValueError.
    """
    folder = places.runs / "adapters"
    base = load_base(places.base)
    material = gather(config, base, places.llm, folder)
    trained = train_adapters(config, material, places, keep)
    methods = conditioners(base, trained, ServedLanguageModel(places.llm))
    result: dict[str, Any] = {
        "command": f"python -m sarovar_training adapters --preset {config.name}",
        "unetSha256": unet_hash(places.base),
        "steps": base.config.evaluation.steps,
        "guidanceScale": base.config.evaluation.guidance_scale,
        "precision": precision_name(next(base.unet.parameters()).device),
        **compare(base, methods, config.adapters.evaluated),
    }
    for name, adapter in trained.items():
        target = places.of(name)
        if name not in keep:
            about = _about(name, adapter, config, places.llm)
            write_adapter(adapter, target, places.base, config, about)
        card = adapter_card(name, places.base.name, adapter, result)
        target.joinpath("README.md").write_text(card)
        say(f"export: {target}")
    report = places.models / places.base.name / "comparison.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    put_comparison(report.with_name("README.md"), result)
    report.write_text(json.dumps(result, indent=2) + "\n")
    say(f"comparison: {report}")
    _ablate(config, material, places, trained)


def run_ablation(config: Config, places: Places) -> None:
    """Put the table of SUR's parts into the comparison that is there, with the exported adapters.

    Raises OSError or ValueError.
    """
    base = load_base(places.base)
    material = gather(config, base, places.llm, places.runs / "adapters")
    names = ["ella", "sur-kl", "connector-clip"]
    names += [f"sur-cosine-{step}" for step in config.adapters.sur_cosine.snapshots]
    _ablate(config, material, places, train_adapters(config, material, places, names))


def _ablate(
    config: Config,
    material: Material,
    places: Places,
    trained: dict[str, SurAdapter | Ella],
) -> None:
    report = places.models / places.base.name / "comparison.json"
    result = json.loads(report.read_text())
    variants = ablation_variants(config, material, places.runs / "adapters", trained)
    result["surAblation"] = sur_ablation(material, variants, config.adapters.ablated)
    report.write_text(json.dumps(result, indent=2) + "\n")
    put_comparison(report.with_name("README.md"), result)
    say(f"parts of SUR: {report}")
