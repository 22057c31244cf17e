"""How Vietnamese is typed in chats: the content of `spelling.yml`."""

from pydantic import BaseModel, ConfigDict


class ChatSpelling(BaseModel):
    """Abbreviations with what they stand for, and phrases that people put around their questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    abbreviations: dict[str, str]
    phrases: list[str]
