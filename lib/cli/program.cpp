#include "cli/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <new>
#include <optional>
#include <sstream>
#include <streambuf>

#include "cli/terminal.h"
#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "core/version.h"

namespace aether::cli {

namespace {

// Standard output with a buffer of its own, which remembers why a write failed.
class StandardOutput : public std::streambuf {
public:
  StandardOutput() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  [[nodiscard]] int error_number() const { return error_number_; }

protected:
  int overflow(int c) override {
    if (sync() != 0) {
      return traits_type::eof();
    }
    if (c != traits_type::eof()) {
      *pptr() = static_cast<char>(c);
      pbump(1);
    }
    return traits_type::not_eof(c);
  }

  int sync() override {
    const char* at = pbase();
    while (at < pptr() && error_number_ == 0) {
      const ssize_t written = ::write(STDOUT_FILENO, at, static_cast<std::size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        error_number_ = errno;
      }
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return error_number_ == 0 ? 0 : -1;
  }

private:
  std::array<char, 64 * 1024> buffer_{};
  int error_number_ = 0;
};

// A descriptor 0, 1 or 2 that the caller closed must not be given to the first file we open.
void hold_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
      // Read-only for all three: a write to a closed output stays an error.
      const int null = ::open("/dev/null", O_RDONLY);
      if (null >= 0 && null != fd) {
        ::dup2(null, fd);
        ::close(null);
      }
    }
  }
}

ColourMode colour_mode(const Arguments& arguments) {
  const std::string when = arguments.value("color").value_or("auto");
  return when == "always"  ? ColourMode::always
         : when == "never" ? ColourMode::never
                           : ColourMode::automatic;
}

ExitCode run_to_file(const Program& program, const Arguments& arguments, const std::string& file) {
  std::ostringstream whole;
  Streams streams{whole, std::cerr, colour_mode(arguments) == ColourMode::always, false};
  const ExitCode code = program.run(arguments, streams);
  program.write_file(file, whole.str());
  return code;
}

void print_schema(const Program& program, const std::string& kind, std::ostream& out) {
  std::vector<std::string_view> kinds;
  for (const OutputSchema& schema : program.schemas) {
    if (schema.kind == kind) {
      out << schema.text;
      return;
    }
    kinds.push_back(schema.kind);
  }
  const std::vector<std::string> near = nearest_names(kind, kinds);
  throw Error(
      ExitCode::usage,
      "there is no schema `" + printable(kind) + "`" +
          did_you_mean(near.empty() ? std::vector<std::string>(kinds.begin(), kinds.end()) : near));
}

ExitCode run(const Program& program, const std::vector<std::string>& words, std::ostream& out) {
  const Arguments arguments = parse(program.syntax, words);
  if (arguments.has("help")) {
    out << program.help;
    return ExitCode::ok;
  }
  if (arguments.has("version")) {
    out << program.syntax.tool << " (aether-tools) " << version() << "\ncommit: " << commit()
        << "\noptional features: " << program.features << '\n';
    return ExitCode::ok;
  }
  if (const auto kind = arguments.value("print-schema")) {
    print_schema(program, *kind, out);
    return ExitCode::ok;
  }
  const std::optional<std::string> file = arguments.value("output");
  if (file && *file != "-") {
    return run_to_file(program, arguments, *file);
  }
  Streams streams{out, std::cerr, use_colour(colour_mode(arguments), STDOUT_FILENO),
                  is_terminal(STDOUT_FILENO)};
  return program.run(arguments, streams);
}

int report(const Program& program, const std::vector<std::string>& words, std::ostream& out,
           std::string_view message, ExitCode code) {
  if (const auto told = program.tell_error ? program.tell_error(words, message) : std::nullopt) {
    if (out << told->text << std::flush) {
      return told->status;
    }
  }
  std::cerr << program.syntax.tool << ": " << message << '\n';
  return static_cast<int>(code);
}

} // namespace

int run_main(int argc, char** argv, const Program& program) {
  std::signal(SIGPIPE, SIG_DFL); // a parent may have ignored it
  hold_standard_descriptors();
  StandardOutput buffer;
  std::ostream out(&buffer);
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  try {
    const ExitCode code = run(program, words, out);
    out.flush();
    if (!out) {
      throw system_error(ExitCode::unavailable, "cannot write to standard output",
                         buffer.error_number());
    }
    return static_cast<int>(code);
  } catch (const Error& error) {
    out.flush();
    return report(program, words, out, error.what(), error.code());
  } catch (const std::bad_alloc&) {
    return report(program, words, out, "out of memory", ExitCode::fault);
  } catch (const std::exception& error) {
    return report(program, words, out, std::string("internal error: ") + error.what(),
                  ExitCode::fault);
  }
}

void warn(std::ostream& err, std::string_view tool, std::string_view message) {
  err << tool << ": warning: " << message << '\n';
}

} // namespace aether::cli
