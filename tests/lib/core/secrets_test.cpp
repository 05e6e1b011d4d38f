#include "core/secrets.h"

#include <gtest/gtest.h>

namespace aether {
namespace {

TEST(WithoutSecrets, hides_passwords_and_secret_parameters_of_addresses) {
  struct Row {
    const char* url;
    const char* shown;
  };
  const Row rows[] = {
      {"http://localhost:3000/api", "http://localhost:3000/api"},
      {"not an address", "not an address"},
      {"postgresql://me:pw@host:5432/db", "postgresql://me:***@host:5432/db"},
      {"postgresql://me@host/db", "postgresql://me@host/db"},
      {"redis://:pw@host:6379/0", "redis://:***@host:6379/0"},
      {"postgresql://me:p/w@rd@host/db", "postgresql://me:***@host/db"},
      {"postgresql://me:p#w@host/db", "postgresql://me:***@host/db"},
      {"http://host:80/x?mail=a@b", "http://host:80/x?mail=a@b"},
      {"http://h/?token=abc&x=1", "http://h/?token=***&x=1"},
      {"http://h/?x=1&api_key=abc#end", "http://h/?x=1&api_key=***#end"},
      {"http://[::1]:80/", "http://[::1]:80/"},
      {"http://${HOST}:${PORT}/x", "http://${HOST}:${PORT}/x"},
      {"postgresql://me:secret ${X", "postgresql://me:***"},
      {"http://localhost:port/x", "http://localhost:port/x"},
      {"http://TOKEN@host/x", "http://***@host/x"},
      {"https://TOKEN:@host/x", "https://***:***@host/x"},
      {"https://TOKEN:x-oauth-basic@host/x", "https://***:***@host/x"},
      {"HTTPS://TOKEN@host", "HTTPS://***@host"},
      {"wss://TOKEN@host/", "wss://***@host/"},
      {"http://me:pw@host/", "http://me:***@host/"},
      {"http://@host/", "http://@host/"},
      {"redis://pw@host/0", "redis://***@host/0"},
      {"http://host/@x", "http://host/@x"},
      {"http://", "http://"},
      {"http://:", "http://:"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(without_secrets(row.url), row.shown) << row.url;
  }
}

TEST(WithoutSecretsWithin, hides_those_of_every_address_in_a_text) {
  EXPECT_EQ(without_secrets_within("no address: a:b@c"), "no address: a:b@c");
  EXPECT_EQ(without_secrets_within(
                "at postgresql://me:p%2Fw@h/d, \"redis://:x@h\" and (http://h/?token=t)"),
            "at postgresql://me:***@h/d, \"redis://:***@h\" and (http://h/?token=***");
  EXPECT_EQ(without_secrets_within("--url=http://u:p@h/ ://"), "--url=http://u:***@h/ ://");
}

TEST(PasswordsIn, gives_them_as_written_and_as_meant) {
  EXPECT_EQ(passwords_in("redis://u:a%2fb@h"), (std::vector<std::string>{"a%2fb", "a/b"}));
  EXPECT_EQ(passwords_in("redis://:pw@h"), (std::vector<std::string>{"pw"}));
  EXPECT_EQ(passwords_in("http://to%2Fken@h"), (std::vector<std::string>{"to%2Fken", "to/ken"}));
  EXPECT_EQ(passwords_in("http://token:@h"), (std::vector<std::string>{"token"}));
  EXPECT_EQ(passwords_in("redis://pw@h"), (std::vector<std::string>{"pw"}));
  EXPECT_TRUE(passwords_in("postgresql://u@h/d").empty());
  EXPECT_TRUE(passwords_in("http://h:80/a@b").empty());
}

TEST(SecretNames, are_those_of_secrets_and_not_of_what_measures_them) {
  for (const char* name : {"password", "DATABASE_PASSWORD", "security.secret_key", "api_key",
                           "OPENAI_API_KEY", "auth_token", "a.b.token_secret"}) {
    EXPECT_TRUE(is_secret_name(name)) << name;
  }
  for (const char* name : {"max_tokens", "token_lifetime_seconds", "token_url", "secret.enabled",
                           "password_regex", "key", "monkey", "tokenizer_path", ""}) {
    EXPECT_FALSE(is_secret_name(name)) << name;
  }
}

} // namespace
} // namespace aether
