"""What cards say of the arithmetic that their numbers were measured in."""

import torch

from sarovar_training.precision import fast_precision, precision_line, precision_name


def test_a_card_says_in_which_precision_was_painted() -> None:
    cpu = torch.device("cpu")
    with fast_precision(cpu):
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    name = precision_name(cpu)
    assert name == ("bf16" if product.dtype == torch.bfloat16 else "fp32")
    assert f" {name}" in precision_line({"precision": name})
    assert precision_line({}) == ""
