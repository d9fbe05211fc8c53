"""What each page is put to so that everybody can use it; each test returns what it found wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python

from tests.support.browsers import Look, leave

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""Tags of axe-core: WCAG 2.0, 2.1 and 2.2, A and AA."""
WIDTHS = (375, 1280)
LOOKS = {"lyst": "light", "mørkt": "dark"}
EVERY_LOOK: tuple[Look, ...] = tuple((width, look) for width in WIDTHS for look in LOOKS.values())
CONTROLS = frozenset({
    "button", "checkbox", "combobox", "disclosuretriangle", "dialog", "link", "listbox",
    "menuitem", "option", "popupbutton", "radio", "searchbox", "slider", "spinbutton", "switch",
    "tab", "textbox", "textfield",
})
"""Roles in the browser's own tree, in lower case, whose bearers must have a name."""
REGIONS = frozenset({"navigation", "region", "form", "complementary", "search"})
"""Landmarks that are told apart by name when there are several (WAI-ARIA APG, landmarks)."""
_RUN = """tags => axe.run({
    resultTypes: ["violations"], ...(tags.length && {runOnly: {type: "tag", values: tags}}),
    rules: {"target-size": {enabled: true}},
}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, node.html.slice(0, 200)])))"""
_RESTLESS = """() => {
    const long = value => value.split(",").some(one => parseFloat(one) > 0.01);
    const found = [];
    for (const one of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(one, part);
            if ((style.animationName !== "none" && long(style.animationDuration))
                    || long(style.transitionDuration) || style.scrollBehavior === "smooth") {
                found.push((one.className || one.tagName) + (part || ""));
            }
        }
    }
    return found;
}"""
_ARRANGED = """async width => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return !width || innerWidth === width;
}"""
"""What a new size or the focus sets going is done after a frame: scripts fold, the page scrolls."""
_WATCH = """() => {
    const usable = `a[href], area[href], button, input, select, textarea, summary, audio[controls],
        video[controls], [contenteditable=true], [tabindex="0"]`;
    const shown = one => one.checkVisibility({visibilityProperty: true}) && !one.closest("[inert]")
        && one.getClientRects().length > 0;
    const chosen = one => one.type !== "radio" || !one.name || one.checked
        || !document.querySelector(`input[type=radio][name="${one.name}"]:checked`)
            && one === document.querySelector(`input[type=radio][name="${one.name}"]`);
    const expected = new Set([...document.querySelectorAll(usable)].filter(
        one => shown(one) && !one.matches(":disabled") && chosen(one)));
    const say = one => one.outerHTML.replace(/\\s+/g, " ").slice(0, 160);
    const faults = [];
    const over = one => {  // how much of it can be seen: some point of it must answer for it
        const boxes = [...one.getClientRects()];
        return boxes.some(box => [.1, .5, .9].some(x => [.1, .5, .9].some(y => {
            const hit = document.elementFromPoint(
                box.left + box.width * x, box.top + box.height * y);
            return hit && (one.contains(hit) || hit.contains(one) && hit.matches("label, details")
                || one.labels && [...one.labels].some(label => label.contains(hit)));
        })));
    };
    const marked = one => ["", "::before", "::after"].some(part => {
        const style = getComputedStyle(one, part || null);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    window.rnSeen = () => {
        const one = document.activeElement;
        if (one && one !== document.body && expected.delete(one)) {
            if (!one.matches(":focus-visible")) faults.push(["fokus-usynlig", say(one)]);
            else if (!marked(one)) faults.push(["fokus-uten-ramme", say(one)]);
            if (!over(one)) faults.push(["fokus-skjult", say(one)]);
        }
    };
    document.addEventListener("keydown", window.rnSeen, true);
    let before = expected.size;
    window.rnProgress = () => {
        const left = [...expected].filter(shown).length;
        const progress = left < before;
        before = left;
        return [left, progress];
    };
    window.rnLeft = () => [...faults,
        ...[...expected].filter(shown).map(one => ["ikke-naadd", say(one)])];
    return expected.size;
}"""

Fault = tuple[str, str]
"""The rule that was broken, and where."""


def _fit(page: Any, width: int, height: int) -> None:
    """Give the page a size, and wait until it has arranged itself by it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(_ARRANGED, arg=width)


def violations(page: Any, tags: Iterable[str] = WCAG) -> list[Fault]:
    """Return what axe-core finds in the page as it is shown; without ``tags`` by all its rules."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE} }}")
    return [(rule, where) for rule, where in page.evaluate(_RUN, list(tags))]


def axe(page: Any, looks: Iterable[Look] = EVERY_LOOK) -> list[Fault]:
    """Return what axe-core finds in each of ``looks``."""
    found: dict[Fault, None] = {}
    for width, scheme in looks:
        _fit(page, width, 900)
        page.emulate_media(color_scheme=scheme)
        found |= dict.fromkeys(violations(page))
    page.emulate_media(color_scheme="light")
    return list(found)


def names(page: Any) -> list[Fault]:
    """Return controls without a name, and landmarks that share one, as the browser tells them.

    The browser's tree is what screen readers read (WCAG 2.2, 4.1.2 and 2.4.6).
    """
    session = page.context.new_cdp_session(page)
    found: list[Fault] = []
    regions: Counter[tuple[str, str]] = Counter()
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        role = str(node.get("role", {}).get("value", "")).lower()
        name = str(node.get("name", {}).get("value", "")).strip()
        if node.get("ignored"):
            continue
        if role in CONTROLS and not name:
            found.append(("uten-navn", f"{role} {node.get('backendDOMNodeId')}"))
        if role in REGIONS and (name or role != "form"):  # a form without one is no landmark
            regions[role, name] += 1
    session.detach()
    found += [
        ("samme-navn", f"{role} «{name}»") for (role, name), count in regions.items() if count > 1
    ]
    twice = page.evaluate("""() => [...document.querySelectorAll("[id]")].map(one => one.id)
        .filter((id, index, all) => all.indexOf(id) !== index)""")
    return found + [("samme-id", id_) for id_ in twice]


def zoom(page: Any) -> list[Fault]:
    """Return whether the page scrolls sideways in 320 × 256 CSS px (WCAG 2.2, 1.4.10)."""
    _fit(page, 320, 256)
    width = page.evaluate("document.documentElement.scrollWidth")
    return [("bredere-enn-320", f"{width} px")] if width > 320 else []


def calm(page: Any) -> list[Fault]:
    """Return what would move although the reader wants less motion."""
    page.emulate_media(reduced_motion="reduce")
    return [("beveger-seg", str(one)) for one in page.evaluate(_RESTLESS)]


def keyboard(page: Any) -> list[Fault]:
    """Return what Tab does not reach, shows no focus, or is hidden when it has it.

    WCAG 2.2: 2.1.1, 2.4.7 and 2.4.11. Sideways as well as down the page, on a phone's width.
    """
    _fit(page, 375, 667)
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    presses = page.evaluate(_WATCH)
    while presses:
        for _ in range(presses):
            page.keyboard.press("Tab")
        page.wait_for_function(_ARRANGED)
        page.evaluate("() => window.rnSeen()")
        presses = _more_presses(page)
    return [(rule, where) for rule, where in page.evaluate("() => window.rnLeft()")]


def _more_presses(page: Any) -> int:
    """Return how often to press Tab again: never without progress since the last time.

    A date field has several stops, and how many differs between browsers: their number cannot be
    told from the page.
    """
    left, progress = page.evaluate("() => window.rnProgress()")
    return min(24, left * 8) if progress else 0


TESTS: dict[str, Callable[[Any], list[Fault]]] = {
    "axe": axe, "navn": names, "zoom": zoom, "ro": calm, "tastatur": keyboard,
}
"""The tests by the ids in ``schema/accessibility.schema.json``; the last one moves the focus."""


@contextmanager
def opened(chromium: Any, address: str) -> Iterator[Any]:
    """Open a page, whole: its scripts have run."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address, wait_until="load")
    yield page
    leave(context)


def axe_version() -> str:
    """Return the version of axe-core."""
    return AXE.partition("axe v")[2].split(maxsplit=1)[0]
