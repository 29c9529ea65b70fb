"""All adapters in their order: train, compare, export. Training resumes from checkpoints."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..config import Config
from ..evaluate import Conditioner, vanilla
from ..export.twin import load_base
from ..models.connector import Ella
from ..models.sur import SurAdapter
from ..stages.loop import say
from ..stages.pipeline import Base
from .ablation import sur_ablation
from .card import adapter_card, put_comparison
from .compare import compare
from .conditioners import clip_reading, connector_conditioner, llm_reading, sur_conditioner
from .export import reads_language_model, unet_hash, write_adapter
from .llm_states import ServedLanguageModel
from .material import Material, gather
from .train import build_sur, train_connector, train_sur


@dataclass(frozen=True)
class Places:
    """Folders: of checkpoints, the base, the language model, and where the models go."""

    runs: Path
    base: Path
    llm: Path
    models: Path


def _snapshot(config: Config, folder: Path, step: int) -> SurAdapter:
    adapter = build_sur(config, config.adapters.sur_cosine)
    state = torch.load(folder / f"sur-cosine/step-{step}.pt", weights_only=True)
    prefix = "adapter."
    adapter.load_state_dict(
        {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
    )
    return adapter.eval()


def train_adapters(
    config: Config, material: Material, folder: Path
) -> dict[str, SurAdapter | Ella]:
    """Every adapter by the name of its model."""
    a = config.adapters
    trained: dict[str, SurAdapter | Ella] = {}
    trained["ella"] = train_connector("ella", a.connector, material, folder, reads_clip=False)
    train_sur("sur-cosine", a.sur_cosine, material, folder)
    for step in a.sur_cosine.snapshots:
        trained[f"sur-cosine-{step}"] = _snapshot(config, folder, step)
    trained["sur-kl"] = train_sur("sur-kl", a.sur_kl, material, folder)
    trained["connector-clip"] = train_connector(
        "connector-clip", a.connector, material, folder, reads_clip=True
    )
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


def run_adapters(config: Config, places: Places) -> None:
    """Train what is not trained yet, compare all on held-out prompts, write their folders, and
    then look into what SUR's parts do."""
    folder = places.runs / "adapters"
    base = load_base(places.base)
    material = gather(config, base, places.llm, folder)
    trained = train_adapters(config, material, folder)
    methods = conditioners(base, trained, ServedLanguageModel(places.llm))
    result: dict[str, Any] = {
        "command": f"python -m sarovar_training adapters --preset {config.name}",
        "unetSha256": unet_hash(places.base),
        "steps": base.config.evaluation.steps,
        "guidanceScale": base.config.evaluation.guidance_scale,
        **compare(base, methods, config.adapters.evaluated),
    }
    for name, adapter in trained.items():
        target = places.models / f"{places.base.name}-{name}"
        about = _about(name, adapter, config, places.llm)
        write_adapter(adapter, target, places.base, config, about)
        card = adapter_card(name, places.base.name, adapter, result)
        target.joinpath("README.md").write_text(card)
        say(f"export: {target}")
    report = places.models / places.base.name / "comparison.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    put_comparison(report.with_name("README.md"), result)
    report.write_text(json.dumps(result, indent=2) + "\n")
    variants = ablation_variants(config, material, folder, trained)
    result["surAblation"] = sur_ablation(material, variants, config.adapters.evaluated)
    report.write_text(json.dumps(result, indent=2) + "\n")
    put_comparison(report.with_name("README.md"), result)
    say(f"comparison: {report}")
