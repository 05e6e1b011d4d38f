#include "core/sha256.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace aether {
namespace {

TEST(Sha256, agrees_with_the_examples_of_fips_180) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                   "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, of_no_bytes_needs_no_pointer) { EXPECT_EQ(sha256(std::string_view()), sha256("")); }

TEST(Sha256, takes_every_byte) {
  EXPECT_EQ(sha256(std::string(1, '\xBD')),
            "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  EXPECT_EQ(sha256(std::string("a\0b", 3)),
            "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138");
  EXPECT_NE(sha256(std::string("a\0", 2)), sha256("a"));
  EXPECT_NE(sha256("a\r\n"), sha256("a\n"));
}

// The padding needs a further block from 56 bytes on.
TEST(Sha256, agrees_at_the_edges_of_a_block) {
  struct Row {
    std::size_t size;
    std::string_view digest;
  };
  for (const auto& [size, digest] : {
           Row{1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
           Row{55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
           Row{56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
           Row{63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
           Row{64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
           Row{65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
           Row{119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
           Row{120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
           Row{128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"},
       }) {
    EXPECT_EQ(sha256(std::string(size, 'a')), digest) << size;
  }
}

TEST(Sha256, can_be_taken_on_several_threads) {
  const std::string expected = sha256(std::string(100'000, 'x'));
  std::vector<std::string> digests(8);
  {
    std::vector<std::jthread> threads;
    threads.reserve(digests.size());
    for (std::string& digest : digests) {
      threads.emplace_back([&digest] { digest = sha256(std::string(100'000, 'x')); });
    }
  }
  EXPECT_EQ(digests, std::vector<std::string>(8, expected));
}

} // namespace
} // namespace aether
