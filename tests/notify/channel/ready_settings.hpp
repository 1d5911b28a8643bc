// A ready channel of each kind that speaks HTTP.
#pragma once

#include <map>
#include <string>

namespace channel_stage {

inline const std::string token = "1234567:SecretTokenOfTheTest0123456789ab";

// The keys of a ready channel of each kind, its address apart.
inline const std::map<std::string, std::string> ready_settings = {
    {"alertmanager", ""},
    {"cloudevents", ""},
    {"discord", ""},
    {"gotify", ", token: '" + token + "'"},
    {"matrix", ", token: '" + token + "', room: '!room:example.org'"},
    {"ntfy", ", topic: alerts, token: '" + token + "'"},
    {"opsgenie", ", token: '" + token + "'"},
    {"pagerduty", ", routing_key: '" + token + "'"},
    {"pushover", ", token: '" + token +
                     "', user: UserOfTheTest, "
                     "emergency: true"},
    {"slack", ""},
    {"teams", ""},
    {"telegram", ", token: '" + token + "', chat: '-100123'"},
    {"webhook", ", secret: '" + token + "'"},
};
inline std::string settings_for(const std::string& type, const std::string& url) {
  return "{url: '" + url + "', allow_private: true" + ready_settings.at(type) + "}";
}

}  // namespace channel_stage
