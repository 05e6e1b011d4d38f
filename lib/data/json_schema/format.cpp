#include "data/json_schema/format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/text.h"
#include "data/json_schema/pattern.h"

namespace aether::json_schema {

namespace {

bool is_hex_digit(char c) {
  const char lower = ascii_lower(c);
  return is_ascii_digit(c) || (lower >= 'a' && lower <= 'f');
}

bool all_of(std::string_view text, bool (*fits)(char)) {
  return std::all_of(text.begin(), text.end(), fits);
}

// Takes a text apart from its front.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) {
    if (peek() != c || rest_.empty()) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // A number of exactly so many digits within bounds; -1 where there is none.
  int number(std::size_t digits, int low, int high) {
    if (rest_.size() < digits || !all_of(rest_.substr(0, digits), is_ascii_digit)) {
      return -1;
    }
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value < low || value > high ? -1 : value;
  }

  std::size_t digits() {
    const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    rest_.remove_prefix(count);
    return count;
  }

private:
  std::string_view rest_;
};

bool take_date(Scanner& scan) {
  const int year = scan.number(4, 0, 9999);
  if (year < 0 || !scan.take('-')) {
    return false;
  }
  const int month = scan.number(2, 1, 12);
  if (month < 0 || !scan.take('-')) {
    return false;
  }
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const std::array<int, 12> days = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return scan.number(2, 1, days[static_cast<std::size_t>(month - 1)]) >= 0;
}

bool take_time(Scanner& scan) {
  const int hour = scan.number(2, 0, 23);
  if (hour < 0 || !scan.take(':')) {
    return false;
  }
  const int minute = scan.number(2, 0, 59);
  if (minute < 0 || !scan.take(':')) {
    return false;
  }
  const int second = scan.number(2, 0, 60);
  if (second < 0 || (scan.take('.') && scan.digits() == 0)) {
    return false;
  }
  int offset = 0; // minutes to be taken away for UTC
  if (!scan.take('Z') && !scan.take('z')) {
    const int sign = scan.peek() == '+' ? 1 : -1;
    if (!scan.take('+') && !scan.take('-')) {
      return false;
    }
    const int hours = scan.number(2, 0, 23);
    const int minutes = hours >= 0 && scan.take(':') ? scan.number(2, 0, 59) : -1;
    if (minutes < 0) {
      return false;
    }
    offset = sign * (hours * 60 + minutes);
  }
  // A leap second is the last of a day of UTC.
  const int utc = ((hour * 60 + minute - offset) % 1440 + 1440) % 1440;
  return second < 60 || utc == 1439;
}

bool is_date(std::string_view text) {
  Scanner scan(text);
  return take_date(scan) && scan.done();
}

bool is_time(std::string_view text) {
  Scanner scan(text);
  return take_time(scan) && scan.done();
}

bool is_date_time(std::string_view text) {
  Scanner scan(text);
  return take_date(scan) && (scan.take('T') || scan.take('t')) && take_time(scan) && scan.done();
}

// Units that follow each other, in this order and without a gap (RFC 3339, appendix A).
bool take_units(Scanner& scan, std::string_view units, bool& any) {
  std::size_t next = 0;
  while (is_ascii_digit(scan.peek())) {
    scan.digits();
    const std::size_t unit = units.find(scan.peek());
    if (scan.done() || unit == k_none || unit < next || (any && unit != next)) {
      return false;
    }
    scan.take(scan.peek());
    next = unit + 1;
    any = true;
  }
  return true;
}

bool is_duration(std::string_view text) {
  Scanner scan(text);
  if (!scan.take('P')) {
    return false;
  }
  if (text.ends_with('W')) {
    return scan.digits() > 0 && scan.take('W') && scan.done();
  }
  bool date = false;
  if (!take_units(scan, "YMD", date)) {
    return false;
  }
  bool time = false;
  if (scan.take('T') && (!take_units(scan, "HMS", time) || !time)) {
    return false;
  }
  return scan.done() && (date || time);
}

bool is_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    const std::string_view number = text.substr(0, text.find('.'));
    if (number.empty() || number.size() > 3 || !all_of(number, is_ascii_digit) ||
        (number.size() > 1 && number.front() == '0') || std::stoi(std::string(number)) > 255) {
      return false;
    }
    text.remove_prefix(number.size());
    if (part < 3) {
      if (!text.starts_with('.')) {
        return false;
      }
      text.remove_prefix(1);
    }
  }
  return text.empty();
}

// The groups of 16 bits that a part of an IPv6 address has; -1 where it is none.
int count_groups(std::string_view text, bool may_end_in_ipv4) {
  int groups = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == k_none && may_end_in_ipv4 && group.find('.') != k_none) {
      return is_ipv4(group) ? groups + 2 : -1;
    }
    if (group.empty() || group.size() > 4 || !all_of(group, is_hex_digit)) {
      return -1;
    }
    ++groups;
    if (colon == k_none) {
      break;
    }
    text.remove_prefix(colon + 1);
    if (text.empty()) {
      return -1;
    }
  }
  return groups;
}

bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == k_none) {
    return count_groups(text, true) == 8;
  }
  const int before = count_groups(text.substr(0, gap), false);
  const int after = count_groups(text.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

bool is_hostname(std::string_view text) {
  constexpr std::size_t k_longest_name = 253;
  constexpr std::size_t k_longest_label = 63;
  if (text.empty() || text.size() > k_longest_name || text.back() == '.') {
    return false;
  }
  while (!text.empty()) {
    const std::string_view label = text.substr(0, text.find('.'));
    const auto fits = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '-'; };
    if (label.empty() || label.size() > k_longest_label || label.front() == '-' ||
        label.back() == '-' || !all_of(label, fits) ||
        (label.size() >= 4 && label.substr(2, 2) == "--" &&
         !starts_with_ignoring_case(label, "xn"))) {
      return false;
    }
    text.remove_prefix(std::min(label.size() + 1, text.size()));
  }
  return true;
}

// An address without a comment: a name in dots or in quotes, and a host or an address in brackets.
bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == k_none || at == 0) {
    return false;
  }
  const std::string_view name = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  bool name_fits = false;
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
    const std::string_view inside = name.substr(1, name.size() - 2);
    name_fits =
        std::all_of(inside.begin(), inside.end(), [](char c) { return c >= ' ' && c < 127; });
  } else {
    name_fits = name.front() != '.' && name.back() != '.' && name.find("..") == k_none &&
                all_of(name, [](char c) {
                  return is_ascii_letter(c) || is_ascii_digit(c) ||
                         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != k_none;
                });
  }
  if (domain.starts_with('[') && domain.ends_with(']')) {
    const std::string_view address = domain.substr(1, domain.size() - 2);
    return name_fits && (starts_with_ignoring_case(address, "IPv6:") ? is_ipv6(address.substr(5))
                                                                     : is_ipv4(address));
  }
  return name_fits && is_hostname(domain);
}

bool is_unreserved(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || std::string_view("-._~").find(c) != k_none;
}

// Characters of RFC 3986 with `more` allowed, and percent codes that are whole.
bool are_uri_characters(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex_digit(text[i + 1]) || !is_hex_digit(text[i + 2])) {
        return false;
      }
      i += 2;
    } else if (!is_unreserved(text[i]) && std::string_view("!$&'()*+,;=").find(text[i]) == k_none &&
               more.find(text[i]) == k_none) {
      return false;
    }
  }
  return true;
}

bool is_authority(std::string_view text) {
  if (const std::size_t at = text.rfind('@'); at != k_none) {
    if (!are_uri_characters(text.substr(0, at), ":")) {
      return false;
    }
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == k_none) {
      return false;
    }
    const std::string_view address = text.substr(1, end - 1);
    if (!is_ipv6(address) && !(address.size() > 2 && ascii_lower(address.front()) == 'v')) {
      return false;
    }
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    if (!are_uri_characters(text.substr(0, colon), "")) {
      return false;
    }
    port = text.substr(colon);
  }
  return port.empty() || (port.front() == ':' && all_of(port.substr(1), is_ascii_digit));
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_ascii_letter(text.front()) && all_of(text, [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// What follows the scheme.
bool is_hierarchical(std::string_view text) {
  if (const std::size_t hash = text.find('#'); hash != k_none) {
    if (!are_uri_characters(text.substr(hash + 1), ":@/?")) {
      return false;
    }
    text = text.substr(0, hash);
  }
  if (const std::size_t question = text.find('?'); question != k_none) {
    if (!are_uri_characters(text.substr(question + 1), ":@/?")) {
      return false;
    }
    text = text.substr(0, question);
  }
  if (text.starts_with("//")) {
    const std::size_t end = std::min(text.find('/', 2), text.size());
    if (!is_authority(text.substr(2, end - 2))) {
      return false;
    }
    text.remove_prefix(end);
  }
  return are_uri_characters(text, ":@/");
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != k_none && is_scheme(text.substr(0, colon)) &&
         is_hierarchical(text.substr(colon + 1));
}

bool is_uri_reference(std::string_view text) {
  if (is_uri(text)) {
    return true;
  }
  // A first segment with a colon would be a scheme.
  return text.substr(0, text.find_first_of("/?#")).find(':') == k_none && is_hierarchical(text);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex_digit(text[i])) {
      return false;
    }
  }
  return true;
}

bool is_regex(std::string_view text) {
  std::string problem;
  return Pattern::compile(text, problem).has_value();
}

bool is_json_pointer(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) {
      return false;
    }
  }
  return text.empty() || text.front() == '/';
}

constexpr std::array<std::pair<std::string_view, FormatCheck>, 13> k_formats = {{
    {"date", is_date},
    {"date-time", is_date_time},
    {"duration", is_duration},
    {"email", is_email},
    {"hostname", is_hostname},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"json-pointer", is_json_pointer},
    {"regex", is_regex},
    {"time", is_time},
    {"uri", is_uri},
    {"uri-reference", is_uri_reference},
    {"uuid", is_uuid},
}};

} // namespace

FormatCheck find_format(std::string_view name) {
  const auto* found = std::find_if(k_formats.begin(), k_formats.end(),
                                   [&](const auto& format) { return format.first == name; });
  return found == k_formats.end() ? nullptr : found->second;
}

} // namespace aether::json_schema
