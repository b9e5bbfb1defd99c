"""Make ``.venv`` and install the pinned requirements into it; do nothing, quickly, when that is already done.

Usage: ``python3 scripts/prepare.py [--dev] [--system]``

``--dev`` adds what tests and checks need, ``--system`` Chromium and PostgreSQL (by apt, where we may). Runs on the
system's Python with its standard library only. ``PANTAU_APT=no`` keeps it from ever calling apt.
"""

from __future__ import annotations

import argparse
import glob
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST, TESTED = (3, 11), ("3.13", "3.12", "3.11")


def say(text: str) -> None:
    print(text, flush=True)


def use_new_enough_python() -> None:
    """Go on under a newer Python of this machine if the one that was started is too old; else stop with a message."""
    if sys.version_info >= OLDEST:
        return
    for version in TESTED:
        newer = shutil.which("python" + version)
        # A version manager may offer a name that it cannot run.
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        f"Perlu Python 3.11 atau lebih baru / Python 3.11 or newer is needed (this is {sys.version.split()[0]}).\n"
        "  Debian/Ubuntu: sudo apt install python3 python3-venv"
    )


# --- system packages ------------------------------------------------------------------------------


def apt_command() -> list[str] | None:
    """``apt-get`` as we may run it (as root, or by sudo without a password), or None."""
    if os.environ.get("PANTAU_APT") == "no" or os.name == "nt" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def apt_install(*packages: str) -> bool:
    """Install Debian packages if we may; whether that worked."""
    apt = apt_command()
    if apt is None:
        return False
    say(f"apt: memasang / installing {' '.join(packages)} ...")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [*apt, "install", "-y", "-q", "--no-install-recommends", *packages]

    def run(command: list[str]) -> bool:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
        )
        if done.returncode:
            say("  " + "\n  ".join((done.stdout + done.stderr).strip().splitlines()[-3:]))
        return done.returncode == 0

    # A fresh system has no package lists yet.
    return run(install) or (run([*apt, "update", "-q"]) and run(install))


def has_chromium() -> bool:
    return bool(shutil.which("chromium"))


def has_postgresql() -> bool:
    return bool(shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def install_test_programs() -> None:
    """Chromium and PostgreSQL for the tests; without them those tests are skipped (or fail under CI)."""
    for package, is_there in (("chromium", has_chromium), ("postgresql", has_postgresql)):
        if not is_there() and not apt_install(package):
            say(f"{package}: tidak dapat dipasang; tesnya dilewati / not installable here, its tests are skipped")


# --- the virtual environment ----------------------------------------------------------------------


def make_venv() -> None:
    """Create ``.venv`` afresh, by venv, else by virtualenv, whichever this machine has or may install."""
    say(f"Membuat / creating {VENV.name} (Python {sys.version.split()[0]}) ...")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]

    def can_venv() -> bool:  # Debian's python3 comes without ensurepip
        return subprocess.call([sys.executable, "-c", "import ensurepip"], stderr=subprocess.DEVNULL) == 0

    if not can_venv():
        # The versioned package is right for the distribution's Python, whichever that is.
        version = "python{}.{}-venv".format(*sys.version_info[:2])
        if not (apt_install(version) or apt_install("python3-venv")) or not can_venv():
            if importlib.util.find_spec("virtualenv") is None:
                pip = [sys.executable, "-m", "pip", "install", "--user", "--quiet", "virtualenv"]
                if subprocess.call(pip, stderr=subprocess.DEVNULL):
                    sys.exit(
                        "Python di komputer ini tidak punya modul venv. Pasang lalu ulangi:\n"
                        "This computer's Python has no venv module. Install it, then try again:\n"
                        f"  sudo apt install {version}"
                    )
            make = [sys.executable, "-m", "virtualenv", "--clear", str(VENV)]
    subprocess.check_call(make)


def fingerprint(files: list[Path]) -> str:
    """Changes with the requirements and with the Python that they were installed for."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def venv_works() -> bool:
    """Whether the environment's Python starts and is the version at hand (a system upgrade may have replaced it)."""
    if not VENV_PYTHON.exists():
        return False
    code = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        return subprocess.call([str(VENV_PYTHON), "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(dev: bool) -> None:
    """Install the requirements unless the stamp of the same ones is there."""
    base, more = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    stamps = {VENV / "installed-run": fingerprint([base])}
    if dev:  # the development requirements include the others
        stamps[VENV / "installed-dev"] = fingerprint([base, more])
    # The environment's Python may have gone although the stamps are there, hence both questions.
    if all(stamp.exists() and stamp.read_text() == text for stamp, text in stamps.items()) and VENV_PYTHON.exists():
        return
    if not venv_works():
        make_venv()
    for stamp in stamps:
        stamp.unlink(missing_ok=True)
    wanted = more if dev else base
    say(f"Memasang / installing {wanted.name} (sekali saja, beberapa menit / once, a few minutes) ...")
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-input"]
    # What is imported is compiled then; compiling all that the libraries bring takes half a minute for nothing.
    if subprocess.call([*pip, "--prefer-binary", "--no-compile", "-r", str(wanted)]):
        sys.exit(
            "Pemasangan gagal; periksa sambungan internet lalu ulangi.\n"
            "Installing failed (see above); check the network connection and run the command again."
        )
    for stamp, text in stamps.items():  # last, so that an interrupted installation is done again
        stamp.write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Set up the virtual environment.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--system", action="store_true", help="also Chromium and PostgreSQL, by apt")
    options = parser.parse_args()
    use_new_enough_python()
    install(options.dev)
    if options.system:
        install_test_programs()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
