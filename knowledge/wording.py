"""The bot's own phrases in nine languages, kept as content beside the entries."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class Wording(BaseModel):
    """The phrases of one language: single sentences by key, and what people in need write, by kind of emergency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: dict[str, str]
    emergency: dict[str, list[str]]

    def say(self, key: str, **values: object) -> str:
        """The phrase with its placeholders filled; a missing key or value is a programming error."""
        return self.phrases[key].format_map(_Strict(values))


class _Strict(dict[str, object]):
    def __missing__(self, key: str) -> object:
        raise KeyError(f"the phrase needs a value for '{key}'")


Wordings = Mapping[str, Wording]
