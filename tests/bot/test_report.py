"""The editors' report: what was asked, what nobody could answer, and no visitor recognisable by it."""

import csv
import io
import json
import time

import numpy as np
import pytest
from fakes import FakeEncoder
from typer.testing import CliRunner

from bot import report
from bot.__main__ import app
from bot.asked import Asked, read
from bot.record import Record, RecordUnusable

DAY = 86400.0
NOW = 100 * DAY
WEEK = 7 * DAY


def asked(text, conversation="a", days_ago=1.0, outcome="declined", **more):
    values = {"channel": "web", "language": "en", "entry": None, "reason": None} | more
    return Asked(conversation, text=text, asked_at=NOW - days_ago * DAY, outcome=outcome, **values)


def embed(ones):
    vectors = FakeEncoder().encode([one.text for one in ones])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def build(small_library):
    def made(ones, unhelpful=None, minimum=3):
        return report.build(ones, unhelpful or {}, small_library, embed, WEEK, minimum=minimum, now=NOW)

    return made


def test_questions_that_mean_the_same_are_counted_by_conversations(build):
    """One visitor who repeats a question is still one."""
    ones = [asked("rent a scooter", conversation) for conversation in "aaabc"]
    groups = build([*ones, asked("moon landing", "z")]).unanswered
    assert [(one.example, one.conversations) for one in groups] == [("rent a scooter", 3)]


def test_what_few_asked_is_hidden(build):
    """A text that only one or two visitors wrote could tell who they are."""
    made = build([asked("my neighbour at number 7", "a"), asked("my neighbour at number 7", "b")])
    assert "neighbour" not in report.as_text(made) + report.as_json(made) + report.as_csv(made)


def test_growth_is_against_the_period_before(build):
    ones = [asked("rent a scooter", c) for c in "abcd"] + [asked("rent a scooter", c, days_ago=9) for c in "ef"]
    made = build(ones)
    assert (made.unanswered[0].conversations, made.unanswered[0].before) == (4, 2)
    assert (made.tables["outcome"]["declined"].now, made.tables["outcome"]["declined"].before) == (4, 2)
    assert "4 (+2)" in report.as_text(made)


def test_answered_questions_count_by_topic_and_are_no_gap(build, small_library):
    entry = next(iter(small_library.entries.values()))
    made = build([asked("population", c, outcome="answered", entry=entry.slug) for c in "abc"])
    assert made.tables["topic"][entry.topic].now == 3
    assert made.unanswered == []


def test_unknown_claims_stand_apart_and_refusals_nowhere(build):
    """Opinions and abuse are no gap in the base."""
    claims = [asked("is it true that fish fly", c, reason="claim") for c in "abc"]
    opinions = [asked("who is the best leader", c, reason="opinion") for c in "abc"]
    made = build(claims + opinions)
    assert [one.example for one in made.claims] == ["is it true that fish fly"]
    assert made.unanswered == []


def test_csv_is_complete_and_starts_no_formula(build):
    made = build([asked("=1+1 scooter", c) for c in "abc"], {"some-entry": 4})
    rows = list(csv.reader(io.StringIO(report.as_csv(made))))
    assert rows[0] == ["table", "name", "now", "before"]
    assert ["unanswered", "'=1+1 scooter", "3", "0"] in rows
    assert ["unhelpful", "some-entry", "4", ""] in rows


@pytest.mark.parametrize("since", ["", "7", "0d", "7y", "-1d", "7d "])
def test_a_time_that_is_none_is_refused(since):
    with pytest.raises(ValueError, match="not a time"):
        report.seconds(since)


async def test_it_reads_what_the_gateway_wrote(tmp_path):
    """Also while the gateway has the file open."""
    path = tmp_path / "record.sqlite"
    record = Record(path)
    conversation, _ = await record.start("web", "vi", {"outcome": "routed", "text": "xin chào"})
    _, taken = await record.take(conversation.id, "c1", "f1", text="thuê xe máy", choice=None)
    reply = {"outcome": "answered", "text": "x", "entry": {"id": "one", "version": "abc"}, "declined": None}
    stored = await record.answer(taken, [reply], question_language="vi", context={})
    await record.give_feedback(conversation.id, int(stored[0]["id"]), helpful=False, reason=None, comment=None)
    await record.take(conversation.id, "c2", "f2", text="câu thứ hai", choice=None)
    ones, unhelpful = read(path, time.time() - 60)
    record.close()
    assert [(one.text, one.outcome, one.entry) for one in ones] == [
        ("thuê xe máy", "answered", "one"),
        ("câu thứ hai", "unanswered", None),
    ]
    assert unhelpful == {"one": 1}
    assert read(path, time.time() + 60) == ([], {})


def test_a_missing_or_damaged_record_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecordUnusable):
        read(tmp_path / "none.sqlite", 0)
    (tmp_path / "bad.sqlite").write_bytes(b"no database at all, far from it" * 99)
    with pytest.raises(RecordUnusable):
        read(tmp_path / "bad.sqlite", 0)
    done = CliRunner().invoke(app, ["report", "--since", "soon"])
    assert done.exit_code == 2
    assert "not a time" in done.output


def test_an_empty_time_is_a_report_too(build):
    made = build([])
    assert "none asked often enough" in report.as_text(made)
    assert json.loads(report.as_json(made))["unanswered"] == []
