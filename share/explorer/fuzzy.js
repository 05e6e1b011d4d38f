// The ranking of `job_tracer find` (fuzzy.cpp): fzf's first algorithm over bytes.

const MATCH = 16;
const GAP_START = -3;
const GAP_EXTENSION = -1;
const AFTER_WHITE = 10;
const AFTER_DELIMITER = 9;
const AFTER_NON_WORD = 8;
const CAMEL = 7;
const CONSECUTIVE = 4;

const WHITE = 0, NON_WORD = 1, DELIMITER = 2, LOWER = 3, UPPER = 4, LETTER = 5, DIGIT = 6;

const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const c = String.fromCharCode(byte);
  if (c >= "a" && c <= "z") return LOWER;
  if (c >= "A" && c <= "Z") return UPPER;
  if (c >= "0" && c <= "9") return DIGIT;
  if (byte >= 0x80) return LETTER;
  if (" \t\r\v\f\n".includes(c)) return WHITE;
  return "/,:;|".includes(c) ? DELIMITER : NON_WORD;
});

function bonusOf(before, current) {
  if (current < LOWER) return current === WHITE ? AFTER_WHITE : AFTER_NON_WORD;
  if (before === WHITE) return AFTER_WHITE;
  if (before === DELIMITER) return AFTER_DELIMITER;
  if (before === NON_WORD) return AFTER_NON_WORD;
  const camel = before === LOWER && current === UPPER;
  const number = before !== DIGIT && current === DIGIT;
  return camel || number ? CAMEL : 0;
}

// The UTF-8 bytes of a text, one character each.
function bytesOf(text) {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

// Prepared once for every name: its bytes, and these in lower case.
function searchable(name) {
  const bytes = bytesOf(name);
  return { bytes, lower: lowerAscii(bytes), plain: bytes === name };
}

// [begin, end) of the first match, shortened from its end; null when there is none.
function windowOf(query, text) {
  let matched = 0;
  let end = 0;
  for (; end < text.length && matched < query.length; ++end) {
    if (text[end] === query[matched]) ++matched;
  }
  if (matched < query.length) return null;
  let begin = end;
  while (matched > 0) {
    --begin;
    if (text[begin] === query[matched - 1]) --matched;
  }
  return [begin, end];
}

// { score, at: the offsets that matched }, or null; the query is in lower case.
function fuzzyScore(query, name) {
  const span = windowOf(query, name.lower);
  if (!span) return null;
  const [begin, end] = span;
  const at = [];
  let score = 0, firstBonus = 0, run = 0, inGap = false;
  let before = begin === 0 ? WHITE : CLASSES[name.bytes.charCodeAt(begin - 1)];
  for (let i = begin; i < end; ++i) {
    const current = CLASSES[name.bytes.charCodeAt(i)];
    if (at.length < query.length && name.lower[i] === query[at.length]) {
      let bonus = bonusOf(before, current);
      if (run === 0) {
        firstBonus = bonus;
      } else {
        if (bonus >= AFTER_NON_WORD && bonus > firstBonus) firstBonus = bonus;
        bonus = Math.max(bonus, firstBonus, CONSECUTIVE);
      }
      score += MATCH + (at.length === 0 ? bonus * 2 : bonus);
      inGap = false;
      ++run;
      at.push(i);
    } else {
      score += inGap ? GAP_EXTENSION : GAP_START;
      inGap = true;
      run = 0;
      firstBonus = 0;
    }
    before = current;
  }
  return { score, at };
}

// The entries whose `search` matches, best first: substrings before all others, then by score,
// shorter first, then by name. Each as { entry, at }.
function fuzzyRank(query, entries) {
  const wanted = lowerAscii(bytesOf(query));
  const matches = [];
  for (const entry of entries) {
    const match = fuzzyScore(wanted, entry.search);
    if (!match) continue;
    const place = entry.search.lower.indexOf(wanted);
    const at = place < 0 ? match.at : Array.from(wanted, (_, i) => place + i);
    matches.push({ entry, score: match.score, substring: place >= 0, at: entry.search.plain ? at : [] });
  }
  return matches.sort((a, b) =>
    (b.substring - a.substring) || (b.score - a.score) ||
    (a.entry.search.bytes.length - b.entry.search.bytes.length) ||
    (a.entry.search.bytes < b.entry.search.bytes ? -1 : a.entry.search.bytes > b.entry.search.bytes ? 1 : 0));
}
