"""A small content folder to break on purpose."""

from pathlib import Path
from typing import Any

import yaml

from knowledge.languages import LANGUAGES
from knowledge.library import CONTENT

TITLES = {
    "vi": "Dân số Vũng Tàu",
    "en": "Population of Vũng Tàu",
    "zh": "头顿的人口",
    "ko": "붕따우의 인구",
    "ja": "ブンタウの人口",
    "ru": "Население Вунгтау",
    "fr": "Population de Vũng Tàu",
    "lo": "ປະຊາກອນຂອງວຸງເຕົ່າ",
    "km": "ប្រជាជនវុងតាវ",
}
ANSWERS = {
    "vi": "Theo số liệu công bố, Vũng Tàu có 14,5 triệu lượt khách trong năm 2024 và được công bố ngày 12/8/2024; số liệu này do cơ quan thống kê địa phương tổng hợp từ các cơ sở lưu trú trên địa bàn.",
    "en": "According to published figures, Vũng Tàu had 14.5 million visits in 2024, announced on 12 August 2024; the local statistics office gathered the figure from places to stay.",
    "zh": "根据公布的数据，头顿2024年接待游客1,450万人次，于2024年8月12日公布；该数字由当地统计机关根据住宿场所汇总。",
    "ko": "발표된 수치에 따르면 붕따우는 2024년에 1,450만 명의 방문객을 맞았으며 2024년 8월 12일에 발표되었습니다. 이 수치는 지역 통계 기관이 숙박 시설에서 집계했습니다.",
    "ja": "公表された数字によると、ブンタウは2024年に1,450万人の訪問者を迎え、2024年8月12日に公表されました。この数字は地元の統計機関が宿泊施設から集計したものです。",
    "ru": "По опубликованным данным, Вунгтау в 2024 году принял 14,5 млн посетителей, что объявлено 12 августа 2024 года; данные собрало местное статистическое управление по местам проживания.",
    "fr": "Selon les chiffres publiés, Vũng Tàu a compté 14,5 millions de visites en 2024, annoncées le 12 août 2024 ; l'office local des statistiques a réuni ce chiffre auprès des hébergements.",
    "lo": "ຕາມຕົວເລກທີ່ປະກາດ, ວຸງເຕົ່າມີຜູ້ມາຢ້ຽມຢາມ 14.5 ລ້ານເທື່ອຄົນໃນປີ 2024 ປະກາດວັນທີ 12 ສິງຫາ 2024; ຕົວເລກນີ້ອົງການສະຖິຕິທ້ອງຖິ່ນລວບລວມຈາກສະຖານທີ່ພັກ.",
    "km": "តាមតួលេខដែលបានផ្សាយ វុងតាវមានអ្នកទស្សនា 14.5 លានលើកក្នុងឆ្នាំ 2024 ដែលប្រកាសនៅថ្ងៃទី 12 ខែសីហា ឆ្នាំ 2024 ហើយតួលេខនេះប្រមូលដោយការិយាល័យស្ថិតិមូលដ្ឋានពីកន្លែងស្នាក់នៅ។",
}  # fmt: skip
ASKS = {
    "vi": ["dân số vũng tàu bao nhiêu", "vũng tàu có mấy người", "vũng tàu đông dân không", "số dân ở vũng tàu", "bao nhiêu người sống ở vũng tàu"],
    "en": ["population of vung tau", "how many people live in vung tau", "is vung tau crowded", "vung tau inhabitants", "number of residents vung tau"],
    "zh": ["头顿有多少人", "头顿人口", "住在头顿的人数"],
    "ko": ["붕따우 인구", "붕따우에 몇 명이 사나요", "붕따우 주민 수"],
    "ja": ["ブンタウの人口は", "ブンタウに何人住んでいますか", "ブンタウの住民数"],
    "ru": ["сколько людей в вунгтау", "население вунгтау", "число жителей вунгтау"],
    "fr": ["combien d'habitants à vung tau", "population de vung tau", "nombre de résidents à vung tau"],
    "lo": ["ວຸງເຕົ່າມີຈັກຄົນ", "ປະຊາກອນວຸງເຕົ່າ", "ຈຳນວນຄົນວຸງເຕົ່າ"],
    "km": ["វុងតាវមានមនុស្សប៉ុន្មាន", "ប្រជាជនវុងតាវប៉ុន្មាន", "ចំនួនអ្នករស់នៅវុងតាវ"],
}  # fmt: skip


def entry(**changes: Any) -> dict[str, Any]:
    """A sound entry; keyword arguments replace its keys, those of a language are merged into its text."""
    data: dict[str, Any] = {
        "kind": "fact",
        "sources": [{"id": "office-2024"}, {"id": "paper-2024"}],
        "as_of": "2024-08-12",
        "checked": "2026-11-01",
        "review_days": "365",
    }
    for language in LANGUAGES:
        data[language] = {
            "title": TITLES[language],
            "asks": list(ASKS[language]),
            "answer": ANSWERS[language],
            "status": "draft",
        }
    for key, value in changes.items():
        data[key] = {**data[key], **value} if key in LANGUAGES else value
    return {key: value for key, value in data.items() if value is not None}


def other(word: str, **changes: Any) -> dict[str, Any]:
    """Another sound entry whose asks and titles all bear `word`."""
    texts = {
        language: {
            "title": f"{TITLES[language]} {word}",
            "asks": [f"{ask} {word}" for ask in ASKS[language]],
            "answer": f"{ANSWERS[language]} ({word})",
        }
        for language in LANGUAGES
    }
    return entry(**{**texts, **changes})


SOURCES = {
    "office-2024": {"publisher": "Cục Thống kê", "title": "Niên giám", "date": "2024", "url": "https://example.org/a", "language": "vi", "seen": "2026-11-01"},
    "paper-2024": {"publisher": "Báo Ví Dụ", "title": "Tin", "url": "https://example.org/b", "language": "vi", "seen": "2026-11-01"},
}  # fmt: skip


def write(folder: Path, entries: dict[str, dict[str, Any]], sources: dict[str, Any] | None = None) -> Path:
    """Write a content folder: entries by "topic/slug", with the real names and wording."""
    needed = {"services/hotline-1022": other("1022"), "services/emergency-numbers": other("113")}
    for name, data in {**needed, **entries}.items():
        path = folder / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "sources").mkdir(exist_ok=True)
    text = yaml.safe_dump(sources or SOURCES, allow_unicode=True)
    (folder / "sources" / "all.yml").write_text(text, encoding="utf-8")
    (folder / "names.yml").write_bytes((CONTENT / "names.yml").read_bytes())
    (folder / "spelling.yml").write_bytes((CONTENT / "spelling.yml").read_bytes())
    (folder / "wording").mkdir(exist_ok=True)
    for path in (CONTENT / "wording").glob("*.yml"):
        (folder / "wording" / path.name).write_bytes(path.read_bytes())
    return folder
