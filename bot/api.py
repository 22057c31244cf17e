"""The conversation endpoints: start, ask, look back, erase, rate."""

import secrets
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.conversations import Conversations, Message
from bot.dialogue import Command
from bot.languages import of_request
from bot.limits import Limits
from bot.record import NoSuchConversation, Record
from knowledge.text import MAX_CHARS

Language = Literal["vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km"]
ConversationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,40}$")]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_CHARS)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StartBody(_Body):
    """A new conversation; `page` is the address of the page that embeds the bot and is not stored."""

    language: Language | None = None
    page: Annotated[str, StringConstraints(max_length=500)] | None = None


class Location(_Body):
    """Where the visitor is, in degrees; used for one answer and not stored."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class MessageBody(_Body):
    """A question as text, an entry chosen among suggestions, the visitor's location, or a command of the menu."""

    text: Question | None = None
    choice: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,48}$")] | None = None
    location: Location | None = None
    command: Command | None = None
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] | None = None
    language: Language | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(part is not None for part in (self.text, self.choice, self.location, self.command)) != 1:
            raise ValueError("give one of text, choice, location and command")
        return self


class FeedbackBody(_Body):
    """What the visitor thinks of a reply."""

    helpful: bool
    reason: Literal["wrong", "outdated", "unclear", "off_topic", "other"] | None = None
    comment: Annotated[str, StringConstraints(max_length=MAX_CHARS)] | None = None


class Started(BaseModel):
    """A conversation that has begun."""

    id: str
    language: str
    greeting: dict[str, Any]


class Answered(BaseModel):
    """The replies to one message."""

    id: str
    language: str
    question_language: str | None
    replies: list[dict[str, Any]]


class History(BaseModel):
    """What was said, in order."""

    messages: list[dict[str, Any]]


def build_router(conversations: Conversations, record: Record, limits: Limits) -> APIRouter:
    """The endpoints over the given parts."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.post("", status_code=201)
    async def start(request: Request, body: StartBody) -> Started:
        await limits.new_conversation(request)
        conversation, greeting = await conversations.start("web", body.language or of_request(request))
        return Started(id=conversation.id, language=conversation.language, greeting=greeting)

    @router.post("/{conversation_id}/messages")
    async def ask(request: Request, conversation_id: ConversationId, body: MessageBody) -> Answered:
        await limits.question(request, conversation_id)
        client_id = body.client_id or secrets.token_urlsafe(12)
        location = (body.location.lat, body.location.lon) if body.location else None
        message = Message(client_id, body.text, body.choice, location, body.language, body.command)
        answer = await conversations.ask(conversation_id, message)
        return Answered(id=conversation_id, **vars(answer))

    @router.get("/{conversation_id}/messages")
    async def look_back(conversation_id: ConversationId, after: Annotated[int, Query(ge=0)] = 0) -> History:
        return History(messages=await record.history(conversation_id, after))

    @router.delete("/{conversation_id}", status_code=204)
    async def erase(conversation_id: ConversationId) -> Response:
        await record.delete(conversation_id)
        return Response(status_code=204)

    @router.post("/{conversation_id}/replies/{reply}/feedback", status_code=204)
    async def rate(
        conversation_id: ConversationId, reply: Annotated[str, Path(max_length=40)], body: FeedbackBody
    ) -> Response:
        if not reply.isdecimal():
            raise NoSuchConversation
        await conversations.rate(conversation_id, int(reply), **body.model_dump())
        return Response(status_code=204)

    return router
