"""Periods: what people say about time in nine languages, and the days that it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES
from knowledge.period_phrases import mentions
from knowledge.periods import asked

TODAY = date(2026, 11, 23)  # a Monday
THIS_WEEK, WEEKEND = ("2026-11-23", "2026-11-29"), ("2026-11-28", "2026-11-29")
NEXT_MONTH, AUGUST = ("2026-12-01", "2026-12-31"), ("2027-08-01", "2027-08-31")
LUNAR_AUGUST, TET = ("2027-09-01", "2027-09-29"), ("2027-01-29", "2027-02-20")
THIS_YEAR, NEXT_YEAR = ("2026-11-23", "2026-12-31"), ("2027-01-01", "2027-12-31")
TODAY_ONLY, TOMORROW = ("2026-11-23", "2026-11-23"), ("2026-11-24", "2026-11-24")

SAID = {
    "vi": {"hôm nay có gì": TODAY_ONLY, "mai có lễ hội không": TOMORROW, "tuần này có gì": THIS_WEEK, "cuối tuần đi đâu": WEEKEND, "tháng sau có lễ gì": NEXT_MONTH, "lễ hội tháng 8": AUGUST, "tháng 8 âm lịch có lễ gì": LUNAR_AUGUST, "dịp Tết có gì": TET, "năm nay còn lễ nào": THIS_YEAR, "sang năm có lễ gì": NEXT_YEAR},
    "en": {"what's on today": TODAY_ONLY, "events tomorrow?": TOMORROW, "What's on this week": THIS_WEEK, "anything this weekend": WEEKEND, "festivals next month": NEXT_MONTH, "festivals in August": AUGUST, "8th lunar month festivals": LUNAR_AUGUST, "what happens at Tet": TET, "later this year": THIS_YEAR, "festivals next year": NEXT_YEAR},
    "zh": {"今天有什么活动": TODAY_ONLY, "明天有节日吗": TOMORROW, "这周有什么活动": THIS_WEEK, "周末去哪": WEEKEND, "下个月有什么节日": NEXT_MONTH, "八月有什么节": AUGUST, "农历8月的节日": LUNAR_AUGUST, "春节期间有什么": TET, "今年还有什么节日": THIS_YEAR, "明年的节日": NEXT_YEAR},
    "ko": {"오늘 행사": TODAY_ONLY, "내일 축제 있어요": TOMORROW, "이번주 행사": THIS_WEEK, "이번 주말 축제": WEEKEND, "다음 달 축제": NEXT_MONTH, "8월 축제": AUGUST, "음력 8월 축제": LUNAR_AUGUST, "설날 행사": TET, "올해 남은 축제": THIS_YEAR, "내년 축제": NEXT_YEAR},
    "ja": {"今日のイベント": TODAY_ONLY, "明日の祭り": TOMORROW, "今週のイベント": THIS_WEEK, "今週末は何がある": WEEKEND, "来月のお祭り": NEXT_MONTH, "8月の祭り": AUGUST, "旧暦8月の行事": LUNAR_AUGUST, "テトの行事": TET, "今年の残りの祭り": THIS_YEAR, "来年の祭り": NEXT_YEAR},
    "ru": {"что сегодня": TODAY_ONLY, "праздники завтра": TOMORROW, "что на этой неделе": THIS_WEEK, "куда на выходных": WEEKEND, "праздники в следующем месяце": NEXT_MONTH, "праздники в августе": AUGUST, "8-й лунный месяц": LUNAR_AUGUST, "что будет на Тет": TET, "еще в этом году": THIS_YEAR, "в следующем году": NEXT_YEAR},
    "fr": {"aujourd'hui": TODAY_ONLY, "que faire demain": TOMORROW, "cette semaine": THIS_WEEK, "ce week-end": WEEKEND, "fêtes du mois prochain": NEXT_MONTH, "fetes en aout": AUGUST, "8e mois lunaire": LUNAR_AUGUST, "au Têt": TET, "encore cette année": THIS_YEAR, "l'année prochaine": NEXT_YEAR},
    "lo": {"ມື້ນີ້ມີຫຍັງ": TODAY_ONLY, "ມື້ອື່ນມີບຸນບໍ່": TOMORROW, "ອາທິດນີ້ມີບຸນຫຍັງ": THIS_WEEK, "ທ້າຍອາທິດນີ້ໄປໃສ": WEEKEND, "ເດືອນໜ້າມີບຸນຫຍັງ": NEXT_MONTH, "ເດືອນສິງຫາມີບຸນຫຍັງ": AUGUST, "ເດືອນ 8 ຈັນທະຄະຕິ": LUNAR_AUGUST, "ບຸນເຕັດມີຫຍັງ": TET, "ປີນີ້ຍັງມີບຸນຫຍັງ": THIS_YEAR, "ປີໜ້າມີບຸນຫຍັງ": NEXT_YEAR},
    "km": {"ថ្ងៃនេះមានអ្វី": TODAY_ONLY, "ស្អែកមានបុណ្យទេ": TOMORROW, "សប្តាហ៍នេះមានបុណ្យអ្វី": THIS_WEEK, "ចុងសប្តាហ៍នេះទៅណា": WEEKEND, "ខែក្រោយមានបុណ្យអ្វី": NEXT_MONTH, "ខែសីហាមានបុណ្យអ្វី": AUGUST, "ខែ 8 ចន្ទគតិ": LUNAR_AUGUST, "បុណ្យតេតមានអ្វី": TET, "ឆ្នាំនេះនៅមានបុណ្យអ្វី": THIS_YEAR, "ឆ្នាំក្រោយមានបុណ្យអ្វី": NEXT_YEAR},
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "question", "period"),
    [(language, question, period) for language, said in SAID.items() for question, period in said.items()],
)
def test_a_period_is_understood(language, question, period):
    """Ten kinds of period in each of nine languages."""
    assert tuple(map(str, asked(question, language, TODAY))) == period


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("le hoi thang 8 am lich", *LUNAR_AUGUST),
        ("tháng sáu", "2027-06-01", "2027-06-30"),
        ("tháng sau", *NEXT_MONTH),
        ("thang sau", *NEXT_MONTH),
        ("tháng sáu năm sau", "2027-06-01", "2027-06-30"),
        ("tháng giêng 2028", "2028-01-26", "2028-02-24"),
        ("tháng 11", "2026-11-23", "2026-11-30"),
        ("ngày 2/9", "2027-09-02", "2027-09-02"),
        ("ngày 30 tháng 4 năm 2030", "2030-04-30", "2030-04-30"),
        ("năm 2025 có lễ hội nào", "2025-01-01", "2025-12-31"),
        ("mùa hè năm sau", "2027-05-01", "2027-07-31"),
        ("từ nay đến tết có lễ hội gì", "2026-11-23", "2027-02-06"),
        ("quý tới có lễ nào", "2027-01-01", "2027-03-31"),
        ("quý này", "2026-11-23", "2026-12-31"),
        ("lễ hội nào đang diễn ra", *TODAY_ONLY),
        ("mùa đông", "2026-11-23", "2027-01-31"),
        ("10 ngày tới", "2026-11-23", "2026-12-03"),
        ("999 ngày tới", "2026-11-23", "2027-11-24"),
        ("Tết năm 2028", "2028-01-18", "2028-02-09"),
        ("tháng trước", "2026-10-01", "2026-10-31"),
    ],
)
def test_vietnamese_in_its_variety(question, first, last):
    """With and without diacritics, lunar and solar, with a year and without."""
    assert tuple(map(str, asked(question, "vi", TODAY))) == (first, last)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("vi", "có lễ hội gì không"),
        ("vi", "Tết Trung thu là ngày nào"),
        ("vi", "ngày 31/2"),
        ("en", "what festivals may I see"),
        ("en", "hot springs"),
        ("fr", "il a été dit"),
        ("vi", "lễ hội lần thứ 120250"),
        ("en", ""),
    ],
)
def test_where_there_is_no_period_none_is_found(language, question):
    """Words that only look like one, and days that do not exist."""
    assert asked(question, language, TODAY) is None


def test_a_sunday_still_belongs_to_its_week_and_weekend():
    """What is over is left out."""
    sunday = date(2026, 11, 29)
    assert asked("this week", "en", sunday) == (sunday, sunday)
    assert asked("this weekend", "en", sunday) == (sunday, sunday)
    assert asked("next weekend", "en", sunday) == (date(2026, 12, 5), date(2026, 12, 6))


def test_a_leap_day_waits_for_its_year():
    """29 February without a year is the next that exists; in a common year it is no date."""
    assert asked("ngày 29/2", "vi", TODAY) == (date(2028, 2, 29),) * 2
    assert asked("ngày 29/2/2027", "vi", TODAY) is None


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(LANGUAGES), st.data())
def test_what_is_understood_is_a_range_that_is_not_over(today, language, data):
    """On any day: periods without a year or "last" never lie in the past."""
    question = data.draw(st.sampled_from(list(SAID[language])))
    first, last = asked(question, language, today)
    assert today <= first <= last


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_failing(text, language):
    """Nothing a visitor types breaks it, and mentions do not overlap."""
    asked(text, language, TODAY)
    spans = sorted(mention.span for mention in mentions(text, language))
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
