# SPDX-License-Identifier: Apache-2.0
"""The tour's patient, on the phone page in a real browser: books, holds the code before the kiosk's camera, sees the place
in the queue and is told of the call."""
import shutil

import hall
import phone

SCALE = 2


class PatientPhone:
    """`tour` runs the steps; the phone shows what the registry serves at its public address."""

    def __init__(self, tour, session, band):
        self.tour, self.session, self.band = tour, session, band
        self.face = phone.Phone(tour.hall.values["public"], lang="en-GB")
        self.face.size(self.face.width, scale=SCALE)
        self.booking = None

    def close(self):
        self.face.driver.quit()

    def book(self, patient, money):
        """The whole way on the page, paid with a wallet; gives the booking as the registry tells the phone."""
        def looked_around():
            phone.browse(self.face, "HA", self.session["day"], self.session["department"], self.session["id"], self.band)
            return self.face.find("h1").text

        def booked():
            phone.identify(self.face, patient["name"], patient["id_number"], patient["phone"])
            phone.choose_way(self.face, "alipay")
            self.face.press("#book")
            phone.wallet_code(self.face, "alipay")
            self.booking = self.face.visit()
            return {"number": self.booking["number"], "band": self.booking["band"]}
        self.tour.step("phone-browse", "a phone looks around without a name: hospital, department, time, doctor", looked_around, self.face)
        self.tour.step("phone-booked", "and books on the phone page, to pay at once", booked, self.face)
        money.on_phone(self.face)
        self.booking = self.face.visit()
        return self.booking

    def show_code(self):
        """The phone's own screen, before the kiosk's camera."""
        camera = hall.RUN / "camera"
        self.face.picture(camera / ".code.png", self.face.find(".qr"))
        shutil.copy(camera / ".code.png", self.tour.folder / "booking.png")
        (camera / ".code.png").rename(camera / "code.png")

    def waits(self):
        def seen():
            self.face.go("#/v/HA/" + self.booking["id"])
            self.face.find(".place.waiting, .place.staged")
            return self.face.text(".place")
        self.tour.step("phone-waiting", "the phone shows the place in the queue", seen, self.face)

    def called(self):
        def seen():
            self.face.find("#called")
            return self.face.text("#called")
        self.tour.step("phone-called", "and is alerted: the whole screen says where to go", seen, self.face)
        self.face.press("#going")
