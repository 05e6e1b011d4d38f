#include "core/secret_shapes.h"

#include <gtest/gtest.h>

#include <string>

namespace aether {
namespace {

// Put together here, so that no scanner takes this file for a leak.
std::string joined(const char* front, const char* rest) { return std::string(front) + rest; }

TEST(SecretShape, is_known_by_the_issuers_prefix) {
  for (const auto& [text, kind] :
       {std::pair{joined("AKI", "A2E0A8F3B244C9986"), "an AWS access key"},
        {joined("gh", "p_0123456789abcdefghijABCDEFGHIJ456789"), "a GitHub token"},
        {joined("s", "k-ant-api03-a8Kd03mXz71QpLw9vTn2"), "an Anthropic key"},
        {joined("-----BEGIN RSA PRIV", "ATE KEY-----"), "a private key"},
        {joined("ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0xxx.c2lnbmF0dXJlLW9mLWl0"),
         "a JSON Web Token"}}) {
    EXPECT_EQ(find_secret_shape("key = \"" + text + "\"").kind, kind) << text;
  }
  EXPECT_EQ(find_secret_shape("a " + joined("AKI", "A2E0A8F3B244C9986")).offset, 2U);
}

TEST(SecretShape, is_none_of_what_only_looks_so) {
  for (const std::string& text : {joined("AKI", "AIOSFODNN7EXAMPLE"),
                                  std::string("sk-your-key-goes-right-here-0000-0000-0000"),
                                  std::string("task-3f2a9c1b0d4e5f6a7b8c9d0e1f2a3b4c"),
                                  std::string("openai/qwen2.5-14b-instruct"),
                                  std::string("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
                                  std::string("-----BEGIN PUBLIC KEY-----")}) {
    EXPECT_EQ(find_secret_shape(text).kind, "") << text;
  }
}

TEST(SecretValue, is_random_under_a_name_that_says_so) {
  EXPECT_TRUE(is_secret_value("llm.api_key", "q8Zt0vLw31xKpR5sYb7N"));
  EXPECT_TRUE(is_secret_value("database.password", "Tr0ub4dor-and-3"));
  for (const char* value :
       {"not-needed", "${API_KEY}", "<your key>", "your-key-here", "xxxxxxxxxxxx", "changeme",
        "lm-studio", "", "http://localhost:1234/v1"}) {
    EXPECT_FALSE(is_secret_value("llm.api_key", value)) << value;
  }
  EXPECT_FALSE(is_secret_value("llm.max_tokens", "q8Zt0vLw31xKpR5sYb7N"));
  EXPECT_FALSE(is_secret_value("llm.model", "q8Zt0vLw31xKpR5sYb7N"));
}

TEST(DefaultPassword, is_one_that_everybody_tries) {
  EXPECT_TRUE(is_default_password("Postgres"));
  EXPECT_FALSE(is_default_password("q8Zt0vLw31x"));
}

TEST(PasswordOfUrl, is_what_stands_between_user_and_host) {
  EXPECT_EQ(password_of_url("postgresql://aether:geheim@host/db"), "geheim");
  EXPECT_EQ(password_of_url("redis://:geheim@host"), "geheim");
  EXPECT_EQ(password_of_url("a text: with http://u:p@h in it"), "");
}

TEST(AssignsSecret, whatever_the_language) {
  for (const char* line :
       {"SECURITY_TOKEN_SECRET=tk-9f31", "export DB_PASSWORD='hunter2' # mine", "password: hunter2",
        R"(  "api_key": "abc",)", "{user: me, password: hunter2}", R"(token: str = "abc")",
        R"(secret: SecretStr = Field(default=SecretStr("abc")))",
        "curl -H 'X: ghp_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R'"}) {
    EXPECT_TRUE(assigns_secret(line)) << line;
  }
}

TEST(AssignsSecret, not_where_there_is_none) {
  for (const char* line :
       {"SECURITY_TOKEN_SECRET=", "API_KEY=${API_KEY}", "api_key: not-needed", "max_tokens: 4096",
        "def login(user, password: str) -> bool:", R"(token_secret: SecretStr = SecretStr(""))",
        "token = read_token(file)", "service_url: http://localhost:3100", "import secrets"}) {
    EXPECT_FALSE(assigns_secret(line)) << line;
  }
}

} // namespace
} // namespace aether
