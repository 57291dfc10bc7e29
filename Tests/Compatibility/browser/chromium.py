"""Headless Chromium as the test of the pages drives it: Debian's `chromium` and `chromium-driver`, by selenium."""

import contextlib
import os
import shutil
import urllib.parse

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# A name of this machine that Chromium takes for another one: by plain HTTP it does not send it Sec-Fetch-Site.
OTHER_MACHINE = "attache.test"
PATIENCE = 20
VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
"""


def check(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def options(has_script):
    found = webdriver.ChromeOptions()
    found.binary_location = shutil.which("chromium")
    for argument in (
        "--headless=new", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--disable-features=HttpsUpgrades",
        f"--host-resolver-rules=MAP {OTHER_MACHINE} 127.0.0.1",
    ):
        found.add_argument(argument)
    if os.geteuid() == 0:
        # Chromium refuses to run as root with its sandbox.
        found.add_argument("--no-sandbox")
    found.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not has_script:
        found.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return found


class Chromium:
    """A browser whose user is logged in."""

    def __init__(self, driver, url, user, password):
        self.driver = driver
        self.url = url.rstrip("/")
        # Later requests of the same origin carry the password by themselves.
        parts = urllib.parse.urlsplit(self.url)
        self.driver.get(f"{parts.scheme}://{user}:{password}@{parts.netloc}/my/")
        self.driver.get(self.url + "/my/")

    def open(self, path):
        self.driver.get(self.url + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return [element.text for element in self.all(selector)]

    def follow(self, text):
        """Clicks the link that has a text in it."""
        self.driver.find_element(By.PARTIAL_LINK_TEXT, text).click()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition, what):
        # A page that goes away while it is read is read again.
        ignored = [StaleElementReferenceException]
        waiting = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=ignored)
        waiting.until(lambda _: condition(), what)

    def expect(self, selector, texts):
        """Waits until the elements of a selector have these texts: what a click leads to takes a moment."""
        self.wait(lambda: self.texts(selector) == texts, f"{selector} should be {texts}")

    def resize(self, width, height=900):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def throttle(self, octets_per_second):
        self.driver.execute_cdp_cmd("Network.enable", {})
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": octets_per_second}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)

    def block(self, patterns):
        """Has requests for these addresses fail, as if the network had gone."""
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": patterns})

    def check_violations(self):
        """Fails on anything that the policy of the page refused, and on any error that the browser noted."""
        found = self.run("return window.violations")
        check(found == [], self.driver.current_url, found)
        noted = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        check(noted == [], noted)


@contextlib.contextmanager
def chromium(url, user, password, has_script=True):
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options(has_script), service=service)
    try:
        if has_script:
            driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": VIOLATIONS})
        yield Chromium(driver, url, user, password)
    finally:
        driver.quit()
