# SPDX-License-Identifier: Apache-2.0
"""The clinic with the payment sandbox beside it, on the platforms' wire, and what a patient does to pay on the page."""
import contextlib
import json
import os
import pathlib
import tempfile

import payingtown
import registry_hall
from clinic import DAYS, DEMO, Clinic, browse, identify, somebody
from phone import choose_way as choose, wallet_code as shown
from registry_hall import free_port


class PayingClinic(Clinic):
    """`box`: the sandbox, which was told to notify `port`."""

    def __init__(self, box, port, hospital, keys):
        self.box, self.told_port = box, port
        registry_hall.Hall.__init__(self, "HA", hospital, days=DAYS, keys=keys)
        self.kiosk = self.wire = None

    @property
    def public_port(self):
        return self.told_port

    @public_port.setter
    def public_port(self, _):
        pass

    def booking(self, visit):
        return self.wire.must("GET", "bookings/" + visit)


def tables(box, without, costs):
    """The sandbox's tables for the site file; each begins with its name."""
    first, *brands = (pathlib.Path(box.folder) / "payments.toml").read_text().split("[payments.")
    text = first
    for table in brands:
        name = table.split("]")[0]
        if name != without:
            text += "[payments." + table.rstrip() + "\n" + ("cost_bp = %d\n" % costs[name] if name in costs else "")
    return text


@contextlib.contextmanager
def paying_clinic(fees=None, without="", costs=()):
    """`fees`: {code: yuan} instead of the demo hospital's own; `without`: a brand that this hospital does not have; `costs`: what
    brands keep, in hundredths of a percent."""
    with tempfile.TemporaryDirectory() as folder:
        hospital = DEMO
        if fees:
            with open(DEMO, encoding="utf-8") as file:
                book = json.load(file)
            for one in book["hospitals"]:
                for fee in one["fees"]:
                    fee["amount_cny"] = fees.get(fee["code"], fee["amount_cny"])
            hospital = os.path.join(folder, "hospital.json")
            with open(hospital, "w", encoding="utf-8") as file:
                json.dump(book, file, ensure_ascii=False)
        port = free_port()
        with payingtown.sandbox(os.path.join(folder, "sandbox"), port) as box, \
                PayingClinic(box, port, hospital, tables(box, without, costs)) as clinic:
            yield clinic


def to_pay(page, slot, way, person=None):
    """From the first page to the code on the payment page; gives the visit's id."""
    browse(page, slot)
    identify(page, person or somebody())
    choose(page, way)
    page.press("#book")
    return shown(page, way) and page.place().split("/")[-2]
