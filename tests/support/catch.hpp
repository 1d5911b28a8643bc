// The only file that includes Catch2: version 2 on Debian 12, version 3 elsewhere.
#pragma once

#ifdef EVENKEEL_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <boost/system/result.hpp>

#include <string>

namespace Catch {

// Boost prints a result by printing its value, which most of ours cannot: without this,
// REQUIRE(result) does not compile.
template <class T, class E> struct StringMaker<boost::system::result<T, E>> {
  static std::string convert(const boost::system::result<T, E>& result) {
    if (result) return "a value";
    if constexpr (requires { result.error().text(); }) {
      return "the error: " + result.error().text();
    } else if constexpr (requires { std::string(result.error().what); }) {
      return "the error: " + result.error().what;
    } else {
      return "an error";
    }
  }
};

}  // namespace Catch
