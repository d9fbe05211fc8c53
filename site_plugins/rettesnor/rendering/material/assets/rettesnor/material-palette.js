// Until the reader has chosen, the system's choice of light or dark holds from the first paint.
(() => {
  if (window.palette?.color) return;
  for (const option of document.querySelectorAll("[data-md-color-media]")) {
    const { mdColorMedia: media } = option.dataset;
    if (!media || !matchMedia(media).matches) continue;
    for (const part of ["scheme", "primary", "accent"]) {
      document.body.setAttribute(`data-md-color-${part}`, option.getAttribute(`data-md-color-${part}`));
    }
    return;
  }
})();
