#include "cli/plan_view.hpp"

#include "cli/document.hpp"
#include "cli/view_decode.hpp"

#include <ostream>

namespace cli {

void print_plan(Session& session, const std::string& body) {
  if (session.format != Format::table) return print_document(session, body);
  auto text = text_at(body, "text");
  if (text.empty()) text = "Nothing to do.\n";
  if (!text.ends_with('\n')) text += '\n';
  session.world.out << text;
}

}  // namespace cli
