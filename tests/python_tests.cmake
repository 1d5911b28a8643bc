# The end-to-end tests: one ctest a file of tests/e2e. They drive the real binary (EVENKEEL_BINARY, as ./dev test
# sets it) on private engines that they start themselves, so they
# need root. Two for each core (./dev test) are fine: they mostly wait. What brings the cores to their limit runs alone, what measures
# time counts for two.
file(GLOB E2E_TESTS CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/e2e/test_*.py")
foreach(PATH IN LISTS E2E_TESTS)
  get_filename_component(MODULE "${PATH}" NAME_WE)
  string(REPLACE "test_" "" SHORT "${MODULE}")
  add_test(NAME "e2e_${SHORT}" COMMAND Python3::Interpreter -m unittest -v "tests.e2e.${MODULE}"
           WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set(LABELS engine e2e)
  set(ALONE FALSE)
  set(LIMIT 900)
  set(PLACES 1)
  if(SHORT MATCHES "^slow_")
    list(APPEND LABELS slow)
    set(LIMIT 1800)
  endif()
  if(SHORT STREQUAL "slow_monitor")  # ten quiet minutes, a disk that fills, a thousand restarts
    set(LIMIT 3600)
  endif()
  if(SHORT MATCHES "^slow_|many_services")
    set(ALONE TRUE)
  endif()
  if(SHORT STREQUAL "monitor")
    set(PLACES 2)
  endif()
  # The longest begin first, or one of them is left to run alone at the end.
  set(COST 1)
  if(SHORT MATCHES "^(owners_hand|monitor|recovery_mail|stop_under_way|away|keeps_running|half_done|notifications|engine_tcp)$")
    set(COST 100)
  endif()
  set_tests_properties("e2e_${SHORT}" PROPERTIES LABELS "${LABELS}" RUN_SERIAL "${ALONE}" PROCESSORS "${PLACES}" COST "${COST}" TIMEOUT "${LIMIT}"
                       ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;EVENKEEL_E2E_LIMIT=${LIMIT}")
endforeach()

add_subdirectory(tidy)
