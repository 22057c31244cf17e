"""Names of places and things in nine languages: what we call them, what else people type, what excludes what."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from knowledge.languages import LANGUAGES


class NameInLanguage(BaseModel):
    """`name` is what answers use, `also` may stand there too, `others` are understood in questions only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    also: list[str] = []
    others: list[str] = []


class Names(BaseModel):
    """The whole of `names.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: dict[str, dict[str, NameInLanguage]]
    exclusive: list[list[str]] = []

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for key, languages in self.names.items():
            if missing := set(LANGUAGES) - set(languages):
                raise ValueError(f"{key}: no name in {', '.join(sorted(missing))}")
        for group in self.exclusive:
            if unknown := set(group) - set(self.names):
                raise ValueError(f"exclusive group names unknown keys: {', '.join(sorted(unknown))}")
        return self
