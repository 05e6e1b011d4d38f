# Completion of verify_oi_tools for bash; bash-completion loads it by its name.

_verify_oi_tools() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=""
  COMPREPLY=()
  # An option and its value with `=` between them come as three words.
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $before in
  --mcp-protocol) words="legacy modern auto" ;;
  --format) words="text json sarif junit github" ;;
  --color) words="auto always never" ;;
  --print-schema) words="report list lock probe baseline" ;;
  --root | --python-source)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
    return
    ;;
  --env | --catalog | --openapi | --mcp-config | --config | --health | --lock | --update-lock | --baseline | --write-baseline | --output | -o)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
    ;;
  --tool | --base-url | --callers | --mcp | --mcp-url | --database | --probe | --args | --call-timeout | --python | --timeout | --select | --ignore | --severity | --rule | -t) return ;;
  *)
    words="--tool -t --list --generate --root --env --catalog --base-url --openapi
      --callers --mcp --mcp-url --mcp-config --database --mcp-protocol --probe
      --python-source --execute --execute-all --yes -y --args --examples --config
      --call-timeout --python --offline --timeout --health --lock --update-lock
      --select --ignore --severity --baseline --write-baseline --list-rules --rule --format
      --json --ndjson --pretty --compact --output -o --color --quiet -q --verbose -v
      --print-schema --help -h --version -V"
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _verify_oi_tools verify_oi_tools
