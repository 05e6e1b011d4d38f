// A small tree on disk and its index, for tests.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "backend/blocks/scan.h"
#include "job_tracer/blocks.h"
#include "job_tracer/resolver.h"
#include "support/temporary_directory.h"

namespace aether::job_tracer::test {

// A canonical block in a Python comment.
inline std::string block(const std::string& incoming, const std::string& jobs,
                         const std::string& outgoing) {
  const auto count = jobs == "none" ? 0 : 1 + std::count(jobs.begin(), jobs.end(), ',');
  return "# @.architecture\n# Incoming: " + incoming + " --- {A}\n# Processing: run() --- {" +
         std::to_string(count) + (count == 1 ? " job: " : " jobs: ") + jobs +
         "}\n# Outgoing: " + outgoing + " --- {B}\n";
}

class Tree {
public:
  Tree(std::initializer_list<std::pair<std::string, std::string>> files,
       const std::string& name = "tree")
      : name_(name) {
    std::filesystem::create_directories(root());
    for (const auto& [path, content] : files) {
      write(path, content);
    }
  }

  void write(const std::string& path, std::string_view content) const {
    directory_.write(name_ + "/" + path, content);
  }
  [[nodiscard]] std::filesystem::path root() const { return directory_.path() / name_; }

  [[nodiscard]] ScanRequest request() const {
    ScanRequest request;
    request.root = root();
    request.depth = ScanDepth::everything;
    return request;
  }

  [[nodiscard]] Index index() const { return index(request()); }
  [[nodiscard]] static Index index(const ScanRequest& request) {
    Index made = scan(request, Layers::defaults());
    resolve_references(made, is_on_disk);
    return made;
  }

private:
  std::string name_;
  aether::test::TemporaryDirectory directory_;
};

} // namespace aether::job_tracer::test
