# SPDX-License-Identifier: Apache-2.0
"""A disk that gets full: the store of one program on a small tmpfs, filled up while everybody works."""
import os
import pathlib
import shutil
import subprocess
import time

SIZE_MB = 128  # a program asks for 64 MB at its start
LEFT_BYTES = 64 * 1024
BEFORE_SECONDS, FULL_SECONDS, AFTER_SECONDS = 6, 15, 20
REFUSAL_SECONDS = 20


def missing():
    return None if os.geteuid() == 0 else "mounting a tmpfs needs root"


def onto_small_disk(hall, name):
    home = hall.home(name)
    hall.end(name)
    aside = pathlib.Path(f"{home}.aside")
    shutil.copytree(home, aside)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=700", "tmpfs", str(home)], check=True)
    hall.mounts.append(home)
    shutil.copytree(aside, home, dirs_exist_ok=True)
    shutil.rmtree(aside)
    hall.start(name)


def use_up(home):
    """Leaves LEFT_BYTES."""
    ballast = home / "ballast"
    with open(ballast, "wb") as file:
        while (free := shutil.disk_usage(home).free) > LEFT_BYTES:
            file.write(bytes(min(free - LEFT_BYTES, 1 << 20)))
            file.flush()
    return ballast


def fill(hall, name):
    """Full while it works, then killed and started on the full disk, then repaired."""
    onto_small_disk(hall, name)
    time.sleep(BEFORE_SECONDS)
    ballast = use_up(hall.home(name))
    time.sleep(FULL_SECONDS)
    hall.expect(hall.processes[name].poll() is None, "a full disk ends no program", name)
    before = hall.said(name)
    ballast.unlink()
    time.sleep(AFTER_SECONDS)
    if name != "REG":
        hall.expect(hall.said(name) > before, "it works again as soon as there is room", (name, before))
    use_up(hall.home(name))
    hall.kill(name)
    hall.start(name, wait=False)
    try:
        status = hall.processes[name].wait(REFUSAL_SECONDS)
    except subprocess.TimeoutExpired:
        status = "none: it runs"
    said = hall.log(name).read_text(errors="replace").splitlines()[-1:]
    hall.expect(status == 1 and "MB" in str(said), "started on a full disk it says so and ends", (name, status, said))
    del hall.processes[name]
    ballast.unlink()
    hall.start(name)
    time.sleep(AFTER_SECONDS)
    return 2
