// One message of each kind as people will get them, and one that is made to break renderings.
#pragma once

#include "core/time_text.hpp"
#include "notify/message.hpp"

#include <string>

namespace sample_messages {

using notify::Item;
using notify::Message;
using notify::MessageKind;

inline core::WallTime at(const std::string& text) { return core::parse_rfc3339(text).value(); }

inline Item unhealthy_item() {
  Item item;
  item.key = "incident/7";
  item.type = "incident.opened";
  item.severity = model::Severity::critical;
  item.deployment = "shop";
  item.service = "web";
  item.what = "shop/web is unhealthy: its health check fails";
  item.since = at("2026-01-31T09:30:00Z");
  item.why = {"the health check failed 3 times: connection refused on port 8080",
              "the container was restarted by the engine and exited with code 1"};
  item.done = {"restarted shop/web (attempt 1 of 3)", "restarted shop/web (attempt 2 of 3)"};
  item.next = "a third attempt at 10:36, then it needs an operator";
  item.command = "evenkeel explain shop/web";
  item.incident = 7;
  item.fingerprint = "unhealthy";
  item.recurring = true;
  item.occurrences = 3;
  item.events = {101, 104};
  return item;
}

inline Item disk_item() {
  Item item;
  item.key = "check/disk";
  item.type = "check.failed";
  item.what = "the disk / is 92 % full (4.1 GiB free)";
  item.since = at("2026-01-31T09:12:30Z");
  item.why = {"it grew by 1.2 GiB within the last hour, most of it in shop/db"};
  item.next = "critical at 95 %, in about 3 hours";
  item.command = "evenkeel checks run disk";
  item.events = {99};
  return item;
}

inline Message message_of(MessageKind kind, const std::string& id) {
  Message message;
  message.id = id;
  message.thread = "t-incident-7";
  message.kind = kind;
  message.host = "nas";
  message.labels = {{"rack", "2"}, {"site", "home"}};
  message.at = at("2026-01-31T09:35:00Z");
  message.group = "deployment shop";
  return message;
}

inline Message problem() {
  auto message = message_of(MessageKind::problem, "m-1");
  message.severity = model::Severity::critical;
  message.title = "shop/web is unhealthy, and 1 more";
  message.summary = "Two things need attention. shop/web came back for the third time today.";
  message.items = {unhealthy_item(), disk_item()};
  message.mentioned = {"shop/worker", "shop/mailer"};
  return message;
}

inline Message resolved() {
  auto message = message_of(MessageKind::resolved, "m-2");
  message.begins_thread = false;
  message.severity = model::Severity::critical;
  message.title = "shop/web is well again";
  message.summary = "It was unhealthy for 26 minutes.";
  auto item = unhealthy_item();
  item.firing = false;
  item.type = "incident.resolved";
  item.ended = at("2026-01-31T09:56:00Z");
  item.done.push_back("restarted shop/web (attempt 3 of 3), since then it is healthy");
  item.next = "";
  message.items = {item};
  message.at = at("2026-01-31T10:06:00Z");
  return message;
}

inline Item recovery_item(const std::string& what, model::Severity severity, bool firing) {
  Item item;
  item.type = "recovery.completed";
  item.severity = severity;
  item.firing = firing;
  item.what = what;
  return item;
}

inline Message recovery() {
  using model::Severity;
  auto message = message_of(MessageKind::recovery, "m-3");
  message.thread = "m-3";
  message.severity = Severity::critical;
  message.group = "host";
  message.title = "nas is back after a reboot: 8 of 10 deployments run";
  message.summary = "The host was away from 03:12 to 03:14. Everything was looked at within 41 s.";
  auto failed =
      recovery_item("media/jellyfin did not come back: no such image", Severity::critical, true);
  failed.deployment = "media";
  failed.service = "jellyfin";
  failed.why = {"the image jellyfin/jellyfin:10.9 is gone, and the registry cannot be reached"};
  failed.next = "it is tried again every 5 minutes";
  failed.command = "evenkeel explain media/jellyfin";
  auto pending = recovery_item("cloud/db is still starting", Severity::warning, true);
  pending.next = "one more message when it has settled";
  pending.command = "evenkeel status cloud";
  message.items = {failed, pending,
                   recovery_item("shop, blog, wiki, git, dns, proxy, mail and backup run as before",
                                 Severity::info, false)};
  return message;
}

inline Message digest() {
  auto message = message_of(MessageKind::digest, "m-4");
  message.thread = "m-4";
  message.severity = model::Severity::info;
  message.group = "digest";
  message.title = "2 things healed by themselves since yesterday";
  message.summary = "Nothing of this needs you.";
  auto restarted = unhealthy_item();
  restarted.severity = model::Severity::warning;
  restarted.what = "blog/web had run out of memory";
  restarted.firing = false;
  restarted.recurring = false;
  restarted.occurrences = 1;
  restarted.ended = at("2026-01-31T09:31:12Z");
  restarted.done = {"the engine restarted it, and it was healthy after 42 s"};
  restarted.next = "";
  restarted.command = "evenkeel incidents 7";
  auto network = restarted;
  network.what = "wiki/web had lost its network";
  network.since = at("2026-01-30T22:05:00Z");
  network.ended = at("2026-01-30T22:05:09Z");
  network.done = {"its network was made again, and wiki/web connected to it"};
  network.command = "evenkeel incidents 6";
  message.items = {restarted, network};
  message.left_out = 3;
  return message;
}

// Everything that a name, a log line or an attacker may bring along.
inline Message nasty() {
  auto message = message_of(MessageKind::problem, "m-5");
  message.severity = model::Severity::critical;
  message.host = "näs\r\nBcc: all@example.org";
  message.title = "<b>&\"'\\ \xF0\x9F\x94\xA5\r\nX-Injected: yes\x1b[31m =?utf-8?Q?no?= " +
                  std::string(5'000, 'x');
  message.summary = "=== a line that looks encoded =20 === and \xFF is no UTF-8";
  Item item;
  item.key = "incident/1";
  item.severity = model::Severity::critical;
  item.what =
      "<script>alert('x')</script> & \"quotes\" \xE2\x80\xAE"
      "desrever\xE2\x80\xAC";
  item.why = {std::string(5'000, 'y'),
              ".",
              "..",
              "From here",
              "--=_evenkeel_part_=--",
              "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
              "one too many"};
  item.command = "evenkeel explain 'a b'; rm -rf /\n";
  message.items.assign(50, item);
  message.left_out = 12;
  return message;
}

}  // namespace sample_messages
