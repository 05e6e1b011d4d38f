#include "core/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace aether {

namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace

std::string sha256(std::string_view data) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  // Looking the algorithm up and making a context take longer than hashing a small file.
  static const EVP_MD* const k_algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_DigestInit_ex2(context.get(), k_algorithm, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), data.data(), data.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) {
    throw std::runtime_error("libcrypto cannot make a SHA-256");
  }
  std::string text;
  text.reserve(std::size_t{2} * size);
  for (unsigned i = 0; i < size; ++i) {
    text += k_digits[digest[i] >> 4U];
    text += k_digits[digest[i] & 0xFU];
  }
  return text;
}

} // namespace aether
