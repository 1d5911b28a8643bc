// What a reference to an image may look like (the grammar of distribution/reference, which engines
// and registries share): [registry[:port]/]path[/path...][:tag][@algorithm:hex]. Pure.
#pragma once

#include <string>
#include <string_view>

namespace compose {

// What is wrong with it, as a clause for a person; "" where it is one, or is an image's id.
std::string image_name_mistake(std::string_view reference);

}  // namespace compose
