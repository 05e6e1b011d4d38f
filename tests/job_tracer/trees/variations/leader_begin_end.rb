=begin
@.architecture
Incoming: Rakefile --- {Symbol}
Processing: invoke --- {1 job: task_execution}
Outgoing: stdout --- {String}
=end
puts 1
