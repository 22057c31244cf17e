"""An entry: one subject, its asks and its answer in up to nine languages, its sources and its validity."""

import hashlib
import json
import unicodedata
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge.languages import LANGUAGES

TOPICS = ("province", "sea", "borders", "investment", "tourism", "events", "claims", "rights", "services", "plan")
STRICT_TOPICS = frozenset({"sea", "borders", "claims", "rights"})


def _composed(text: str) -> str:
    if text != unicodedata.normalize("NFC", text):
        raise ValueError("text is not in Unicode NFC")
    return text


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_composed)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,48}$")]


class Kind(StrEnum):
    """What an entry is."""

    FACT = "fact"
    CLAIM = "claim"
    EVENT = "event"
    PLACE = "place"
    CONTACT = "contact"
    PROCEDURE = "procedure"


class Status(StrEnum):
    """How far a text has come: `approved` is reserved for the institution that adopts the bot."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Verdict(StrEnum):
    """What the sources say of a claim."""

    UNTRUE = "untrue"
    MISLEADING = "misleading"
    DISPUTED = "disputed"
    OUTDATED = "outdated"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceReference(_Strict):
    """A source by its id in the registry, and where in it (`at`)."""

    id: str
    at: str | None = None


class TextException(_Strict):
    """A piece of text that `check` must overlook, and why."""

    text: Text
    reason: Text


class Place(_Strict):
    """Where a place is; degrees in WGS 84."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: Text | None = None
    hours: Text | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together")
        return self


class Event(_Strict):
    """When an event is: every year by the solar or the Vietnamese lunar calendar, or once from `start` to `end`."""

    calendar: str | None = Field(None, pattern="^(solar|lunar)$")
    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)
    days: int = Field(1, ge=1, le=60)
    start: date | None = None
    end: date | None = None
    area: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        yearly = self.calendar is not None and self.month is not None and self.day is not None
        once = self.start is not None and self.end is not None and self.start <= self.end
        if yearly == once:
            raise ValueError("give either calendar, month and day, or start and end")
        return self


class Claim(_Strict):
    """What became of a claim."""

    verdict: Verdict


class LanguageText(_Strict):
    """The entry in one language."""

    title: Annotated[Text, StringConstraints(max_length=120)]
    asks: list[Text] = Field(min_length=1)
    answer: Text
    status: Status
    heard: Text | None = None


class Entry(_Strict):
    """One subject of the knowledge base; `slug` and `topic` come from where the file lies."""

    slug: Slug
    topic: str
    kind: Kind
    sources: list[SourceReference] = Field(min_length=1)
    as_of: date
    checked: date
    review_days: int = Field(ge=1, le=1830)
    valid_from: date | None = None
    valid_until: date | None = None
    replaces: list[Slug] = []
    see_also: list[Slug] = []
    exceptions: list[TextException] = []
    single_source: Text | None = None
    place: Place | None = None
    event: Event | None = None
    claim: Claim | None = None
    texts: dict[str, LanguageText]

    @model_validator(mode="before")
    @classmethod
    def _gather_texts(cls, data: Any) -> Any:
        if isinstance(data, dict) and "texts" not in data:
            data = dict(data)
            data["texts"] = {language: data.pop(language) for language in LANGUAGES if language in data}
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.topic not in TOPICS:
            raise ValueError(f"'{self.topic}' is not a topic")
        if self.slug in TOPICS:
            raise ValueError("a slug may not be a topic's name")
        if "vi" not in self.texts:
            raise ValueError("the Vietnamese text is missing")
        for kind, part in ((Kind.CLAIM, self.claim), (Kind.EVENT, self.event)):
            if (self.kind == kind) != (part is not None):
                raise ValueError(f"'{kind}' belongs to entries of kind '{kind}', and they need it")
        if self.place is not None and self.kind not in (Kind.PLACE, Kind.CONTACT):
            raise ValueError("'place' belongs to entries of kind 'place' or 'contact'")
        for language, text in self.texts.items():
            if (self.kind == Kind.CLAIM) != (text.heard is not None):
                raise ValueError(f"{language}: 'heard' belongs to claims, and every claim needs it")
        return self

    @property
    def strict(self) -> bool:
        """Whether a wrong answer would do more harm here than none."""
        return self.topic in STRICT_TOPICS

    def served_on(self, day: date) -> bool:
        """Whether the entry is valid on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def overdue_on(self, day: date) -> bool:
        """Whether the entry should have been compared with its sources again by that day."""
        return (day - self.checked).days > self.review_days

    def language_for(self, wanted: str) -> str:
        """The language to show: the wanted one, else English, else Vietnamese."""
        return next(language for language in (wanted, "en", "vi") if language in self.texts)

    @cached_property
    def versions(self) -> dict[str, str]:
        """Per language the first 12 hex digits of SHA-256 over title, answer and sources as canonical JSON."""
        sources = [reference.model_dump(exclude_none=True) for reference in self.sources]
        return {
            language: hashlib.sha256(
                json.dumps(
                    {"title": text.title, "answer": text.answer, "sources": sources},
                    ensure_ascii=False,
                    sort_keys=True,
                    separators=(",", ":"),
                ).encode()
            ).hexdigest()[:12]
            for language, text in self.texts.items()
        }
