# Fish completion of job_tracer. Options are those that the command typed takes; job types and
# layers are asked of the tree or export that the line names.

# The command typed, and what the answers have to be asked of, one a line; the first may be empty.
function __job_tracer_read_line
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l source
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        switch $word
            case '--root=*' '--index=*' '--layers=*'
                string match -q -- '*=-' $word; or set -a source $word
            case --root --index --layers
                if set -q words[1]
                    test $words[1] = -; or set -a source $word (string replace -r '^~/' $HOME/ -- $words[1])
                    set -e words[1]
                end
            case --files-from --exclude --include --ext --threads --format --sort --layer --with --without --depth --select \
                --ignore --severity --baseline --write-baseline --print-schema --color --output -o
                set -e words[1]
            case '-*'
            case '*'
                test -n "$command"; or set command $word
        end
    end
    printf '%s\n' "$command" $source
end

# Whether one of these commands, or none yet, was typed.
function __job_tracer_takes
    set -l line (__job_tracer_read_line)
    test -z "$line[1]"; or contains -- $line[1] $argv
end

function __job_tracer_typed
    set -l line (__job_tracer_read_line)
    contains -- "$line[1]" $argv
end

function __job_tracer_ask
    set -l line (__job_tracer_read_line)
    set -l words (commandline -opc)
    $words[1] $line[2..-1] --quiet $argv 2>/dev/null </dev/null
end

function __job_tracer_jobs
    __job_tracer_ask list | string replace -r '^(\S+) +(\d+)$' '$1\t$2 files' | string replace -r '\t1 files$' '\t1 file'
end

function __job_tracer_layers
    __job_tracer_ask stats --json --compact | string match -ar '"name":"[^"]*","files":\d+,"source_files"' | string split -f 4 '"'
end

function __job_tracer_rules
    printf '%s\n' malformed-block untagged-block non-canonical job-count duplicate-job unsorted-jobs \
        unregistered-job unused-job missing-block dangling-reference one-sided-edge
end

function __job_tracer_severities
    for rule in (__job_tracer_rules)
        printf '%s\n' $rule=error $rule=warning $rule=note
    end
end

function __job_tracer_formats
    set -l line (__job_tracer_read_line)
    switch "$line[1]"
        case ''
            printf '%s\n' text json sarif github dot mermaid html
        case check
            printf '%s\n' text json sarif github
        case graph
            printf '%s\n' dot mermaid json html
        case export merge
            printf '%s\n' json
        case '*'
            printf '%s\n' text json
    end
end

complete -c job_tracer -f

complete -c job_tracer -n "__job_tracer_typed ''" -a list -d 'Every job type with the number of its files'
complete -c job_tracer -n "__job_tracer_typed ''" -a search -d 'The files that have any of some job types'
complete -c job_tracer -n "__job_tracer_typed ''" -a trace -d 'The pipeline of a job, layer by layer'
complete -c job_tracer -n "__job_tracer_typed ''" -a find -d 'Fuzzy search for job types'
complete -c job_tracer -n "__job_tracer_typed ''" -a export -d 'The whole index as JSON'
complete -c job_tracer -n "__job_tracer_typed ''" -a files -d 'The files with a block'
complete -c job_tracer -n "__job_tracer_typed ''" -a show -d 'The blocks of a file'
complete -c job_tracer -n "__job_tracer_typed ''" -a stats -d 'Files, jobs, layers, coverage'
complete -c job_tracer -n "__job_tracer_typed ''" -a check -d 'Hold the tree against the standard'
complete -c job_tracer -n "__job_tracer_typed ''" -a graph -d 'The file graph'
complete -c job_tracer -n "__job_tracer_typed ''" -a impact -d 'What lies downstream of files'
complete -c job_tracer -n "__job_tracer_typed ''" -a diff -d 'What changed between two exports'
complete -c job_tracer -n "__job_tracer_typed ''" -a merge -d 'Several exports as one'

complete -c job_tracer -n '__job_tracer_typed search trace find graph' -a '(__job_tracer_jobs)'
complete -c job_tracer -n '__job_tracer_typed export show check graph impact diff merge' -F

set -l tree list search trace find export files show stats check graph impact diff
set -l records list search find files impact check

complete -c job_tracer -n "__job_tracer_takes $tree" -l root -xa '(__fish_complete_directories)' -d 'The tree'
complete -c job_tracer -n "__job_tracer_takes $tree" -l index -rF -d 'An export to read in place of scanning'
complete -c job_tracer -n "__job_tracer_takes $tree" -l files-from -rF -d 'Scan only the files of this list'
complete -c job_tracer -n "__job_tracer_takes $tree" -s 0 -l null -d 'Lists are separated by NUL bytes'
complete -c job_tracer -n "__job_tracer_takes $tree" -l layers -rF -d 'The layers'
complete -c job_tracer -n "__job_tracer_takes $tree" -l exclude -rF -d 'Leave out files or directories'
complete -c job_tracer -n "__job_tracer_takes $tree" -l include -rF -d 'Bring back what is excluded'
complete -c job_tracer -n "__job_tracer_takes $tree" -l ext -x -d 'Scan files of this extension too'
complete -c job_tracer -n "__job_tracer_takes $tree" -l no-default-excludes -d 'Enter all directories'
complete -c job_tracer -n "__job_tracer_takes $tree" -l threads -x -d 'Threads of the scan'
complete -c job_tracer -l format -xa '(__job_tracer_formats)' -d 'Format of the answer'
complete -c job_tracer -l json -d 'The answer as JSON'
complete -c job_tracer -n "__job_tracer_takes $records" -l ndjson -d 'One JSON record a line'
complete -c job_tracer -n '__job_tracer_takes list' -l sort -xa 'name frequency' -d Order
complete -c job_tracer -n '__job_tracer_takes list files' -l layer -xa '(__job_tracer_layers)' -d 'Only this layer'
complete -c job_tracer -n '__job_tracer_takes search' -l all -d 'Files that have every job'
complete -c job_tracer -n '__job_tracer_takes files' -l with -xa '(__job_tracer_jobs)' -d 'Only files that have the job'
complete -c job_tracer -n '__job_tracer_takes files' -l without -xa '(__job_tracer_jobs)' -d 'Only files that lack the job'
complete -c job_tracer -n '__job_tracer_takes files' -l print0 -d 'End names with NUL, as they are'
complete -c job_tracer -n '__job_tracer_takes impact' -l upstream -d 'What lies upstream'
complete -c job_tracer -n '__job_tracer_takes impact' -l depth -x -d 'At most this many steps away'
complete -c job_tracer -n '__job_tracer_takes check' -l fix -d 'Mend what can be mended'
complete -c job_tracer -n '__job_tracer_takes check' -l strict -d 'Exit 2 when there are warnings'
complete -c job_tracer -n '__job_tracer_takes check' -l select -xa '(__job_tracer_rules)' -d 'Only this rule'
complete -c job_tracer -n '__job_tracer_takes check' -l ignore -xa '(__job_tracer_rules)' -d 'Not this rule'
complete -c job_tracer -n '__job_tracer_takes check' -l severity -xa '(__job_tracer_severities)' -d 'Severity of a rule'
complete -c job_tracer -n '__job_tracer_takes check' -l baseline -rF -d 'Only findings that are not in this file'
complete -c job_tracer -n '__job_tracer_takes check' -l write-baseline -rF -d 'Accept all findings of now'
complete -c job_tracer -n '__job_tracer_takes check' -l list-rules -d 'The rules, a line each'
complete -c job_tracer -l pretty -d 'JSON over many lines'
complete -c job_tracer -l compact -d 'JSON on one line'
complete -c job_tracer -s o -l output -rF -d 'Write the answer to a file'
complete -c job_tracer -l color -xa 'auto always never' -d Colour
complete -c job_tracer -s q -l quiet -d 'No warnings'
complete -c job_tracer -s v -l verbose -d 'Say what was passed over'
complete -c job_tracer -l print-schema -xa 'baseline check diff export files find graph impact list search show stats trace' -d 'The JSON Schema of an answer'
complete -c job_tracer -s h -l help -d 'Show a summary'
complete -c job_tracer -s V -l version -d 'Show the version'
