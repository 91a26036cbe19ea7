# SPDX-License-Identifier: Apache-2.0
"""A patient's phone: a real Chromium of a phone's size, without a window, and what a person does with it. The tour and
tests/phone use it."""
import os
import time

from selenium import webdriver
from selenium.common.exceptions import (ElementClickInterceptedException, JavascriptException,
                                        StaleElementReferenceException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

WAIT_SECONDS = 20
LOOK_SECONDS = 0.03
HEIGHT = 780
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
# A phone is on nobody's desktop: without a bus of its own the browser would start one, or join the hall's.
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "DBUS_SYSTEM_BUS_ADDRESS": "disabled:"}


class Phone:
    """`with Phone(base) as phone:`; `base` is the address of the registry's public face. `script` runs before anything
    of the page does."""

    def __init__(self, base, lang="zh-CN", width=390, script=""):
        self.base, self.width = base, width
        options = webdriver.ChromeOptions()
        for argument in ARGUMENTS + ("--lang=" + lang,):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": lang})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver", env=dict(os.environ, **NO_BUS)), options=options)
        self.size(width)
        if script:
            self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def size(self, width, height=HEIGHT, scale=1.0):
        self.width = width
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": True})

    def open(self, path="/"):
        """Opens it anew, also when only the part after # differs from what is open."""
        self.driver.get("about:blank")
        self.driver.get(self.base + path)

    def go(self, place):
        """To a place of the page, as its links do. The screen that is left counts as shown no more."""
        self.js("if (location.hash !== arguments[0]) { const main = document.getElementById('main'); "
                "if (main) { main.setAttribute('aria-busy', 'true'); } location.hash = arguments[0]; }", place)

    def js(self, text, *words):
        return self.driver.execute_script(text, *words)

    def later(self, text, *words):
        """What a promise gives."""
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; (%s)(...arguments).then(done, (fault) => done('FAULT ' + fault))"
            % text, *words)

    def until(self, what, look, seconds=WAIT_SECONDS):
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = look()
            except (StaleElementReferenceException, JavascriptException):
                found = None
            if found:
                return found
            if time.monotonic() > deadline:
                raise AssertionError("%s did not come at %s: %.600s" % (what, self.place(), self.text("body")))
            time.sleep(LOOK_SECONDS)

    def find(self, css):
        """The first that is shown, once the screen is whole."""
        def look():
            if self.js("const main = document.getElementById('main'); return !main || main.hasAttribute('aria-busy')"):
                return None
            return next((one for one in self.all(css) if one.is_displayed()), None)
        return self.until(css, look)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def gone(self, css):
        self.until("the end of " + css, lambda: not self.all(css))

    def press(self, css):
        """A tap where a finger would: the element must be in sight and on top. What the page has drawn anew, or still
        covers, in the moment of the tap was not pressed: it is looked for again, as a person would."""
        def pressed():
            element = self.find(css)
            self.js("arguments[0].scrollIntoView({block: 'center'})", element)
            try:
                element.click()
            except ElementClickInterceptedException:
                return False
            return True
        self.until("a press on " + css, pressed)

    def type(self, name, words):
        def typed():
            element = self.find("[name=%s]" % name)
            element.clear()
            element.send_keys(words)
            return True
        self.until("a field to type into", typed)

    def text(self, css="main"):
        return self.js("const found = document.querySelector(arguments[0]); return found ? found.innerText : ''", css)

    def says(self, words, css="main"):
        return self.until(repr(words), lambda: words in self.text(css))

    def place(self):
        return self.driver.current_url[len(self.base):]

    def visit(self):
        """The visit whose page is open, as the registry tells this phone."""
        site, visit = self.place().split("#/v/")[1].split("/")[:2]
        return self.later("(site, id) => fetch('/v1/sites/' + site + '/visits/' + id).then((answer) => answer.json())", site, visit)

    def complaints(self):
        """Errors of the page itself; an answer that refuses is none."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]]

    def picture(self, path, element=None, scale=2.0):
        if element is not None:
            return element.screenshot(str(path))
        self.size(self.width, scale=scale)
        return self.driver.save_screenshot(str(path))


def browse(phone, site, day, department, session, band):
    """From the first page to confirming: hospital, department, day and time, doctor. Gives how many screens that took."""
    phone.open("/")
    phone.press("a.row[href='#/h/%s']" % site)
    phone.press("a.row[href='#/h/%s/d/%s']" % (site, department))
    phone.press(".day[data-day='%d']" % day)
    phone.press("a.band[href$='/%d/%d']" % (day, band))
    phone.press("a.row[href='#/h/%s/c/%d/%s/%d']" % (site, day, session, band))
    phone.find("#book")
    return 5


def identify(phone, name, number, mobile):
    """Somebody whom this phone does not know yet."""
    if phone.all("fieldset.radios:not(.pay-how)"):
        phone.press("fieldset.radios:not(.pay-how) label:last-of-type")
    for field, words in (("name", name), ("id-number", number), ("phone", mobile)):
        phone.type(field, words)


def choose_way(phone, way):
    """Of the ways to pay on the confirmation: wechat, alipay or window."""
    phone.press(".pay-how label:nth-of-type(%d)" % (1 + ["wechat", "alipay", "window"].index(way)))


def wallet_code(phone, way):
    """The text of that wallet's code, once it is on the payment page."""
    begins = {"wechat": "weixin://", "alipay": "https://qr.alipay"}[way]

    def look():
        text = phone.js("const link = document.querySelector('#open-wallet'); return link ? link.getAttribute('href') : ''")
        return text if text.startswith(begins) else None
    return phone.until("the code of " + way, look)
