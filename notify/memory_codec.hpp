// What the pipeline remembers, as JSON rows. A row of another form is left out when it is read.
#pragma once

#include "notify/alert_book.hpp"
#include "notify/digest.hpp"
#include "notify/group.hpp"
#include "notify/recovery_cover.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify {

std::string row_of(const Entry& entry);
std::optional<Entry> entry_from_row(std::string_view text);
std::string row_of(const GroupId& id, const Group& group);
struct GroupRow {
  GroupId id;
  Group group;
};
std::optional<GroupRow> group_from_row(std::string_view text);
std::string row_of(const Healed& healed);
std::optional<Healed> healed_from_row(std::string_view text);
struct DigestRow {
  core::WallTime since;
  int beyond = 0;
};
std::string row_of(const DigestRow& digest);
std::optional<DigestRow> digest_from_row(std::string_view text);
std::string row_of(const GroupId& id, const Cover& cover);
struct CoverRow {
  GroupId id;
  Cover cover;
};
std::optional<CoverRow> cover_from_row(std::string_view text);

}  // namespace notify
