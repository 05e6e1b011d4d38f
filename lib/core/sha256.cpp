#include "core/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace aether {

std::string sha256(std::string_view data) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("libcrypto cannot make a SHA-256");
  }
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += k_digits[digest[i] >> 4U];
    text += k_digits[digest[i] & 0xFU];
  }
  return text;
}

} // namespace aether
