# Completion of run_migrations for bash; bash-completion loads it by its name.

_run_migrations() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=""
  COMPREPLY=()
  # An option and its value with `=` between them come as three words.
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $before in
  --format) words="text json sarif github" ;;
  --color) words="auto always never" ;;
  --print-schema) words="report" ;;
  --root | --dir)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
    return
    ;;
  --env | --dump-schema | --base | -o | --output)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
    ;;
  --database | --rehearse-on) words="sqlite: postgresql://" ;;
  --baseline | --new | --python | --table | --select | --ignore | --to | --steps | --wait | --lock-wait | --lock-timeout | --statement-timeout) return ;;
  *)
    words="--dry-run --rehearse --rehearse-on --rollback --redo --status --verify --repair --baseline --new
      --dump-schema --lint --list-rules --root --database --env --python --dir --table --base --skip-unnumbered --to --steps
      --forget --exit-code --allow-out-of-order --single-transaction --resume --drop-invalid --wait
      --lock-wait --lock-timeout --statement-timeout --select --ignore --format --json --ndjson --pretty --compact
      --output -o --color --quiet -q --verbose -v --print-schema --help -h --version -V"
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _run_migrations run_migrations
