#!/usr/bin/python3
"""Makes the source trees that scripts/bench measures on.

    generate_tree.py OUT --files 60000        the large tree: about 430 MB, half of it documented
    generate_tree.py OUT --files 91 --documented 1.0     a backend of the usual size

The tree is the same for the same arguments on every machine. OUT.json beside the tree holds the
arguments and what was made; a tree whose arguments match is kept as it is, another one is made
anew, and a directory without that file is never touched.

Every file is UTF-8 text under 64 KiB: believable code with the extensions that job_tracer reads,
thick with '@' (decorators, JSDoc tags, at-rules, e-mail addresses). A documented file has one
valid @.architecture block in its language's comment syntax, at its head or further down; of the
others one in a hundred mentions the tag in prose, as files of real trees do.
"""

import argparse
import json
import os
import random
import re
import shutil
import sys

GENERATION = 1  # part of the arguments: raised when the same arguments give another tree
LIMIT_BYTES = 64 * 1024 - 1
MEDIAN_BYTES, SPREAD = 3900, 1.05  # of a log-normal distribution; its mean is about 7,000

# Extension, share of the files, comment syntax of a block.
LANGUAGES = [
    ("py", 34, "docstring"),
    ("js", 16, "jsdoc"),
    ("ts", 16, "jsdoc"),
    ("css", 7, "jsdoc"),
    ("html", 7, "html"),
    ("sh", 5, "hash"),
    ("c", 6, "jsdoc"),
    ("go", 9, "slashes"),
]

VERBS = """accessing aggregating archiving auditing authentication authorization batching caching
calculation compression configuration dispatching encryption enrichment extraction filtering
formatting health_checking indexing ingestion logging mapping merging migration monitoring
normalization notification orchestration parsing persistence polling projection queueing
rate_limiting rendering replication resolution retrying routing sampling sanitization scheduling
serialization streaming summarization synchronization tokenization tracing transformation
validation versioning""".split()

NOUNS = """account agent alert artifact asset backup batch cache channel client cluster command
config connection context conversation cursor database dataset document embedding endpoint event
execution export feature feed file filter gateway graph group handler history identity image import
index integration job key layer ledger limit lock log manager memory message metric middleware
migration model monitor node note option order packet page parser payload permission pipeline
plugin policy pool process profile project prompt provider proxy query queue rate record registry
report request resource response role route rule runtime schedule schema secret segment sensor
session setting signal snapshot source stack state storage stream summary table task template
tenant thread ticket token tool trace transaction trigger upload user value vector view voice
webhook widget worker workflow workspace""".split()

TOP_DIRECTORIES = """api/v1/endpoints api/v1/schemas api/middleware core/runtime core/mcp
core/integrations data/repositories data/migrations security monitoring utils config scripts ws
ui/components ui/views lib shared""".split()

TYPES = ["json", "dict", "str", "http_request", "websocket_frame", "pydantic_model", "bytes",
         "List[Message]", "{id: number}", "Optional[User]", "async_iterator", "none"]

EXTERNALS = ["Frontend (HTTP POST)", "Frontend (WebSocket)", "PostgreSQL", "Redis", "cron",
             "LLM provider (HTTPS)", "stdin", "Browser events"]

# Pieces of code, between lines of ~~~~. In them %a%, %b% and %c% stand for three nouns, %A% for a
# capitalised and %AA% for an upper case one, %v% and %V% for a verb, %k% for a number.
PIECES = {
    "py": r'''
@%a%.get("/%b%/{%c%_id}", response_model=%A%Response)
async def %v%_%b%(%c%_id: str, current: %B% = Depends(get_current_%b%)) -> %A%Response:
    """Return the %b% of one %c%; raises %A%Error when it is gone."""
    %c% = await %a%_repository.find(%c%_id, owner=current.%b%_id)
    if %c% is None:
        raise HTTPException(status_code=404, detail="%c% not found")
    logger.info("%v% %s for %s", %c%_id, current.email)
    return %A%Response(id=%c%.id, %b%=%c%.%b%, items=[i.to_dict() for i in %c%.items])


~~~~
@dataclass(frozen=True)
class %A%%B%:
    %a%_id: str
    %b%: Optional[%C%] = None
    created_at: datetime = field(default_factory=utcnow)
    limits: Dict[str, int] = field(default_factory=dict)

    @property
    def %v%_key(self) -> str:
        return f"%a%:{self.%a%_id}:{self.%b%}"

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "%A%%B%":
        return cls(%a%_id=row["%a%_id"], %b%=row.get("%b%"))


~~~~
@pytest.mark.asyncio
@pytest.mark.parametrize("%a%, expected", [(1, 200), (2, 404), (3, 422)])
async def test_%v%_%b%(%a%, expected, client):
    response = await client.post("/v1/%b%", json={"%c%": %a%, "by": "%a%@%b%.example"})
    assert response.status_code == expected, response.text


~~~~
def %v%_%a%(%b%: Sequence[%B%], *, %c%: int = %k%) -> List[%B%]:
    # Sorted by age, so that the oldest %a% is dropped first – see %c%.py.
    kept = []
    for item in sorted(%b%, key=lambda entry: entry.updated_at):
        if item.weight * %k% > %c% and not item.closed:
            kept.append(item.replace(%a%=item.%a% or DEFAULT_%AA%))
    return kept[-%c%:]


''',
    "js": r'''
/**
 * %V% the %a% of a %b%.
 * @param {Object} %b% - as the %c% store gives it
 * @param {number} [%c%=%k%] upper bound
 * @returns {Promise<%A%>}
 * @throws {%A%Error}
 */
export async function %v%%A%(%b%, %c% = %k%) {
  const %a% = await this.%b%Store.get(%b%.id);
  if (!%a% || %a%.length > %c%) {
    throw new %A%Error(`no %a% for ${%b%.id}`);
  }
  return %a%.map((entry) => ({ ...entry, %c%: entry.%c% ?? %k% }));
}

~~~~
import { %A%, use%B% } from '@app/%a%/%b%';
import %c% from '@shared/%c%.js';

const %AA%_%BB% = Object.freeze({ %a%: %k%, %b%: '%c%', retries: 3 });

~~~~
class %A%%B% extends EventTarget {
  #%c% = new Map();

  /** @type {%C%[]} */
  %a%s = [];

  on%B%({ detail }) {
    if (this.#%c%.has(detail.id)) return;
    this.#%c%.set(detail.id, performance.now());
    this.dispatchEvent(new CustomEvent('%a%:%b%', { detail }));
  }
}

''',
    "css": r'''
.%a%-%b% {
  display: flex;
  gap: var(--%c%-gap, %k%px);
  color: rgb(var(--%a%) / 80%);
  transition: opacity 120ms ease-out;
}

.%a%-%b%:hover > .%c% {
  opacity: 0.%k%;
}

~~~~
@media (min-width: %k%0px) {
  .%a%__%b% {
    grid-template-columns: repeat(%k%, 1fr);
    padding: 4px 8px;
  }
}

@keyframes %b%-%v% {
  from { opacity: 0; }
  to { opacity: 1; }
}

~~~~
@import url('%a%/%b%.css');
@layer %c% {
  .%a%:is(.%b%, .%c%) { inset: 0 auto auto %k%px; }
}

''',
    "html": r'''
<section class="%a%-%b%" data-%c%="%k%">
  <h2 id="%a%-%k%">%A% %b%</h2>
  <button type="button" @click="%v%%A%($event)" aria-label="%V% %b%">%V%</button>
  <p>Write to <a href="mailto:%b%@%c%.example">%b%@%c%.example</a> – it takes %k% s.</p>
</section>

~~~~
<template x-for="%a% in %b%s" :key="%a%.id">
  <li :class="{ active: %a%.%c% === %k% }">
    <span x-text="%a%.%c%"></span>
  </li>
</template>

''',
    "sh": r'''
%v%_%a%() {
  local %b%=$1 %c%=${2:-%k%}
  for entry in "${%a%s[@]}"; do
    [[ -f $entry/%b%.yaml ]] || continue
    rsync -a --timeout=%k% "$entry/" "deploy@%c%.example:/srv/%b%/" || return 1
  done
  printf '%s\n' "%a%: $%b%" >&2
}

~~~~
if ! command -v %a%-%b% >/dev/null; then
  echo "%a%-%b% is missing" >&2
  exit 69
fi

''',
    "c": r'''
/* @brief %V% the %a%.
 * @param %b% not NULL
 * @return number of %c%s, or -1 */
static int %v%_%a%(struct %b% *%b%, size_t %c%) {
  for (size_t i = 0; i < %c%; ++i) {
    if (%b%->%a%[i].flags & %AA%_%BB%) {
      %b%->%c% += %k%u << (i & 7);
    }
  }
  return %b%->%c% > %k% ? (int)%b%->%c% : -1;
}

~~~~
#define %AA%_%BB%_MAX %k%

struct %a%_%b% {
  char *%c%;
  unsigned %v%_count;
  struct %a%_%b% *next;
};

''',
    "go": r'''
// %V%%A% returns the %a% of a %b%; it is nil when there is no %c%.
func (s *%A%Service) %V%%A%(ctx context.Context, %b% string) (*%B%, error) {
	row := s.db.QueryRowContext(ctx, "SELECT %a%, %c% FROM %b%s WHERE %b%_id = @id", %b%)
	var out %B%
	if err := row.Scan(&out.%A%, &out.%C%); err != nil {
		return nil, fmt.Errorf("%v% %a% %q: %w", %b%, err)
	}
	return &out, nil
}

~~~~
type %A%%B% struct {
	%C% string `json:"%c%" db:"%c%"`
	%A%s []%A% `json:"%a%s,omitempty"`
	Limit int `json:"limit"` // %k% unless ops@%b%.example raised it
}

''',
}
PIECES["ts"] = PIECES["js"] + r'''~~~~
@Component({ selector: 'app-%a%-%b%', standalone: true })
export class %A%%B%Component {
  @Input() %c%: %C% | null = null;
  @Output() readonly %v% = new EventEmitter<%A%>();

  private readonly %b%s: ReadonlyMap<string, %B%> = new Map();

  trackBy(_: number, item: %A%): string {
    return item.%a%Id;
  }
}

'''

MENTION = {
    "docstring": "# Keep the @.architecture block of this module in step with its imports.\n",
    "jsdoc": "/* Keep the @.architecture block of this file in step with its imports. */\n",
    "html": "<!-- Keep the @.architecture block of this page in step with its scripts. -->\n",
    "hash": "# Keep the @.architecture block of this script in step with its callers.\n",
    "slashes": "// Keep the @.architecture block of this file in step with its imports.\n",
}


def job_types():
    """300 names: 220 as Python trees write them, 80 as JavaScript trees do."""
    rng = random.Random(300)
    names = sorted({f"{noun}_{verb}" for noun in NOUNS for verb in VERBS})
    chosen = rng.sample(names, 300 - len(VERBS))
    snake = VERBS + chosen[: 220 - len(VERBS)]
    upper = ["JOB_" + name.upper() for name in chosen[220 - len(VERBS):]]
    return snake, upper


def code_pool(rng, extension, size):
    """Ready-made pieces of one language, as bytes; files are strung together from them."""
    pieces = PIECES[extension].removeprefix("\n").split("~~~~\n")
    pool = []
    for _ in range(size):
        a, b, c = rng.sample(NOUNS, 3)
        verb = rng.choice(VERBS)
        piece = rng.choice(pieces)
        words = {"a": a, "b": b, "c": c, "A": a.title(), "B": b.title(), "C": c.title(),
                 "AA": a.upper(), "BB": b.upper(), "v": verb, "V": verb.title(),
                 "k": str(rng.randint(2, 99))}
        pool.append(re.sub("%([a-cvkA-CV]+)%", lambda found: words[found[1]], piece).encode())
    return pool


def directories(rng, count):
    """Nested directory names, parents before children; none that job_tracer leaves out."""
    made = ["."]
    known = set(made)
    for top in TOP_DIRECTORIES:
        parts = top.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if len(made) < count and path not in known:
                known.add(path)
                made.append(path)
    while len(made) < count:
        parent = made[rng.randrange(1, len(made))]
        path = f"{parent}/{rng.choice(NOUNS)}_{rng.choice(NOUNS)}"
        if parent.count("/") < 7 and path not in known:
            known.add(path)
            made.append(path)
    return made


def comment(syntax, lines):
    """The block's lines as a comment; a docstring has prose above the tag, as most of them do."""
    if syntax == "docstring":
        return '"""\nPart of the pipeline.\n\n' + "\n".join(lines) + '\n"""\n\n'
    if syntax == "jsdoc":
        return "/**\n" + "".join(f" * {line}\n" for line in lines) + " */\n\n"
    if syntax == "html":
        return "<!--\n" + "".join(f"  {line}\n" for line in lines) + "-->\n\n"
    leader = "#" if syntax == "hash" else "//"
    return "".join(f"{leader} {line}\n" for line in lines) + "\n"


def ends(rng, paths):
    """One to four sources or destinations: mostly files of the tree, sometimes what is outside."""
    chosen = [rng.choice(paths) if paths and rng.random() < 0.8 else rng.choice(EXTERNALS)
              for _ in range(rng.randint(1, 4))]
    return ", ".join(dict.fromkeys(chosen))


def types(rng):
    return ", ".join(sorted(rng.sample(TYPES, rng.randint(1, 3))))


def block(rng, syntax, jobs, paths):
    chosen = sorted(rng.sample(jobs, min(len(jobs), 1 + int(rng.expovariate(1 / 3.5)))))
    calls = ", ".join(
        f"{rng.choice(VERBS)}_{rng.choice(NOUNS)}()" for _ in range(rng.randint(1, 6)))
    count = "1 job" if len(chosen) == 1 else f"{len(chosen)} jobs"
    return comment(syntax, [
        "@.architecture",
        f"Incoming: {ends(rng, paths)} --- {{{types(rng)}}}",
        f"Processing: {calls} --- {{{count}: {', '.join(chosen)}}}",
        f"Outgoing: {ends(rng, paths)} --- {{{types(rng)}}}",
    ]).encode()


def body(rng, pool):
    """Pieces up to a size drawn for this file, with room left for a block."""
    wanted = min(int(rng.lognormvariate(0, SPREAD) * MEDIAN_BYTES), LIMIT_BYTES - 8 * 1024)
    pieces, size = [], 0
    while size < wanted:
        piece = pool[int(rng.random() * len(pool))]
        pieces.append(piece)
        size += len(piece)
    return pieces


def insert_block(rng, pieces, text):
    """At the head in six files of ten, after the first pieces in three, anywhere in one."""
    draw = rng.random()
    deepest = 0 if draw < 0.6 else min(2, len(pieces)) if draw < 0.9 else len(pieces)
    pieces.insert(rng.randint(0, deepest) if deepest else 0, text)


class Writer:
    """Writes files below one directory; keeps the totals for the manifest."""

    def __init__(self, root):
        self.root = root
        self.totals = {"files": 0, "bytes": 0, "documented": 0, "mentions": 0}

    def write(self, path, content):
        with open(os.path.join(self.root, path), "xb", buffering=0) as file:
            file.write(content)
        self.totals["files"] += 1
        self.totals["bytes"] += len(content)


def generate(root, arguments):
    rng = random.Random(arguments["seed"])
    snake, upper = job_types()
    pools = {extension: code_pool(rng, extension, 400) for extension, _, _ in LANGUAGES}
    weights = [share for _, share, _ in LANGUAGES]
    folders = directories(rng, arguments["directories"])
    for folder in folders:
        os.makedirs(os.path.join(root, folder), exist_ok=True)
    writer, paths = Writer(root), []
    for number in range(arguments["files"]):
        extension, _, syntax = rng.choices(LANGUAGES, weights)[0]
        folder = folders[number % len(folders)]
        name = f"{rng.choice(NOUNS)}_{rng.choice(NOUNS)}_{number}.{extension}"
        path = name if folder == "." else f"{folder}/{name}"
        pieces = body(rng, pools[extension])
        if rng.random() < arguments["documented"]:
            jobs = upper if syntax == "jsdoc" and rng.random() < 0.5 else snake
            insert_block(rng, pieces, block(rng, syntax, jobs, paths))
            writer.totals["documented"] += 1
        elif rng.random() < 0.01:
            pieces.insert(0, MENTION[syntax].encode())
            writer.totals["mentions"] += 1
        writer.write(path, b"".join(pieces))
        paths.append(path)
    return dict(writer.totals, directories=len(folders), job_types=len(snake) + len(upper))


def read_manifest(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def describe(root, made):
    print(f"{root}: {made['files']:,} files, {made['bytes'] / 1e6:.0f} MB, "
          f"{made['directories']:,} directories, {made['documented']:,} documented, "
          f"{made['mentions']:,} mere mentions")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", help="directory to make")
    parser.add_argument("--files", type=int, default=60000)
    parser.add_argument("--documented", type=float, default=0.5, help="share of files with a block")
    parser.add_argument("--directories", type=int, help="default: a twentieth of the files")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.files < 1 or not 0 <= options.documented <= 1:
        parser.error("--files must be positive and --documented between 0 and 1")
    return options


def main():
    options = parse_arguments()
    root, manifest_path = os.path.abspath(options.out), os.path.abspath(options.out) + ".json"
    arguments = {
        "generation": GENERATION,
        "files": options.files,
        "documented": options.documented,
        "directories": options.directories or max(options.files // 20, 12),
        "seed": options.seed,
    }
    manifest = read_manifest(manifest_path)
    if manifest is None and os.path.exists(root) and os.listdir(root):
        sys.exit(f"generate_tree: {root} is there and not a tree of this program's making")
    if manifest is None or manifest["arguments"] != arguments or not os.path.isdir(root):
        shutil.rmtree(root, ignore_errors=True)
        os.makedirs(root)
        # An interrupted run leaves a manifest that matches nothing, so that the next begins anew.
        write_manifest(manifest_path, {"arguments": None, "made": None})
        manifest = {"arguments": arguments, "made": generate(root, arguments)}
        write_manifest(manifest_path, manifest)
    describe(root, manifest["made"])


def write_manifest(path, manifest):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
