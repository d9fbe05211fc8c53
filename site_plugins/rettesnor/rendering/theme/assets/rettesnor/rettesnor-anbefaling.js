// A recommendation on another site: the quote that was pasted in, and below it whether it still
// holds. It asks the guideline's own site for one small file, and tells nobody anything.
class RettesnorAnbefaling extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet(); // no element and no attribute, so that a strict policy holds
    style.replaceSync(`
      :host { display: block; margin: 1em 0; padding: 0.75em 1em; border: 1px solid; border-radius: 0.25em; }
      ::slotted(blockquote) { margin: 0; }
      p { margin: 0.5em 0 0; padding-left: 0.75em; border-left: 0.25em solid; font-size: 0.9em; }
      .old { border-color: #b3261e; background: #fdeceb; color: #7a1712; font-weight: bold; }
      .old a { color: inherit; }
    `);
    root.adoptedStyleSheets = [style];
    root.append(document.createElement("slot"));
    let data;
    try {
      const answer = await fetch(this.getAttribute("kilde"), { credentials: "omit",
        referrerPolicy: "no-referrer" });
      if (!answer.ok) return;
      data = await answer.json();
    } catch {
      return; // the quote stands, with its version and the link
    }
    if (!this.firstElementChild) this.append(this.#quote(data));
    this.#say(root, data);
  }

  /** Return the text as it is now, for an element that was left empty. */
  #quote(data) {
    this.setAttribute("versjon", data.siste ?? "");
    this.setAttribute("sitert", data.sitert ?? "");
    const quote = document.createElement("blockquote");
    quote.lang = data.sprak;
    quote.cite = this.#address(data.side);
    const text = document.createElement("p");
    const strength = document.createElement("strong");
    strength.textContent = `${data.styrke}:`;
    text.append(strength, ` ${data.kort_anbefaling}.`);
    const footer = document.createElement("footer");
    const link = document.createElement("a");
    link.href = quote.cite;
    link.textContent = data.tittel;
    footer.append(link, `. ${data.navn} (${data.utgave}). ${data.sier.who}.`);
    quote.append(text, footer);
    return quote;
  }

  #say(root, data) {
    // What is quoted is what can be outdated. Pieces that were pasted in before say their version only.
    const own = this.getAttribute("sitert");
    const same = own ? own === data.sitert : (this.getAttribute("versjon") ?? "") === data.siste;
    const line = document.createElement("p");
    line.setAttribute("part", "status");
    line.lang = data.sprak;
    if (!data.siste) {
      line.textContent = data.sier.unreleased;
    } else if (same) {
      line.textContent = data.utkast ? data.sier.draft : data.sier.now;
    } else {
      line.className = "old";
      line.textContent = `${data.sier.old} `;
      const link = document.createElement("a");
      link.href = this.#address(data.side);
      link.textContent = data.sier.read;
      line.append(link);
    }
    this.dataset.tilstand = line.className || (data.siste ? "now" : "unreleased");
    root.append(line);
  }

  #address(way) {
    return new URL(way, this.getAttribute("kilde")).href;
  }
}
if (!customElements.get("rettesnor-anbefaling")) {
  customElements.define("rettesnor-anbefaling", RettesnorAnbefaling);
}
