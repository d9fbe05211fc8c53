"""How soon a reader's phone shows the pages: ``python -m benchmarks.reading SITE``.

Chromium is slowed down as in Lighthouse's profile for phones: a processor four times slower,
150 ms to and fro, 1.6 Mbit/s. The throttling is *applied* (DevTools protocol): the browser waits.
It is not Lighthouse's default, which loads at full speed and then *simulates* ("lantern") what a
slow line would have done, so the figures are not Lighthouse's score. Connections cost nothing on
loopback, and the host speaks HTTP/1.1: six requests at a time.

"Hits" is when the first hit of a search is in the page. Material's page of search is the front
page with its search box open; its LCP is that of the front page's text.

Every run is a first visit, with an empty cache. Pages and sites take turns, so that a machine that
grows slower does so for all. Results go to ``results/reading.md`` and ``reading.json``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import this_machine
from benchmarks.plain_material import build_plain_material
from benchmarks.static_server import found, hosted, packed

CPU_SLOWDOWN, LATENCY_MS, BYTES_PER_SECOND = 4, 150, 1_600_000 // 8
_PATIENCE = 20
_PHONE = {"width": 412, "height": 823}
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_QUERY = "sok/?q=hjemmebes%C3%B8k"
PAGES = {
    "front page": "",
    "recommendation": "skolens-oppfolging/involvere-pp-tjenesten/",
    "recommendation, nynorsk": "nn/skolens-oppfolging/involvere-pp-tjenesten/",
    "phase": "faser/bekymringsfullt/",
    "role in a phase": "faser/bekymringsfullt/kontaktlaerer/",
    "search with a query": _QUERY,
}
_WATCH = """
window.rnSeen = {fcp: 0, lcp: 0, cls: 0, hits: 0, what: ""};
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (one.name === "first-contentful-paint") rnSeen.fcp = one.startTime;
  }
}).observe({type: "paint", buffered: true});
new MutationObserver(() => {
  if (!rnSeen.hits && document.querySelector("[data-rn-hits] > li, .md-search-result__item")) {
    rnSeen.hits = performance.now();
  }
}).observe(document, {childList: true, subtree: true});
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    rnSeen.lcp = one.startTime;
    rnSeen.what = one.element ? `${one.element.tagName} ${one.element.className}` : "";
  }
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) rnSeen.cls += one.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One visit: milliseconds, the sum of layout shifts, bytes as sent, requests, elements.

    Attributes:
        hits: when the first hit of a search was there; 0 where nothing is searched for.
        what: the element that LCP is the time of.
    """

    lcp: float
    fcp: float
    hits: float
    cls: float
    sent: float
    requests: float
    nodes: float
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """A page of a site: medians, the extremes of LCP, and the size of its HTML."""

    site: str
    page: str
    lcp: float
    lowest: float
    highest: float
    fcp: float
    hits: float
    cls: float
    sent: float
    requests: float
    nodes: float
    html: int
    compressed: int
    what: str


def main(arguments: Sequence[str]) -> int:
    """Measure, write the results, and print them."""
    options = _options(arguments)
    sites = {"Rettesnor": options.site.resolve()}
    if not options.no_peer:
        peer = options.work.resolve() / "plain-material"
        sites["MkDocs + Material"] = build_plain_material(sites["Rettesnor"], peer)
    load = os.getloadavg()[0]
    rows = measured(sites, options.pages or PAGES, options.runs)
    text = as_markdown(rows, options.runs, options.date, load)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "reading.md").write_text(text, encoding="utf-8", newline="\n")
    figures = {"date": options.date, "runs": options.runs, "rows": [asdict(row) for row in rows]}
    (options.out / "reading.json").write_text(
        json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    print(text)
    return 0


def measured(sites: Mapping[str, Path], pages: Mapping[str, str], runs: int) -> list[Row]:
    """Return a row for every page of every site that has it."""
    with ExitStack() as stack:
        hosts = {name: stack.enter_context(hosted(folder)) for name, folder in sites.items()}
        browser = stack.enter_context(_browser())
        there = [
            (site, page) for page, address in pages.items() for site in sites
            if found(sites[site], _of(site, address))
        ]
        loads: dict[tuple[str, str], list[Load]] = {one: [] for one in there}
        for turn in range(runs + 1):
            for site, page in there:
                load = _visit(browser, hosts[site] + _of(site, pages[page]))
                if turn:  # the first round warms the server and the disk
                    loads[site, page].append(load)
                print(f"{turn}/{runs} {site}: {page} {load.lcp:.0f} ms", file=sys.stderr)
    return [
        _row(site, page, found(sites[site], _of(site, pages[page])), loads[site, page])
        for site, page in there
    ]


def _of(site: str, address: str) -> str:
    """Return the address at a peer, whose search has no page of its own."""
    return address.replace("sok/", "") if site != "Rettesnor" else address


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        sys.exit("Chromium is not here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


def _visit(browser: Any, url: str) -> Load:
    context = browser.new_context(
        viewport=_PHONE, device_scale_factor=1.75, is_mobile=True, has_touch=True,
        service_workers="block",
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_PER_SECOND,
        "uploadThroughput": BYTES_PER_SECOND // 2,
    })
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="networkidle")
    for _ in range(_PATIENCE):
        page.wait_for_timeout(300)  # a paint is reported a little later
        if page.evaluate("rnSeen.lcp"):
            break
    seen = page.evaluate("({...rnSeen, nodes: document.querySelectorAll('*').length})")
    context.close()
    return Load(
        seen["lcp"], seen["fcp"], seen["hits"], seen["cls"], sum(sent), len(sent), seen["nodes"],
        seen["what"],
    )


def _row(site: str, page: str, path: Path | None, loads: Sequence[Load]) -> Row:
    html = path.read_bytes() if path else b""
    mid = {
        name: median(getattr(load, name) for load in loads)
        for name in ("lcp", "fcp", "hits", "cls", "sent", "requests", "nodes")
    }
    lcp = [load.lcp for load in loads]
    return Row(
        site=site, page=page, lowest=min(lcp), highest=max(lcp), html=len(html),
        compressed=len(packed(html)), what=loads[-1].what, **mid,
    )


def as_markdown(rows: Sequence[Row], runs: int, date: str, load: float) -> str:
    """Return the results as a table."""
    machine = this_machine()
    lines = [
        "# How soon a phone shows the pages", "",
        f"{date}. Medians of {runs} first visits; LCP with the lowest and the highest. *Applied* "
        f"throttling: processor ÷ {CPU_SLOWDOWN}, {LATENCY_MS} ms, "
        f"{BYTES_PER_SECOND * 8 / 1e6:.1f} Mbit/s; see `benchmarks/reading.py`. "
        f"{machine.cpu}, {machine.cores} cores, load {load:.1f} when it began.", "",
        "| page | site | LCP ms | FCP ms | hits ms | CLS | sent kB | requests | elements "
        "| HTML kB | gzip kB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        hits = f"{row.hits:.0f}" if row.hits else "–"
        lines.append(
            f"| {row.page} | {row.site} | {row.lcp:.0f} ({row.lowest:.0f}–{row.highest:.0f}) "
            f"| {row.fcp:.0f} | {hits} | {row.cls:.3f} | {row.sent / 1000:.0f} "
            f"| {row.requests:.0f} | {row.nodes:.0f} | {row.html / 1000:.1f} "
            f"| {row.compressed / 1000:.1f} |"
        )
    return "\n".join([*lines, ""])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    add = parser.add_argument
    add("site", type=Path, help="a built site")
    add("--runs", type=int, default=5, help="visits of each page that count (default 5)")
    add("--pages", type=_pages, help="addresses in the site, comma-separated")
    add("--no-peer", action="store_true", help="leave MkDocs + Material out")
    add("--work", type=Path, default=Path(".benchmarks"), help="where the peer is built")
    add("--out", type=Path, default=Path(__file__).parent / "results", help="where results go")
    add("--date", default=datetime.date.today().isoformat(), help="the day of the run")
    return parser.parse_args(arguments)


def _pages(given: str) -> dict[str, str]:
    return {address or "front page": address for address in given.split(",")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
