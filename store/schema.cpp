#include "store/schema.hpp"

namespace store {

// Times are milliseconds since 1970. Enumerations are the names of the outward contract, so that a
// person can read the file.
const std::string_view schema_1 = R"sql(
CREATE TABLE deployments (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  generation INTEGER NOT NULL,
  auto_heal INTEGER NOT NULL,
  deleting INTEGER NOT NULL DEFAULT 0,
  delete_volumes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE generations (
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  spec TEXT NOT NULL,      -- canonical JSON
  places TEXT NOT NULL,    -- JSON: where the files are, which the canonical form does not say
  source TEXT NOT NULL,    -- JSON
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (deployment, number)
) STRICT;

CREATE TABLE inspects (
  deployment TEXT NOT NULL,
  generation INTEGER NOT NULL,
  service TEXT NOT NULL,
  container TEXT NOT NULL, -- the engine's JSON
  image TEXT NOT NULL,     -- the engine's JSON
  PRIMARY KEY (deployment, generation, service),
  FOREIGN KEY (deployment, generation) REFERENCES generations(deployment, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE intents (
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  set_by TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  proof TEXT NOT NULL,
  PRIMARY KEY (deployment, service)
) STRICT;

CREATE TABLE intent_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  set_by TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  proof TEXT NOT NULL
) STRICT;
CREATE INDEX intent_history_of ON intent_history(deployment, id);

CREATE TABLE facts (
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  service TEXT NOT NULL,
  completed_container TEXT,
  completed_generation INTEGER,
  completed_at INTEGER,
  completed_exit_code INTEGER,
  failed_job_runs INTEGER NOT NULL,
  failed_job_generation INTEGER NOT NULL,
  converged_image TEXT NOT NULL,
  PRIMARY KEY (deployment, service)
) STRICT;

CREATE TABLE containers (
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  id TEXT NOT NULL,
  service TEXT NOT NULL,
  generation INTEGER NOT NULL,
  last_running_engine TEXT NOT NULL,
  PRIMARY KEY (deployment, id)
) STRICT;

CREATE TABLE policy_set (
  deployment TEXT NOT NULL REFERENCES deployments(name) ON DELETE CASCADE,
  service TEXT NOT NULL,   -- '' = the deployment
  layer TEXT NOT NULL,     -- JSON
  PRIMARY KEY (deployment, service)
) STRICT;

CREATE TABLE own_calls (
  key TEXT NOT NULL PRIMARY KEY,
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  verb TEXT NOT NULL,
  subject TEXT NOT NULL,
  generation INTEGER NOT NULL,
  engine_start TEXT NOT NULL,
  at INTEGER NOT NULL,
  answered INTEGER NOT NULL
) STRICT;

CREATE TABLE pending_stops (
  container TEXT NOT NULL PRIMARY KEY,
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  at INTEGER NOT NULL,
  engine_start TEXT NOT NULL,
  answers INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  marked INTEGER NOT NULL
) STRICT;

CREATE TABLE holds (
  id INTEGER NOT NULL PRIMARY KEY,
  deployment TEXT NOT NULL, -- '' = the host
  service TEXT NOT NULL,    -- '' = the deployment
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;

CREATE TABLE heartbeat (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  at INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  engine_start TEXT NOT NULL,
  last_event_nano INTEGER NOT NULL,
  clean_stop INTEGER NOT NULL,
  engine_up INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, also not after the oldest are gone
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  container TEXT NOT NULL,
  incident INTEGER,
  alert_key TEXT,
  alert_firing INTEGER,
  message TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency (
  key TEXT NOT NULL PRIMARY KEY,
  request_digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_at ON idempotency(at);

CREATE TABLE write_probe (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO write_probe VALUES (1, 0);
)sql";

const std::string_view schema_2 = R"sql(
ALTER TABLE containers ADD COLUMN mark_spent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE containers ADD COLUMN signaled INTEGER NOT NULL DEFAULT 0;
)sql";

const std::string_view schema_3 = R"sql(
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- given by heal; never twice, also not after the newest are gone
  state TEXT NOT NULL,
  deployment TEXT NOT NULL, -- of the first subject; '' = the host
  service TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  resolved_at INTEGER,
  incident TEXT NOT NULL    -- JSON: all of it
) STRICT;
CREATE INDEX incidents_by_state ON incidents(state, id);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,   -- of the message: who goes where there is no room
  message_id TEXT NOT NULL,
  message TEXT NOT NULL,    -- JSON, as a webhook gets it
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  next_attempt_at INTEGER,
  ended_at INTEGER,
  answer TEXT NOT NULL,
  UNIQUE (channel, message_id)
) STRICT;
CREATE INDEX outbox_by_state ON outbox(state, channel, id);
CREATE INDEX outbox_of_channel ON outbox(channel, id);
CREATE INDEX outbox_ended ON outbox(ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE notify_memory (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL       -- JSON
) STRICT;

CREATE TABLE notify_cursor (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  event INTEGER NOT NULL    -- every event up to this one was taken
) STRICT;

CREATE TABLE silences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,       -- globs; '' = all
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  key TEXT NOT NULL,
  severity TEXT,            -- this and below
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  comment TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
)sql";

const std::string_view schema_4 = R"sql(
CREATE TABLE older_alerts ( -- of events that are not kept any more, by what they said last
  alert_key TEXT NOT NULL PRIMARY KEY,
  alert_firing INTEGER NOT NULL,
  id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  container TEXT NOT NULL,
  incident INTEGER,
  message TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX older_alerts_by_id ON older_alerts(id);
)sql";

const std::string_view schema_5 = R"sql(
ALTER TABLE containers ADD COLUMN paused_at INTEGER NOT NULL DEFAULT 0; -- 0: it is not
)sql";

const std::string_view schema_6 = R"sql(
ALTER TABLE facts ADD COLUMN restart_after INTEGER NOT NULL DEFAULT 0;  -- 0: never asked
ALTER TABLE facts ADD COLUMN recreate_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspects ADD COLUMN config_hash TEXT NOT NULL DEFAULT ''; -- the label of the container
UPDATE inspects SET config_hash = CAST(coalesce(json_extract(container,
  '$.Config.Labels."com.docker.compose.config-hash"'), '') AS TEXT) WHERE json_valid(container);
)sql";

const std::string_view schema_7 = R"sql(
ALTER TABLE containers ADD COLUMN made_with TEXT NOT NULL DEFAULT ''; -- digest; '': not known
ALTER TABLE containers ADD COLUMN made_elsewhere INTEGER NOT NULL DEFAULT 0; -- generation; 0: by us
)sql";

const std::string_view schema_8 = R"sql(
ALTER TABLE facts ADD COLUMN failed_container TEXT; -- of the newest failed run that is counted
ALTER TABLE facts ADD COLUMN failed_at INTEGER;
)sql";

}  // namespace store
