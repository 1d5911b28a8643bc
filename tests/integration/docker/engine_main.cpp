#include "integration/docker/engine_scene.hpp"

TEST_CASE("an engine is named") {
  if (integration::engine_host().empty())
    FAIL("EVENKEEL_TEST_DOCKER_HOST is not set: run scripts/with-engine test_docker_integration");
}
