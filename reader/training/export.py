"""Writes the files of a release: the model in whole numbers of eight bits, its tokenizer, and their sums."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from linterbot_reader.reader import FIGURES, FILES, MODEL, SETTINGS, SUMS, TOKENIZER
from training.learn import Taught
from training.measure import Scale
from training.network import TOKENS

_OPSET = 17  # of ONNX; every onnxruntime since 2022 reads it
_PLACES = 4  # of decimals in the settings


def export(taught: Taught, scale: Scale, figures: Sequence[str], folder: Path) -> None:
    """Write the files of a release to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as rough:
        whole = Path(rough) / MODEL
        _write(taught, whole)
        # Seven bits of eight, since older processors overflow with all eight and would find something else.
        quantize_dynamic(whole, folder / MODEL, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    (folder / TOKENIZER).write_text(taught.tokenizer, encoding="utf-8")
    own = {name: round(getattr(scale, name), _PLACES) for name in ("scale", "shift", "apart")}
    (folder / SETTINGS).write_text(f"{json.dumps({'tokens': TOKENS, **own}, indent=2)}\n", encoding="utf-8")
    (folder / FIGURES).write_text("".join(f"{line}\n" for line in figures), encoding="utf-8")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / SUMS).write_text(f"{json.dumps(sums, indent=2)}\n", encoding="utf-8")


def _write(taught: Taught, path: Path) -> None:
    some = torch.ones((1, 8), dtype=torch.long)
    taught.network.eval()
    torch.onnx.export(
        taught.network,
        (some, some),
        str(path),
        input_names=["input_ids", "token_type_ids"],
        output_names=["logits"],
        dynamic_axes={name: {0: "bullets", 1: "tokens"} for name in ("input_ids", "token_type_ids")},
        opset_version=_OPSET,
        dynamo=False,
    )
