#include "notify/memory_codec.hpp"

#include <nlohmann/json.hpp>

namespace notify {
namespace {

using RowJson = nlohmann::json;

std::string text_of_row(const RowJson& json) {
  return json.dump(-1, ' ', false, RowJson::error_handler_t::replace);
}

std::int64_t number_of(core::WallTime at) { return at.time_since_epoch().count(); }
core::WallTime time_from(const RowJson& json) {
  return core::WallTime{core::Milliseconds{json.get<std::int64_t>()}};
}

RowJson json_of_told(const std::optional<Told>& told) {
  if (!told) return nullptr;
  return {{"firing", told->firing},       {"operator", told->needs_operator},
          {"recurring", told->recurring}, {"severity", model::name_of(told->severity)},
          {"at", number_of(told->at)},    {"thread", told->thread}};
}

std::optional<Told> told_from(const RowJson& json) {
  if (json.is_null()) return std::nullopt;
  return Told{json.at("firing").get<bool>(),
              json.at("operator").get<bool>(),
              json.at("recurring").get<bool>(),
              model::severity_from(json.at("severity").get<std::string>()).value(),
              time_from(json.at("at")),
              json.at("thread").get<std::string>()};
}

// What throws while it is read is of another form.
template <class Value, class Read>
std::optional<Value> read_row(std::string_view text, const Read& read) {
  try {
    return read(RowJson::parse(text));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Shape shape_from(int number) {
  return number == 1 ? Shape::alert : number == 2 ? Shape::notice : Shape::recovery;
}

Entry entry_from(const RowJson& json) {
  Entry entry;
  entry.key = json.at("key").get<std::string>();
  entry.shape = shape_from(json.at("shape").get<int>());
  entry.type = json.at("type").get<std::string>();
  entry.told_by_default = json.at("bold").get<bool>();
  entry.heals_count = json.at("heals_count").get<bool>();
  entry.severity = model::severity_from(json.at("severity").get<std::string>()).value();
  entry.deployments = json.at("deployments").get<std::vector<std::string>>();
  entry.service = json.at("service").get<std::string>();
  entry.criticality = model::criticality_from(json.at("criticality").get<std::string>()).value();
  if (!json.at("incident").is_null()) entry.incident = json.at("incident").get<std::int64_t>();
  entry.fingerprint = json.at("fingerprint").get<std::string>();
  entry.text = json.at("text").get<std::string>();
  entry.end_text = json.at("end_text").get<std::string>();
  entry.data = json.at("data").get<std::string>();
  entry.not_through = json.at("not_through").get<std::string>();
  entry.firing = json.at("firing").get<bool>();
  entry.needs_operator = json.at("operator").get<bool>();
  entry.since = time_from(json.at("since"));
  entry.fired_at = time_from(json.at("fired_at"));
  entry.ended_at = time_from(json.at("ended_at"));
  entry.occurrences = json.at("occurrences").get<int>();
  entry.longest_gap = core::Milliseconds{json.at("longest_gap").get<std::int64_t>()};
  entry.events = json.at("events").get<std::vector<model::EventId>>();
  entry.group = json.at("group").get<std::string>();
  for (const auto& [channel, told] : json.at("channels").items())
    entry.channels[channel] = told_from(told);
  return entry;
}

}  // namespace

std::string row_of(const Entry& entry) {
  RowJson channels = RowJson::object();
  for (const auto& [channel, told] : entry.channels) channels[channel] = json_of_told(told);
  return text_of_row({{"key", entry.key},
                      {"shape", static_cast<int>(entry.shape)},
                      {"type", entry.type},
                      {"bold", entry.told_by_default},
                      {"heals_count", entry.heals_count},
                      {"severity", model::name_of(entry.severity)},
                      {"deployments", entry.deployments},
                      {"service", entry.service},
                      {"criticality", model::name_of(entry.criticality)},
                      {"incident", entry.incident ? RowJson(*entry.incident) : RowJson(nullptr)},
                      {"fingerprint", entry.fingerprint},
                      {"text", entry.text},
                      {"end_text", entry.end_text},
                      {"data", entry.data},
                      {"not_through", entry.not_through},
                      {"firing", entry.firing},
                      {"operator", entry.needs_operator},
                      {"since", number_of(entry.since)},
                      {"fired_at", number_of(entry.fired_at)},
                      {"ended_at", number_of(entry.ended_at)},
                      {"occurrences", entry.occurrences},
                      {"longest_gap", entry.longest_gap.count()},
                      {"events", entry.events},
                      {"group", entry.group},
                      {"channels", std::move(channels)}});
}

std::optional<Entry> entry_from_row(std::string_view text) {
  return read_row<Entry>(text, entry_from);
}

std::string row_of(const GroupId& id, const Group& group) {
  return text_of_row({{"channel", id.channel},
                      {"name", id.name},
                      {"floor", number_of(group.floor)},
                      {"last", group.last ? RowJson(number_of(*group.last)) : RowJson(nullptr)},
                      {"pending", group.pending}});
}

std::optional<GroupRow> group_from_row(std::string_view text) {
  return read_row<GroupRow>(text, [](const RowJson& json) {
    GroupRow row;
    row.id = {json.at("channel").get<std::string>(), json.at("name").get<std::string>()};
    row.group.floor = time_from(json.at("floor"));
    if (!json.at("last").is_null()) row.group.last = time_from(json.at("last"));
    row.group.pending = json.at("pending").get<bool>();
    return row;
  });
}

std::string row_of(const Healed& healed) {
  return text_of_row({{"deployment", healed.deployment},
                      {"service", healed.service},
                      {"what", healed.what},
                      {"times", healed.times},
                      {"last_at", number_of(healed.last_at)}});
}

std::optional<Healed> healed_from_row(std::string_view text) {
  return read_row<Healed>(text, [](const RowJson& json) {
    return Healed{json.at("deployment").get<std::string>(), json.at("service").get<std::string>(),
                  json.at("what").get<std::string>(), json.at("times").get<int>(),
                  time_from(json.at("last_at"))};
  });
}

std::string row_of(const DigestRow& digest) {
  return text_of_row({{"since", number_of(digest.since)}, {"beyond", digest.beyond}});
}

std::optional<DigestRow> digest_from_row(std::string_view text) {
  return read_row<DigestRow>(text, [](const RowJson& json) {
    return DigestRow{time_from(json.at("since")), json.at("beyond").get<int>()};
  });
}

std::string row_of(const GroupId& id, const Cover& cover) {
  return text_of_row({{"channel", id.channel},
                      {"deployment", id.name},
                      {"thread", cover.thread},
                      {"pending", cover.pending},
                      {"services", cover.services},
                      {"at", number_of(cover.at)}});
}

std::optional<CoverRow> cover_from_row(std::string_view text) {
  return read_row<CoverRow>(text, [](const RowJson& json) {
    return CoverRow{
        {json.at("channel").get<std::string>(), json.at("deployment").get<std::string>()},
        {json.at("thread").get<std::string>(), json.at("pending").get<bool>(),
         json.at("services").get<std::set<std::string>>(), time_from(json.at("at"))}};
  });
}

}  // namespace notify
