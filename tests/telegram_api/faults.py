"""Faults that a test orders for the next calls."""

from dataclasses import dataclass, field

from .errors import ApiError

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """What goes wrong with a method's next `times` calls.

    Attributes:
        status: the error to answer with, or None.
        seconds: how late the answer comes.
        drops: whether the connection closes without an answer.
        carried_out: whether the call takes effect all the same.
    """

    method: str
    times: int = 1
    status: int | None = None
    retry_after: int | None = None
    seconds: float = 0
    drops: bool = False
    carried_out: bool = False

    def error(self) -> ApiError:
        """The error to answer with."""
        if self.status == 429:
            seconds = self.retry_after or 1
            return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        status = self.status or 500
        return ApiError(status, REASONS.get(status, "Error"))


@dataclass
class Faults:
    """Faults that have not happened yet, in the order in which they were ordered."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if any; it is used up."""
        for fault in self.waiting:
            if fault.method == method or (fault.method == "*" and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
