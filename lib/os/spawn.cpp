#include "os/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw system_error(ExitCode::unavailable, "cannot make a pipe", errno);
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// The environment of the child: ours, with some variables set anew.
std::vector<std::string>
environment_of(const std::vector<std::pair<std::string, std::string>>& set_anew) {
  std::vector<std::string> variables;
  const auto is_set_anew = [&](std::string_view variable) {
    return std::any_of(set_anew.begin(), set_anew.end(), [&](const auto& one) {
      return variable.starts_with(one.first) && variable.substr(one.first.size()).starts_with('=');
    });
  };
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!is_set_anew(*variable)) {
      variables.emplace_back(*variable);
    }
  }
  for (const auto& [name, value] : set_anew) {
    variables.push_back(name);
    variables.back().append("=").append(value);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  std::transform(texts.begin(), texts.end(), std::back_inserter(result),
                 [](std::string& text) { return text.data(); });
  result.push_back(nullptr);
  return result;
}

struct ChildSide {
  int in;
  int out;
  int err;
  int failure; // gets errno where the program cannot be run
  pid_t parent;
  std::vector<char*> arguments;
  std::vector<char*> variables;
};

// After fork(): nothing here may allocate. The child ends with us, however we end: Ctrl-C reaches
// our group, not its own, and nothing reaches it when we are killed.
[[noreturn]] void become(const ChildSide& side) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &standard, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::getppid() == side.parent && ::dup2(side.in, STDIN_FILENO) >= 0 &&
      ::dup2(side.out, STDOUT_FILENO) >= 0 && ::dup2(side.err, STDERR_FILENO) >= 0) {
    ::execvpe(side.arguments.front(), side.arguments.data(), side.variables.data());
  }
  const int code = errno;
  [[maybe_unused]] const ssize_t written = ::write(side.failure, &code, sizeof code);
  ::_exit(127);
}

// Nothing comes where the program runs: the pipe is closed by exec.
bool read_failure(int pipe, int& code) {
  ssize_t got = 0;
  do {
    got = ::read(pipe, &code, sizeof code);
  } while (got < 0 && errno == EINTR);
  return got == sizeof code;
}

} // namespace

Spawned spawn(const std::vector<std::string>& argv,
              const std::vector<std::pair<std::string, std::string>>& environment) {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe failure = make_pipe();
  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables = environment_of(environment);
  const ChildSide side{in.read.get(), out.write.get(),     err.write.get(),    failure.write.get(),
                       ::getpid(),    pointers(arguments), pointers(variables)};
  Spawned made;
  made.pid = ::fork();
  if (made.pid == 0) {
    become(side);
  }
  int code = made.pid < 0 ? errno : 0;
  failure.write = Descriptor();
  if (made.pid > 0 && read_failure(failure.read.get(), code)) {
    ::waitpid(made.pid, nullptr, 0);
  }
  if (code != 0) {
    throw system_error(ExitCode::unavailable, "cannot run " + printable(argv.front()), code);
  }
  made.in = std::move(in.write);
  made.out = std::move(out.read);
  made.err = std::move(err.read);
  for (const Descriptor* end : {&made.in, &made.out, &made.err}) {
    ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  }
  return made;
}

} // namespace aether
