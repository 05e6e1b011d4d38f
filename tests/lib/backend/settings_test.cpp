#include "backend/settings.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include "backend/backend.h"
#include "backend/catalog.h"
#include "backend/import_settings.h"
#include "backend/probe_bytecode.h"
#include "backend/services.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A backend of these files; the environment is empty but for `variables`.
class BackendSettings : public testing::Test {
protected:
  const Settings& read(std::map<std::string, std::string> variables = {}) {
    Environment environment;
    for (auto& [name, value] : variables) {
      environment[name] = {value, "", {}};
    }
    backend_.root = directory_.path();
    backend_.environment = environment;
    for (const std::string& path : find_config_files(backend_.root)) {
      backend_.documents.emplace(path, read_config_document(backend_.root, path, 1 << 20));
    }
    backend_.settings =
        read_settings(backend_.root, environment, backend_.documents, {}, std::size_t{1} << 20U);
    return backend_.settings;
  }

  // "effective config/a.toml:1:1 (x)" of each source of a setting.
  static std::vector<std::string> chain(const Settings& settings, std::string_view name) {
    std::vector<std::string> shown;
    const Setting* setting = settings.find(name);
    if (setting == nullptr) {
      return {"there is none"};
    }
    for (const SettingSource& one : setting->chain) {
      shown.push_back(std::string(to_string(one.state)) + " " + one.shown());
    }
    return shown;
  }

  test::TemporaryDirectory directory_;
  Backend backend_;
};

TEST_F(BackendSettings, have_places_for_each_source) {
  directory_.write("config/settings.py",
                   "import os, tomllib\n"
                   "from pathlib import Path\n"
                   "table = tomllib.loads((Path(__file__).parent / "
                   "'models.toml').read_text())\n"
                   "class Settings:\n"
                   "    model = os.getenv('MODEL', table['chat']['model'])\n");
  directory_.write("config/models.toml", "[chat]\nmodel = 'local'\n");
  EXPECT_THAT(chain(read(), "model"), ElementsAre("unset MODEL of the environment",
                                                  "effective config/models.toml:2:1 (chat.model)"));
  EXPECT_THAT(backend_.settings.files_read, ElementsAre("config/models.toml"));
}

TEST_F(BackendSettings, that_nothing_reads_are_inert_and_named_files_are_unknown) {
  directory_.write("config/settings.py", "class Settings:\n    port = 5002\n    host = 'a'\n");
  directory_.write("config/environments/production.yaml", "port: 1\n");
  directory_.write(".env", "PORT=2\n");
  EXPECT_THAT(chain(read({{"PORT", "3"}}), "port"),
              ElementsAre("effective config/settings.py:2:12 (default)", "inert PORT of .env:1:1",
                          "inert config/environments/production.yaml:1:1 (port)",
                          "inert PORT of the environment"));
  directory_.write("core/load.py", "def load(name):\n    return open(f'config/environments/' + "
                                   "name + '.yaml')\n");
  EXPECT_THAT(chain(read(), "port"),
              testing::Contains("unknown config/environments/production.yaml:1:1 (port)"));
}

TEST_F(BackendSettings, of_a_file_that_is_read_are_inert_where_no_code_takes_the_key) {
  directory_.write("config/settings.py",
                   "import tomllib\n"
                   "table = tomllib.load(open('config/models.toml', 'rb'))\n"
                   "class Settings:\n    model = table['model']\n    url = 'a'\n");
  directory_.write("config/models.toml", "model = 'x'\nurl = 'y'\n");
  EXPECT_THAT(chain(read(), "url"), ElementsAre("effective config/settings.py:5:11 (default)",
                                                "inert config/models.toml:2:1 (url)"));
  directory_.write("core/other.py", "def use(table):\n    return table.get('url', 'z')\n");
  EXPECT_THAT(chain(read(), "url"), testing::Contains("unknown config/models.toml:2:1 (url)"));
}

TEST_F(BackendSettings, that_another_module_assigns_are_unknown) {
  directory_.write("config/settings.py", "class Settings:\n    def __init__(self):\n        "
                                         "self.llm = Part()\nclass Part:\n    def "
                                         "__init__(self):\n        self.url = 'a'\nsettings = "
                                         "Settings()\n");
  EXPECT_EQ(read().find("llm.url")->value, boost::json::value("a"));
  directory_.write(
      "core/tune.py",
      "from config.settings import settings\n\ndef tune():\n    settings.llm.url = 'b'\n");
  const Setting* setting = read().find("llm.url");
  EXPECT_FALSE(setting->value);
  EXPECT_THAT(setting->reason, HasSubstr("core/tune.py:4 assigns it"));
}

TEST_F(BackendSettings, of_a_yaml_scalar_with_two_readings_are_unknown) {
  directory_.write("config/settings.py", "import yaml\nclass Settings:\n    debug = "
                                         "yaml.safe_load(open('config/app.yaml'))['debug']\n");
  directory_.write("config/app.yaml", "debug: no\n");
  const Setting* setting = read().find("debug");
  EXPECT_FALSE(setting->value);
  EXPECT_THAT(setting->reason, HasSubstr("PyYAML reads `no` as false"));
}

TEST_F(BackendSettings, may_come_from_documents_elsewhere) {
  directory_.write(
      "config/settings.py",
      "import json\nclass Settings:\n    port = json.load(open('data/app.json'))['port']\n");
  directory_.write("data/app.json", R"({"port": 80})");
  EXPECT_THAT(chain(read(), "port"), ElementsAre("effective data/app.json:1:2 (port)"));
}

TEST_F(BackendSettings, never_run_what_they_are_made_of) {
  const std::string made = (directory_.path() / "made").string();
  directory_.write("config/settings.py", "import os\nopen('" + made +
                                             "', 'w').close()\nos.system('touch " + made +
                                             "')\nclass Settings:\n    port = 1\nos._exit(3)\n");
  EXPECT_NE(read().find("port"), nullptr);
  EXPECT_FALSE(std::filesystem::exists(made));
}

TEST_F(BackendSettings, are_the_same_from_a_python_of_other_bytecode) {
  EXPECT_FALSE(backend::k_bytecode_magic.empty());
  directory_.write("config/settings.py", "class Settings:\n    port = 1\n");
  const std::string python = directory_.write(
      "python", "#!/bin/sh\nexec /usr/bin/python3 -I -B -S -c 'import importlib.util, sys\n"
                "importlib.util.MAGIC_NUMBER = b\"none\"\nexec(sys.argv[-1])' \"$@\"\n");
  std::filesystem::permissions(python, std::filesystem::perms::owner_all);
  ConfigDocuments none;
  const Settings settings = read_settings(directory_.path(), {}, none, {.python = python}, 1000);
  EXPECT_EQ(settings.why_not, "");
  EXPECT_THAT(chain(settings, "port"), ElementsAre("effective config/settings.py:2:12 (default)"));
}

TEST_F(BackendSettings, without_python_say_why) {
  directory_.write("config/settings.py", "class Settings:\n    port = 1\n");
  ConfigDocuments none;
  const Settings settings =
      read_settings(directory_.path(), {}, none, {.python = "/no/such/python"}, 1000);
  EXPECT_FALSE(settings.looked);
  EXPECT_THAT(settings.why_not, HasSubstr("/no/such/python"));
}

TEST_F(BackendSettings, are_told_where_the_code_makes_others) {
  directory_.write("config/settings.py", "class Settings:\n    name = ''.join(reversed('ba'))\n    "
                                         "port = 1\n");
  read();
  const ImportedSettings imported =
      import_settings(backend_.root, backend_.environment, backend_.settings, {});
  ASSERT_TRUE(imported.done) << imported.why_not;
  backend_.settings.settings.at(1).value = 2; // as if it had been read so
  const auto different = take_imported(imported, backend_.settings);
  ASSERT_EQ(different.size(), 1U);
  EXPECT_EQ(different.front().name, "port");
  EXPECT_EQ(backend_.settings.find("port")->value, boost::json::value(1));
  EXPECT_EQ(backend_.settings.find("name")->value, boost::json::value("ab"));
}

TEST_F(BackendSettings, give_the_services_that_are_read) {
  directory_.write("config/settings.py",
                   "class Settings:\n    docling_url = 'http://h:1'\n    docling_enabled = False\n"
                   "    redis_url = 'redis://h'\n    database_url = 'sqlite:///x'\n    port = 80\n"
                   "    host = '0.0.0.0'\n");
  directory_.write("config/integrations_registry.yaml",
                   "integrations:\n  x:\n    layer3_metadata: {service_url: 'http://x:1', "
                   "health_check: 'http://x:1/up'}\n");
  read();
  Services found = find_services(backend_);
  ASSERT_EQ(found.services.size(), 3U);
  EXPECT_EQ(found.services[0].url, "http://127.0.0.1:80");
  EXPECT_EQ(found.services[1].check_url, "http://h:1/health");
  EXPECT_FALSE(found.services[1].enabled);
  EXPECT_EQ(found.services[2].kind, "redis");
  ASSERT_EQ(found.inert.size(), 1U); // no code names the registry
  directory_.write("core/load.py", "REGISTRY = 'config/integrations_registry.yaml'\n");
  read();
  found = find_services(backend_);
  EXPECT_THAT(found.inert, IsEmpty());
  EXPECT_EQ(found.services.back().check_url, "http://x:1/up");
}

TEST_F(BackendSettings, do_not_hide_services_that_other_code_asks_variables_for) {
  directory_.write("config/settings.py", "class Settings:\n    port = 80\n");
  directory_.write("core/cache.py", "import os\nurl = os.environ.get('REDIS_URL')\n");
  read({{"REDIS_URL", "redis://:pw@cache:6379/1"}, {"OTHER_URL", "http://nobody-asks"}});
  const Services found = find_services(backend_);
  ASSERT_EQ(found.services.size(), 2U);
  EXPECT_EQ(found.services[1].kind, "redis");
  EXPECT_EQ(found.services[1].source, "REDIS_URL of the environment, which core/cache.py:2 reads");
}

TEST_F(BackendSettings, stand_beside_the_catalog_of_tools) {
  directory_.write(
      "config/backend_tools_registry.yaml",
      "categories:\n  web:\n    tools:\n      - {name: find, path: computer.find, "
      "api_endpoint: /v1/find, http_method: GET, signature: 'find(q: string)', "
      "parameters: [{name: q, type: string, required: true}, 5]}\n      - 7\n  odd: 5\n");
  read();
  const std::vector<CatalogTool> tools = read_catalog(backend_.documents);
  ASSERT_EQ(tools.size(), 1U);
  EXPECT_EQ(tools[0].endpoint, "/v1/find");
  EXPECT_EQ(tools[0].category, "web");
  EXPECT_EQ(tools[0].pointer, "/categories/web/tools/0");
  ASSERT_EQ(tools[0].parameters.size(), 1U);
  EXPECT_TRUE(tools[0].parameters[0].required);
}

TEST(ShownValue, hides_what_is_secret_at_any_depth) {
  const boost::json::value value = boost::json::parse(
      R"({"url": "http://a:b@c", "api_key": "k", "list": [{"password": "p", "empty_token": ""}]})");
  EXPECT_EQ(
      boost::json::serialize(shown_value(value, false)),
      R"({"url":"http://a:***@c","api_key":"***","list":[{"password":"***","empty_token":""}]})");
  EXPECT_EQ(shown_value(boost::json::value("k"), true), boost::json::value("***"));
}

} // namespace
} // namespace aether
