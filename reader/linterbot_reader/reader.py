"""Reads bullets with the model: texts in, log-odds out, all on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from linterbot_reader.pair import pair

WEIGHTS = Path(__file__).parent / "weights"
SUMS = "sums.json"
FILES = MODEL, TOKENIZER, SETTINGS, FIGURES = "model.onnx", "tokenizer.json", "settings.json", "figures.md"
Opinion = tuple[float, float]


class Reader:
    """The model; raises ValueError if its files are not those that were released.

    It is loaded when it first reads, and uses one core. Passages are read one by one: the numbers of the model are
    rounded by what is read together, and the same passage must always get the same answer.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        sums = json.loads((weights / SUMS).read_text(encoding="utf-8"))
        for name, wanted in sums.items():
            if _sum(weights / name) != wanted:
                raise ValueError(f"{name} is not the file that was released: its SHA-256 differs")
        self._settings = json.loads((weights / SETTINGS).read_text(encoding="utf-8"))
        self.identity = f"linterbot-reader {sums[MODEL][:12]}"
        self.figures = (weights / FIGURES).read_text(encoding="utf-8")

    def read(self, passages: Sequence[Sequence[Any]]) -> list[Opinion]:
        """Return two log-odds for each passage: that the bullet replies or continues, and that it rather continues."""
        return [self._opinion(*pair(one)) for one in passages]

    def _opinion(self, context: str, bullet: str) -> Opinion:
        import numpy

        encoded = self._tokenizer.encode(context, bullet)
        given = {
            "input_ids": numpy.array([encoded.ids], dtype=numpy.int64),
            "token_type_ids": numpy.array([encoded.type_ids], dtype=numpy.int64),
        }
        ((example, reply, continuation),) = self._session.run(None, given)[0].astype(float)
        fault = numpy.logaddexp(reply, continuation) - example
        scale, shift, apart = (self._settings[name] for name in ("scale", "shift", "apart"))
        return float(scale * fault + shift), float(continuation - reply + apart)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._weights / TOKENIZER))
        tokenizer.enable_truncation(self._settings["tokens"])
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # linterbot itself runs several processes
        options.log_severity_level = 3  # errors only: standard output belongs to the findings
        path = str(self._weights / MODEL)
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _sum(path: Path) -> str:
    """Return the SHA-256 of a file, "" if there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
