"""SUR, ELLA and the control: their mathematics, and the whole command on the smoke preset."""

import copy
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from conftest import run
from torch import nn

from sarovar_training.adapters.compare import bootstrapped
from sarovar_training.adapters.llm_states import LlmStates, ServedLanguageModel, cached_states
from sarovar_training.adapters.material import gather
from sarovar_training.adapters.pipeline import Places, train_adapters
from sarovar_training.adapters.train import (
    build_connector,
    build_sur,
    imitation_loss,
    reading_raw,
)
from sarovar_training.config import load_preset
from sarovar_training.export.onnx_files import STORED_IN_HALF_FROM
from sarovar_training.export.twin import load_base
from sarovar_training.models.connector import Ella
from sarovar_training.models.sur import SurAdapter, cosine_loss, kl_loss

LLM = Path("../models/smollm2-135m-instruct")


@pytest.fixture(scope="session")
def adapted(exported: tuple[Path, Path]) -> tuple[Path, Path]:
    """(runs, models) after `adapters --preset smoke` on the smoke base."""
    runs, models = exported
    places = ["--runs", str(runs), "--base", str(models / "sarovar-128"), "--models", str(models)]
    done = run("adapters", "--preset", "smoke", *places, "--llm", str(LLM))
    assert done.returncode == 0, done.stderr
    return runs / "smoke/adapters", models


def stored_in_half(module: nn.Module) -> nn.Module:
    """The module with its weights rounded as its ONNX file stores them."""
    rounded = copy.deepcopy(module).eval()
    for parameter in rounded.parameters():
        if parameter.numel() >= STORED_IN_HALF_FROM:
            parameter.data = parameter.data.half().float()
    return rounded


def disturb(module: nn.Module, end: str) -> None:
    """Fill the parameters whose names end so, which begin at zero, with something."""
    for name, parameter in module.named_parameters():
        if name.endswith(end):
            nn.init.normal_(parameter, std=0.5)


def test_a_new_sur_adapter_only_shrinks_what_it_is_given() -> None:
    adapter = SurAdapter(16, 2, 32, eta=0.1).eval()
    states = torch.randn(2, 5, 16)
    refined, queries, eta = adapter(states)
    assert torch.allclose(refined, 0.9 * states)
    assert queries.shape == states.shape
    assert torch.allclose(eta, torch.tensor(0.1))


def test_eta_is_predicted_for_each_prompt_and_begins_where_it_is_told() -> None:
    adapter = SurAdapter(16, 2, 32, eta=None, eta_start=0.01).eval()
    assert torch.allclose(adapter(torch.randn(3, 5, 16))[2], torch.full((3, 1, 1), 0.01))
    disturb(adapter, "eta_network.2.weight")
    eta = adapter(torch.randn(3, 5, 16))[2].flatten()
    assert len(set(eta.tolist())) == 3
    assert bool(((eta > 0) & (eta < 1)).all())


def test_across_the_batch_is_what_the_published_code_does() -> None:
    ours = SurAdapter(16, 2, 32, eta=0.1, across_batch=True).eval()
    layer = nn.TransformerEncoderLayer(16, 2, 32)
    theirs = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False).eval()
    theirs.load_state_dict(ours.transformer_encoder.state_dict())
    states = torch.randn(2, 5, 16)
    assert torch.allclose(ours(states)[1], theirs(states), atol=1e-6)


def test_the_losses_are_zero_for_equal_sides_and_no_kl_for_a_shift_of_all_channels() -> None:
    states = torch.randn(2, 5, 16)
    assert float(kl_loss(states, states + 3)) == pytest.approx(0, abs=1e-5)
    assert float(kl_loss(states, -states)) > 1
    assert float(cosine_loss(states, 2 * states)) == pytest.approx(0, abs=1e-6)
    by_hand = sum(
        torch.nn.functional.kl_div(b.log_softmax(-1), a.softmax(-1), reduction="sum")
        for a, b in zip(states, states.flip(0), strict=True)
    )
    assert float(kl_loss(states, states.flip(0))) == pytest.approx(float(by_hand) / 2, rel=1e-5)


def test_padding_does_not_change_what_the_connector_gives() -> None:
    connector = Ella(16, 2, 2, 4, 12, 8).eval()
    disturb(connector, "ln_1.linear.weight")
    text = torch.randn(1, 3, 12)
    times = torch.tensor([10.0])
    alone = connector(text, times)[0]
    padded = torch.cat([text, torch.randn(1, 2, 12)], dim=1)
    padding = torch.tensor([[False, False, False, True, True]])
    assert torch.allclose(connector(padded, times, padding)[0], alone, atol=1e-6)
    assert not torch.allclose(connector(text, torch.tensor([900.0]))[0], alone, atol=1e-3)


def test_one_text_at_many_timesteps_is_each_timestep_alone() -> None:
    connector = Ella(16, 2, 2, 4, 12, 8).eval()
    disturb(connector, "ln_1.linear.weight")
    text, times = torch.randn(1, 3, 12), torch.tensor([999.0, 500.0, 0.0])
    together = connector(text, times)[0]
    alone = [connector(text, t[None])[0] for t in times]
    assert torch.allclose(together, torch.cat(alone), atol=1e-6)


def test_states_come_back_as_they_were_cached(tmp_path: Path) -> None:
    model = ServedLanguageModel(LLM)
    captions = ["three red balloons", "", "a dog"]
    cached_states(model, captions, tmp_path / "states.pt")
    again = cached_states(model, captions, tmp_path / "states.pt")
    states, padding = again.batch(["a dog", "three red balloons", ""])
    assert (~padding).sum(dim=1).tolist() == [2, 3, 1]
    assert torch.allclose(states[0, :2], model("a dog")[0], rtol=1e-3, atol=2e-2)
    assert torch.allclose(again.mean(["a dog"])[0], model("a dog")[1], rtol=1e-2, atol=2e-2)


def test_a_connector_trained_on_whitened_states_reads_raw_ones_alike() -> None:
    connector = Ella(16, 2, 2, 4, 12, 8).eval()
    middle, deviation = torch.randn(12), 0.5 + 20 * torch.rand(12)
    raw, times = middle + deviation * torch.randn(1, 3, 12), torch.tensor([10.0])
    whitened = connector((raw - middle) / deviation, times)[0]
    assert torch.allclose(
        reading_raw(connector, middle, deviation)(raw, times)[0], whitened, atol=2e-3
    )


def test_the_spread_of_states_leaves_out_the_first_token_of_every_text() -> None:
    rows = torch.tensor([[900.0], [1.0], [3.0], [900.0], [2.0], [900.0]]).half()
    states = LlmStates(rows, torch.tensor([3, 5, 6]), torch.empty(3, 1), {})
    middle, deviation = states.spread()
    assert middle.tolist() == [2.0]
    assert deviation.tolist() == [1.0]


def test_imitation_brings_the_connector_near_to_what_it_imitates() -> None:
    torch.manual_seed(0)
    connector = Ella(16, 2, 2, 4, 12, 8)
    text, wanted = torch.randn(8, 3, 12), torch.randn(8, 4, 16)
    optimiser = torch.optim.AdamW(connector.parameters(), lr=3e-3)
    losses: list[float] = []
    for _ in range(60):
        loss = imitation_loss(connector, text, None, wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


def test_the_bootstrap_has_the_mean_inside_and_keeps_prompts_together() -> None:
    values = np.array([0.0, 1.0] * 50)
    interval = bootstrapped(values)
    assert interval["value"] == 0.5
    assert 0.38 < interval["low"] < 0.42 and 0.58 < interval["high"] < 0.62
    twice = bootstrapped(np.concatenate([values, values]), np.tile(np.arange(100), 2))
    assert twice == interval


def test_a_kept_adapter_is_the_one_in_its_folder(
    adapted: tuple[Path, Path], tmp_path: Path
) -> None:
    config, models = load_preset("smoke"), adapted[1]
    places = Places(tmp_path, models / "sarovar-128", LLM, models)
    base = load_base(places.base)
    material = gather(config, base, LLM, adapted[0])
    keep = ["ella", "sur-cosine-3", "sur-cosine-4", "sur-kl", "connector-clip"]
    trained = train_adapters(config, material, places, keep)
    assert not list(tmp_path.iterdir())
    states = torch.randn(2, config.clip.context_length, config.clip.width)
    session = onnxruntime.InferenceSession(places.of("sur-cosine-4") / "adapter.onnx")
    refined = session.run(None, {"encoder_hidden_states": states.numpy()})[0]
    with torch.no_grad():
        assert np.abs(trained["sur-cosine-4"](states)[0].numpy() - refined).max() < 1e-4
    with pytest.raises(ValueError, match="no adapter nobody"):
        train_adapters(config, material, places, ["nobody"])


def test_onnx_equals_pytorch(adapted: tuple[Path, Path]) -> None:
    runs, models = adapted
    config = load_preset("smoke")
    a = config.adapters
    states = torch.randn(3, config.clip.context_length, config.clip.width)
    sur = build_sur(config, a.sur_cosine)
    kept = torch.load(runs / "sur-cosine/step-4.pt", weights_only=True)
    sur.load_state_dict(
        {k.removeprefix("adapter."): v for k, v in kept.items() if k.startswith("adapter.")}
    )
    file = models / "sarovar-128-sur-cosine-4/adapter.onnx"
    refined, eta = onnxruntime.InferenceSession(file).run(
        None, {"encoder_hidden_states": states.numpy()}
    )
    with torch.no_grad():
        wanted, _, wanted_eta = stored_in_half(sur)(states)
    assert np.abs(refined - wanted.numpy()).max() < 1e-4
    assert np.abs(eta - wanted_eta.flatten().numpy()).max() < 1e-4

    text = ServedLanguageModel(LLM)("four pink cars on a beach")[0][None]
    times = torch.tensor([999.0, 400.0, 30.0, 3.0])
    ella = build_connector(config, a.connector, 576)
    checkpoint = torch.load(runs / "ella/checkpoint.pt", weights_only=True)
    ella.load_state_dict(checkpoint["average"])
    stored = torch.load(runs / "llm-states.pt", weights_only=True)
    llm = LlmStates(stored["rows"], stored["ends"], stored["means"], {})
    reading_raw(ella, *llm.spread())
    file = models / "sarovar-128-ella/adapter.onnx"
    given, attention = onnxruntime.InferenceSession(file).run(
        None, {"text": text.numpy(), "timesteps": times.numpy()}
    )
    with torch.no_grad():
        expected, _ = stored_in_half(ella)(text, times)
    assert np.abs(given - expected.numpy()).max() < 1e-4
    assert attention.shape == (4, a.connector.tokens, text.shape[1])


def test_the_comparison_has_every_method_form_and_category(adapted: tuple[Path, Path]) -> None:
    comparison = json.loads((adapted[1] / "sarovar-128/comparison.json").read_text())
    rows = {(r["method"], r["form"], r["category"]): r for r in comparison["rows"]}
    methods = {"vanilla", "ella", "sur-cosine-3", "sur-cosine-4", "sur-kl", "connector-clip"}
    assert {method for method, _, _ in rows} == methods
    assert len(rows) == len(methods) * 4 * 5
    assert rows["vanilla", "ALL", "ALL"]["difference"] == {"value": 0, "low": 0, "high": 0}
    assert rows["ella", "SIMPLE", "COUNTING"]["prompts"] == 2
    card = (adapted[1] / "sarovar-128/README.md").read_text()
    ablation = comparison["surAblation"]
    assert len(ablation) == 3 * 3 + 4
    assert [row["trained"] for row in ablation[:3]] == [True, False, False]
    assert "| KL, W0 trained, attention across tokens | 1.00 | " in card
    assert "| all | connector-clip | " in card and "Not compared" not in card
    assert "| paraphrased | " in (adapted[1] / "sarovar-128-ella/README.md").read_text()


def test_a_manifest_says_what_the_adapter_needs(adapted: tuple[Path, Path]) -> None:
    models = adapted[1]
    ella = json.loads((models / "sarovar-128-ella/manifest.json").read_text())
    assert ella["method"] == "ELLA" and ella["adapts"] == "sarovar-128"
    assert ella["reads"]["llm"] == "smollm2-135m-instruct"
    base = json.loads((models / "sarovar-128/manifest.json").read_text())
    hashes = {file["path"]: file["sha256"] for file in base["files"]}
    assert ella["adaptsUnetSha256"] == hashes["unet/model.onnx"]
    kl = json.loads((models / "sarovar-128-sur-kl/manifest.json").read_text())
    assert kl["eta"] == 0.1 and kl["checkpoint"] == "step 4"
