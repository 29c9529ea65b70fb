"""Why the published SUR-adapter fails: η, W0 and the axis of its attention, in one table."""

import numpy as np
import numpy.typing as npt
import torch

from ..evaluate import Conditioner, vanilla
from ..models.sur import SurAdapter
from ..stages.loop import say
from ..stages.unet import text_states
from .compare import Asked, answers, bootstrapped, held_out
from .conditioners import sur_conditioner
from .material import Material

ETAS = (0.1, 0.3, 1.0)


@torch.no_grad()
def movement(material: Material, adapter: SurAdapter, captions: list[str]) -> tuple[float, float]:
    """How far the adapter moves CLIP's states, as a share of their length, and its mean η."""
    base = material.base
    states = text_states(base.text, base.tokenizer, captions).float()
    refined = sur_conditioner(base, adapter)(captions)(torch.tensor(0))[len(captions) :].cpu()
    eta = adapter.cpu()(states)[2]
    return float((refined - states).norm() / states.norm()), float(eta.mean())


def sur_ablation(
    material: Material, variants: dict[str, SurAdapter], prompts: int, seeds: int = 2
) -> list[dict[str, object]]:
    """One row per variant and η, on the short prompts only: the share of pictures with every fact
    right and its paired difference from vanilla. η as it was trained (None where it is predicted
    for each prompt) comes first, then those of `ETAS`. Nothing is chosen by this table.
    """
    base = material.base
    asked = held_out(base.config.seed, prompts)[0]
    reference = _share(material, asked, vanilla(base), seeds)
    rows: list[dict[str, object]] = []
    for name, adapter in variants.items():
        own = adapter.eta
        for eta in (own, *(e for e in ETAS if e != own)):
            adapter.eta = eta
            moved, mean_eta = movement(material, adapter, asked.captions)
            share = _share(material, asked, sur_conditioner(base, adapter), seeds)
            value = bootstrapped(share)
            difference = bootstrapped(share - reference)
            row: dict[str, object] = {"variant": name, "trained": eta == own, "eta": mean_eta}
            row |= {"movement": moved, "prompts": prompts}
            rows.append(row | value | {"difference": difference})
            say(f"ablation: {name} η {mean_eta:.2f}: {value['value']:.3f}, moved {moved:.3f}")
        adapter.eta = own
    return rows


def _share(
    material: Material, asked: Asked, conditioner: Conditioner, seeds: int
) -> npt.NDArray[np.float64]:
    right = answers(material.base, asked, conditioner, seeds)
    return np.asarray(right.mean(axis=1), dtype=np.float64)
