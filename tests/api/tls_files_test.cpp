#include "api/tls_files.hpp"

#include "core/text.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>

namespace {

namespace fs = std::filesystem;

// The samples are readable by everybody, as git leaves them: each test has copies of its own.
struct Files {
  support::TempDir dir;
  fs::path certificate = copy("localhost.pem", 0644), key = copy("localhost.key", 0600);

  fs::path copy(const std::string& sample, unsigned mode) const {
    const auto path = dir.path() / sample;
    fs::copy_file(fs::path(EVENKEEL_TEST_DATA) / "api" / sample, path);
    fs::permissions(path, static_cast<fs::perms>(mode));
    return path;
  }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(dir.path() / name) << text;
    fs::permissions(dir.path() / name, static_cast<fs::perms>(0600));
    return dir.path() / name;
  }
};

// "key: expected ..." of each, without the folder.
std::string mistakes_of(const Files& files, const api::Tls& tls) {
  std::string lines;
  for (const auto& mistake : api::tls_mistakes(tls))
    lines += (lines.empty() ? "" : "\n") + mistake.key + ": " + mistake.why;
  const auto folder = files.dir.path().string() + "/";
  for (auto at = lines.find(folder); at != std::string::npos; at = lines.find(folder))
    lines.erase(at, folder.size());
  return lines;
}

}  // namespace

TEST_CASE("a certificate and its key are all that TLS needs, and none of it is none") {
  const Files files;
  CHECK(mistakes_of(files, {}).empty());
  CHECK(mistakes_of(files, {files.certificate, files.key, ""}).empty());
  CHECK(mistakes_of(files, {files.certificate, files.key, files.certificate}).empty());
}

TEST_CASE("a group may read the key, everybody may not") {
  const Files files;
  fs::permissions(files.key, static_cast<fs::perms>(0640));
  CHECK(mistakes_of(files, {files.certificate, files.key, ""}).empty());
  fs::permissions(files.key, static_cast<fs::perms>(0644));
  CHECK(mistakes_of(files, {files.certificate, files.key, ""}) ==
        "key: expected a file that only its owner and its group may read, found localhost.key: "
        "everybody may; chmod o= it");
}

TEST_CASE("one of both is a mistake that names the other") {
  const Files files;
  CHECK(mistakes_of(files, {files.certificate, "", ""}) ==
        "certificate: expected its `key` beside it, found none");
  CHECK(mistakes_of(files, {"", files.key, ""}) ==
        "key: expected its `certificate` beside it, found none");
  CHECK(mistakes_of(files, {"", "", files.certificate}) ==
        "client_ca: expected `certificate` and `key` beside it, found neither");
}

TEST_CASE("every file that is missing, or is none, is named at once") {
  const Files files;
  const auto folder = files.dir.path();
  CHECK(mistakes_of(files, {folder / "a.pem", folder / "b.key", folder}) ==
        "certificate: expected a file that can be read, found a.pem: No such file or directory\n"
        "key: expected a file that can be read, found b.key: No such file or directory\n"
        "client_ca: expected a file that can be read, found " +
            folder.string() + ": it is no file");
}

TEST_CASE("files that are not what they should be are named, with what OpenSSL says") {
  const Files files;
  const auto text = files.write("text", "not PEM");
  const auto other = files.copy("other.key", 0600), encrypted = files.copy("encrypted.key", 0600);
  CHECK(core::contains(mistakes_of(files, {text, files.key, ""}),
                       "certificate: expected a certificate in PEM, found text: "));
  CHECK(core::contains(mistakes_of(files, {files.certificate, text, ""}),
                       "key: expected the key of the certificate, in PEM, found text: "));
  CHECK(core::contains(mistakes_of(files, {files.certificate, other, ""}), "mismatch"));
  CHECK(core::contains(mistakes_of(files, {files.certificate, encrypted, ""}), "passphrase"));
  CHECK(core::contains(mistakes_of(files, {files.certificate, files.key, text}),
                       "client_ca: expected certificates in PEM, found text: "));
  CHECK_FALSE(api::tls_context({files.certificate, other, ""}));
}
