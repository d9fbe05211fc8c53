"""Building the plan's site and PDF, and the site as it would be from what is saved."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.plan_site import build_plan, pdf_available

from rettesnor_editor.plan.views.common import in_frame, in_words, site_page, theme_file, where
from rettesnor_editor.plan.workspace import desk
from rettesnor_editor.views.shared import page


@require_http_methods(["GET", "POST"])
def build(request: HttpRequest) -> HttpResponse:
    """Build the site and the PDF into «site/»."""
    site = desk().root / "site"
    if request.method != "POST":
        return page(request, "plan/build", place=str(site), has_pdf=pdf_available())
    stop, pages, problems = "", 0, []
    try:
        result = build_plan(desk().root, site, desk().day, with_pdf=pdf_available())
        pages, stop = result.pages, "\n".join(result.faults)
        data = desk().now().data
        problems = [(*where(one, data), in_words(one)) for one in result.problems]
    except (TargetDirError, LayoutError) as error:
        stop = str(error)
    return page(
        request, "plan/build", 200 if pages else 409, place=str(site), has_pdf=pdf_available(),
        done=True, pages=pages, stop=stop, problems=problems,
    )


@require_GET
def site(request: HttpRequest, path: str = "") -> HttpResponse:
    """Return a page of the plan's site as it would be built from what is saved."""
    if path.startswith("assets/"):
        return theme_file(request, path)
    html = site_page("", path.removesuffix("index.html"))
    if not html:
        raise Http404
    response: HttpResponse = in_frame(html)
    return response
