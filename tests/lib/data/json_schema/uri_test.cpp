#include "data/json_schema/uri.h"

#include <gtest/gtest.h>

namespace aether::json_schema {

namespace {

struct Row {
  std::string_view reference;
  std::string_view resolved;
};

// RFC 3986, sections 5.4.1 and 5.4.2.
constexpr Row k_rows[] = {
    {"g:h", "g:h"},
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
};

TEST(Uri, resolves_as_the_standard_shows) {
  for (const Row& row : k_rows) {
    EXPECT_EQ(resolve_reference("http://a/b/c/d;p?q", row.reference), row.resolved)
        << row.reference;
  }
}

TEST(Uri, resolves_against_paths_and_names) {
  EXPECT_EQ(resolve_reference("", "#/a"), "#/a");
  EXPECT_EQ(resolve_reference("dir/one.json", "two.json#x"), "dir/two.json#x");
  EXPECT_EQ(resolve_reference("urn:uuid:1", "#foo"), "urn:uuid:1#foo");
}

} // namespace

} // namespace aether::json_schema
