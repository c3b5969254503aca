"""A person at a browser: where they look, what they see, what goes wrong in front of them."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
from playwright.sync_api import TimeoutError as PatienceLost

SIZES = {"screen": (1280, 900), "phone": (390, 844), "large": (1600, 1000), "magnified": (320, 640)}
"""« magnified » is a screen of 1280 pixels at 400 %: what WCAG 1.4.10 asks a page to fit in."""
# The browser tells each answer over 399 on its console: the pages that test refusals mean them.
# A machine that raises a network interface while the browser loads is told there too, and says nothing of the page.
_REFUSED = re.compile(r"Failed to load resource: (.* responded with a status of 4\d\d|net::ERR_NETWORK_CHANGED)")

_DRESSED = """() => [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => {
  try { return link.sheet.cssRules.length >= 0; } catch { return false; }
})"""
# axe writes again, inside the page, a sheet that it cannot read yet: the content policy refuses that.


class Visitor:
    """One browser context. ``device``: screen, phone or large; ``scripts`` False for a visitor without JavaScript."""

    def __init__(
        self,
        browser: Browser,
        base_url: str,
        screenshots: Path,
        *,
        device: str = "screen",
        dark: bool = False,
        scripts: bool = True,
        expects: str = "$^",
    ) -> None:
        """``expects``: a pattern of console errors that this test provokes on purpose."""
        width, height = SIZES[device]
        self._context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        self._context.set_default_timeout(15_000)
        self._screenshots = screenshots
        self._look = "-".join([device, *(["sombre"] if dark else []), *([] if scripts else ["sans-js"])])
        self._expected = re.compile(expects)
        self._errors: list[str] = []
        self.page: Page = self._context.new_page()
        self._context.on("console", self._hear)
        self._context.on("weberror", lambda raised: self._errors.append(f"erreur : {raised.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        known = _REFUSED.search(message.text) or self._expected.search(message.text)
        if message.type == "error" and not known:
            self._errors.append(f"{self.page.url} console : {message.text}")

    def goes_to(self, path: str) -> Page:
        """Open a page and wait until its fragments are there."""
        self.page.goto(path)
        self.settles()
        return self.page

    def signs_in(self, email: str, password: str) -> str:
        """Sign in; the path where one arrives."""
        self.goes_to("/connexion")
        self.fills(email=email, password=password)
        self.page.locator("main form").get_by_role("button", name="Se connecter").click()
        self.page.wait_for_url(lambda url: "/connexion" not in url)
        self.settles()
        return urlsplit(self.page.url).path

    def settles(self) -> None:
        """Wait until the network rests and no fragment is busy."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function("() => !document.querySelector('cite-fragment[aria-busy=true]:not([lazy])')")

    def presses(self, label: str) -> None:
        """Press a button, or follow a link that looks like one, by what it says."""
        self.named(label).first.click()
        self.settles()

    def named(self, label: str) -> Locator:
        """Buttons and links with this name."""
        button = self.page.get_by_role("button", name=label)
        return button.or_(self.page.get_by_role("link", name=label))

    def fills(self, **answers: str) -> None:
        """Type answers in fields, by their name."""
        for name, answer in answers.items():
            self.page.locator(f"[name={name}]:not([type=hidden])").first.fill(answer)

    def sees(self, text: str) -> bool:
        """True when this text is visible on the page."""
        return self.page.get_by_text(text).first.is_visible()

    def keeps_picture(self, name: str, *, whole: bool = True) -> Path:
        """Save what is seen under var/screenshots, to be looked at by people."""
        self._screenshots.mkdir(parents=True, exist_ok=True)
        kept = self._screenshots / f"{name}-{self._look}.png"
        self.page.screenshot(path=kept, full_page=whole, caret="initial")
        return kept

    def meets_no_barrier(self) -> None:
        """Fail on any violation that axe finds, and on a page wider than the screen."""
        try:
            self.page.wait_for_function(_DRESSED, timeout=3_000)
        except PatienceLost:  # the sheet was lost on its way: a person would ask for the page again
            self.page.reload()
            self.page.wait_for_function(_DRESSED, timeout=30_000)
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} dépasse l'écran de {wide} px"

    def done(self) -> list[str]:
        """Close; the errors met."""
        self._context.close()
        return self._errors
