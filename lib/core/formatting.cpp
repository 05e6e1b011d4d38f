// {fmt}'s own code, compiled from its headers: Debian has it as a shared library alone, which takes
// longer to load than many a run does its work. Another version than Debian 12's stays shared.
#include <fmt/core.h>

#if FMT_VERSION / 10000 == 9

#include <locale>

#include <fmt/format-inl.h>

namespace fmt::detail {

// Declared to be elsewhere by the header.
template auto thousands_sep_impl<char>(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;
template auto locale_ref::get<std::locale>() const -> std::locale;
template auto dragonbox::to_decimal(float) noexcept -> dragonbox::decimal_fp<float>;
template auto dragonbox::to_decimal(double) noexcept -> dragonbox::decimal_fp<double>;

} // namespace fmt::detail

#endif
