"""Cuts text of any of the nine scripts into tokens."""

from typing import Any, Dict, List

import regex
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}"
_TOKEN = regex.compile(
    rf"(?=[{_UNSPACED}])\X"
    r"|\p{N}+(?:[.,:/\-]\p{N}+)*"
    rf"|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}])+(?:['’\-][\p{{L}}\p{{M}}]+)*"
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MultilingualTokenizer(Tokenizer):
    """A word of a spaced script, one grapheme of a script without spaces, or a number is one token.

    Rasa's whitespace tokenizer does not know Chinese and Japanese, and would take a whole Lao or Khmer sentence
    for one word.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The settings that the base class asks for; none of them is used here."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """The tokens of one text; never an empty list, which Rasa's features cannot stand."""
        text = message.get(attribute)
        return [Token(found.group(), found.start()) for found in _TOKEN.finditer(text)] or [Token(text, 0)]
