# Bash completion of job_tracer. Options are those that the command typed takes; job types and
# layers are asked of the tree or export that the line names.

# Whether one of these commands, or none yet, was typed.
_job_tracer_takes() {
  [[ -z $command || " $* " == *" $command "* ]]
}

_job_tracer_options() {
  local tree="list search trace find export files show stats check graph impact diff"
  local records="list search find files impact check"
  words="--format --json --pretty --compact --output -o --color --quiet -q --verbose -v --print-schema --help -h --version -V"
  _job_tracer_takes "$tree" && words+=" --root --index --files-from --null -0 --layers"
  _job_tracer_takes "$tree" && words+=" --exclude --include --ext --no-default-excludes --threads"
  _job_tracer_takes "$records" && words+=" --ndjson"
  _job_tracer_takes list && words+=" --sort"
  _job_tracer_takes list files && words+=" --layer"
  _job_tracer_takes search && words+=" --all"
  _job_tracer_takes files && words+=" --with --without --print0"
  _job_tracer_takes impact && words+=" --upstream --depth"
  _job_tracer_takes check && words+=" --fix --strict --select --ignore --severity --baseline --write-baseline --list-rules"
}

_job_tracer_ask() {
  "$program" ${source[@]+"${source[@]}"} --quiet "$@" 2>/dev/null </dev/null
}

_job_tracer_jobs() {
  _job_tracer_ask list | cut -d ' ' -f 1
}

# Their names hold spaces.
_job_tracer_layers() {
  local layer
  compopt -o filenames 2>/dev/null
  while IFS= read -r layer; do
    [[ ${layer,,} != "${typed,,}"* ]] || COMPREPLY+=("$layer")
  done < <(_job_tracer_ask stats --json --compact |
    grep -o '"name":"[^"]*","files":[0-9]*,"source_files"' | cut -d '"' -f 4)
}

_job_tracer_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "${1:--f}" -- "$typed")
}

# The words that may be the value of an option; fails for an option that has no value.
_job_tracer_value() {
  local rules="malformed-block untagged-block non-canonical job-count duplicate-job unsorted-jobs"
  rules+=" unregistered-job unused-job missing-block dangling-reference one-sided-edge"
  case $1 in
  --format)
    case $command in
    '') words="text json sarif github dot mermaid html" ;;
    check) words="text json sarif github" ;;
    graph) words="dot mermaid json html" ;;
    export | merge) words="json" ;;
    *) words="text json" ;;
    esac
    ;;
  --sort) words="name frequency" ;;
  --color) words="auto always never" ;;
  --print-schema) words="baseline check diff export files find graph impact list search show stats trace" ;;
  --select | --ignore) words=$rules ;;
  --severity)
    words=${rules// /= }=
    compopt -o nospace 2>/dev/null
    ;;
  --with | --without) words=$(_job_tracer_jobs) ;;
  --layer) _job_tracer_layers ;;
  --root) _job_tracer_files -d ;;
  --index | --files-from | --layers | --exclude | --include | --baseline | --write-baseline | --output | -o)
    _job_tracer_files
    ;;
  --ext | --threads | --depth) ;;
  *) return 1 ;;
  esac
}

_job_tracer_operand() {
  case $command in
  '') words="list search trace find export files show stats check graph impact diff merge" ;;
  search | trace | find) words=$(_job_tracer_jobs) ;;
  graph)
    _job_tracer_files
    words=$(_job_tracer_jobs)
    ;;
  export | show | check | impact | diff | merge) _job_tracer_files ;;
  esac
}

# Finds the command, and what the answers have to be asked of, before the cursor.
_job_tracer_read_line() {
  local at word value
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    case $word in
    --root | --index | --files-from | --layers | --exclude | --include | --ext | --threads | --format | --sort | \
      --layer | --with | --without | --depth | --select | --ignore | --severity | --baseline | --write-baseline | \
      --print-schema | --color | --output | -o)
      [[ ${COMP_WORDS[at + 1]-} != = ]] || ((at++))
      ((++at < COMP_CWORD)) || break
      value=${COMP_WORDS[at]}
      case $word in
      --root | --index | --layers) [[ $value == - ]] || source+=("$word" "${value/#\~\//$HOME/}") ;;
      esac
      ;;
    -*) ;;
    *) [[ -n $command ]] || command=$word ;;
    esac
  done
}

_job_tracer() {
  local program=$1 typed=$2 previous=$3 command='' words='' source=()
  COMPREPLY=()
  _job_tracer_read_line
  # Bash takes `--sort=name` for three words and `--severity job-count=note` for four.
  if [[ $typed == = ]]; then
    typed=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ ${COMP_WORDS[COMP_CWORD]} == = || ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    [[ $previous == -* ]] || words="error warning note"
  fi
  typed=${typed#[\"\']}
  typed=${typed//\\ / }
  if [[ -n $words ]]; then
    :
  elif _job_tracer_value "$previous"; then
    :
  elif [[ $typed == -* ]]; then
    _job_tracer_options
  else
    _job_tracer_operand
  fi
  if [[ -n $words ]]; then
    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "$words" -- "$typed")
  fi
}

complete -F _job_tracer job_tracer
