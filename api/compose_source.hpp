// From the body of a PUT to a spec: which loader, with what, and what its refusal says.
#pragma once

#include "api/codec/bodies.hpp"
#include "api/problem.hpp"
#include "compose/load.hpp"
#include "core/result.hpp"
#include "model/deployment.hpp"
#include "model/spec.hpp"

#include <memory>
#include <string>
#include <vector>

namespace api {

struct Project {
  std::shared_ptr<const model::Spec> spec;
  model::Source source;
  std::vector<std::string> warnings;
};

// Reads files where the body names them: blocking. The project takes the name of the address; 400
// where the body says another one, and for every mistake in it (all at once).
Expected<Project> load_project(const PutBody& body, const std::string& name,
                               const compose::FileReader& read);

// The loader's mistakes as errors with path and message. Pure.
std::vector<FieldError> field_errors(const compose::Mistakes& mistakes);
// What a top-level `name:` in block style says; "" where there is none. Pure.
std::string written_name(const std::string& yaml);

}  // namespace api
