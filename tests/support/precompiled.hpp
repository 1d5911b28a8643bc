// Precompiled for the tests of folders that wait on something: what nearly each of them includes.
#pragma once

#include "cmake/asio_pch.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
