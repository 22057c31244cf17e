"""Gives every message a feature of how it is spelled: short, set phrases are known by their letters."""

from typing import Any, Dict, List

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

from knowledge.text import fold, search_key


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LetterGroups(DenseFeaturizer, GraphComponent):
    """One sentence feature per message: its groups of one to `longest` letters, hashed to `size` numbers.

    A sentence vector says what a text is about; "ok" and "no" are about nothing. Marks are folded, so that they need
    not be typed.
    """

    @classmethod
    def required_components(cls) -> List[type]:
        """Rasa's features are made from tokens, even where they are not used."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`scale` is the length of the feature."""
        return {**DenseFeaturizer.get_default_config(), "scale": 10.0, "size": 2048, "longest": 4}

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        super().__init__(name, config)
        self._scale = config["scale"]
        self._hashing = HashingVectorizer(
            analyzer="char",
            ngram_range=(1, config["longest"]),
            n_features=config["size"],
            preprocessor=lambda text: f" {fold(search_key(text))} ",
        )

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LetterGroups":
        """Called by Rasa for training and for serving alike."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Raises `ValueError` for a scale that would erase or flip the feature."""
        if config["scale"] <= 0:
            raise ValueError("'scale' must be greater than 0")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features of all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Features of messages that have a text; others are left as they are."""
        for message in messages:
            if message.get(TEXT):
                hashed = self._hashing.transform([message.get(TEXT)]).toarray().astype(np.float32) * self._scale
                message.add_features(Features(hashed, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
