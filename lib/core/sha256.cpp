// The low-level functions: EVP looks its algorithm up in the provider's tables, which takes longer
// than hashing a thousand small files.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/sha256.h"

#include <openssl/sha.h>

#include <array>

namespace aether {

std::string sha256(std::string_view data) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  SHA256_CTX context;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Init(&context);
  SHA256_Update(&context, data.data(), data.size());
  SHA256_Final(digest.data(), &context);
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += k_digits[byte >> 4U];
    text += k_digits[byte & 0xFU];
  }
  return text;
}

} // namespace aether
