"""What day it is where the visitors are."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> date:
    """Today in Vietnam; `HAIDANG_TODAY` (YYYY-MM-DD) sets another day for tests and previews."""
    fixed = os.environ.get("HAIDANG_TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now(ZONE).date()
