# Completion of health_check for bash; bash-completion loads it by its name.

_health_check() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=""
  COMPREPLY=()
  # An option and its value with `=` between them come as three words.
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $before in
  --component) words="configuration dependencies backend database redis services system storage integrations mcp reports checks" ;;
  --fail-on) words="degraded critical" ;;
  --format) words="text json health+json nagios prometheus" ;;
  --color) words="auto always never" ;;
  --print-schema) words="report list state" ;;
  --root | --system-root)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
    return
    ;;
  --env | --config | --services | --report | --state | --textfile | --output | -o)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
    ;;
  --wait | --watch | --database | --python | --timeout | --check-timeout | --retries | --threshold | --down-after | --up-after) return ;;
  *)
    words="--component -c --quick --deep --write-test --list --wait --watch --root --env --config
      --database --services --report --python --system-root --timeout --check-timeout
      --retries --threshold --fail-on --state --down-after --up-after --format --json
      --ndjson --textfile --pretty --compact --output -o --color --quiet -q --verbose -v --print-schema
      --help -h --version -V"
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _health_check health_check
