#include "net/probe.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/window.h"
#include "net/multi.h"
#include "net/open_files.h"
#include "net/transfer.h"
#include "os/broken_pipe.h"

namespace aether::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t k_first = 16;    // that go on: a connection costs more than a request
constexpr std::size_t k_lookups = 256; // threads at once that wait for name servers
constexpr std::size_t k_other_files = 64;
// libcurl reads the trusted certificates (some 30 ms) at the first TLS connection, while nothing
// else goes on: what has no TLS is to have its answer by then, or its time would not be its own.
constexpr std::chrono::milliseconds k_before_tls{40};
constexpr std::size_t k_files_each = 2; // IPv6 and IPv4 are tried at once (RFC 8305)

// Probes of one host and port. Its name is looked up by the first of them, once.
struct Origin {
  std::deque<std::size_t> waiting;
  bool is_known = false; // it needs no look-up, or has had it
  bool is_alone = false;
  bool has_tls = false;
};

class Probes {
public:
  Probes(const std::vector<ProbeRequest>& requests, const ProbeLimits& limits,
         const TakeProbe& take)
      : requests_(requests), limits_(limits), take_(take),
        files_(std::min(limits.at_once, requests.size()) * k_files_each + k_lookups * 2 +
               k_other_files),
        window_(possible_at_once(), Clock::now(), k_first), certificates_(certificates_file()),
        targets_(requests.size()), origin_of_(requests.size()), transfers_(requests.size()) {}

  void run() {
    sort_by_origin();
    const Clock::time_point deadline = begun_ + limits_.all;
    const Multi::Done done = [&](CURL* easy, CURLcode code) { end(easy, code); };
    begin_all(deadline, done);
    while (left_ > 0 && Clock::now() < deadline) {
      if (!tls_later_.empty()) {
        begin_those_with_tls();
      }
      multi_.run_until(std::min(deadline, next_look()), done);
      window_.look(Clock::now());
      notice_names();
      begin_all(deadline, done);
      hand_over();
    }
    cancel();
    hand_over();
  }

private:
  [[nodiscard]] std::size_t possible_at_once() const {
    const std::size_t other = k_lookups * 2 + k_other_files;
    const std::size_t allowed = files_.allowed() > other + 2 * k_files_each
                                    ? (files_.allowed() - other) / k_files_each
                                    : files_.allowed() / 4;
    return std::max<std::size_t>(std::min(limits_.at_once, allowed), 1);
  }

  [[nodiscard]] Clock::time_point next_look() const {
    return waiting_ > 0 ? window_.next_round() : Clock::time_point::max();
  }

  void sort_by_origin() {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      targets_[i] = parse_target(requests_[i].url);
      if (!targets_[i].problem.empty()) {
        ProbeResult result;
        result.outcome = ProbeOutcome::bad_address;
        result.message = targets_[i].problem;
        take_(i, std::move(result));
        continue;
      }
      Origin& origin = origins_[targets_[i].origin()];
      origin_of_[i] = &origin;
      origin.is_known = !targets_[i].is_name;
      origin.is_alone = origin.waiting.empty();
      origin.has_tls = origin.has_tls || targets_[i].has_tls();
      origin.waiting.push_back(i);
      ++waiting_;
      ++left_;
    }
    for (auto& [name, origin] : origins_) {
      (origin.has_tls ? tls_later_ : begin_in_turn_).push_back(&origin);
    }
  }

  void begin_those_with_tls() {
    if (by_handle_.empty() || Clock::now() >= begun_ + k_before_tls) {
      begin_in_turn_.insert(begin_in_turn_.end(), tls_later_.begin(), tls_later_.end());
      tls_later_.clear();
      (void)begin_some();
    }
  }

  // They are under way while results are taken. What ends at once, refused, makes room for more.
  void begin_all(Clock::time_point deadline, const Multi::Done& done) {
    while (begin_some() && Clock::now() < deadline) {
      multi_.begin_added(done);
      notice_names();
    }
  }

  // Every origin once, then every origin again, as long as the window is open. Whether any began.
  bool begin_some() {
    bool some = false;
    while (window_.is_open() && !begin_in_turn_.empty()) {
      Origin* origin = begin_in_turn_.front();
      begin_in_turn_.pop_front();
      if (origin->waiting.empty()) {
        continue;
      }
      if (!origin->is_known && lookups_.size() >= k_lookups) {
        begin_in_turn_.push_front(origin);
        break;
      }
      const std::size_t index = origin->waiting.front();
      origin->waiting.pop_front();
      --waiting_;
      begin(index, *origin);
      if (origin->is_known) {
        begin_in_turn_.push_back(origin);
      }
      some = true;
    }
    return some;
  }

  void begin(std::size_t index, Origin& origin) {
    transfers_[index] = std::make_unique<Transfer>(targets_[index], requests_[index]);
    Transfer& transfer = *transfers_[index];
    EasyHandle used;
    if (!idle_.empty()) {
      used = std::move(idle_.back());
      idle_.pop_back();
    }
    transfer.prepare(std::move(used), limits_.each, origin.is_alone ? Reuse::close : Reuse::keep,
                     certificates_);
    multi_.add(transfer.easy());
    by_handle_[transfer.easy()] = index;
    window_.begin();
    if (!origin.is_known) {
      lookups_.push_back(index);
    }
  }

  // The others of an origin may begin when its name is known.
  void notice_names() {
    std::erase_if(lookups_, [&](std::size_t index) {
      if (transfers_[index] && !transfers_[index]->has_tried()) {
        return false;
      }
      if (Origin& origin = *origin_of_[index]; !origin.is_known) {
        origin.is_known = true;
        begin_in_turn_.push_back(&origin);
      }
      return true;
    });
  }

  void end(CURL* easy, CURLcode code) {
    const auto found = by_handle_.find(easy);
    const std::size_t index = found->second;
    by_handle_.erase(found);
    ended_.emplace_back(index, transfers_[index]->ended(code));
    const bool named = transfers_[index]->has_tried();
    multi_.remove(easy);
    if (code == CURLE_OK) { // nothing of it goes on, as a look-up may that took too long
      idle_.push_back(transfers_[index]->take_easy());
    }
    transfers_[index].reset();
    window_.end();
    --left_;
    if (Origin& origin = *origin_of_[index]; !named && !origin.is_known) {
      const ProbeResult result = ended_.back().second;
      share(result, origin);
    }
  }

  void hand_over() {
    for (auto& [index, result] : std::exchange(ended_, {})) {
      take_(index, std::move(result));
    }
  }

  // What kept the name of one from being looked up keeps that of the others.
  void share(const ProbeResult& result, Origin& origin) {
    for (const std::size_t index : origin.waiting) {
      ended_.emplace_back(index, result);
    }
    left_ -= origin.waiting.size();
    waiting_ -= origin.waiting.size();
    origin.waiting.clear();
  }

  void cancel() {
    for (const auto& [easy, index] : by_handle_) {
      ended_.emplace_back(index, transfers_[index]->cancelled());
      multi_.remove(easy);
      transfers_[index].reset();
    }
    by_handle_.clear();
    for (const auto& [name, origin] : origins_) {
      for (const std::size_t index : origin.waiting) {
        ProbeResult result;
        result.message = "it was not begun at the deadline";
        ended_.emplace_back(index, std::move(result));
      }
    }
  }

  const std::vector<ProbeRequest>& requests_;
  const ProbeLimits& limits_;
  const TakeProbe& take_;
  const Clock::time_point begun_ = Clock::now();
  const IgnoreBrokenPipe ignore_broken_pipe_;
  const MoreOpenFiles files_;
  Multi multi_; // loads libcurl, which takes half of the window's first round
  Window window_;
  const std::string certificates_;
  std::vector<Target> targets_;    // before what it holds: handles are removed from it
  std::vector<Origin*> origin_of_; // those that have an address
  std::vector<std::unique_ptr<Transfer>> transfers_;
  std::vector<EasyHandle> idle_;                           // to be used again
  std::vector<std::pair<std::size_t, ProbeResult>> ended_; // and not yet taken
  std::unordered_map<CURL*, std::size_t> by_handle_;
  std::map<std::string, Origin> origins_;
  std::deque<Origin*> begin_in_turn_; // those that may begin one now
  std::deque<Origin*> tls_later_;
  std::vector<std::size_t> lookups_; // that wait for their name
  std::size_t waiting_ = 0;
  std::size_t left_ = 0; // that have no result
};

} // namespace

std::string_view to_string(ProbeOutcome outcome) {
  switch (outcome) {
  case ProbeOutcome::ok:
    return "ok";
  case ProbeOutcome::bad_address:
    return "bad_address";
  case ProbeOutcome::name_not_found:
    return "name_not_found";
  case ProbeOutcome::refused:
    return "refused";
  case ProbeOutcome::unreachable:
    return "unreachable";
  case ProbeOutcome::timed_out:
    return "timed_out";
  case ProbeOutcome::tls_error:
    return "tls_error";
  case ProbeOutcome::proxy_error:
    return "proxy_error";
  case ProbeOutcome::http_error:
    return "http_error";
  case ProbeOutcome::protocol_error:
    return "protocol_error";
  case ProbeOutcome::not_tried:
    return "not_tried";
  case ProbeOutcome::cancelled:
    return "cancelled";
  }
  return "";
}

std::string_view to_string(ProbePhase phase) {
  switch (phase) {
  case ProbePhase::not_begun:
    return "not_begun";
  case ProbePhase::name:
    return "name";
  case ProbePhase::connection:
    return "connection";
  case ProbePhase::tls:
    return "tls";
  case ProbePhase::answer:
    return "answer";
  case ProbePhase::done:
    return "done";
  }
  return "";
}

std::string_view to_string(CertificateProblem problem) {
  switch (problem) {
  case CertificateProblem::expired:
    return "expired";
  case CertificateProblem::not_yet_valid:
    return "not_yet_valid";
  case CertificateProblem::self_signed:
    return "self_signed";
  case CertificateProblem::unknown_issuer:
    return "unknown_issuer";
  case CertificateProblem::wrong_name:
    return "wrong_name";
  case CertificateProblem::other:
    return "other";
  }
  return "";
}

bool is_plain_probe(const ProbeRequest& request) {
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
    const char* proxy = std::getenv(name);
    if (proxy != nullptr && *proxy != '\0') {
      return false;
    }
  }
  return is_plain_address(request.url);
}

std::int64_t days_until(std::chrono::sys_seconds end, std::chrono::sys_seconds now) {
  return std::chrono::floor<std::chrono::days>(end - now).count();
}

void probe_each(const std::vector<ProbeRequest>& requests, const ProbeLimits& limits,
                const TakeProbe& take) {
  (void)libcurl(); // before anything is changed
  Probes(requests, limits, take).run();
}

std::vector<ProbeResult> probe_all(const std::vector<ProbeRequest>& requests,
                                   const ProbeLimits& limits) {
  std::vector<ProbeResult> results(requests.size());
  probe_each(requests, limits,
             [&](std::size_t place, ProbeResult result) { results[place] = std::move(result); });
  return results;
}

} // namespace aether::net
