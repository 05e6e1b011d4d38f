#include "backend/database.h"

#include <gmock/gmock.h>

#include "support/temporary_directory.h"

namespace aether {
namespace {

using testing::HasSubstr;

Setting setting(std::string name, std::optional<boost::json::value> value,
                SourceKind kind = SourceKind::literal) {
  Setting made;
  made.name = std::move(name);
  made.value = std::move(value);
  SettingSource source;
  source.kind = kind;
  source.state = made.value ? SourceState::effective : SourceState::unknown;
  source.name = "DATABASE_URL";
  source.file = "config/settings.py";
  source.at = {3, 5};
  made.chain.push_back(source);
  return made;
}

Settings settings(std::vector<Setting> all) {
  Settings made;
  made.looked = true;
  made.settings = std::move(all);
  return made;
}

TEST(ConfiguredDatabase, is_the_setting_whose_name_says_so) {
  const auto found = find_configured_database(
      settings({setting("port", 1), setting("db.url", "sqlite:///b.db"),
                setting("Database.URL", "sqlite:///a.db", SourceKind::dotenv)}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->url, "sqlite:///a.db");
  EXPECT_EQ(found->source, "Database.URL, DATABASE_URL of config/settings.py:3:5");
  EXPECT_FALSE(found->is_default);
  EXPECT_TRUE(
      find_configured_database(settings({setting("db.url", "sqlite:///b.db")}))->is_default);
}

TEST(ConfiguredDatabase, is_none_where_no_setting_has_a_word_for_it) {
  EXPECT_FALSE(find_configured_database(settings({})));
  EXPECT_FALSE(find_configured_database(settings({setting("port", 1)})));
  EXPECT_FALSE(find_configured_database(settings({setting("database.url", "")})));
  EXPECT_FALSE(find_configured_database(settings({setting("database.url", 7)})));
}

TEST(ConfiguredDatabase, is_unknown_rather_than_another) {
  const auto unknown = [](Settings one) {
    const auto found = find_configured_database(one);
    EXPECT_TRUE(found && found->url.empty());
    return found ? found->unknown : std::string();
  };
  Setting computed = setting("database.url", std::nullopt);
  computed.reason = "open() is not followed";
  EXPECT_EQ(unknown(settings({computed})),
            "the setting database.url cannot be followed: open() is not followed");
  EXPECT_THAT(unknown(settings({setting("database.host", "h")})), HasSubstr("database.host"));
  Settings refused = settings({});
  refused.notes.push_back({"the settings' code raises ValueError", "config/settings.py", 3});
  EXPECT_EQ(unknown(refused), "config/settings.py: the settings' code raises ValueError");
  // What is known goes before what is not.
  EXPECT_EQ(
      find_configured_database(settings({computed, setting("db.url", "sqlite:///b.db")}))->url,
      "sqlite:///b.db");
}

TEST(MaybeSettings, are_looked_for_where_the_probe_finds_them) {
  const auto may = [](const std::string& file) {
    const test::TemporaryDirectory directory;
    directory.write(file, "x = 1\n");
    return may_have_settings(directory.path());
  };
  for (const char* file : {"config/settings.py", "config.py", "app/core/config.py",
                           "config/__init__.py", "services/api/settings.py"}) {
    EXPECT_TRUE(may(file)) << file;
  }
  for (const char* file : {"main.py", "database/migrations/0001_a.sql", "config/settings.yaml",
                           ".venv/lib/settings.py", "node_modules/x/config.py"}) {
    EXPECT_FALSE(may(file)) << file;
  }
}

} // namespace
} // namespace aether
