"""Looks at every kind of page, by day and by night, on a desk and in a hand, and keeps a screenshot of each."""

from accessibility import check_contrast, check_ground, check_outline

# Paths by the names of their screenshots.
PAGES = {
    "home": "/my/",
    "calendar": "/my/c/calendar/",
    "calendar-empty": "/my/c/calendar/?month=2020-01",
    "search": "/my/c/calendar/?q=%D8%A7%D8%AC",
    "search-nothing": "/my/c/calendar/?q=zzz",
    "event": "/my/c/calendar/planning.ics/",
    "event-names": "/my/c/calendar/names.ics/",
    "event-scripts": "/my/c/calendar/scripts.ics/",
    "event-invited": "/my/c/calendar/invited.ics/",
    "event-removed": "/my/c/calendar/removed.ics/?done=removed",
    "event-empty": "/my/c/calendar/market.ics/",
    "error": "/my/c/none/",
}


def views():
    return [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


def look(browser, directory, name, path, prepare=lambda: None):
    """Opens a page in every view, brings it into a state, checks it, and keeps what is seen."""
    for scheme, width in views():
        browser.prefer(scheme)
        browser.resize(width)
        browser.open(path)
        prepare()
        check_outline(browser)
        check_contrast(browser)
        check_ground(browser, scheme)
        browser.resize(width, browser.run("return Math.max(document.documentElement.scrollHeight, 600)"))
        browser.driver.save_screenshot(str(directory / f"{name}-{scheme}-{width}.png"))
    browser.resize(1280)


def look_at_all(browser, directory):
    directory.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        look(browser, directory, name, path)

    def open_forms():
        for summary in browser.all("summary"):
            summary.click()

    look(browser, directory, "event-replace", PAGES["event-names"], open_forms)
    browser.open(PAGES["event-names"])
    question = browser.find("a[href$='/remove']").get_attribute("href")
    look(browser, directory, "question", question.removeprefix(browser.url))
    # The browser notes the 404 itself.
    browser.driver.get_log("browser")
