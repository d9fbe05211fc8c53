// Checks the published files of each release against their published digests, in the browser.
"use strict";
(() => {
  const say = JSON.parse(document.getElementById("rn-texts-trust").textContent);
  const releases = [...document.querySelectorAll("[data-rn-release]")];

  function show(place, good, text) {
    place.hidden = false;
    place.dataset.state = good ? "good" : "bad";
    place.textContent = text;
  }

  async function digest(bytes) {
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function bytesOf(address) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.arrayBuffer();
  }

  /** Return what is wrong with a release, empty for nothing. */
  async function fault(item) {
    const { folder, manifest, before } = item.dataset;
    const bytes = await bytesOf(`${folder}manifest.json`);
    if (await digest(bytes) !== manifest) return say.file.replace("{file}", "manifest.json");
    const told = JSON.parse(new TextDecoder().decode(bytes));
    const snapshot = await digest(await bytesOf(`${folder}snapshot.json`));
    if (snapshot !== told.filer["snapshot.json"]) return say.file.replace("{file}", "snapshot.json");
    const earlier = releases.find((one) => one.dataset.rnRelease === before);
    // What the law had removed from an earlier release broke the chain there, and says so itself.
    if (earlier && !("removed" in item.dataset)
        && told.forrige?.sha256 !== earlier.dataset.manifest) {
      return say.chain.replace("{version}", before);
    }
    return "";
  }

  async function verify(button) {
    const sum = document.querySelector("[data-rn-verified]");
    if (!globalThis.crypto?.subtle) {
      sum.textContent = say.unable;
      return;
    }
    button.disabled = true;
    sum.textContent = say.working;
    let bad = 0;
    let unread = 0;
    for (const item of releases) {
      const place = item.querySelector("[data-rn-result]");
      try {
        const found = await fault(item);
        if (found) bad += 1;
        show(place, !found, found || say.good);
      } catch {
        unread += 1;
        show(place, false, say.unread);
      }
    }
    sum.textContent = bad ? say.someBad : unread ? say.someUnread : say.allGood;
    button.disabled = false;
  }

  function compare(form) {
    const given = form.elements.sum.value.toLowerCase().replace(/[^0-9a-f]/g, "");
    const place = form.querySelector("[data-rn-compared]");
    if (given.length !== 64) return show(place, false, say.notASum);
    const found = releases.find((one) => one.dataset.manifest === given);
    return show(place, Boolean(found),
      found ? say.same.replace("{version}", found.dataset.rnRelease) : say.unknown);
  }

  document.querySelector("[data-rn-verify]").addEventListener("click", (event) =>
    verify(event.currentTarget));
  document.querySelector("[data-rn-compare]").addEventListener("submit", (event) => {
    event.preventDefault();
    compare(event.currentTarget);
  });
})();
