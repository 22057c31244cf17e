"""Tells conversation (a greeting, thanks ...) from questions; when in doubt it is a question."""

import json
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

WEIGHTS = "weights.npz"
LABELS = "labels.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentFromVector(IntentClassifier, GraphComponent):
    """Multinomial logistic regression on the sentence features, saved as plain numbers (npz and JSON, no pickle).

    Every intent but `default` needs at least `confidence`; otherwise `default` is taken. Rasa's own classifier
    has no regularisation setting and stores a format whose loader has known weaknesses.
    """

    @classmethod
    def required_components(cls) -> List[type]:
        """It reads dense sentence features."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> List[str]:
        """Needed for training only."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`C` is scikit-learn's inverse regularisation strength, `tol` where its optimiser may stop."""
        return {"default": "ask", "confidence": 0.45, "C": 1.0, "max_iter": 60, "tol": 1e-3}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labels: List[str] = []
        self._coefficients: Optional[np.ndarray] = None
        self._intercepts: Optional[np.ndarray] = None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentFromVector":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Raises `ValueError` for a confidence that no probability can have."""
        if not 0 <= config["confidence"] <= 1:
            raise ValueError("'confidence' must lie between 0 and 1")

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example with an intent and a text."""
        from sklearn.linear_model import LogisticRegression

        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        # Not balanced: questions are most of what is asked, and the classifier may know it.
        model = LogisticRegression(
            C=self._config["C"], max_iter=self._config["max_iter"], tol=self._config["tol"], random_state=0
        )
        vectors = np.stack([_vector(example) for example in examples]).astype(np.float32)
        model.fit(vectors, [e.get(INTENT) for e in examples])
        if len(model.classes_) < 3:
            raise ValueError("training needs examples of at least three intents")
        self._labels = model.classes_.tolist()
        self._coefficients, self._intercepts = model.coef_, model.intercept_
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / WEIGHTS, coefficients=self._coefficients, intercepts=self._intercepts)
            (folder / LABELS).write_text(json.dumps(self._labels), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentFromVector":
        """The trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            with np.load(folder / WEIGHTS, allow_pickle=False) as weights:
                component._coefficients, component._intercepts = weights["coefficients"], weights["intercepts"]
            component._labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking of every message with a text."""
        for message in messages:
            if not message.get(TEXT):
                continue
            ranking = self._ranking(_vector(message))
            said = any(map(str.isalnum, message.get(TEXT)))
            message.set(INTENT, self.decided(ranking) if said else self._default(ranking), add_to_output=True)
            message.set("intent_ranking", ranking[:5], add_to_output=True)
        return messages

    def decided(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        """The best intent if it is sure enough, else the default."""
        best, default = ranking[0], self._config["default"]
        if best["name"] == default or best["confidence"] >= self._config["confidence"]:
            return best
        return self._default(ranking)

    def _default(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        return next(item for item in ranking if item["name"] == self._config["default"])

    def _ranking(self, vector: np.ndarray) -> List[Dict[str, Any]]:
        assert self._coefficients is not None
        logits = self._coefficients @ vector + self._intercepts
        odds = np.exp(logits - logits.max())
        probabilities = (odds / odds.sum()).tolist()
        ranked = sorted(zip(probabilities, self._labels), reverse=True)
        return [{"name": label, "confidence": probability} for probability, label in ranked]


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(attribute=TEXT)
    return sentence.features[0]
