#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/status_view.hpp"
#include "cli/surface.hpp"
#include "cli/top/document.hpp"
#include "cli/top/live.hpp"
#include "cli/usage_view.hpp"
#include "core/time_text.hpp"

#include <memory>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds interval_min{200}, interval_max{3'600'000}, answer_limit{30'000};
constexpr long long times_max = 1'000'000;

struct Asked {
  std::optional<std::string> subject;
  std::string sort = "cpu";
  std::optional<core::Milliseconds> interval;
  std::optional<long long> times;
  bool once = false;
};

Expected<TopWanted> wanted_of(const Asked& asked) {
  TopWanted wanted;
  if (asked.once && asked.times) return wrong_usage("--once is -n 1: only one of them");
  if (asked.interval) wanted.interval = *asked.interval;
  if (wanted.interval < interval_min)
    return wrong_usage("--interval: at least " + core::duration_text(interval_min) + ", not " +
                       core::duration_text(wanted.interval));
  wanted.sort = top_sort_from(asked.sort).value_or(TopSort::cpu);
  if (!asked.subject) return wanted;
  auto subject = parse_subject(*asked.subject);
  if (!subject) return subject.error();
  wanted.subject = std::move(*subject);
  return wanted;
}

void print_table(Session& session, const TopLook& look, TopSort sort) {
  auto rows = look.rows;
  sort_rows(rows, sort);
  const auto surface = surface_of(session.world);
  session.world.out << banner_text(look.host, surface) << usage_text(rows, surface);
}

// `only`: the one document, which is not one of a stream.
void print_look(Session& session, const TopWanted& wanted, const TopReply& reply, bool only) {
  const auto service = wanted.service();
  const auto document = top_json(reply.host, reply.deployments, service);
  if (session.format == Format::table)
    print_table(session, reply.look(service), wanted.sort);
  else if (only)
    print_document(session, document);
  else
    print_streamed(session, document);
  session.world.out.flush();
}

Outcome print_looks(Session& session, const TopWanted& wanted, TopReply reply, long long times) {
  for (long long i = 1;; ++i) {
    print_look(session, wanted, reply, times == 1);
    if (i >= times || !session.world.out.good()) return ExitCode::done;
    session.world.pause(wanted.interval);
    auto next = ask_top(session.client, wanted.subject, answer_limit, {});
    if (!next) return next.error();
    reply = std::move(*next);
    if (session.format == Format::table) session.world.out << "\n";
  }
}

bool is_live(const Session& session, const Asked& asked) {
  const auto& world = session.world;
  return !asked.once && !asked.times && session.format == Format::table && world.can_redraw() &&
         world.in_is_terminal && world.open_screen;
}

Outcome show_live(Session& session, const TopWanted& wanted, const TopReply& first) {
  session.world.out.flush();
  const auto screen = session.world.open_screen();
  if (!screen) return failed(screen.error().what + ": evenkeel top --once needs none");
  return LiveTop(session, **screen, wanted, first).run();
}

Outcome show_top(const Asked& asked, Session& session) {
  const auto wanted = wanted_of(asked);
  if (!wanted) return wanted.error();
  auto first = ask_top(session.client, wanted->subject, answer_limit, {});
  if (!first) return first.error();
  if (is_live(session, asked)) return show_live(session, *wanted, *first);
  return print_looks(session, *wanted, std::move(*first), asked.times.value_or(1));
}

}  // namespace

Action define_top(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("DEPLOYMENT[/SERVICE]", asked->subject, "Only this one");
  options.one_of("--sort", asked->sort, {"cpu", "memory", "name", "restarts", "phase"},
                 "What is first: the most, or the worst phase (default: cpu)");
  options.duration("--interval", asked->interval, interval_max,
                   "How long from one look to the next (default: 2s, at least 200ms)");
  options.flag("--once", asked->once, "Print a table once, as where the output is no terminal");
  options.number("-n", asked->times, 1, times_max, "Print so many tables, one each interval");
  return [asked](Session& session) { return show_top(*asked, session); };
}

}  // namespace cli
