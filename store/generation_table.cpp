#include "store/generation_table.hpp"

#include "core/check.hpp"
#include "store/codec.hpp"
#include "store/migrations.hpp"

#include <array>
#include <utility>

namespace store {
namespace {

constexpr std::array hash_columns = std::to_array<Column>({{"config_hash", 6, "''"}});

core::Status put_inspects(Connection& db, const model::DeploymentName& deployment,
                          const model::Generation& generation) {
  auto done = db.run("DELETE FROM inspects WHERE deployment = ? AND generation = ?",
                     {deployment, generation.number});
  for (const auto& [service, inspect] : generation.inspects) {
    if (!done) return done;
    done = db.run(
        "INSERT INTO inspects(deployment, generation, service, container, image, config_hash) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        {deployment, generation.number, service, inspect.container_json, inspect.image_json,
         inspect.config_hash});
  }
  return done;
}

core::Status forget_oldest(Connection& db, const model::DeploymentName& deployment) {
  return db.run(
      "DELETE FROM generations WHERE deployment = ?1 AND number <= "
      "(SELECT number FROM generations WHERE deployment = ?1 ORDER BY number DESC LIMIT 1 OFFSET "
      "?2)",
      {deployment, generations_max});
}

std::string named(const model::DeploymentName& deployment, model::GenerationNumber number) {
  return "generation " + std::to_string(number) + " of " + deployment;
}

core::Result<model::Generation> generation_from(const Row& row, const SpecDecoder& decode) {
  model::Generation generation;
  generation.number = row.integer(0);
  auto spec = decode(row.text(1));
  if (!spec) return core::Error{core::Errc::corrupt, spec.error().what};
  if (auto placed = decode_places(row.text(2), *spec); !placed) return placed.error();
  generation.spec = std::make_shared<const model::Spec>(std::move(*spec));
  auto source = decode_source(row.text(3));
  if (!source) return source.error();
  generation.source = std::move(*source);
  generation.by = row.text(4);
  generation.reason = row.text(5);
  generation.at = row.time(6);
  return generation;
}

core::Status read_inspects(Connection& db, const model::DeploymentName& deployment,
                           model::Generation& into) {
  const auto hash = readable(db, hash_columns);
  if (!hash) return hash.error();
  return db.read("SELECT service, container, image" + *hash +
                     " FROM inspects WHERE deployment = ? AND generation = ?",
                 {deployment, into.number}, [&](const Row& row) -> core::Status {
                   into.inspects[row.text(0)] = {row.text(1), row.text(2), row.text(3)};
                   return {};
                 });
}

}  // namespace

core::Status put_generation(Connection& db, const model::DeploymentName& deployment,
                            const model::Generation& generation) {
  CHECK(generation.spec != nullptr);
  const auto places = encode_places(*generation.spec);
  const auto source = encode(generation.source);
  auto done = db.run(
      "INSERT INTO generations(deployment, number, spec, places, source, actor, reason, at) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT(deployment, number) DO UPDATE SET spec = excluded.spec, places = "
      "excluded.places, source = excluded.source, "
      "actor = excluded.actor, reason = excluded.reason, at = excluded.at",
      {deployment, generation.number, generation.spec->canonical_json, places, source,
       generation.by, generation.reason, generation.at});
  if (!done) return done;
  if (done = put_inspects(db, deployment, generation); !done) return done;
  return forget_oldest(db, deployment);
}

core::Result<model::Generation> read_generation(Connection& db,
                                                const model::DeploymentName& deployment,
                                                model::GenerationNumber number,
                                                const SpecDecoder& decode) {
  core::Result<model::Generation> found = core::not_found("it is not stored");
  auto done = db.read(
      "SELECT number, spec, places, source, actor, reason, at FROM generations WHERE deployment = "
      "? AND number = ?",
      {deployment, number}, [&](const Row& row) -> core::Status {
        found = generation_from(row, decode);
        return {};
      });
  if (!done) return done.error();
  if (!found) return found.error().with("reading " + named(deployment, number));
  if (done = read_inspects(db, deployment, *found); !done) return done.error();
  return found;
}

core::Result<std::vector<model::Generation>> read_generations(
    Connection& db, const model::DeploymentName& deployment, const SpecDecoder& decode) {
  std::vector<model::GenerationNumber> numbers;
  auto done = db.read("SELECT number FROM generations WHERE deployment = ? ORDER BY number",
                      {deployment}, [&](const Row& row) -> core::Status {
                        numbers.push_back(row.integer(0));
                        return {};
                      });
  if (!done) return done.error();
  std::vector<model::Generation> generations;
  for (const auto number : numbers) {
    auto generation = read_generation(db, deployment, number, decode);
    if (!generation) return generation.error();
    generations.push_back(std::move(*generation));
  }
  return generations;
}

}  // namespace store
