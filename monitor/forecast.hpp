// Says once when what grows will reach its limit, and takes it back when that no longer holds.
// Pure.
//
// Announced when for three minutes the trend of an hour (monitor/trend.hpp) was confident, the
// growth over its span more than its noise, and the limit expected within `horizon`, but not
// farther ahead than three times as long as it has been growing; or at once when it is reached
// within minutes (monitor/quick_growth.hpp). Taken back when for fifteen minutes (five, of what was
// quick) there was no such trend, or the limit was expected later than one and a half horizons;
// never while it is as good as reached; at once when the service started anew.
//
// What was expected to reach the limit and then fell by itself (a collector of garbage that runs
// once an hour, a cache that is emptied) is not announced again within a day before it grows beyond
// where it fell.
#pragma once

#include "core/clock.hpp"
#include "monitor/quick_growth.hpp"
#include "monitor/spike_settings.hpp"
#include "monitor/trend.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace monitor {

enum class Withdrawal : std::uint8_t { no_growth, later, started_anew, gone, switched_off };
// "it no longer grows", to follow "... withdrawn: ".
std::string_view text_of(Withdrawal why);

struct ForecastChange {
  enum class Kind : std::uint8_t { started, cleared };
  Kind kind = Kind::started;
  core::MonoTime since;     // when it was announced
  core::MonoTime expected;  // when the limit is reached, as it was expected last
  double level = 0;
  double limit = 0;
  double per_second = 0;                   // the growth, as it was seen last
  double confidence = 0;                   // 0 to 1
  Withdrawal why = Withdrawal::no_growth;  // where it was cleared
  bool of_host = false;  // of memory: `limit` is what the host has for it, not a limit of its own
};

struct Trends {
  std::optional<Trend> of_hour;
  std::optional<Trend> of_minutes;
};

class Forecast {
 public:
  // To be called once a minute, with the values of that minute. `level`: nothing where there is
  // none. `limit`: in the unit of `level`; what is not above 0 is no limit.
  std::optional<ForecastChange> look(core::MonoTime at, std::optional<double> level,
                                     const Trends& trends, double limit, const ForecastRule& rule);
  // The service started anew: what fell, fell by that, and nothing is known of its growth.
  std::optional<ForecastChange> start_anew() { return withdraw(Withdrawal::started_anew, true); }
  // It was announced before, by an agent before this one, and goes on. Until there could be a trend
  // again, it says nothing that there is none. Before the first look.
  void resume(const ForecastChange& said, core::MonoTime now);
  // For a subject that is no longer looked at.
  std::optional<ForecastChange> end(Withdrawal why) { return withdraw(why, true); }

  // The most at which it stood (monitor/quick_growth.hpp).
  std::optional<double> stood_at() const { return quick_.stood_at(); }
  void note_stood_at(double level) { quick_.note_stood_at(level); }
  // Of what has no starts that fill it again, as a disk that was cleaned up.
  void forget_where_it_stood_above(double level);

  bool open() const { return open_; }
  const ForecastChange& said() const { return said_; }  // while open; kept up to date

 private:
  void remember_growth(core::MonoTime at, bool growing);
  core::Milliseconds farthest(core::MonoTime at, const ForecastRule& rule) const;
  bool is_near(core::MonoTime at, const Trends& trends, std::optional<core::Milliseconds> left,
               const ForecastRule& rule) const;
  void expect(core::MonoTime at, const Trend& trend, core::Milliseconds left);
  std::optional<ForecastChange> announce(core::MonoTime at, bool quickly);
  std::optional<ForecastChange> towards_announcing(core::MonoTime at, bool near);
  std::optional<ForecastChange> towards_clearing(core::MonoTime at,
                                                 std::optional<core::Milliseconds> left,
                                                 const ForecastRule& rule);
  bool given_back_before(core::MonoTime at) const;
  void remember_fall(core::MonoTime at, bool near);
  std::optional<ForecastChange> withdraw(Withdrawal why, bool forget);

  QuickGrowth quick_;
  ForecastChange said_;
  bool open_ = false;
  bool quickly_ = false;  // it was announced by minutes, and an hour has not confirmed it
  bool absent_ = false;
  core::MonoTime kept_until_;              // of what goes on from before
  std::optional<core::MonoTime> turning_;  // since when it is otherwise than said

  std::optional<core::MonoTime> growing_since_;
  core::MonoTime grew_at_;

  // The top of a growth that would be announced, and when it was last.
  std::optional<double> top_;
  core::MonoTime near_at_;
  std::optional<double> given_back_;  // from where it fell
  core::MonoTime given_back_at_;
};

}  // namespace monitor
