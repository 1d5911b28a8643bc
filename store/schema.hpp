// What state.db looks like.
#pragma once

#include <string_view>

namespace store {

// The SQL of the migrations.
extern const std::string_view schema_1, schema_2, schema_3, schema_4, schema_5, schema_6, schema_7,
    schema_8;

}  // namespace store
