"""A Stable Diffusion 1.5 folder of diffusers with random weights under the published names."""

import gc
import json
from pathlib import Path
from typing import Any

import torch

from .output import quiet, write_json
from .sd_source import CLASSES, model_class, published_names
from .twin_tokenizers import write_clip_tokenizer

SCHEDULER = {
    "_class_name": "PNDMScheduler",
    "_diffusers_version": "0.6.0",
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "trained_betas": None,
}
PREPROCESSOR = {
    "crop_size": 224,
    "do_center_crop": True,
    "do_convert_rgb": True,
    "do_normalize": True,
    "do_resize": True,
    "feature_extractor_type": "CLIPFeatureExtractor",
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
    "resample": 3,
    "size": 224,
}
LIBRARIES = {
    "unet": "diffusers",
    "vae": "diffusers",
    "text_encoder": "transformers",
    "safety_checker": "stable_diffusion",
}


def sd_configs(size: str, vocabulary: int) -> dict[str, dict[str, Any]]:
    """The config of every network; `size` is small or published."""
    small = size == "small"
    width, channels = (64, [32, 64]) if small else (768, [320, 640, 1280, 1280])
    vae = [32, 32, 64, 64] if small else [128, 256, 512, 512]
    downs = ["CrossAttnDownBlock2D"] * (len(channels) - 1) + ["DownBlock2D"]
    ups = ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * (len(channels) - 1)
    text = {
        "architectures": [CLASSES["text_encoder"]],
        "model_type": "clip_text_model",
        "hidden_act": "quick_gelu",
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "max_position_embeddings": 77,
        "num_attention_heads": 4 if small else 12,
        "num_hidden_layers": 2 if small else 12,
        "projection_dim": width,
        "vocab_size": vocabulary,
        # As published; with an end of 2 the pooled state is that of the largest id.
        "bos_token_id": 0,
        "eos_token_id": 2,
        "pad_token_id": 1,
    }
    vision = {
        "hidden_size": 32 if small else 1024,
        "intermediate_size": 64 if small else 4096,
        "num_hidden_layers": 1 if small else 24,
        "num_attention_heads": 2 if small else 16,
        "patch_size": 56 if small else 14,
        "image_size": 224,
        "hidden_act": "quick_gelu",
    }
    return {
        "unet": {
            "_class_name": CLASSES["unet"],
            "act_fn": "silu",
            "attention_head_dim": 8,
            "block_out_channels": channels,
            "cross_attention_dim": width,
            "down_block_types": downs,
            "up_block_types": ups,
            "in_channels": 4,
            "out_channels": 4,
            "layers_per_block": 1 if small else 2,
            "norm_num_groups": 32,
            "sample_size": 8 if small else 64,
        },
        "vae": {
            "_class_name": CLASSES["vae"],
            "act_fn": "silu",
            "block_out_channels": vae,
            "down_block_types": ["DownEncoderBlock2D"] * len(vae),
            "up_block_types": ["UpDecoderBlock2D"] * len(vae),
            "in_channels": 3,
            "out_channels": 3,
            "latent_channels": 4,
            "layers_per_block": 1 if small else 2,
            "norm_num_groups": 32,
            "sample_size": 64 if small else 512,
        },
        "text_encoder": text,
        "safety_checker": {
            "architectures": [CLASSES["safety_checker"]],
            "model_type": "clip",
            "projection_dim": 32 if small else 768,
            "text_config": {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2},
            "vision_config": vision,
        },
    }


def _published_state(part: str, config: dict[str, Any]) -> dict[str, torch.Tensor]:
    kind = model_class(part)
    with quiet():
        if part in ("unet", "vae"):
            model = kind.from_config(config)
        else:
            model = kind(kind.config_class.from_dict(config))
    for name, value in model.named_parameters():
        if "embeds" in name:
            # Ones, as they begin, would find every picture alike.
            torch.nn.init.normal_(value, std=1.0)
    state = {k: v.detach().contiguous() for k, v in model.state_dict().items()}
    if part == "safety_checker":
        for name in ("concept_embeds_weights", "special_care_embeds_weights"):
            state[name] = 0.2 * torch.rand(state[name].shape)
    state = published_names(part, state)
    places = {
        "text_encoder": "text_model.embeddings.position_ids",
        "safety_checker": "vision_model.vision_model.embeddings.position_ids",
    }
    if part in places:
        rows = state[places[part].replace("position_ids", "position_embedding.weight")].shape[0]
        state[places[part]] = torch.arange(rows)[None]
    return state


def write_sd_twin(folder: Path, size: str) -> None:
    """Write the folder; the random state of torch decides the weights."""
    from safetensors.torch import save_file

    vocabulary = write_clip_tokenizer(
        folder / "tokenizer", 800, published=None if size == "small" else 49_408
    )
    for part, config in sd_configs(size, vocabulary).items():
        ours = part in ("unet", "vae")
        stem = "diffusion_pytorch_model" if ours else "model"
        write_json(folder / part / "config.json", config)
        state = _published_state(part, config)
        save_file(state, folder / part / f"{stem}.safetensors", {"format": "pt"})
        del state
        gc.collect()
    write_json(folder / "scheduler/scheduler_config.json", SCHEDULER)
    write_json(folder / "feature_extractor/preprocessor_config.json", PREPROCESSOR)
    index: dict[str, Any] = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.6.0",
        "feature_extractor": ["transformers", "CLIPImageProcessor"],
        "scheduler": ["diffusers", "PNDMScheduler"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        **{part: [LIBRARIES[part], name] for part, name in CLASSES.items()},
    }
    folder.joinpath("model_index.json").write_text(json.dumps(index, indent=2) + "\n")
