"""Each trained adapter as a conditioner, the way the worker uses it."""

import torch
from torch import Tensor

from ..evaluate import Conditioner
from ..models.connector import Ella
from ..models.sur import SurAdapter
from ..sampling import ContextAt, same_at_all
from ..stages.pipeline import Base
from ..stages.unet import text_states
from .llm_states import ServedLanguageModel
from .train import Reader


def sur_conditioner(base: Base, adapter: SurAdapter, eta: float | None = None) -> Conditioner:
    """CLIP's states through the adapter, prompt by prompt; `eta` overrides the adapter's own."""
    if eta is not None:
        adapter.eta = eta

    @torch.no_grad()
    def refine(captions: list[str]) -> Tensor:
        states = text_states(base.text, base.tokenizer, captions).float()
        device = next(adapter.parameters()).device
        refined: Tensor = adapter(states.to(device))[0]
        return refined

    if adapter.across_batch:
        return lambda captions: _pairwise(base, adapter, captions)
    return lambda captions: same_at_all(refine(captions), refine([""]))


@torch.no_grad()
def _pairwise(base: Base, adapter: SurAdapter, captions: list[str]) -> ContextAt:
    """As the published code runs: each prompt shares its batch with the empty one."""
    device = next(adapter.parameters()).device
    text = text_states(base.text, base.tokenizer, captions).float().to(device)
    empty = text_states(base.text, base.tokenizer, [""]).float().to(device)
    pairs = [adapter(torch.stack([empty[0], one]))[0] for one in text]
    context = torch.stack([p[0] for p in pairs] + [p[1] for p in pairs])
    return lambda _: context


def connector_conditioner(connector: Ella, read: Reader) -> Conditioner:
    """Text states through the connector at each timestep, the empty prompt's as well."""
    device = next(connector.parameters()).device

    def condition(captions: list[str]) -> ContextAt:
        (text, padding), (nothing, _) = read(captions), read([""])
        ended = None if padding is None else padding.to(device)

        def at(timestep: Tensor) -> Tensor:
            times = timestep.reshape(1).to(device)
            empty = connector(nothing.to(device), times)[0]
            states = connector(text.to(device), times.expand(len(text)), ended)[0]
            return torch.cat([empty.expand_as(states), states])

        return at

    return condition


def llm_reading(model: ServedLanguageModel) -> Reader:
    """Captions that no cache holds → padded states and where each text has ended."""

    def read(captions: list[str]) -> tuple[Tensor, Tensor]:
        texts = [model(caption)[0] for caption in captions]
        lengths = torch.tensor([len(text) for text in texts])
        states = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True)
        return states, torch.arange(states.shape[1])[None] >= lengths[:, None]

    return read


def clip_reading(base: Base) -> Reader:
    """Captions → CLIP's states, for the control."""
    return lambda captions: (text_states(base.text, base.tokenizer, captions).float(), None)
