#include "backend/blocks/tag_search.h"

#include <bit>
#include <cstdint>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace aether::blocks {

namespace {

#ifdef __x86_64__

// `@` followed by `.` is looked for in many places at once, which takes half the time of memmem on
// trees full of decorators. `from` moves on to what is left for the plain search.

std::size_t tag_in(std::string_view text, std::size_t from, std::uint32_t hits) {
  for (; hits != 0; hits &= hits - 1) {
    const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(hits));
    if (text.substr(at).starts_with(k_tag)) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::size_t skim_with_sse2(std::string_view text, std::size_t& from) {
  const __m128i at_signs = _mm_set1_epi8('@');
  const __m128i dots = _mm_set1_epi8('.');
  for (; from + 17 <= text.size(); from += 16) {
    const auto* here = reinterpret_cast<const __m128i*>(text.data() + from);
    const auto* next = reinterpret_cast<const __m128i*>(text.data() + from + 1);
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128(here), at_signs),
                                       _mm_cmpeq_epi8(_mm_loadu_si128(next), dots));
    const auto hits = static_cast<std::uint32_t>(_mm_movemask_epi8(both));
    if (hits != 0) {
      if (const std::size_t at = tag_in(text, from, hits); at != std::string_view::npos) {
        return at;
      }
    }
  }
  return std::string_view::npos;
}

__attribute__((target("avx2"))) std::size_t skim_with_avx2(std::string_view text,
                                                           std::size_t& from) {
  const __m256i at_signs = _mm256_set1_epi8('@');
  const __m256i dots = _mm256_set1_epi8('.');
  for (; from + 33 <= text.size(); from += 32) {
    const auto* here = reinterpret_cast<const __m256i*>(text.data() + from);
    const auto* next = reinterpret_cast<const __m256i*>(text.data() + from + 1);
    const __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256(here), at_signs),
                                          _mm256_cmpeq_epi8(_mm256_loadu_si256(next), dots));
    const auto hits = static_cast<std::uint32_t>(_mm256_movemask_epi8(both));
    if (hits != 0) {
      if (const std::size_t at = tag_in(text, from, hits); at != std::string_view::npos) {
        return at;
      }
    }
  }
  return std::string_view::npos;
}

std::size_t skim(std::string_view text, std::size_t& from) {
  // An int for GCC, a bool for clang. NOLINTNEXTLINE(readability-implicit-bool-conversion)
  static const bool k_has_avx2 = __builtin_cpu_supports("avx2") != 0;
  return k_has_avx2 ? skim_with_avx2(text, from) : skim_with_sse2(text, from);
}

#else

std::size_t skim(std::string_view /*text*/, std::size_t& /*from*/) {
  return std::string_view::npos;
}

#endif

} // namespace

std::size_t find_tag(std::string_view text, std::size_t from) {
  const std::size_t found = skim(text, from);
  return found != std::string_view::npos ? found : text.find(k_tag, from);
}

} // namespace aether::blocks
