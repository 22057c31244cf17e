"""The source registry: documents and pages that entries rest on, registered once and cited by id."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Source(BaseModel):
    """A document or page as it was seen; `date` is a year, a month or a day, as precise as it is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,60}$")]
    publisher: Annotated[str, StringConstraints(min_length=2)]
    title: Annotated[str, StringConstraints(min_length=2)]
    number: str | None = None
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    seen: dt.date
