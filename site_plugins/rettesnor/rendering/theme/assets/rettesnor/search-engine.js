// What a reader asks for, and what answers it best, by the index in search-index.js.
"use strict";
(() => {
  const { tokens, stem, titleKey, askedFor } = window.rnWords;
  const { contents, prepare, postings, hitOf, isQuestion } = window.rnSearch;
  /** What a way to a word counts, beside the word itself. */
  const WORTH = { related: 0.7, derived: 0.6, split: 0.9, said: 0.6, near: 0.8, beginning: 0.6, piece: 0.4 };
  const REST = 0.4; // what a page's other sections count beside its best one
  const INHERITED = 0.75; // what a word at the top of a page counts in its sections: their subject
  const PLACE = 0.6; // what the best section by itself counts beside the whole page
  const COVERAGE = 0.8; // how much it counts that a page has all that is asked for
  const TOGETHER = 0.4; // and that one section has
  const RARITY = 0.85; // how much a rare word counts beside a common one
  const HEADING = 0.5; // what a word in a heading counts, beside the text
  const NAMED = 2; // how rare a strength is taken to be when a question names several
  const QUESTION = 2.5; // what a question that the page answers counts, beside the text
  const WHOLE_QUESTION = 3; // words are a question; one alone is a keyword, and counts so much less
  const ALIKE_QUESTION = 0.5; // how much it counts that the question has all that is asked for
  const ASKS = 1.35; // what it counts when both ask for the same (who, when, how), or the same asks
  const WEAK = 0.45; // what a word counts that says little
  const PART = 0.6; // what a part of a compound counts that the guideline does not have
  const DEFINES = 1.5; // what an entry counts that has the only word asked for as its name
  const TELLING = 0.25; // how rare a word must be, next to the rarest, to be marked in texts
  const TOO_FAR = 0.05; // what a hit must have of the best one's score
  const LONGEST_PHRASE = 6;
  const BEGINNINGS = 8;
  const ALIKE = 3; // words that are shown for one that leads nowhere
  const SHORTEST = 5; // a word of fewer letters is not taken for a misspelt one
  const CONFUSED = ["aåo", "eæi", "oøu", "yiu", "dt", "gkj", "bp", "vf", "sz", "cks", "gh"];
  const ENDINGS = ["ning", "ing", "els", "sjon"]; // of nouns that are made of verbs, longest first
  const SOUNDS = /^(?:kj|tj|sj|skj|sk|ch|hj|gj|j|hv|v|æ|ø|å)/;

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
    const others = [
      ...related(name).map((other) => way(other, WORTH.related)),
      ...derived(name).map((other) => way([other], WORTH.derived)),
    ];
    const plain = stem(word.replaceAll("ae", "æ").replaceAll("oe", "ø").replaceAll("aa", "å"));
    if (plain !== name && known(plain)) return [{ word, ways: [way([plain])] }];
    if (known(name)) {
      // A compound is also said with its parts: «språkkurs», «kurs i språk».
      const parts = split(word).map((ways) => ways[0].names[0]);
      if (parts.length) others.push(way(parts, WORTH.said));
      return [{ word, ways: [way([name]), ...others] }];
    }
    if (others.length) {
      const means = others[0].names.map((one) => index.shown[index.place.get(one)]).join(" ");
      return [{ word, ways: others.map(({ names }) => way(names)), means }];
    }
    if (known(`§${word}`)) return [{ word, ways: [way([`§${word}`])] }]; // «grunnloven 104»
    const beginnings = last && word.length > 2 ? beginningWith(word) : [];
    if (beginnings.length) {
      return [{ word, ways: beginnings.map((found) => way([found], WORTH.beginning)) }];
    }
    const parts = split(word);
    const whole = joined(parts);
    if (whole.length) return [{ word, ways: whole.map((found) => way([found])) }];
    if (parts.length) return parts.map((ways) => ({ word, ways, part: true }));
    const near = nearest(word, tolerance(word));
    if (near) return [{ word, ways: [way([near], WORTH.near)], instead: index.shown[index.place.get(near)] }];
    const piece = pieceOf(word);
    return [{ word, ways: piece ? [way([piece], WORTH.piece)] : [], unknown: true }];
  }

  /** Return the stems here of what is made of a verb, or of the verb: «oppdatere», «oppdatering». */
  function derived(name) {
    const ending = ENDINGS.find((one) => name.length > one.length + 3 && name.endsWith(one));
    const root = ending ? name.slice(0, -ending.length) : name;
    return root.length < 4 ? [] : [root, ...ENDINGS.map((one) => root + one)].filter((one) => one !== name && known(one));
  }

  /** Return some stems that begin with `word`, those in most places first. */
  function beginningWith(word, most = BEGINNINGS) {
    let [low, high] = [0, index.names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.names[middle] < word) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (found.length < most && index.names[low]?.startsWith(word)) found.push(index.names[low++]);
    return found;
  }

  /**
   * Return the ways to each part of a compound that the guideline itself does not have: two parts,
   * or more («oppfølgings-møte-referat»). Each is known here or is another word for what is.
   */
  function split(word) {
    for (let cut = 3; cut <= word.length - 3; cut++) {
      if (index.stop.has(word.slice(cut))) continue;
      const tail = partWays(word.slice(cut));
      if (!tail.length) continue;
      for (const link of ["", "s", "e"]) {
        const head = word.slice(0, cut - link.length);
        if (head.length < 3 || (link && !word.slice(0, cut).endsWith(link)) || index.stop.has(head)) continue;
        const ways = partWays(head);
        if (ways.length) return [ways, tail];
        const more = head.length > 6 ? split(head) : [];
        if (more.length) return [...more, tail];
      }
    }
    return [];
  }

  /** Return the stems here that are put together as `parts` are: «hjemmebesøk» for «heimebesøk». */
  function joined(parts) {
    if (parts.length !== 2) return [];
    const [heads, tails] = parts.map((ways) => ways.filter(({ names }) => names.length === 1).map(({ names }) => names[0]));
    return index.names.filter((name) => heads.some((head) => name.startsWith(head) && tails.some((tail) =>
      name.endsWith(tail) && name.length >= head.length + tail.length && name.length <= head.length + tail.length + 2)));
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
   * Return the stem that is written most like `word`; none when all differ by more than `most`.
   *
   * Only what is likely to be a slip counts: the word is long enough, is none that we know from
   * everyday Norwegian, begins alike, and differs by little for its length. By chance alone some
   * word is always near.
   */
  function nearest(word, most) {
    const name = stem(word);
    if (word.length < SHORTEST || name.length < SHORTEST - 1 || /\d/.test(word) || ordinary(word)) return "";
    let best = "";
    let least = most + 0.01;
    for (const other of index.names) {
      if (other.length < SHORTEST - 1 || Math.abs(other.length - name.length) > 4 || !alike(name, other)) continue;
      const far = Math.min(distance(name, other, least), distance(word, other, least));
      if (far < least) [best, least] = [other, far];
    }
    return best;
  }

  /** Return whether `word` is in our lists of Norwegian words. */
  const ordinary = (word) => index.weak.has(word) || index.stop.has(word) || Object.hasOwn(index.related, stem(word));

  /** Return whether two words begin with the same sound. */
  const alike = (one, other) => one[0] === other[0] || (SOUNDS.test(one) && SOUNDS.test(other));

  /** Return what it costs to write `a` for `b`; letters that sound alike are taken for each other. */
  const confusion = (a, b) => (a === b ? 0 : CONFUSED.some((some) => some.includes(a) && some.includes(b)) ? 0.5 : 1);

  /** Return what it costs that a letter of `word` is one too many: little when it is doubled. */
  const surplus = (word, at) => (word[at] === word[at - 1] || word[at] === word[at + 1] ? 0.5 : 1);

  /** Return the least cost of edits, swaps of neighbours too, that make `one` of `other`. */
  function distance(one, other, most) {
    const before = [0];
    for (let j = 1; j <= other.length; j++) before[j] = before[j - 1] + surplus(other, j - 1);
    let [earlier, row] = [[], before];
    for (let i = 1; i <= one.length; i++) {
      const next = [row[0] + surplus(one, i - 1)];
      for (let j = 1; j <= other.length; j++) {
        next[j] = Math.min(
          row[j] + surplus(one, i - 1), next[j - 1] + surplus(other, j - 1),
          row[j - 1] + confusion(one[i - 1], other[j - 1]),
        );
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          next[j] = Math.min(next[j], earlier[j - 2] + 1);
        }
      }
      if (Math.min(...next) > most) return Infinity;
      [earlier, row] = [row, next];
    }
    return row[other.length];
  }

  /** Return how much a word may differ from one that it is taken for without asking. */
  const tolerance = (word) => (word.length < 7 ? 0.5 : word.length < 10 ? 1 : 1.5);

  /** Return the written word that is most like a word that leads nowhere. */
  function guess(word) {
    const near = nearest(word, word.length < 7 ? 1 : word.length < 10 ? 1.5 : 2.5);
    return near ? index.shown[index.place.get(near)] : "";
  }

  /** Return some written words that begin as `word` does, for at least half of it; the most alike first. */
  function alikeTo(word) {
    const name = stem(word);
    const least = Math.max(4, Math.ceil(name.length / 2));
    if (name.length < least) return [];
    const shared = (other) => {
      let at = 0;
      while (at < name.length && name[at] === other[at]) at++;
      return at;
    };
    return beginningWith(name.slice(0, least), index.names.length)
      .filter((other) => !index.weak.has(other))
      .sort((one, other) => shared(other) - shared(one) || one.length - other.length)
      .slice(0, ALIKE).map((other) => index.shown[index.place.get(other)]);
  }

  // From ways to hits ------------------------------------------------------------------------

  /** Return what a way counts in each section that has all its words, and those that are headed by them. */
  function follow({ names, worth }) {
    const [first, ...others] = names.map(postings);
    const sections = new Map();
    const headed = new Map();
    for (const [section, weight] of first.found) {
      if (others.every(({ found }) => found.has(section))) {
        const sum = others.reduce((so, { found }) => so + found.get(section), weight);
        sections.set(section, (sum / names.length) * worth);
        const parts = [first, ...others].map((one) => one.headed.get(section) ?? 0);
        if (Math.min(...parts)) headed.set(section, worth * Math.min(...parts) * Math.sqrt(parts.length));
      }
    }
    return { sections, headed, spread: others.length ? sections.size : first.spread };
  }

  /** Return how rare something is that is in `having` of `all`. */
  const rarity = (having, all) => Math.max(0, Math.log(1 + (all - having + 0.5) / (having + 0.5))) ** RARITY;

  /**
   * Return what an idea counts in the text of each section, for its heading, and in each question.
   *
   * A rare word for the same is no better than the word itself: «samtykkje» counts no more than
   * the «samtykke» that was asked for.
   */
  function weigh({ ways, weak, strength, part }) {
    const worth = weak ? WEAK : part ? PART : 1;
    const followed = ways.map(follow);
    const rare = ({ spread }) => Math.max(rarity(spread, index.sections), strength ? NAMED : 0);
    const most = ways[0].worth === 1
      ? rare(followed[0]) : rarity(new Set(followed.flatMap(({ sections }) => [...sections.keys()])).size, index.sections);
    const text = new Map();
    const headed = new Map();
    const named = new Set(); // the sections that have nothing else in their heading
    const asked = new Map();
    for (const [at, one] of followed.entries()) {
      const counts = Math.min(rare(one), most) * worth;
      for (const [section, score] of one.sections) {
        if (!isQuestion(section)) text.set(section, Math.max(text.get(section) ?? 0, score * counts));
      }
      for (const [section, score] of one.headed) {
        if (isQuestion(section)) {
          asked.set(section, Math.max(asked.get(section) ?? 0, score * counts));
          continue;
        }
        headed.set(section, Math.max(headed.get(section) ?? 0, score));
        if (score >= ways[at].worth) named.add(section);
      }
    }
    const heading = HEADING * rarity(new Set([...headed.keys()].map(hitOf)).size, index.pages.length) * worth;
    for (const [section, score] of headed) headed.set(section, score * heading);
    return { text, headed, named, asked, rare: most * worth };
  }

  /**
   * Return `asked` with the words that say little told apart. A question that names several
   * strengths is about them («skal eller bør»); in others they are auxiliary verbs.
   */
  function weakened(asked) {
    const named = new Set(asked.filter(({ word }) => index.strengths.includes(word)).map(({ word }) => word));
    return asked.map((idea) => {
      const about = named.size > 1 && named.has(idea.word);
      return { ...idea, strength: about, weak: !about && index.weak.has(idea.word) };
    });
  }

  /**
   * Return the question of each hit that is most like what is asked, and its score: how much they
   * have in common, of all that either says.
   */
  function questions(weighed, all, kinds) {
    const same = kinds.map((kind) => postings(kind).found);
    const asks = (section) => ASKS ** same.filter((found) => found.has(section)).length;
    const scores = new Map();
    const has = new Map();
    for (const { asked, rare } of weighed) {
      for (const [section, score] of asked) {
        scores.set(section, (scores.get(section) ?? 0) + score);
        has.set(section, (has.get(section) ?? 0) + rare);
      }
    }
    const worth = QUESTION * Math.min(1, weighed.length / WHOLE_QUESTION);
    const best = new Map();
    for (const [section, sum] of scores) {
      const score = worth * sum * (has.get(section) / all) ** ALIKE_QUESTION * asks(section);
      const hit = hitOf(section);
      if (score > (best.get(hit)?.score ?? 0)) best.set(hit, { section, score });
    }
    return best;
  }

  /**
   * Return the hits, best first: the page, the sections that match, best first, the question that
   * the page says it answers when that is why it is a hit, and the score.
   */
  function rank(weighed, kinds) {
    const all = weighed.reduce((sum, { rare }) => sum + rare, 0);
    const alike = questions(weighed, all, kinds);
    const matching = new Map([...alike.keys()].map((hit) => [hit, []])); // the sections of each hit
    for (const section of new Set(weighed.flatMap(({ text }) => [...text.keys()]))) {
      const hit = hitOf(section);
      if (matching.has(hit)) matching.get(hit).push(section);
      else matching.set(hit, [section]);
    }
    // Who asks for one word is served by what says what it means.
    const defines = (hit) => weighed.length === 1 && index.pages[index.owner[hit]][1] && weighed[0].named.has(hit);
    return [...matching].map(([hit, sections]) => {
      let [score, has] = [0, 0];
      const scores = new Map(sections.map((section) => [section, 0]));
      const within = new Map(sections.map((section) => [section, 0])); // how much of what is asked for each has
      for (const { text, headed, rare } of weighed) {
        const top = INHERITED * (text.get(hit) ?? 0);
        let [most, sum] = [0, 0];
        for (const section of sections) {
          const own = (text.get(section) ?? 0) + (section === hit ? 0 : headed.get(section) ?? 0);
          most = Math.max(most, own);
          sum += own;
          scores.set(section, scores.get(section) + Math.max(own, top));
          if (own || top) within.set(section, within.get(section) + rare);
        }
        score += most + REST * Math.min(sum - most, most) + (headed.get(hit) ?? 0);
        if (most) has += rare;
      }
      for (const section of sections) scores.set(section, scores.get(section) * (within.get(section) / all) ** TOGETHER);
      sections.sort((one, other) => scores.get(other) - scores.get(one) || one - other);
      const page = index.owner[hit];
      const text = (score + PLACE * (scores.get(sections[0]) ?? 0)) * (has / all) ** COVERAGE;
      const question = alike.get(hit);
      const answers = question?.score > text;
      // Who asks what the page says it answers is led to its beginning, where the advice is.
      const led = answers && !index.pages[page][1] ? [...new Set([hit, ...sections])] : sections;
      return {
        page,
        sections: led.map((section) => section - index.first[page]),
        question: answers ? question.section - index.first[page] : undefined,
        at: hit,
        alone: !sections.length, // a question of a list, without the entry
        score: text * (defines(hit) ? DEFINES : 1) + (question?.score ?? 0),
      };
    }).sort((one, other) => other.score - one.score || one.page - other.page || one.at - other.at);
  }

  /**
   * Return `hits`, a page once: the entries of a list that match are its sections, best first. What
   * is far behind the best one only has a word in common with what is asked for, and is left out.
   * What a list says it answers counts together with the entry that answers.
   */
  function byPage(hits) {
    const pages = new Map();
    for (const hit of hits) {
      if (hit.score < TOO_FAR * hits[0].score) break;
      const same = pages.get(hit.page);
      if (same) {
        same.sections.push(...hit.sections);
        if (same.question === undefined ? hit.question !== undefined : same.alone) same.score += hit.score;
        same.question ??= hit.question;
        same.alone = false;
      } else pages.set(hit.page, hit);
    }
    const found = [...pages.values()].sort((one, other) => other.score - one.score);
    for (const { sections } of found) if (!sections.length) sections.push(0);
    return found;
  }

  /** Return `hits` with the page whose title is `query` first, also when all its words are stop words. */
  function titled(query, hits) {
    const { page, section } = index.titles.get(titleKey(query)) ?? {};
    if (page === undefined || !tokens(query).length) return hits;
    const own = hits.find((hit) => hit.page === page);
    const others = own?.sections.filter((one) => one !== section) ?? [];
    const top = { page, sections: [section, ...others], score: own?.score ?? 0 };
    return [top, ...hits.filter((hit) => hit !== own)];
  }

  /**
   * Return what is found for `query`: the hits, best first; `ideas` as they were understood; and
   * the stems to mark in texts: not of words that are nearly everywhere, when others are rare.
   */
  async function find(query) {
    index = contents();
    const asked = weakened(ideas(query));
    const names = (some) => new Set(some.flatMap(({ ways }) => ways.flatMap((one) => one.names)));
    const kinds = askedFor(query).filter(known);
    await prepare([...names(asked), ...kinds]);
    const led = asked.filter(({ ways }) => ways.length);
    const weighed = led.map(weigh);
    const most = Math.max(...weighed.map(({ rare }) => rare));
    const telling = led.filter((_, at) => weighed[at].rare >= TELLING * most);
    return { hits: titled(query, byPage(rank(weighed, kinds))), ideas: asked, names: names(telling) };
  }

  Object.assign(window.rnSearch, { find, guess, alikeTo });
})();
