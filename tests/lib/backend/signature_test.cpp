#include "backend/signature.h"

#include <gtest/gtest.h>

namespace aether {
namespace {

TEST(SignatureProblem, is_none_of_a_python_function) {
  for (const char* text :
       {"f()", "f(a, b=1)", "async def f(a: int = 3, *, b: str) -> list[str]:",
        "computer.f(a: dict[str, int] = {\"a\": 1})", "f(a, /, b, *args, **kwargs)",
        "f(\n    a: int,  # the first, of (many\n    b: str = \"x, y\",\n) -> bytes",
        "f(*, a: int = 1, b: int)", "f(a: \"int\" = (1, 2))"}) {
    EXPECT_EQ(parse_signature(text).problem, "") << text;
  }
}

TEST(SignatureProblem, says_what_is_wrong) {
  for (const char* text :
       {"", "f", "f(", "f(a", "f)", "f(a b)", "f(a=)", "f(a: )", "f(a=1, b)", "f(a, a)", "f(1)",
        "f(a,, b)", "f() ->", "f() nonsense", "f(a=\"x)", "two words(a)"}) {
    EXPECT_NE(parse_signature(text).problem, "") << text;
  }
}

TEST(Signature, has_its_parameters_with_kinds_types_and_defaults) {
  const Signature got = parse_signature(
      "async def computer.f(a, /, b: list[str] = [\"x, y\"], *rest, c: int, d=1, **more) -> dict:");
  ASSERT_EQ(got.problem, "");
  EXPECT_EQ(got.name, "computer.f");
  EXPECT_EQ(got.answer, "dict");
  std::string shown;
  for (const SignatureParameter& one : got.parameters) {
    shown += one.name + "|" + one.type + "|" + one.default_value.value_or("-") + "|" +
             std::to_string(static_cast<int>(one.kind)) + "\n";
  }
  EXPECT_EQ(shown, "a||-|0\nb|list[str]|[\"x, y\"]|1\nrest||-|2\nc|int|-|3\nd||1|3\nmore||-|4\n");
  EXPECT_TRUE(got.parameters[3].is_required());
  EXPECT_FALSE(got.parameters[5].is_required());
}

} // namespace
} // namespace aether
