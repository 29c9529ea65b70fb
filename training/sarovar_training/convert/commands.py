"""The commands around published weights. What they need is imported when they run."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from .sd_command import add_reference_changes, add_sd, run_sd
from .trained_on import SUR_TRAINED_ON

if TYPE_CHECKING:
    # The type that argparse returns, which it does not name in public.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

VERIFY = "open what was written with onnxruntime and compare it with PyTorch on seeded inputs"
TWINS = ("sd", "single", "ella", "flan-t5", "sur", "llama")
LEVELED = ("euler", "heun", "dpm++2m")
SCHEDULERS = (
    "ddim",
    *LEVELED,
    *(f"{name}-{levels}" for name in LEVELED for levels in ("karras", "exponential", "beta")),
    "unipc",
    "euler-ancestral",
    "lms",
    "pndm",
    "ddpm",
)


def _about(command: argparse.ArgumentParser) -> None:
    command.add_argument("--title", default="", help="for the manifest (default: OUT's name)")
    command.add_argument(
        "--licence",
        default="not stated",
        help="the licence of the weights, for the manifest; look it up where you took them from",
    )
    command.add_argument("--verify", action="store_true", help=VERIFY)


def _t5_precision(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--t5-precision",
        choices=("official", "fp32"),
        default="official",
        help="official: fp16 all through, overflow and its clamp included, as the authors of ELLA "
        "run it, on devices without fp16 too; fp32 gives other pictures (default: official)",
    )


def _add_ella(kinds: "Commands") -> None:
    text = "turn an ELLA connector and its T5 encoder into an adapter folder"
    command = kinds.add_parser("ella", help=text, description=text)
    command.add_argument("source", type=Path, help="the connector, a .safetensors file")
    command.add_argument("out", type=Path, help="the adapter folder to write")
    command.add_argument(
        "--t5", type=Path, required=True, help="folder of the T5 that it was trained with"
    )
    command.add_argument(
        "--base", type=Path, required=True, help="model folder of the base that it adapts"
    )
    command.add_argument(
        "--tokens",
        choices=("flexible", "128"),
        default="flexible",
        help="each prompt at its own length, or all padded to 128 tokens without a mask; "
        "the first is better for short prompts (default: flexible)",
    )
    _t5_precision(command)
    _about(command)


def _add_sur(kinds: "Commands") -> None:
    text = "turn a SUR-adapter into an adapter folder"
    command = kinds.add_parser(
        "sur",
        help=text,
        description=f"{text}. It attends across the batch as the published code does, so that a "
        "prompt's states depend on the negative prompt beside it.",
    )
    command.add_argument("source", type=Path, help="the adapter, a .pt file of tensors only")
    command.add_argument("out", type=Path, help="the adapter folder to write")
    command.add_argument(
        "--base", type=Path, required=True, help="model folder of the base that it adapts"
    )
    command.add_argument(
        "--eta",
        type=float,
        required=True,
        help="how much of the adapter is mixed in. The checkpoint does not say it, so you must: "
        "the published training code uses 0.1, its class defaults to 0.01, and the published "
        "demo loads with that default",
    )
    command.add_argument(
        "--trained-on",
        default=SUR_TRAINED_ON,
        help="the base that it was trained on: a converted base's folder, or its name on the hub "
        f"(default: {SUR_TRAINED_ON}, the published checkpoint's; on Stable Diffusion 1.5 that "
        "checkpoint paints garbage, its authors say)",
    )
    _about(command)


def _add_prompt2vec(kinds: "Commands") -> None:
    text = "write the mean hidden states of a LLaMA for the prompts of a file"
    command = kinds.add_parser("prompt2vec", help=text, description=text)
    command.add_argument("llama", type=Path, help="folder of transformers with a LLaMA")
    command.add_argument("prompts", type=Path, help="text file, one prompt on each line")
    command.add_argument(
        "out", type=Path, help="the .safetensors file to write: vectors, and the prompts with them"
    )
    command.add_argument(
        "--layer",
        type=int,
        default=39,
        help="hidden states after so many layers; the paper takes 39 of LLaMA-13B (default: 39)",
    )
    command.add_argument(
        "--dtype",
        choices=("fp32", "fp16", "bf16"),
        default="fp32",
        help="in which the LLaMA runs; the vectors are fp32 (default: fp32)",
    )
    command.add_argument(
        "--verify",
        action="store_true",
        help="compute the vectors a second time from inside the network and compare",
    )


def _add_reference(commands: "Commands") -> None:
    text = "paint with diffusers itself on the CPU, to compare the server's pictures with"
    command = commands.add_parser("reference", help=text, description=text)
    command.add_argument("folder", type=Path, help="a diffusers folder or single file of 1.x")
    command.add_argument(
        "out", type=Path, help="a .png, or an .npz with picture, latents, noise and timesteps"
    )
    command.add_argument("--prompt", default="", help="default: none")
    command.add_argument("--negative", default="", help="negative prompt (default: none)")
    command.add_argument("--scheduler", choices=SCHEDULERS, default="ddim", help="default: ddim")
    command.add_argument("--seed", type=int, default=0, help="of the CPU generator (default: 0)")
    command.add_argument("--steps", type=int, default=25, help="default: 25")
    command.add_argument("--guidance", type=float, default=7.5, help="default: 7.5")
    command.add_argument("--width", type=int, help="in pixels (default: the model's)")
    command.add_argument("--height", type=int, help="in pixels (default: the model's)")
    command.add_argument(
        "--prompt-embeds",
        type=Path,
        help=".npz with prompt_embeds and negative_prompt_embeds [1, L, D] instead of prompts",
    )
    command.add_argument("--initial", type=Path, help="a picture of that size to paint over")
    command.add_argument(
        "--strength",
        type=float,
        default=0.75,
        help="how much of it is painted anew (default: 0.75)",
    )
    add_reference_changes(command)
    command.add_argument("--sur", type=Path, help="refine the states with this .pt file")
    command.add_argument("--eta", type=float, default=0.1, help="of SUR (default: 0.1)")
    command.add_argument("--ella", type=Path, help="condition by this .safetensors file")
    command.add_argument("--t5", type=Path, help="the T5 folder that --ella reads")
    _t5_precision(command)
    command.add_argument(
        "--tokens", choices=("flexible", "128"), default="flexible", help="of ELLA's texts"
    )


def _add_bench(commands: "Commands") -> None:
    text = "time diffusers itself and print one line of JSON"
    command = commands.add_parser("bench-diffusers", help=text, description=text)
    command.add_argument("folder", type=Path, help="a diffusers folder of Stable Diffusion 1.x")
    for name, default in (("steps", 25), ("batch", 1), ("runs", 3), ("warm", 2), ("threads", 0)):
        command.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    command.add_argument("--device", default="cpu", help="cpu or cuda (default: cpu)")
    command.add_argument("--dtype", choices=("fp32", "fp16"), default="fp32", help="default: fp32")
    command.add_argument("--compiled", action="store_true", help="with torch.compile")


def add_commands(commands: "Commands") -> None:
    """Add the four commands to those of the command line."""
    text = "turn published weights into model folders"
    convert = commands.add_parser(
        "convert",
        help=text,
        description=f"{text}. The keys and shapes of every checkpoint are checked before anything "
        "is written, and what fails leaves nothing behind.",
    )
    kinds = convert.add_subparsers(dest="kind", required=True)
    add_sd(kinds, _about)
    for add in (_add_ella, _add_sur, _add_prompt2vec):
        add(kinds)
    text = "write models of the published architectures with seeded random weights, for tests"
    twins = commands.add_parser("twins", help=text, description=text)
    twins.add_argument(
        "out", type=Path, help="folder for sd, single, ella.safetensors, flan-t5 and so on"
    )
    twins.add_argument(
        "--size",
        choices=("small", "published"),
        default="small",
        help="published needs 5.5 GB for sd and 5 GB for flan-t5 (default: small)",
    )
    twins.add_argument("--only", nargs="+", choices=TWINS, default=[], help="default: all")
    twins.add_argument("--seed", type=int, default=0, help="default: 0")
    _add_reference(commands)
    _add_bench(commands)


def run_command(options: argparse.Namespace) -> None:
    """Run one of the four. Raises OSError, RuntimeError or ValueError when it cannot be done."""
    try:
        run = {
            "convert": _convert,
            "twins": _twins,
            "reference": _reference,
            "bench-diffusers": _bench,
        }
        run[options.command](options)
    except ModuleNotFoundError as error:
        raise RuntimeError(
            f"{error.name} is not installed; run pip install 'sarovar-training[convert]' first."
        ) from error


def _convert(o: argparse.Namespace) -> None:
    if o.kind == "prompt2vec":
        from .prompt2vec import prompt2vec

        prompt2vec(o.llama, o.prompts, o.out, layer=o.layer, dtype=o.dtype, verify=o.verify)
        return
    about = {"title": o.title, "licence": o.licence, "verify": o.verify}
    if o.kind == "sd":
        run_sd(o, about)
    elif o.kind == "ella":
        from .ella import convert_ella

        ella = {"tokens": o.tokens, "t5_precision": o.t5_precision}
        convert_ella(o.source, o.t5, o.base, o.out, **ella, **about)
    else:
        from .sur import convert_sur

        convert_sur(o.source, o.base, o.out, eta=o.eta, trained=o.trained_on, **about)


def _twins(o: argparse.Namespace) -> None:
    from .twins import make_twins

    make_twins(o.out, o.size, o.only, o.seed)


def _reference(o: argparse.Namespace) -> None:
    from .diffusers_reference import Painting, paint_reference

    given = {k: v for k, v in vars(o).items() if k not in ("command", "folder", "out")}
    paint_reference(o.folder, o.out, Painting(**given))


def _bench(o: argparse.Namespace) -> None:
    from .diffusers_bench import Timing, bench_diffusers

    given = {k: v for k, v in vars(o).items() if k not in ("command", "folder")}
    print(json.dumps(bench_diffusers(o.folder, Timing(**given))))
