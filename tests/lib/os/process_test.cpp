#include "os/process.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iterator>

#include <gmock/gmock.h>

#include "core/error.h"
#include "os/descriptor.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds k_ample(10'000);

ProcessRequest shell(const std::string& script) {
  return {{"/bin/sh", "-c", script}, {}, {}, k_ample};
}

ProcessResult run_shell(const std::string& script) { return run_process(shell(script)); }

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(RunProcess, gathers_both_streams_and_the_status) {
  const ProcessResult result = run_shell("echo out; echo err >&2; exit 7");
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
  EXPECT_EQ(result.status, 7);
  EXPECT_FALSE(result.timed_out);
  EXPECT_FALSE(result.too_much);
}

TEST(RunProcess, gives_arguments_as_they_are) {
  const ProcessResult result =
      run_process({{"printf", "[%s]", "a b", "", "*", "$HOME", "\"'\\", "\xFF"}, {}, {}, k_ample});
  EXPECT_EQ(result.out, "[a b][][*][$HOME][\"'\\][\xFF]");
}

TEST(RunProcess, looks_for_a_program_in_the_path) {
  EXPECT_EQ(run_process({{"true"}, {}, {}, k_ample}).status, 0);
  EXPECT_EQ(run_process({{"false"}, {}, {}, k_ample}).status, 1);
}

TEST(RunProcess, needs_no_time_limit) {
  const ProcessResult result = run_process({{"echo", "a"}, {}, {}, {}});
  EXPECT_EQ(result.out, "a\n");
  EXPECT_FALSE(result.timed_out);
}

TEST(RunProcess, tells_that_a_program_cannot_be_started) {
  const test::TemporaryDirectory directory;
  const std::string text = directory.write("text", "no program").string();
  for (const std::string& name :
       {std::string("there-is-no-such-program"), text, directory.path().string(),
        std::string("/absent/program"), std::string("/etc/passwd/x"), std::string()}) {
    try {
      (void)run_process({{name}, {}, {}, k_ample});
      ADD_FAILURE() << name << " was started";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::unavailable) << name;
      EXPECT_THAT(error.what(), HasSubstr("cannot run " + name)) << name;
    }
  }
}

TEST(RunProcess, sets_variables_beside_our_own) {
  ASSERT_EQ(::setenv("AETHER_TEST_OURS", "ours", 1), 0);
  ASSERT_EQ(::setenv("AETHER_TEST_BOTH", "ours", 1), 0);
  ProcessRequest request =
      shell("echo \"$AETHER_TEST_OURS/$AETHER_TEST_BOTH/$AETHER_TEST_NEW/$AETHER_TEST\"; "
            "env | grep -c '^AETHER_TEST_BOTH='");
  request.environment = {
      {"AETHER_TEST_BOTH", "theirs"}, {"AETHER_TEST_NEW", "a=b c"}, {"AETHER_TEST", ""}};
  const ProcessResult result = run_process(request);
  EXPECT_EQ(result.out, "ours/theirs/a=b c/\n1\n");
  EXPECT_STREQ(std::getenv("AETHER_TEST_BOTH"), "ours");
  EXPECT_EQ(std::getenv("AETHER_TEST_NEW"), nullptr);
  ::unsetenv("AETHER_TEST_OURS");
  ::unsetenv("AETHER_TEST_BOTH");
}

TEST(RunProcess, gives_its_input) {
  std::string input;
  for (std::size_t i = 0; input.size() < (std::size_t{1} << 20U); ++i) {
    input += static_cast<char>(i * 7 % 256);
  }
  const ProcessResult result = run_process({{"cat"}, {}, input, k_ample});
  EXPECT_TRUE(result.out == input) << "it gave " << result.out.size() << " bytes";
  EXPECT_EQ(result.status, 0);
}

TEST(RunProcess, ends_the_input) {
  EXPECT_EQ(run_process({{"wc", "-c"}, {}, {}, k_ample}).out, "0\n");
  EXPECT_EQ(run_process({{"wc", "-c"}, {}, "abc", k_ample}).out, "3\n");
}

TEST(RunProcess, gives_all_of_the_input_to_a_child_that_has_closed_its_output) {
  const test::TemporaryDirectory directory;
  ProcessRequest request =
      shell("exec >/dev/null 2>&1; exec wc -c >" + (directory.path() / "size").string());
  request.input.assign(std::size_t{1} << 20U, 'x');
  request.timeout = std::chrono::milliseconds(5'000);
  const ProcessResult result = run_process(request);
  EXPECT_FALSE(result.timed_out);
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(directory.read("size"), "1048576\n");
}

TEST(RunProcess, does_not_mind_a_child_that_does_not_read_its_input) {
  const std::string input(std::size_t{1} << 20U, 'x');
  EXPECT_EQ(run_process({{"true"}, {}, input, k_ample}).status, 0);
  EXPECT_EQ(run_process({{"head", "-c", "3"}, {}, input, k_ample}).out, "xxx");
  ProcessRequest request = shell("exec <&-; echo a; exit 4");
  request.input = input;
  EXPECT_EQ(run_process(request).status, 4);
}

TEST(RunProcess, gathers_much_output_of_both_streams_at_once) {
  const ProcessResult result =
      run_shell("head -c 8000000 /dev/zero & head -c 6000000 /dev/zero >&2; wait");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out.size(), 8'000'000U);
  EXPECT_EQ(result.err.size(), 6'000'000U);
  EXPECT_EQ(result.out.find_first_not_of('\0'), std::string::npos);
}

TEST(RunProcess, kills_a_child_that_writes_too_much) {
  for (const std::string to : {"", " >&2"}) {
    ProcessRequest request = shell("exec cat /dev/zero" + to);
    request.max_output = 100'000;
    const ProcessResult result = run_process(request);
    EXPECT_TRUE(result.too_much) << to;
    EXPECT_FALSE(result.timed_out) << to;
    EXPECT_EQ(result.status, 128 + SIGKILL) << to;
    EXPECT_LE(result.out.size() + result.err.size(), 1'000'000U) << to;
  }
}

TEST(RunProcess, takes_as_much_output_as_it_may) {
  ProcessRequest request = shell("head -c 5000 /dev/zero; head -c 5000 /dev/zero >&2");
  request.max_output = 5'000;
  const ProcessResult fits = run_process(request);
  EXPECT_FALSE(fits.too_much);
  EXPECT_EQ(fits.status, 0);
  EXPECT_EQ(fits.out.size() + fits.err.size(), 10'000U);
  request.max_output = 4'999;
  EXPECT_TRUE(run_process(request).too_much);
  ProcessRequest silent = shell("exit 3");
  silent.max_output = 0;
  EXPECT_FALSE(run_process(silent).too_much);
}

TEST(RunProcess, tells_the_signal_that_ended_it) {
  for (const int signal : {SIGTERM, SIGKILL, SIGSEGV, SIGPIPE}) {
    const ProcessResult result = run_shell("kill -" + std::to_string(signal) + " $$; exec sleep 9");
    EXPECT_EQ(result.status, 128 + signal);
    EXPECT_FALSE(result.timed_out);
  }
  EXPECT_EQ(run_shell("exit 255").status, 255);
}

TEST(RunProcess, ends_a_child_whose_time_is_over) {
  ProcessRequest request = shell("trap '' TERM INT HUP; echo begun; sleep 60; sleep 60");
  request.timeout = std::chrono::milliseconds(200);
  const auto begun = Clock::now();
  const ProcessResult result = run_process(request);
  const auto took = Clock::now() - begun;
  EXPECT_TRUE(result.timed_out);
  EXPECT_FALSE(result.too_much);
  EXPECT_EQ(result.status, 128 + SIGKILL);
  EXPECT_EQ(result.out, "begun\n");
  EXPECT_GE(took, std::chrono::milliseconds(200));
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST(RunProcess, ends_a_child_that_keeps_writing_when_its_time_is_over) {
  ProcessRequest request = shell("while :; do echo a; done");
  request.timeout = std::chrono::milliseconds(100);
  const ProcessResult result = run_process(request);
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.status, 128 + SIGKILL);
}

TEST(RunProcess, ends_a_child_that_has_closed_its_output) {
  ProcessRequest request = shell("exec >&- 2>&-; exec sleep 60");
  request.timeout = std::chrono::milliseconds(200);
  const auto begun = Clock::now();
  const ProcessResult result = run_process(request);
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.status, 128 + SIGKILL);
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(5));
}

TEST(RunProcess, ends_a_child_that_does_not_read_its_input_in_time) {
  ProcessRequest request = shell("exec sleep 60");
  request.input.assign(std::size_t{1} << 20U, 'x');
  request.timeout = std::chrono::milliseconds(100);
  EXPECT_TRUE(run_process(request).timed_out);
}

// Whoever holds a copy of the pipe's writing end is alive; at its end of file nobody is.
TEST(RunProcess, ends_the_whole_group_of_a_child_whose_time_is_over) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0); // inherited by the child and by all below it
  const Descriptor read(ends[0]);
  Descriptor write(ends[1]);
  ProcessRequest request =
      shell("(trap '' TERM; sleep 60; :) & (sleep 60 >/dev/null 2>&1; :) & echo begun; wait");
  request.timeout = std::chrono::milliseconds(300);
  const ProcessResult result = run_process(request);
  write = Descriptor();
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.out, "begun\n");
  pollfd waiting{read.get(), POLLIN, 0};
  ASSERT_EQ(::poll(&waiting, 1, 10'000), 1) << "a process of the group lives on";
  EXPECT_NE(waiting.revents & POLLHUP, 0);
}

TEST(RunProcess, ends_those_who_hold_the_output_of_a_child_that_is_gone) {
  ProcessRequest request = shell("sleep 60 & echo begun; exit 5");
  request.timeout = std::chrono::milliseconds(200);
  const auto begun = Clock::now();
  const ProcessResult result = run_process(request);
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.out, "begun\n");
  EXPECT_EQ(result.status, 5);
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(5));
}

TEST(RunProcess, does_not_end_our_own_group) {
  const ProcessResult result = run_shell("ps -o pgid= -p $$ 2>/dev/null || "
                                         "cut -d ' ' -f 5 /proc/$$/stat");
  EXPECT_NE(std::stoi(result.out), ::getpgrp());
}

TEST(RunProcess, leaves_signals_as_they_were) {
  struct sigaction before {};
  ASSERT_EQ(::sigaction(SIGPIPE, nullptr, &before), 0);
  (void)run_process({{"true"}, {}, std::string(1'000'000, 'x'), k_ample});
  EXPECT_THROW((void)run_process({{"there-is-no-such-program"}, {}, {}, k_ample}), Error);
  struct sigaction after {};
  ASSERT_EQ(::sigaction(SIGPIPE, nullptr, &after), 0);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
}

TEST(RunProcess, lets_a_broken_pipe_end_what_the_child_starts) {
  const ProcessResult result = run_shell("yes | head -n 1");
  EXPECT_EQ(result.out, "y\n");
  EXPECT_EQ(result.err, "");
}

TEST(RunProcess, leaves_no_descriptor_open) {
  const std::ptrdiff_t before = open_descriptors();
  for (int i = 0; i < 3; ++i) {
    (void)run_shell("echo a; exit 1");
    EXPECT_THROW((void)run_process({{"there-is-no-such-program"}, {}, {}, k_ample}), Error);
    ProcessRequest request = shell("exec sleep 60");
    request.timeout = std::chrono::milliseconds(10);
    (void)run_process(request);
  }
  EXPECT_EQ(open_descriptors(), before);
}

} // namespace
} // namespace aether
