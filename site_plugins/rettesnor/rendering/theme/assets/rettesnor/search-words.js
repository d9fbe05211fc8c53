// From text to the words that search compares. search/words.py does the same to the pages; a test
// holds the two together.
"use strict";
window.rnWords = (() => {
  const TOKEN = new RegExp(
    "§+\\s*(\\d{1,3})(?:\\s*[-–.]\\s*(\\d{1,3}))?(?:\\s?([a-h])(?!\\p{L}))?" +
      "|(?<![\\p{L}\\p{N}_-])(\\d{1,2})\\s?[-–]\\s?(\\d{1,3})(?:\\s?([a-h])(?!\\p{L}))?(?![\\p{L}\\p{N}_-])" +
      "|[\\p{L}\\p{N}]+",
    "gu",
  );
  const LAW = /^(.{3,}lov)(?:a|as|en|ens|er|ene|enes)?$/;
  const VOWELS = "aeiouyåæêòóôø";
  const S_ENDING = "bcdfghjlmnoptvyz";
  // Longest first, as Snowball takes them.
  const MAIN = [
    "hetenes", "hetene", "hetens", "heten", "heter", "endes", "ande", "ende", "edes", "enes",
    "erte", "ede", "ane", "ene", "ens", "ers", "ets", "het", "ert", "ast", "en", "ar", "er", "as",
    "es", "et", "a", "e", "s",
  ];
  const BEFORE_ERS = [
    "skap", "hav", "giv", "ind", "amm", "omm", "kap", "ast", "øst", "kk", "nk", "pp", "lt", "v",
  ];
  const OTHER = [
    "hetslov", "eleg", "elig", "elov", "slov", "leg", "eig", "lig", "els", "lov", "ig",
  ];

  // What the words ask for that questions begin with; _ASKS in search/tokenizer.py.
  const ASKS = new Map(Object.entries({
    hvem: "hvem kven kem ken", når: "når", hvorfor: "hvorfor kvifor korfor koffor",
    hvordan: "hvordan korleis kordan korsen åssen", hvor: "hvor kvar kor", hva: "hva kva ka",
  }).flatMap(([kind, some]) => some.split(" ").map((word) => [word, kind])));
  const MUCH = ["ofte", "mange", "mye", "mykje", "lenge", "raskt", "stor", "stort"];
  for (const word of MUCH) for (const ask of ["hvor", "kor"]) ASKS.set(`${ask} ${word}`, "mengd");

  const SPEAKS = new Map([
    ...["jeg", "eg", "æg", "meg", "mæ"].map((word) => [word, "jeg"]),
    ...["vi", "oss", "dykk", "vår", "vårt", "våre"].map((word) => [word, "vi"]),
  ]);

  /** Return words for what `question` asks for (who, when …) and who asks, as the index has them. */
  function askedFor(question) {
    const asked = tokens(question).map(({ word }) => word);
    const kind = asked.map((word, at) => ASKS.get(`${word} ${asked[at + 1]}`) ?? ASKS.get(word)).find(Boolean);
    const speaks = asked.map((word) => SPEAKS.get(word)).find(Boolean);
    return [kind, speaks].filter(Boolean).map((one) => `?${one}`);
  }

  /** Return the words of `text` with where they begin and end in it. */
  function tokens(text) {
    return [...text.normalize("NFC").toLowerCase().matchAll(TOKEN)]
      .map((match) => ({ word: written(match), start: match.index, end: match.index + match[0].length }))
      .filter(({ word }) => word.length > 1);
  }

  function written([whole, chapter, section, letter, number, after, last]) {
    if (chapter) return `§${chapter}${section ? `-${section}` : ""}${letter ?? ""}`;
    return number ? `§${number}-${after}${last ?? ""}` : whole;
  }

  /** Return the stem of `word`, by Snowball's algorithm for Norwegian (https://snowballstem.org/). */
  function snowball(word) {
    const region = regionOf(word);
    if (region < 0) return word;
    word = withoutMain(word, region);
    if (/[dv]t$/.test(word) && word.length - 2 >= region) word = word.slice(0, -1);
    const suffix = OTHER.find((ending) => fits(word, ending, region));
    return suffix ? word.slice(0, -suffix.length) : word;
  }

  const fits = (word, ending, region) =>
    word.endsWith(ending) && word.length - ending.length >= region;

  /** Return where endings may begin: after the first consonant that follows a vowel. */
  function regionOf(word) {
    if (word.length < 3) return -1;
    let at = 0;
    while (at < word.length && !VOWELS.includes(word[at])) at++;
    while (at < word.length && VOWELS.includes(word[at])) at++;
    return at < word.length ? Math.max(at + 1, 3) : word.length;
  }

  function withoutMain(word, region) {
    const suffix = MAIN.find((ending) => fits(word, ending, region));
    if (!suffix) return word;
    const rest = word.slice(0, -suffix.length);
    if (suffix === "erte" || suffix === "ert") return `${rest}er`;
    if (suffix === "ers") {
      const before = BEFORE_ERS.find((ending) => rest.endsWith(ending));
      return !before || ["skap", "hav", "giv"].includes(before) ? rest : word;
    }
    if (suffix === "s") return mayLoseS(rest) ? rest : word;
    return rest;
  }

  function mayLoseS(rest) {
    const last = rest.at(-1);
    if (S_ENDING.includes(last)) return true;
    if (last === "r") return rest.at(-2) !== "e";
    return last === "k" && rest.length > 1 && !VOWELS.includes(rest.at(-2));
  }

  /** Return the stem by which `word` is kept; see stem() in search/words.py for the exceptions. */
  function stem(word) {
    const law = LAW.exec(word);
    if (law) return law[1];
    let found = snowball(word);
    if (/[ae]r$/.test(found)) found = snowball(found);
    return found.endsWith("mm") ? found.slice(0, -1) : found;
  }

  /** Return the key of a title: FNV-1a over the stems of all its words; see title_key() in words.py. */
  function titleKey(title) {
    let key = 0x811c9dc5;
    for (const letter of tokens(title).map(({ word }) => stem(word)).join(" ")) {
      key = Math.imul(key ^ letter.codePointAt(0), 0x01000193) >>> 0;
    }
    return key;
  }

  /** Return whether `word` is one of the stems in `names`, a compound of one, or a part of one. */
  function isOf(word, names) {
    const name = stem(word);
    return names.has(name)
      || [...names].some((asked) => asked.length > 3 && (name.startsWith(asked) || name.endsWith(asked)));
  }

  return { tokens, stem, titleKey, askedFor, isOf };
})();
