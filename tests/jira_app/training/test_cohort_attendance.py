"""Who was there, as trainers mark it."""

from __future__ import annotations

import re
import threading

from cohort_room import ADA, BELA, FORM, TRAINER, Room
from learners import words


def test_two_windows_that_mark_at_once_lose_nothing(room: Room) -> None:
    """In each, other boxes of the same member were changed."""
    made = room.cohort(ADA)
    start = threading.Barrier(2)
    codes: list[int] = []

    def mark(module: str) -> None:
        client = room.app.test_client()
        client.set_cookie(*room.cookie(TRAINER))
        page = client.get(f"/training/cohorts/{made}/attendance").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        start.wait()
        form = {"csrf_token": token[1], "now": f"{module}:{ADA.id}"}
        codes.append(client.post(f"/training/cohorts/{made}/attendance", data=form).status_code)

    threads = [threading.Thread(target=mark, args=(module,)) for module in FORM["modules"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [303, 303]
    assert {row["attended"] for row in room.sheet(made)} == {"yes"}


def test_a_mark_can_be_taken_away(room: Room) -> None:
    """And only for members, and modules of the cohort."""
    made = room.cohort(ADA)
    where = f"/training/cohorts/{made}/attendance"
    room.post(TRAINER, where, now=[f"01:{ADA.id}", f"02:{ADA.id}", f"01:{BELA.id}", "x"])
    assert [row["attended"] for row in room.sheet(made)] == ["yes", "no"]
    assert room.page(made, "/attendance").count(" checked") == 1
    assert "yes" in words(room.page(made, "/sheet"))
    room.post(TRAINER, where, was=[f"01:{ADA.id}"])
    assert [row["attended"] for row in room.sheet(made)] == ["no", "no"]
