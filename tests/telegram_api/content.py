"""What people send besides text, in the least form that Telegram's clients give it."""

from typing import Any


def _file(kind: str, **more: Any) -> dict[str, Any]:
    return {"file_id": f"AgACAgUAAx-{kind}", "file_unique_id": f"AQAD-{kind}", "file_size": 2048, **more}


CONTENT: dict[str, Any] = {
    "animation": _file("animation", width=320, height=240, duration=2),
    "audio": _file("audio", duration=30),
    "contact": {"phone_number": "+84000000000", "first_name": "Lan"},
    "dice": {"emoji": "🎲", "value": 4},
    "document": _file("document", file_name="tài liệu.pdf", mime_type="application/pdf"),
    "photo": [_file("photo", width=800, height=600)],
    "poll": {
        "id": "5000000000000000001",
        "question": "Đi đâu?",
        "options": [
            {"persistent_id": "0", "text": "Côn Đảo", "voter_count": 0},
            {"persistent_id": "1", "text": "Hồ Tràm", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "sticker": _file("sticker", type="regular", width=512, height=512, is_animated=False, is_video=False, emoji="👋"),
    "video": _file("video", width=640, height=480, duration=5),
    "video_note": _file("video_note", length=240, duration=5),
    "voice": _file("voice", duration=3, mime_type="audio/ogg"),
}
