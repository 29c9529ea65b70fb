"""Golden ratings by LMArena's own arena-rank, for the TypeScript rankings to meet.

Run anywhere with `pip install arena-rank==0.1.1` (Python 3.11 or newer): it needs JAX, which the
training does not, so it is not among this package's requirements.
Writes arena-rank.json into ../tests/fixtures/vectors: votes as counts, and the ratings of its
Bradley-Terry model with its tie rule (a tie and both-bad are half a win for each).
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

OUTCOMES = {"FIRST": "model_a", "SECOND": "model_b", "TIE": "tie", "BOTH_BAD": "both_bad"}


def votes() -> Counter[tuple[str, str, str]]:
    """3,000 votes on five models of unequal exposure."""
    rng = random.Random("arena-rank")
    strength = {"ella": 0.7, "sur-cosine": 0.2, "vanilla": 0.0, "sur-kl": -0.3, "control": -0.6}
    names, exposure = list(strength), [1, 2, 3, 1, 1]
    drawn: Counter[tuple[str, str, str]] = Counter()
    while sum(drawn.values()) < 3000:
        first, second = rng.choices(names, exposure, k=2)
        if first == second:
            continue
        lead = strength[first] - strength[second] + rng.gauss(0, 1.2)
        outcome = "TIE" if abs(lead) < 0.3 else "FIRST" if lead > 0 else "SECOND"
        drawn[first, second, "BOTH_BAD" if rng.random() < 0.1 else outcome] += 1
    return drawn


def main() -> None:
    import pandas
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    options = parser.parse_args()
    drawn = votes()
    rows = [
        {"model_a": first, "model_b": second, "winner": OUTCOMES[outcome]}
        for (first, second, outcome), count in sorted(drawn.items())
        for _ in range(count)
    ]
    dataset = PairDataset.from_pandas(pandas.DataFrame(rows))
    # Its default tolerances stop some 1e-5 points early.
    model = BradleyTerry(len(dataset.competitors), ftol=0.0, gtol=1e-14, max_iter=10_000)
    found = model.compute_ratings_and_cis(dataset)
    content = {
        "votes": [[*key, count] for key, count in sorted(drawn.items())],
        "models": dataset.competitors,
        "ratings": [float(r) for r in found["ratings"]],
    }
    options.to.joinpath("arena-rank.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
