"""The rule `calendar` of `check`: dates that the Vietnamese calendar disproves."""

from datetime import date

import content as sample
import pytest

from knowledge import check
from knowledge.check import CHECKS
from knowledge.checks import calendar

TODAY = date(2026, 11, 23)
EVENT = {"calendar": "lunar", "month": "8", "day": "16", "days": "3"}


def messages(folder, text, **entry):
    answer = {"answer": f"{sample.ANSWERS['vi']} {text}"}
    sample.write(folder, {"events/le-hoi": sample.entry(vi=answer, **entry)})
    found = check.run(TODAY, folder).findings
    return [finding.message for finding in found if finding.rule == "calendar"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Năm 2027 lễ hội là ngày 17-19/9/2027.", "in 2027 the event is 16-18/9/2027"),
        ("Năm 2027 lễ hội bắt đầu ngày 17/9/2027.", "in 2027 the event is 16-18/9/2027"),
        ("Năm 2027 lễ hội là ngày 16-17/9/2027.", "in 2027 the event is 16-18/9/2027"),
        ("Năm 2028 lễ hội là ngày 16-18/9/2028.", "in 2028 the event is 4-6/10/2028"),
        ("Năm 2026 là 27-30/9/2026 (16-18 tháng 8 âm lịch).", "27/9/2026 is 17/8 in the lunar calendar, not 16/8"),
        ("Ngày 23 tháng 3 âm lịch (28/4/2027) có lễ cúng.", "28/4/2027 is 22/3 in the lunar calendar, not 23/3"),
        ("Lễ bắt đầu thứ Hai 16/9/2027.", "16/9/2027 is a thứ năm, not thứ Hai"),
        ("Ngày 23/1/2027, thứ Sáu, có lễ.", "23/1/2027 is a thứ bảy, not thứ Sáu"),
    ],
)
def test_a_wrong_date_is_found(tmp_path, text, found):
    """A festival a day late, a range cut short, lunar days and weekdays that do not fit."""
    assert any(found in message for message in messages(tmp_path, text, kind="event", event=EVENT))


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2027 lễ hội là ngày 16-18/9/2027, năm 2028 là 4-6/10/2028.",
        "Năm 2027 lễ hội bắt đầu thứ Năm 16/9/2027; trước đó có họp báo ngày 10/9/2027.",
        "Năm 2025 lễ chính dời sang ngày 11/10/2025.",
        "Năm 2024 là 21-23/9/2024 (19-21 tháng 8 âm lịch).",
        "Ngày 16-18/9/2027 có lễ hội, ngày 23 tháng 3 âm lịch (29/4/2027) có lễ cúng.",
    ],
)
def test_right_dates_and_past_years_are_left_alone(tmp_path, text):
    """What took place need not follow the rule."""
    assert messages(tmp_path, text, kind="event", event=EVENT) == []


def test_the_rule_is_one_of_check():
    """It runs with the others, over the whole base."""
    assert calendar.check in CHECKS
