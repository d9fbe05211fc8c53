"use strict";
// Whether the national guideline has a newer version than the plan builds on. Only plans that ask for
// it have this script. It fetches one static file and sends nothing about the reader.
(async () => {
  const badge = document.querySelector("[data-rn-versions]");
  if (!badge) return;
  const numbers = (version) => version.split(".").map(Number);
  const isNewer = (one, than) => {
    const [a, b] = [numbers(one), numbers(than)];
    const place = a.findIndex((part, index) => part !== b[index]);
    return place >= 0 && a[place] > b[place];
  };
  let versions;
  try {
    const answer = await fetch(badge.dataset.rnVersions, { credentials: "omit",
      referrerPolicy: "no-referrer" });
    if (!answer.ok) return;
    versions = (await answer.json()).versjoner.map((one) => String(one.versjon));
  } catch {
    return; // the page says what was known when it was built
  }
  const valid = versions.filter((one) => /^\d+\.\d+\.\d+$/.test(one));
  if (!valid.length) return;
  const newest = valid.reduce((one, other) => (isNewer(other, one) ? other : one));
  const outdated = isNewer(newest, badge.dataset.rnVersion);
  badge.classList.toggle("rn-planbadge--old", outdated);
  const news = badge.querySelector("[data-rn-news]");
  news.textContent = outdated
    ? badge.dataset.rnNewer.replace("{version}", newest) : badge.dataset.rnCurrent;
  news.hidden = false;
})();
