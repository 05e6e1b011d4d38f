#include "validate_config/families/signature.h"

#include <gtest/gtest.h>

namespace aether::validate_config {
namespace {

TEST(SignatureProblem, is_none_of_a_python_function) {
  for (const char* text :
       {"f()", "f(a, b=1)", "async def f(a: int = 3, *, b: str) -> list[str]:",
        "computer.f(a: dict[str, int] = {\"a\": 1})", "f(a, /, b, *args, **kwargs)",
        "f(\n    a: int,  # the first, of (many\n    b: str = \"x, y\",\n) -> bytes",
        "f(*, a: int = 1, b: int)", "f(a: \"int\" = (1, 2))"}) {
    EXPECT_EQ(signature_problem(text), "") << text;
  }
}

TEST(SignatureProblem, says_what_is_wrong) {
  for (const char* text :
       {"", "f", "f(", "f(a", "f)", "f(a b)", "f(a=)", "f(a: )", "f(a=1, b)", "f(a, a)", "f(1)",
        "f(a,, b)", "f() ->", "f() nonsense", "f(a=\"x)", "two words(a)"}) {
    EXPECT_NE(signature_problem(text), "") << text;
  }
}

} // namespace
} // namespace aether::validate_config
