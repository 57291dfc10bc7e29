"""Checks of one page that no person need make: names, headings, contrast, sizes, and the order of the tab key."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from chromium import check

CONTROLS = "a[href], button, input:not([type=hidden]), select, summary"

OUTLINE = """
    const seen = (element) => element.checkVisibility();
    const unnamed = [...document.querySelectorAll("input:not([type=hidden]), select")].filter(seen).filter(
        (control) => !control.labels.length && !control.ariaLabel);
    return {
        language: document.documentElement.lang,
        headings: document.querySelectorAll("h1").length,
        landmarks: ["header", "main", "footer"].filter((name) => !document.querySelector(name)),
        unnamed: unnamed.map((control) => control.outerHTML),
        wide: document.documentElement.scrollWidth > innerWidth,
        title: document.title,
    };
"""

# WCAG 2.2, "relative luminance".
LUMINANCE = """
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const paint = (colors) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) => color
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
"""

# WCAG 2.2, "contrast ratio"; 4.5 is what 1.4.3 asks of text of any size.
CONTRAST = LUMINANCE + """
    const grounds = (element) => {
        const found = [];
        for (let at = element; at; at = at.parentElement) found.unshift(getComputedStyle(at).backgroundColor);
        return found;
    };
    const poor = [];
    for (const element of document.body.querySelectorAll("*")) {
        const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!text || !element.checkVisibility() || element.closest(".skip")) continue;
        const ground = grounds(element);
        const [back, front] = [paint(ground), paint([...ground, getComputedStyle(element).color])].map(luminance);
        const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
        if (ratio < 4.5) poor.push(`${element.tagName} ${element.className} ${element.textContent.trim()} ${ratio}`);
    }
    return poor;
"""

GROUND = LUMINANCE + "return luminance(paint([getComputedStyle(document.documentElement).backgroundColor]));"

# WCAG 2.2, 2.5.8: "at least 24 by 24 CSS pixels"; links within a text are excepted there.
SMALL = """
    return [...document.querySelectorAll("button, .button, select, input:not([type=hidden])")]
        .filter((control) => control.checkVisibility())
        .filter((control) => { const box = control.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
        .map((control) => control.outerHTML);
"""

VISIBLE = "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility()).map((e) => e.outerHTML)"
FOCUSED = """
    const element = document.activeElement;
    if (element === document.body) return null;
    return [element.outerHTML, getComputedStyle(element).outlineStyle !== "none"];
"""


def check_outline(browser):
    found = browser.run(OUTLINE)
    check(found["language"] == "en", found)
    check(found["headings"] == 1, found)
    check(found["landmarks"] == [], found)
    check(found["unnamed"] == [], found)
    check(not found["wide"], browser.driver.current_url, "the page is wider than the window")
    check(found["title"].endswith(" – Attaché"), found)
    check(browser.run(SMALL) == [], browser.run(SMALL))


def check_contrast(browser):
    poor = browser.run(CONTRAST)
    check(poor == [], browser.driver.current_url, poor)


def check_ground(browser, scheme):
    """Fails unless the page is dark where the reader wants it so, and light where not."""
    luminance = browser.run(GROUND)
    check(luminance < 0.1 if scheme == "dark" else luminance > 0.6, browser.driver.current_url, scheme, luminance)


def check_tab_order(browser):
    """Goes through the page by the tab key alone: every control comes, in the order of the document, and shows it."""
    expected = browser.run(VISIBLE, CONTROLS)
    met = []
    for _ in range(len(expected)):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        focused = browser.run(FOCUSED)
        check(focused is not None, "the focus left the page", met)
        html, is_shown = focused
        check(is_shown, "no outline", html)
        met.append(html)
    check(met == expected, browser.driver.current_url, met, expected)
