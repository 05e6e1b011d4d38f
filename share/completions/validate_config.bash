# Completion of validate_config for bash; bash-completion loads it by its name.

_validate_config() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=""
  COMPREPLY=()
  # An option and its value with `=` between them come as three words.
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $before in
  --draft) words="7 2020-12" ;;
  --format) words="text json sarif github" ;;
  --color) words="auto always never" ;;
  --print-schema) words="report services settings baseline backend_tools_registry data_flow_standard environment file_analysis_directive health integrations_registry job_types models module_structure_standard security_compliance_standard verify_tools" ;;
  --root)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
    return
    ;;
  --file | --stdin-name | --env | --env-names | --architecture | --baseline | --write-baseline | --output | -o)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
    ;;
  --max-size | --environment | --explain | --python | --timeout | --schema | --schema-map | --select | --ignore | --severity | --rule) return ;;
  *)
    if [[ $word != -* ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
    fi
    words="--file --stdin-name --root --max-size --env --env-names --environment --architecture
      --check-network --explain --list-services --import-settings --python --timeout
      --schema-only --schema --schema-map --draft --assert-formats --select --ignore
      --severity --strict --baseline --write-baseline --list-rules --rule --format --json --ndjson
      --pretty --compact --output -o --color --quiet -q --verbose -v --print-schema --help -h
      --version -V"
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _validate_config validate_config
