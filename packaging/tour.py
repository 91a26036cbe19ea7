#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""tour.py [--bus] [FOLDER]: the hall with a scripted morning instead of a person. `./run --tour` calls it.

Every step presses real buttons through input events of the X server and looks at what the program tells the
accessibility bus; a picture of every step, the printed tickets and tour.json go into FOLDER (build/tour). Ends
with 1 when a step was not seen. With --bus nothing but the accessibility bus is used: every press is a control's
own action and every text is set through the bus, as assistive software would."""
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import time
import urllib.request
import wave

import accessbus
import hall
import moneytour
import phonetour
import plug

HERE = pathlib.Path(__file__).resolve().parent
PATIENT = {"name": "王测试", "id_number": "999999198811201012", "phone": "19900000102"}
SECOND = {"name": "欧阳虚构", "id_number": "999999197901311034", "phone": "19900000104"}
ZONE = "3A"  # whose waiting room the demo display hangs in
FIRST_BAND = 480  # open at 07:50: check-in opens 30 minutes before
STEP_SECONDS = 20
DOUBLE_PRESS_SECONDS = 2.5  # the station ignores a second Next within 2 s


class Tour:
    def __init__(self, folder, bus_alone=False):
        self.folder = folder
        self.bus_alone = bus_alone
        self.steps, self.phone = [], None
        self.began = time.monotonic()
        os.environ.pop("DISPLAY", None)  # the tour never touches a real screen
        os.environ.pop("WAYLAND_DISPLAY", None)
        self.hall = hall.Hall(keep=False)
        self.money = moneytour.Money(self)

    # The registry's API, as any partner would use it; a window has a device's certificate.
    def ask(self, method, path, body=None, window=False):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": os.urandom(8).hex()}
        base, context = self.hall.values["registry" if window else "public"], None
        if window:
            keys = hall.RUN / "keys/counter"
            context = ssl.create_default_context(cafile=str(keys / "authority.crt"))
            context.check_hostname = False
            context.load_cert_chain(str(keys / "device.crt"), str(keys / "device.pem"))
        request = urllib.request.Request(base + "/v1/sites/HA" + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            return json.load(answer)

    def step(self, name, what, act, face=None):
        """Runs one step; `act` returns what was seen. Takes a picture of `face` afterwards."""
        start = time.monotonic()
        entry = {"step": len(self.steps) + 1, "name": name, "what": what}
        self.steps.append(entry)
        try:
            entry["seen"] = act()
            wrong = face.complaints() if face is not None else []
            if wrong:
                raise accessbus.NotSeen(f"controls that assistive software cannot use: {wrong}")
        except Exception as trouble:
            entry["error"] = f"{type(trouble).__name__}: {trouble}"
            raise
        finally:
            entry["seconds"] = round(time.monotonic() - start, 3)
            if face is not None:
                picture = f"{entry['step']:02d}-{name}.png"
                face.picture(self.folder / picture)
                entry["picture"] = picture
            sign = "not seen" if "error" in entry else "ok"
            print(f"  {entry['step']:>2} {sign:<8} {entry['seconds']:6.2f} s  {what}", flush=True)
        return entry["seen"]

    def program(self, name):
        pid = next(p.pid for n, p in self.hall.started if n == name)
        return accessbus.Program(pid, self.hall.displays[name])

    def day(self):
        return int(self.hall.clock[:10].replace("-", ""))

    def hold(self, channel, **more):
        wanted = {"day": self.day(), "session": self.session["id"], "band": FIRST_BAND, "channel": channel, "holder": "tour"}
        return self.ask("POST", "/holds", wanted, **more)["hold"]

    def choose_session(self):
        sessions = self.ask("GET", f"/sessions?day={self.day()}")["sessions"]
        self.session = next(s for s in sessions if s["zone"] == ZONE and s["half"] == "AM" and not s["pooled"]
                            and any(b["band"] == FIRST_BAND and b["free"].get("PHONE") for b in s["bands"]))

    def book_second(self):
        held = self.hold("WINDOW", window=True)
        self.second = self.ask("POST", "/bookings", {"hold": held, "person": SECOND, "lang": "en"}, window=True)
        return {"number": self.second["number"], "session": self.session["id"]}

    def show_code(self, code):
        camera = hall.RUN / "camera"
        subprocess.run(["qrencode", "-s", "8", "-m", "6", "-l", "M", "-o", str(camera / ".code.png"), code], check=True)
        shutil.copy(camera / ".code.png", self.folder / "booking.png")
        (camera / ".code.png").rename(camera / "code.png")

    def printed(self, number):
        """The ticket's picture and bytes, kept, and read back as a scanner would."""
        tickets = hall.RUN / "tickets"
        deadline = time.monotonic() + STEP_SECONDS
        found = []
        while not found and time.monotonic() < deadline:
            found = sorted(tickets.glob(f"{number}-*.png"))
            time.sleep(0.1)
        if not found:
            raise accessbus.NotSeen(f"no ticket {number} in {tickets}")
        bytes_file = found[-1].with_suffix(".bin")
        for file in (found[-1], bytes_file):
            shutil.copy(file, self.folder / f"ticket-{file.name}")
        scan = subprocess.run([str(hall.BIN / "menzhen"), "scan", str(found[-1]), "--json"], check=True, stdout=subprocess.PIPE)
        texts = json.loads(scan.stdout)["texts"]
        if not any(text.startswith("MZ1:") for text in texts):
            raise accessbus.NotSeen("the ticket's code is not readable from its picture")
        return {"ticket": found[-1].name, "bytes": bytes_file.stat().st_size, "codes": len(texts)}

    def press(self, face, name, role=None):
        (face.press if self.bus_alone else face.real_click)(name, role)

    def click(self, face, button, then):
        self.press(face, button)
        return face.wait(then, seconds=STEP_SECONDS).get_name()

    def kiosk_with_booking(self, kiosk):
        self.step("attract", "the kiosk greets in English", lambda: self.click(kiosk, "English", "Welcome.*"), kiosk)
        self.choose_session()
        self.phone = phonetour.PatientPhone(self, self.session, FIRST_BAND)
        self.booking = self.phone.book(PATIENT, self.money)
        self.check_in(kiosk, self.booking, show=self.phone.show_code)
        self.phone.waits()

    def check_in(self, kiosk, booking, mark="", show=None):
        """From the kiosk's first page to the paper; `mark` ends the names of the steps, `show` holds the code before the
        camera (else a picture of it does)."""
        self.step("scan" + mark, "the kiosk asks for the code",
                  lambda: self.click(kiosk, "I have a booking.*", "Hold your code.*"), kiosk)

        def seen():
            if show:
                show()
            else:
                self.show_code(booking["code"])
            question = kiosk.wait("Is this your visit\\?", seconds=STEP_SECONDS).get_name()
            (hall.RUN / "camera/code.png").unlink(missing_ok=True)  # the phone is put away
            return question
        self.step("visit" + mark, "the camera sees the booking's QR", seen, kiosk)

        def confirmed():
            self.press(kiosk, "Yes, (print my ticket|check me in)")
            return kiosk.wait(f".*{booking['number']}.*", seconds=STEP_SECONDS).get_name()
        self.step("ticket" + mark, "one press, and the number is there", confirmed, kiosk)
        self.step("printed" + mark, "the ticket is on paper", lambda: self.printed(booking["number"]))

    def home(self, kiosk):
        self.press(kiosk, "Done")
        kiosk.wait("Take a number.*|现场挂号.*", seconds=STEP_SECONDS)
        if kiosk.find("English"):
            self.press(kiosk, "English")
        return kiosk.wait("Take a number.*", seconds=STEP_SECONDS).get_name()

    def kiosk_walk_in(self, kiosk):
        self.step("home", "the patient leaves, the kiosk forgets", lambda: self.home(kiosk), kiosk)
        self.walk_in = self.take_number(kiosk, self.session["name_en"], "[A-Z]{1,2}[0-9]{3}", pays=self.money.at_kiosk)

    def take_number(self, kiosk, doctor, number, mark="", pays=None):
        """A walk-in of cardiology, from the kiosk's first page to the paper; gives the number, which looks like `number`.
        `pays`: goes from the confirmation to the number by paying; left out, the fee is paid at a window."""
        self.step("departments" + mark, "another patient has no booking",
                  lambda: self.click(kiosk, "Take a number.*", "Which department\\?"), kiosk)
        self.step("doctors" + mark, "whom to see, and what it costs",
                  lambda: self.click(kiosk, "Cardiology.*", "Which doctor\\?"), kiosk)
        self.step("bands" + mark, "when", lambda: self.click(kiosk, doctor + ".*", "When\\?|Which time\\?"), kiosk)
        self.step("identity" + mark, "who, or nobody", lambda: self.click(kiosk, "08:00.*", ".*identity number.*"), kiosk)
        self.step("confirm" + mark, "everything once more before it counts",
                  lambda: self.click(kiosk, "Continue without it", "Is everything right\\?"), kiosk)

        def taken():
            self.press(kiosk, "Yes, print my ticket")
            kiosk.wait("Please take your ticket.*", seconds=STEP_SECONDS)
            return kiosk.wait(number, seconds=STEP_SECONDS).get_name()
        given = pays(kiosk, number) if pays else self.step("walk-in" + mark, "the number of a walk-in", taken, kiosk)
        self.step("walk-in-printed" + mark, "its ticket is on paper too", lambda: self.printed(given))
        return given

    def station(self, counter):
        def signed_in():
            counter.wait("Sign in|登录", seconds=STEP_SECONDS)
            if self.bus_alone:
                counter.set_text("User.*|用户.*", "d01")
                counter.set_text("PIN.*|.*密码.*|.*6.*", hall.DEMO_PIN)
                counter.press("Sign in|登录", role="push button")
            else:
                counter.real_click("User.*|用户.*", role="text")
                counter.type("d01")
                counter.key("Tab")
                counter.type(hall.DEMO_PIN)
                counter.key("Return")
            return counter.wait(".*(诊室和队列|room and queue).*", seconds=STEP_SECONDS).get_name()

        def opened():
            if self.bus_alone:
                counter.set_text("Find.*|查找.*", self.session["name_zh"])
                counter.press("Open the room|开启诊室", role="push button")
            else:
                self.press(counter, ".*(" + self.session["name_zh"] + "|" + self.session["name_en"] + ").*", role="list item")
                counter.key("Return")
            return counter.wait("(下一位|Next).*", role="push button", seconds=STEP_SECONDS).get_name()
        self.step("signed-in", "the doctor signs in at the station", signed_in, counter)
        self.step("room", "and opens a room", opened, counter)

    def call(self, counter, board, number, what):
        def called():
            self.press(counter, "(下一位|Next).*", role="push button")
            return counter.wait(f"(当前患者|In the room).*{number}.*", seconds=STEP_SECONDS).get_name()

        def shown():  # on top of everything or in its room's row, not among those who get ready
            on_top, in_row = f".*请 {number} 号到.*", f".*:{number} .*(就诊中|请就诊).*"
            return board.wait(f"{on_top}|{in_row}", seconds=STEP_SECONDS).get_name()
        self.step(f"called-{number}", f"one press calls {what}", called, counter)
        self.step(f"board-{number}", "the board shows the call", shown, board)
        self.step(f"voice-{number}", "and speaks it", lambda: self.spoken(number))

    def spoken(self, number):
        deadline = time.monotonic() + STEP_SECONDS
        while time.monotonic() < deadline:
            for file in sorted((hall.RUN / "voice").glob(f"*{number}*.wav")):
                shutil.copy(file, self.folder / f"voice-{file.name}")
                with wave.open(str(file)) as sound:
                    return {"file": file.name, "seconds": round(sound.getnframes() / sound.getframerate(), 1)}
            time.sleep(0.1)
        raise accessbus.NotSeen(f"no sound for {number}")

    def run(self):
        environment = self.hall.environment
        with accessbus.private_session(environment):
            try:
                for program in hall.PROGRAMS:
                    self.step(f"start-{program.name}", f"{program.name} starts", lambda p=program: self.hall.start(p))
                self.morning()
                return 0
            except Exception as trouble:
                print(f"./run --tour: {trouble}", file=sys.stderr)
                return 1
            finally:
                if self.phone:
                    self.phone.close()
                self.hall.stop()
                self.write()

    def morning(self):
        kiosk = self.program("kiosk")
        self.kiosk_with_booking(kiosk)
        self.kiosk_walk_in(kiosk)
        self.money.cancelled(self.phone)
        self.step("booked-2", "a second patient books at the window", self.book_second)
        counter, board = self.program("counter"), self.program("display")
        self.station(counter)
        self.call(counter, board, self.booking["number"], "the patient with the booking")
        self.phone.called()
        plug.Plug(self, kiosk, counter, board).morning(self.walk_in, self.second)
        self.step("ledger", "the sandbox's ledger says what our books say", self.money.settled)

    def write(self):
        seen = sum("error" not in step for step in self.steps)
        report = {"clock": self.hall.clock, "steps": self.steps, "seen": seen, "of": len(self.steps),
                  "seconds": round(time.monotonic() - self.began, 1), "ledger": self.money.ledger}
        (self.folder / "tour.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        for log in (hall.RUN / "logs").glob("*.log"):
            shutil.copy(log, self.folder / log.name)
        print(f"{seen} of {len(self.steps)} steps seen. Pictures, tickets and tour.json: {self.folder}")


def main():
    words = [word for word in sys.argv[1:] if word != "--bus"]
    folder = pathlib.Path(words[0] if words else hall.ROOT / "build/tour").resolve()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return Tour(folder, bus_alone="--bus" in sys.argv).run()


if __name__ == "__main__":
    sys.exit(main())
