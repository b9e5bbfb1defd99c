"""Who gets to the office pages, and who does not?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pantau import access
from pantau.access import Door, Tries

HERE = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (None, HERE),
        ("127.0.0.1", HERE),
        ("127.8.9.1", {"Host": "localhost:8501"}),
        ("::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}),
        ("::ffff:127.0.0.1", {"host": "localhost", "origin": "http://localhost:8501"}),
    ],
)
def test_the_person_at_this_computer_is_local(address: str | None, headers: dict[str, str]) -> None:
    assert access.is_local(address, headers)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.20", HERE),
        ("::ffff:192.168.1.20", HERE),
        ("not an address", HERE),
        (None, {**HERE, "X-Forwarded-For": "127.0.0.1"}),
        (None, {**HERE, "x-forwarded-proto": "https"}),
        (None, {**HERE, "Forwarded": "for=10.0.0.1"}),
        (None, {**HERE, "X-Real-Ip": "10.0.0.1"}),
        (None, {**HERE, "Via": "1.1 proxy"}),
        (None, {"Host": "pantau.example.org"}),
        (None, {"Host": "127.0.0.1:8501", "Origin": "https://pantau.example.org"}),  # a proxy that says nothing of it
        (None, {"Host": "127.0.0.1:8501", "Origin": "null"}),
        (None, {"Host": "127.0.0.1.example.org"}),
        (None, {"Host": "[broken"}),
        (None, {}),
    ],
)
def test_everyone_else_is_not(address: str | None, headers: dict[str, str]) -> None:
    assert not access.is_local(address, headers)


def test_without_a_password_only_this_computer_is_let_in() -> None:
    assert access.door(True, {}) is Door.OPEN
    assert access.door(False, {}) is Door.CLOSED
    assert access.door(False, {access.PASSWORD: ""}) is Door.CLOSED


def test_with_a_password_everyone_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "sandi"
    file.write_text("kelurahan tenang\n")
    for environment in ({access.PASSWORD: "rahasia"}, {access.PASSWORD_FILE: str(file)}):
        assert access.door(True, environment) is Door.PASSWORD
        assert access.door(False, environment) is Door.PASSWORD
    assert access.password({access.PASSWORD_FILE: str(file)}) == "kelurahan tenang"


def test_a_password_file_that_cannot_be_read_closes_the_door(tmp_path: Path) -> None:
    empty = tmp_path / "kosong"
    empty.write_text("\n")
    for file in (empty, tmp_path / "tidak ada", tmp_path):
        assert access.door(True, {access.PASSWORD_FILE: str(file)}) is Door.BROKEN
    assert not Tries().right("", "")


def test_wrong_passwords_slow_down_and_a_right_one_ends_it() -> None:
    now = 1000.0
    tries = Tries(lambda: now)
    for _ in range(access.FREE_TRIES):
        assert not tries.wait()
        assert not tries.right("salah", "rahasia")
    assert tries.wait() == 2
    assert not tries.right("rahasia", "rahasia"), "not even the right one while it waits"
    waits = []
    for _ in range(10):
        now += tries.wait()
        assert not tries.right("salah", "rahasia")
        waits.append(tries.wait())
    assert waits == sorted(waits) and waits[0] == 4 and waits[-1] == access.LONGEST_WAIT
    now += tries.wait()
    assert tries.right("rahasia", "rahasia")
    assert not tries.right("salah", "rahasia") and not tries.wait()


def test_the_proof_in_the_session_is_of_one_password() -> None:
    assert access.token("rahasia") == access.token("rahasia") != access.token("rahasia2")
    assert "rahasia" not in access.token("rahasia")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  petugas   data ", "petugas data"),
        ("Kasi\nKesra\x07", "Kasi Kesra"),
        ("petugas 3174061201800001", "petugas"),
        ("3174061201800001", ""),
        ("   ", ""),
        ("...", ""),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_name_is_one_short_line_without_a_nik(typed: str, kept: str) -> None:
    assert access.clean_name(typed) == kept
