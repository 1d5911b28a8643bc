#include "core/secret_text.hpp"

#include "support/catch.hpp"

#include <string>

using core::without_secrets;

TEST_CASE("secrets in addresses and commands are not readable, all else is") {
  struct Row {
    std::string text, shown;
  };
  const Row row = GENERATE(values<Row>({
      {"https://anna:hunter2@example.org/health?x=1", "https://anna:***@example.org/health?x=1"},
      {"https://anna:p@ss@example.org/", "https://anna:***@example.org/"},
      {"https://anna@example.org:8443/a:b@c", "https://anna@example.org:8443/a:b@c"},
      {"http://example.org/?token=abc&page=2", "http://example.org/?token=***&page=2"},
      {"http://example.org/?api_key=abc", "http://example.org/?api_key=***"},
      {"psql --password=abc -c 'select 1'", "psql --password=*** -c 'select 1'"},
      {"PGPASSWORD=abc psql", "PGPASSWORD=*** psql"},
      {"curl -H 'Authorization: Bearer abc' x", "curl -H 'Authorization: ***' x"},
      {"two http://a:b@c and http://d:e@f", "two http://a:***@c and http://d:***@f"},
      {"answered 503 after 12 ms", "answered 503 after 12 ms"},
      {"http://{container}:8080/health", "http://{container}:8080/health"},
      {"monkey=1 tokens: 3", "monkey=1 tokens: ***"},
      {"password=", "password="},
      {"", ""},
  }));
  CHECK(without_secrets(std::string_view(row.text)) == row.shown);
}

TEST_CASE("the word after an option that names a secret is one") {
  using Words = std::vector<std::string>;
  CHECK(without_secrets(Words{"mysql", "--password", "abc", "--host", "db"}) ==
        Words{"mysql", "--password", "***", "--host", "db"});
  CHECK(without_secrets(Words{"curl", "https://a:b@c", "--token=x"}) ==
        Words{"curl", "https://a:***@c", "--token=***"});
}
