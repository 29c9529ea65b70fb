"""The same held-out prompts and seeds under every method: shares, intervals, paired differences."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..evaluate import Conditioner, Question, paint, questions
from ..judging import judge, look
from ..stages.loop import say
from ..stages.pipeline import Base
from ..world.captions import complex_caption

FORMS = ("SIMPLE", "ENRICHED", "PARAPHRASED")
RESAMPLES = 2000
ALL = "ALL"
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """Held-out prompts of one form; the facts are those of `questions`."""

    form: str
    questions: list[Question]
    captions: list[str]


def held_out(config_seed: int, count: int) -> list[Asked]:
    """`count` prompts in each form. The enriched ones say the facts of the simple ones."""
    simple = questions(config_seed, count)
    rng = random.Random(f"enriched {config_seed}")
    enriched = [complex_caption(rng, q.scene) for q in simple]
    rephrased = questions(config_seed, count, paraphrase=True)
    return [
        Asked("SIMPLE", simple, [q.caption for q in simple]),
        Asked("ENRICHED", simple, enriched),
        Asked("PARAPHRASED", rephrased, [q.caption for q in rephrased]),
    ]


def answers(base: Base, asked: Asked, conditioner: Conditioner, seeds: int) -> Bools:
    """`[prompts, seeds]`: whether every fact of the prompt is right in the picture."""
    columns = []
    for seed in range(seeds):
        pictures = paint(base, asked.captions, seed, conditioner)
        sights = [s for part in pictures.split(64) for s in look(base.scorer, part)]
        named = asked.form == "ENRICHED"
        columns.append(
            [
                all(judge(q.scene, sight, named or q.background_named).values())
                for q, sight in zip(asked.questions, sights, strict=True)
            ]
        )
    return np.array(columns).T


def bootstrapped(
    by_prompt: npt.NDArray[np.float64],
    scenes: npt.NDArray[np.int64] | None = None,
    seed: int = 0,
) -> dict[str, float]:
    """Mean of one value per prompt with its 95 % interval, by resampling scenes.

    The pictures of one prompt stay together, and so do the prompts that say the same scene, since
    they are not independent of each other. Without `scenes` every prompt has its own.
    """
    rng = np.random.default_rng(seed)
    of = np.arange(len(by_prompt)) if scenes is None else np.unique(scenes, return_inverse=True)[1]
    total, count = np.bincount(of, by_prompt), np.bincount(of)
    chosen = rng.integers(len(total), size=(RESAMPLES, len(total)))
    means = total[chosen].sum(axis=1) / count[chosen].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return {"value": float(by_prompt.mean()), "low": float(low), "high": float(high)}


def compare(
    base: Base, methods: Mapping[str, Conditioner], prompts: int, seeds: int = 2
) -> dict[str, object]:
    """Every row of the comparison: method × form × category, with `ALL` for forms and categories.

    The first of `methods` is what the others are compared with.
    """
    asked = held_out(base.config.seed, prompts)
    results: dict[str, dict[str, Bools]] = {}
    for name, conditioner in methods.items():
        results[name] = {a.form: answers(base, a, conditioner, seeds) for a in asked}
        shares = ", ".join(f"{form} {r.mean():.3f}" for form, r in results[name].items())
        say(f"compare: {name}: {shares}")
    reference = next(iter(methods))
    categories = {a.form: np.array([q.scene.category.value for q in a.questions]) for a in asked}
    every = sorted(set(categories["SIMPLE"]))
    # Enriched prompts say the scenes of the simple ones.
    scene_offset = {"SIMPLE": 0, "ENRICHED": 0, "PARAPHRASED": prompts}
    rows: list[dict[str, object]] = []
    for name, by_form in results.items():
        for form in (*FORMS, ALL):
            for category in (*every, ALL):
                asked_here = [f for f in FORMS if form in (f, ALL)]
                kept = [
                    np.flatnonzero((categories[f] == category) | (category == ALL))
                    for f in asked_here
                ]
                a, b = (
                    np.concatenate([r[f][k] for f, k in zip(asked_here, kept, strict=True)]).mean(1)
                    for r in (by_form, results[reference])
                )
                scenes = np.concatenate(
                    [k + scene_offset[f] for f, k in zip(asked_here, kept, strict=True)]
                )
                row: dict[str, object] = {"method": name, "form": form, "category": category}
                row |= {"prompts": len(a), **bootstrapped(a, scenes)}
                row["difference"] = bootstrapped(a - b, scenes)
                rows.append(row)
    return {"prompts": prompts, "seeds": seeds, "reference": reference, "rows": rows}
