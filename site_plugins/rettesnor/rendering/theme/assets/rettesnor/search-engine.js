// What a reader asks for, and what answers it best, by the index in search-index.js.
"use strict";
(() => {
  const { tokens, stem, titleKey } = window.rnWords;
  const { contents, prepare, postings, hitOf } = window.rnSearch;
  /** What a way to a word counts, beside the word itself. */
  const WORTH = { related: 0.7, split: 0.9, said: 0.6, near: 0.8, beginning: 0.6, piece: 0.4 };
  const REST = 0.25; // what a page's other sections count beside its best one
  const INHERITED = 0.75; // what a word at the top of a page counts in its sections: their subject
  const PLACE = 0.6; // what the best section by itself counts beside the whole page
  const LONGEST_PHRASE = 5;
  const BEGINNINGS = 8;
  const SHORTEST = 5; // a word of fewer letters is not taken for a misspelt one

  let index = null; // known when it is asked

  // From words to ways -----------------------------------------------------------------------

  const known = (name) => index.place.has(name);
  const related = (phrase) =>
    Object.hasOwn(index.related, phrase) ? index.related[phrase].map((way) => way.split(" ")) : [];

  /**
   * Return what is asked for: one idea for each word or fixed phrase, with the ways to it. A way is
   * some stems, all of which a page must have, and what it is worth.
   */
  function ideas(query) {
    const found = [];
    const asked = tokens(query).map(({ word }) => ({ word, name: stem(word) }));
    for (let at = 0; at < asked.length; at++) {
      const phrase = phraseAt(asked, at);
      if (phrase) {
        found.push(phrase.idea);
        at += phrase.length - 1;
        continue;
      }
      const { word, name } = asked[at];
      if (index.stop.has(word)) continue;
      const next = asked[at + 1];
      const joined = next && !known(name + next.name) ? stem(word + next.word) : name + next?.name;
      if (next && !index.stop.has(next.word) && known(joined)) {
        found.push({ word: `${word} ${next.word}`, ways: [way([joined])] });
      }
      found.push(...wordIdeas(word, name, at === asked.length - 1));
    }
    return found;
  }

  const way = (names, worth = 1) => ({ names, worth });

  /** Return the longest phrase at `at` that has other words for it. */
  function phraseAt(asked, at) {
    for (let length = Math.min(LONGEST_PHRASE, asked.length - at); length > 1; length--) {
      const part = asked.slice(at, at + length);
      const names = part.map(({ name }) => name);
      const others = related(names.join(" "));
      if (!others.length) continue;
      const ways = others.map((other) => way(other, WORTH.related));
      const own = part.filter(({ word }) => !index.stop.has(word)).map(({ name }) => name);
      if (own.length && own.every(known)) ways.unshift(way(own));
      return { length, idea: { word: part.map(({ word }) => word).join(" "), ways } };
    }
    return null;
  }

  function wordIdeas(word, name, last) {
    const others = related(name).map((other) => way(other, WORTH.related));
    const plain = stem(word.replaceAll("ae", "æ").replaceAll("oe", "ø").replaceAll("aa", "å"));
    if (plain !== name && known(plain)) return [{ word, ways: [way([plain])] }];
    if (known(name)) {
      // A compound is also said with its parts: «språkkurs», «kurs i språk».
      const parts = split(word).map((ways) => ways[0].names[0]);
      if (parts.length) others.push(way(parts, WORTH.said));
      return [{ word, ways: [way([name]), ...others] }];
    }
    if (others.length) return [{ word, ways: others.map(({ names }) => way(names)) }];
    const beginnings = last && word.length > 2 ? beginningWith(word) : [];
    if (beginnings.length) {
      return [{ word, ways: beginnings.map((found) => way([found], WORTH.beginning)) }];
    }
    const parts = split(word);
    if (parts.length) return parts.map((ways) => ({ word, ways }));
    const near = nearest(word);
    if (near) return [{ word, ways: [way([near], WORTH.near)], instead: index.shown[index.place.get(near)] }];
    const piece = pieceOf(word);
    return [{ word, ways: piece ? [way([piece], WORTH.piece)] : [], unknown: true }];
  }

  /** Return some stems that begin with `word`, those in most places first. */
  function beginningWith(word) {
    let [low, high] = [0, index.names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.names[middle] < word) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (found.length < BEGINNINGS && index.names[low]?.startsWith(word)) found.push(index.names[low++]);
    return found;
  }

  /** Return the ways to each part of a compound that the guideline itself does not have. */
  function split(word) {
    for (let cut = 3; cut <= word.length - 3; cut++) {
      const tail = partWays(word.slice(cut));
      if (!tail.length || index.stop.has(word.slice(cut))) continue;
      for (const link of ["", "s", "e"]) {
        const head = word.slice(0, cut - link.length);
        if (head.length < 3 || (link && !word.slice(0, cut).endsWith(link))) continue;
        const ways = index.stop.has(head) ? [] : partWays(head);
        if (ways.length) return [ways, tail];
      }
    }
    return [];
  }

  function partWays(part) {
    const name = stem(part);
    const others = related(name).map((other) => way(other, WORTH.split * WORTH.related));
    return known(name) && name.length > 2 ? [way([name], WORTH.split), ...others] : others;
  }

  /** Return the longest known beginning or end of `word` that has at least five letters. */
  function pieceOf(word) {
    for (let length = word.length - 2; length > 4; length--) {
      const ends = [stem(word.slice(0, length)), stem(word.slice(-length))];
      const found = ends.find((end) => end.length > 4 && known(end));
      if (found) return found;
    }
    return "";
  }

  /**
   * Return the stem that is written most like `word`; none when all differ in more than `most`
   * letters: by default one in a short word, two in a long one. A word of four letters is one edit
   * away from some other word by chance, so shorter ones than `SHORTEST` are left alone.
   */
  function nearest(word, most = stem(word).length < 8 ? 1 : 2) {
    const name = stem(word);
    if (word.length < SHORTEST || /\d/.test(word)) return "";
    let best = "";
    let least = most + 1;
    for (const other of index.names) {
      if (Math.abs(other.length - name.length) >= least) continue;
      const far = distance(name, other, least) - (other[0] === name[0] ? 0.5 : 0);
      if (far < least - 0.5) [best, least] = [other, Math.ceil(far + 0.5)];
    }
    return best;
  }

  /** Return the least number of edits, swaps of neighbours too, that make `one` of `other`. */
  function distance(one, other, most) {
    let [earlier, before] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const change = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + change);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], earlier[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [earlier, before] = [before, row];
    }
    return before[other.length];
  }

  /** Return the written word that is most like a word that leads nowhere: one edit in four letters. */
  function guess(word) {
    const near = nearest(word, Math.floor(word.length / 4));
    return near ? index.shown[index.place.get(near)] : "";
  }

  // From ways to hits ------------------------------------------------------------------------

  /** Return what a way counts in each section of the hits that have all its words. */
  function follow({ names, worth }) {
    const each = names.map(postings);
    const sections = new Map();
    for (const { found, rare } of each) {
      for (const [section, weight] of found) {
        sections.set(section, (sections.get(section) ?? 0) + weight * rare * worth);
      }
    }
    if (each.length > 1) {
      const having = each.map(({ found }) => new Set([...found.keys()].map(hitOf)));
      for (const section of sections.keys()) {
        if (!having.every((some) => some.has(hitOf(section)))) sections.delete(section);
      }
    }
    return { sections, rare: each.reduce((sum, { rare }) => sum + rare, 0) };
  }

  /** Return what an idea counts in each section, and how rare the rarest way to it is. */
  function weigh({ ways }) {
    const followed = ways.map(follow);
    const best = new Map();
    for (const { sections } of followed) {
      for (const [section, score] of sections) best.set(section, Math.max(best.get(section) ?? 0, score));
    }
    return { best, rare: Math.max(...followed.map((one) => one.rare)) };
  }

  /** Return the hits, best first: the page, the sections that match, best first, and the score. */
  function rank(asked) {
    const weighed = asked.filter(({ ways }) => ways.length).map(weigh);
    const all = weighed.reduce((sum, { rare }) => sum + rare, 0);
    const matching = new Map(); // the sections of each hit
    for (const section of new Set(weighed.flatMap(({ best }) => [...best.keys()]))) {
      const hit = hitOf(section);
      if (matching.has(hit)) matching.get(hit).push(section);
      else matching.set(hit, [section]);
    }
    return [...matching].map(([hit, sections]) => {
      let [score, has] = [0, 0];
      const scores = new Map(sections.map((section) => [section, 0]));
      for (const { best, rare } of weighed) {
        const top = INHERITED * (best.get(hit) ?? 0);
        let [most, sum] = [0, 0];
        for (const section of sections) {
          const own = best.get(section) ?? 0;
          most = Math.max(most, own);
          sum += own;
          scores.set(section, scores.get(section) + Math.max(own, top));
        }
        score += most + REST * Math.min(sum - most, most);
        if (most) has += rare;
      }
      sections.sort((one, other) => scores.get(other) - scores.get(one) || one - other);
      const page = index.owner[hit];
      return {
        page,
        sections: sections.map((section) => section - index.first[page]),
        score: (score + PLACE * scores.get(sections[0])) * (has / all),
      };
    }).sort((one, other) => other.score - one.score || one.page - other.page || one.sections[0] - other.sections[0]);
  }

  /** Return `hits` with the page whose title is `query` first, also when all its words are stop words. */
  function titled(query, hits) {
    const { page, section } = index.titles.get(titleKey(query)) ?? {};
    if (page === undefined || !tokens(query).length) return hits;
    const own = hits.find((hit) => hit.page === page && !index.pages[page][1]);
    const others = own?.sections.filter((one) => one !== section) ?? [];
    const top = { page, sections: [section, ...others], score: own?.score ?? 0 };
    return [top, ...hits.filter((hit) => hit !== own)];
  }

  /**
   * Return what is found for `query`: the hits, best first; `ideas` as they were understood; and
   * the stems that count, for marking words.
   */
  async function find(query) {
    index = contents();
    const asked = ideas(query);
    const names = new Set(asked.flatMap(({ ways }) => ways.flatMap(({ names: some }) => some)));
    await prepare(names);
    return { hits: titled(query, rank(asked)), ideas: asked, names };
  }

  Object.assign(window.rnSearch, { find, guess });
})();
