CREATE TABLE absence (
  id BIGSERIAL NOT NULL,
  operator_id BIGINT,
  engineer_id BIGINT,
  kind TEXT DEFAULT 'leave' NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  cancelled_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT absence_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX absence_engineer_id_idx ON absence (engineer_id)
-- ;
CREATE INDEX absence_operator_id_idx ON absence (operator_id)
-- ;
CREATE INDEX absence_when ON absence (starts_at, ends_at)
-- ;
CREATE TABLE adoption (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version_id BIGINT NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  reason TEXT DEFAULT '' NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT adoption_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX adoption_when ON adoption (kind, name, from_at, id)
-- ;
CREATE TABLE article (
  id BIGSERIAL NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  fault_kind TEXT DEFAULT '' NOT NULL,
  product TEXT DEFAULT '' NOT NULL,
  symptom TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  solution TEXT DEFAULT '' NOT NULL,
  language TEXT DEFAULT 'zh' NOT NULL,
  state TEXT DEFAULT 'candidate' NOT NULL,
  ticket_id BIGINT,
  used INTEGER DEFAULT '0' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT article_pkey PRIMARY KEY (id),
  CONSTRAINT article_code_key UNIQUE (code)
)
-- ;
CREATE INDEX article_fault ON article (fault_kind)
-- ;
CREATE INDEX article_ticket ON article (ticket_id)
-- ;
CREATE TABLE asset (
  id BIGSERIAL NOT NULL,
  customer_id BIGINT NOT NULL,
  contract_id BIGINT,
  kind TEXT DEFAULT '' NOT NULL,
  name TEXT NOT NULL,
  maker TEXT DEFAULT '' NOT NULL,
  model TEXT DEFAULT '' NOT NULL,
  serial TEXT DEFAULT '' NOT NULL,
  quantity INTEGER DEFAULT '1' NOT NULL,
  software_version TEXT DEFAULT '' NOT NULL,
  site TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  in_city BOOLEAN DEFAULT true NOT NULL,
  key_point BOOLEAN DEFAULT false NOT NULL,
  installed_on DATE,
  accepted_on DATE,
  warranty_until DATE,
  price_cents BIGINT,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT asset_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX asset_contract ON asset (contract_id)
-- ;
CREATE INDEX asset_customer ON asset (customer_id)
-- ;
CREATE INDEX asset_serial ON asset (serial) WHERE serial <> ''
-- ;
CREATE TABLE bulletin (
  id BIGSERIAL NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  kind TEXT DEFAULT 'problem' NOT NULL,
  product TEXT DEFAULT '' NOT NULL,
  models TEXT DEFAULT '[]' NOT NULL,
  state TEXT DEFAULT 'draft' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  by_id BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT bulletin_pkey PRIMARY KEY (id),
  CONSTRAINT bulletin_code_key UNIQUE (code)
)
-- ;
CREATE TABLE bulletin_receipt (
  id BIGSERIAL NOT NULL,
  bulletin_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contact_id BIGINT,
  how TEXT DEFAULT '' NOT NULL,
  told_at TIMESTAMP WITH TIME ZONE,
  acknowledged_at TIMESTAMP WITH TIME ZONE,
  state TEXT DEFAULT 'due' NOT NULL,
  CONSTRAINT bulletin_receipt_pkey PRIMARY KEY (id),
  CONSTRAINT bulletin_receipt_bulletin_id_customer_id_key UNIQUE (bulletin_id, customer_id)
)
-- ;
CREATE INDEX bulletin_receipt_customer ON bulletin_receipt (customer_id)
-- ;
CREATE TABLE calendar_version (
  id BIGSERIAL NOT NULL,
  calendar TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  timezone TEXT NOT NULL,
  intervals TEXT DEFAULT '[]' NOT NULL,
  first_day DATE,
  last_day DATE,
  predicted BOOLEAN DEFAULT false NOT NULL,
  predicted_from DATE,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  CONSTRAINT calendar_version_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_version_calendar_number_key UNIQUE (calendar, number),
  CONSTRAINT calendar_version_calendar_sha256_key UNIQUE (calendar, sha256)
)
-- ;
CREATE TABLE call (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  live BOOLEAN DEFAULT false NOT NULL,
  line TEXT DEFAULT '' NOT NULL,
  number TEXT DEFAULT '' NOT NULL,
  number_raw TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  name_given TEXT DEFAULT '' NOT NULL,
  org_given TEXT DEFAULT '' NOT NULL,
  contact_id BIGINT,
  customer_id BIGINT,
  contract_id BIGINT,
  is_contract BOOLEAN DEFAULT true NOT NULL,
  subject TEXT DEFAULT '' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  left_at TIMESTAMP WITH TIME ZONE,
  done_at TIMESTAMP WITH TIME ZONE,
  state TEXT DEFAULT 'waiting' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('handled', 'advised', 'dismissed', 'abandoned')) STORED,
  talk TEXT DEFAULT '' NOT NULL,
  talk_since TIMESTAMP WITH TIME ZONE,
  held_s INTEGER DEFAULT '0' NOT NULL,
  claimed_by_id BIGINT,
  claimed_at TIMESTAMP WITH TIME ZONE,
  answered_by_id BIGINT,
  outcome TEXT DEFAULT '' NOT NULL,
  outcome_note TEXT DEFAULT '' NOT NULL,
  ticket_id BIGINT,
  callback_of_id BIGINT,
  callback_attempts INTEGER DEFAULT '0' NOT NULL,
  callback_due TIMESTAMP WITH TIME ZONE,
  callback_state TEXT DEFAULT '' NOT NULL,
  source TEXT DEFAULT '' NOT NULL,
  source_id TEXT DEFAULT '' NOT NULL,
  details TEXT DEFAULT '{}' NOT NULL,
  logged_wait_s BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT call_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX call_callback ON call (desk_id, callback_due, id) WHERE callback_state IN ('wanted', 'lead')
-- ;
CREATE INDEX call_contact ON call (contact_id)
-- ;
CREATE INDEX call_customer ON call (customer_id, entered_at)
-- ;
CREATE INDEX call_entered ON call (desk_id, entered_at)
-- ;
CREATE INDEX call_number ON call (number, entered_at)
-- ;
CREATE INDEX call_queue ON call (desk_id, live DESC, is_contract DESC, entered_at, id) WHERE open
-- ;
CREATE UNIQUE INDEX call_source ON call (channel, source, source_id) WHERE source_id <> ''
-- ;
CREATE INDEX call_ticket ON call (ticket_id)
-- ;
CREATE TABLE callback_attempt (
  id BIGSERIAL NOT NULL,
  call_id BIGINT NOT NULL,
  number INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  result TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT callback_attempt_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX callback_attempt_once ON callback_attempt (call_id, number)
-- ;
CREATE TABLE chain_head (
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT chain_head_pkey PRIMARY KEY (thing_kind, thing_id)
)
-- ;
CREATE TABLE clock (
  id BIGSERIAL NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  desk_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  milestone TEXT NOT NULL,
  cycle INTEGER DEFAULT '1' NOT NULL,
  target TEXT DEFAULT '' NOT NULL,
  clause TEXT DEFAULT '{}' NOT NULL,
  requirement TEXT DEFAULT '' NOT NULL,
  level TEXT DEFAULT '' NOT NULL,
  trigger TEXT DEFAULT '' NOT NULL,
  start TIMESTAMP WITH TIME ZONE,
  within_s BIGINT,
  within_word TEXT DEFAULT '' NOT NULL,
  due TIMESTAMP WITH TIME ZONE,
  t50 TIMESTAMP WITH TIME ZONE,
  t75 TIMESTAMP WITH TIME ZONE,
  t90 TIMESTAMP WITH TIME ZONE,
  next_at TIMESTAMP WITH TIME ZONE,
  left_s BIGINT,
  state TEXT DEFAULT 'running' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('met', 'missed', 'void')) STORED,
  lead BOOLEAN DEFAULT false NOT NULL,
  met_at TIMESTAMP WITH TIME ZONE,
  breached_at TIMESTAMP WITH TIME ZONE,
  by_raise BOOLEAN DEFAULT false NOT NULL,
  predicted BOOLEAN DEFAULT false NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  params TEXT DEFAULT '{}' NOT NULL,
  policy_version_id BIGINT,
  calendar_version_id BIGINT,
  promised_to TEXT DEFAULT '' NOT NULL,
  promised_by_id BIGINT,
  acked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT clock_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX clock_board ON clock (desk_id, due, id) WHERE open AND lead
-- ;
CREATE INDEX clock_board_level ON clock (desk_id, level, due, id) WHERE open AND lead
-- ;
CREATE INDEX clock_breached ON clock (desk_id, breached_at)
-- ;
CREATE UNIQUE INDEX clock_key ON clock (thing_kind, thing_id, key)
-- ;
CREATE UNIQUE INDEX clock_lead ON clock (thing_kind, thing_id) WHERE lead
-- ;
CREATE INDEX clock_next ON clock (next_at, id) WHERE open AND next_at IS NOT NULL
-- ;
CREATE TABLE command (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  result VARCHAR,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_id BIGINT,
  session_id BIGINT,
  CONSTRAINT command_pkey PRIMARY KEY (id)
)
-- ;
CREATE TABLE complaint (
  id BIGSERIAL NOT NULL,
  number TEXT NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contact_id BIGINT,
  ticket_id BIGINT,
  call_id BIGINT,
  about_engineer_id BIGINT,
  about_operator_id BIGINT,
  text TEXT NOT NULL,
  state TEXT DEFAULT 'open' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('closed', 'withdrawn')) STORED,
  role TEXT DEFAULT '' NOT NULL,
  owner_operator_id BIGINT,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE,
  closed_at TIMESTAMP WITH TIME ZONE,
  answer TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT complaint_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX complaint_customer ON complaint (customer_id)
-- ;
CREATE UNIQUE INDEX complaint_number ON complaint (number)
-- ;
CREATE INDEX complaint_open ON complaint (desk_id, id) WHERE open
-- ;
CREATE INDEX complaint_ticket ON complaint (ticket_id)
-- ;
CREATE TABLE contact (
  id BIGSERIAL NOT NULL,
  customer_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  department TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  im TEXT DEFAULT '' NOT NULL,
  may_call BOOLEAN DEFAULT true NOT NULL,
  language TEXT DEFAULT '' NOT NULL,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT contact_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX contact_customer_id_idx ON contact (customer_id)
-- ;
CREATE TABLE contact_phone (
  id BIGSERIAL NOT NULL,
  contact_id BIGINT NOT NULL,
  e164 TEXT NOT NULL,
  written TEXT NOT NULL,
  kind TEXT DEFAULT '' NOT NULL,
  sort INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT contact_phone_pkey PRIMARY KEY (id),
  CONSTRAINT contact_phone_contact_id_e164_key UNIQUE (contact_id, e164)
)
-- ;
CREATE INDEX contact_phone_number ON contact_phone (e164)
-- ;
CREATE TABLE contract (
  id BIGSERIAL NOT NULL,
  number TEXT NOT NULL,
  customer_id BIGINT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  kind TEXT DEFAULT 'warranty' NOT NULL,
  policy TEXT NOT NULL,
  policy_version_id BIGINT,
  overrides TEXT DEFAULT '[]' NOT NULL,
  calendar TEXT DEFAULT '' NOT NULL,
  service_level TEXT DEFAULT '' NOT NULL,
  signed_on DATE,
  accepted_on DATE,
  warranty_until DATE,
  ends_on DATE,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT contract_pkey PRIMARY KEY (id),
  CONSTRAINT contract_number_key UNIQUE (number)
)
-- ;
CREATE INDEX contract_customer ON contract (customer_id)
-- ;
CREATE TABLE contract_contact (
  id BIGSERIAL NOT NULL,
  contract_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  role TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT contract_contact_pkey PRIMARY KEY (id),
  CONSTRAINT contract_contact_contract_id_contact_id_key UNIQUE (contract_id, contact_id)
)
-- ;
CREATE INDEX contract_contact_contact ON contract_contact (contact_id)
-- ;
CREATE TABLE counter (
  name TEXT NOT NULL,
  value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (name)
)
-- ;
CREATE TABLE customer (
  id BIGSERIAL NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT DEFAULT '' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  notes TEXT DEFAULT '' NOT NULL,
  warning TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  desk_id BIGINT,
  created_at TIMESTAMP WITH TIME ZONE,
  merged_into_id BIGINT,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT customer_pkey PRIMARY KEY (id),
  CONSTRAINT customer_code_key UNIQUE (code)
)
-- ;
CREATE INDEX customer_region ON customer (region)
-- ;
CREATE TABLE desk (
  id BIGSERIAL NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  language TEXT DEFAULT 'zh' NOT NULL,
  prefix TEXT DEFAULT 'T' NOT NULL,
  is_default BOOLEAN DEFAULT false NOT NULL,
  countersign BOOLEAN DEFAULT false NOT NULL,
  settings TEXT DEFAULT '{}' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT desk_pkey PRIMARY KEY (id),
  CONSTRAINT desk_code_key UNIQUE (code),
  CONSTRAINT desk_prefix_key UNIQUE (prefix)
)
-- ;
CREATE TABLE draft (
  id BIGSERIAL NOT NULL,
  operator_id BIGINT NOT NULL,
  form TEXT NOT NULL,
  thing TEXT DEFAULT '' NOT NULL,
  body TEXT NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  desk_id BIGINT,
  CONSTRAINT draft_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX draft_place ON draft (operator_id, form, thing)
-- ;
CREATE TABLE duty_mobile (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  operator_id BIGINT,
  engineer_id BIGINT,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  tested_at TIMESTAMP WITH TIME ZONE,
  handed_by_id BIGINT,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT duty_mobile_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX duty_mobile_desk ON duty_mobile (desk_id, since)
-- ;
CREATE TABLE engineer (
  id BIGSERIAL NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT DEFAULT '' NOT NULL,
  desk_id BIGINT NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  phone_e164 TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  tier TEXT DEFAULT 'field' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  regions TEXT DEFAULT '[]' NOT NULL,
  senior BOOLEAN DEFAULT false NOT NULL,
  state TEXT DEFAULT 'off_duty' NOT NULL,
  since TIMESTAMP WITH TIME ZONE,
  by_hand TEXT DEFAULT '' NOT NULL,
  by_hand_until TIMESTAMP WITH TIME ZONE,
  by_hand_note TEXT DEFAULT '' NOT NULL,
  remote_ticket_id BIGINT,
  last_place TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT engineer_pkey PRIMARY KEY (id),
  CONSTRAINT engineer_code_key UNIQUE (code)
)
-- ;
CREATE INDEX engineer_desk_id_idx ON engineer (desk_id)
-- ;
CREATE TABLE escalation (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  clock_id BIGINT,
  step TEXT NOT NULL,
  role TEXT DEFAULT '' NOT NULL,
  operator_id BIGINT,
  how TEXT DEFAULT '' NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  reason TEXT DEFAULT '' NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE,
  answer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT escalation_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX escalation_once ON escalation (clock_id, step)
-- ;
CREATE INDEX escalation_thing ON escalation (thing_kind, thing_id)
-- ;
CREATE INDEX escalation_unanswered ON escalation (desk_id, at) WHERE answered_at IS NULL
-- ;
CREATE TABLE event (
  id BIGSERIAL NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_id BIGINT,
  command_id VARCHAR NOT NULL,
  schema_no INTEGER DEFAULT '1' NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX event_chain ON event (thing_kind, thing_id, seq)
-- ;
CREATE INDEX event_command ON event (command_id)
-- ;
CREATE TABLE feed (
  id BIGSERIAL NOT NULL,
  counter BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT feed_pkey PRIMARY KEY (id)
)
-- ;
CREATE TABLE handover (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  partial BOOLEAN DEFAULT false NOT NULL,
  from_shift_id BIGINT,
  to_shift_id BIGINT,
  from_operator_id BIGINT NOT NULL,
  to_operator_id BIGINT,
  state TEXT DEFAULT 'drafted' NOT NULL,
  drafted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  as_of TIMESTAMP WITH TIME ZONE,
  out_signed_at TIMESTAMP WITH TIME ZONE,
  in_signed_at TIMESTAMP WITH TIME ZONE,
  countersign BOOLEAN DEFAULT false NOT NULL,
  refused_at TIMESTAMP WITH TIME ZONE,
  reservation TEXT DEFAULT '' NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  situation TEXT DEFAULT '{}' NOT NULL,
  figures TEXT DEFAULT '{}' NOT NULL,
  seal_id BIGINT,
  seal_hash TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT handover_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX handover_desk ON handover (desk_id, drafted_at)
-- ;
CREATE UNIQUE INDEX handover_open ON handover (desk_id, from_operator_id) WHERE state IN ('drafted', 'reviewing')
-- ;
CREATE TABLE handover_line (
  id BIGSERIAL NOT NULL,
  handover_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  part TEXT NOT NULL,
  sort INTEGER NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  code TEXT DEFAULT '' NOT NULL,
  params TEXT DEFAULT '{}' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  dangerous BOOLEAN DEFAULT false NOT NULL,
  drafted TEXT DEFAULT '' NOT NULL,
  seen TEXT DEFAULT '' NOT NULL,
  understood_at TIMESTAMP WITH TIME ZONE,
  stays BOOLEAN DEFAULT false NOT NULL,
  question TEXT DEFAULT '' NOT NULL,
  answer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT handover_line_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX handover_line_key ON handover_line (handover_id, key)
-- ;
CREATE INDEX handover_line_place ON handover_line (handover_id, sort)
-- ;
CREATE TABLE hold (
  id BIGSERIAL NOT NULL,
  ticket_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  to_at TIMESTAMP WITH TIME ZONE,
  review_at TIMESTAMP WITH TIME ZONE,
  by_id BIGINT,
  ended_by_id BIGINT,
  CONSTRAINT hold_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX hold_one_open ON hold (ticket_id) WHERE to_at IS NULL
-- ;
CREATE INDEX hold_ticket ON hold (ticket_id, from_at)
-- ;
CREATE TABLE lease (
  id BIGSERIAL NOT NULL,
  resource TEXT NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  token TEXT NOT NULL,
  session_id BIGINT NOT NULL,
  operator_id BIGINT NOT NULL,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT lease_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX lease_session ON lease (session_id)
-- ;
CREATE UNIQUE INDEX lease_thing ON lease (resource)
-- ;
CREATE TABLE link (
  id BIGSERIAL NOT NULL,
  from_kind TEXT NOT NULL,
  from_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  to_kind TEXT NOT NULL,
  to_id BIGINT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  removed_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT link_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX link_back ON link (to_kind, to_id)
-- ;
CREATE UNIQUE INDEX link_once ON link (from_kind, from_id, kind, to_kind, to_id)
-- ;
CREATE TABLE loan (
  id BIGSERIAL NOT NULL,
  loaner_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  ticket_id BIGINT,
  out_at TIMESTAMP WITH TIME ZONE NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE,
  back_at TIMESTAMP WITH TIME ZONE,
  out_by_id BIGINT,
  back_by_id BIGINT,
  condition TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT loan_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX loan_customer ON loan (customer_id)
-- ;
CREATE UNIQUE INDEX loan_one_open ON loan (loaner_id) WHERE back_at IS NULL
-- ;
CREATE TABLE loaner (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT DEFAULT '' NOT NULL,
  serial TEXT DEFAULT '' NOT NULL,
  grade INTEGER DEFAULT '1' NOT NULL,
  state TEXT DEFAULT 'in' NOT NULL,
  customer_id BIGINT,
  ticket_id BIGINT,
  out_at TIMESTAMP WITH TIME ZONE,
  due_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT loaner_pkey PRIMARY KEY (id),
  CONSTRAINT loaner_desk_id_code_key UNIQUE (desk_id, code),
  CONSTRAINT loaner_out_to_one CHECK ((state = 'out' AND customer_id IS NOT NULL AND out_at IS NOT NULL) OR (state <> 'out' AND customer_id IS NULL))
)
-- ;
CREATE INDEX loaner_due ON loaner (due_at) WHERE state = 'out'
-- ;
CREATE TABLE log_entry (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  shift_id BIGINT,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  kind TEXT DEFAULT 'note' NOT NULL,
  text TEXT NOT NULL,
  from_whom TEXT DEFAULT '' NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE,
  ends_at TIMESTAMP WITH TIME ZONE,
  due_at TIMESTAMP WITH TIME ZONE,
  done_at TIMESTAMP WITH TIME ZONE,
  hand_over BOOLEAN DEFAULT false NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  corrects_id BIGINT,
  CONSTRAINT log_entry_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX log_entry_desk ON log_entry (desk_id, at)
-- ;
CREATE INDEX log_entry_thing ON log_entry (thing_kind, thing_id)
-- ;
CREATE TABLE note (
  id BIGSERIAL NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  kind TEXT DEFAULT 'note' NOT NULL,
  text TEXT NOT NULL,
  CONSTRAINT note_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX note_thing ON note (thing_kind, thing_id, at)
-- ;
CREATE TABLE operator (
  id BIGSERIAL NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT DEFAULT '' NOT NULL,
  desk_id BIGINT NOT NULL,
  engineer_id BIGINT,
  phone TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  language TEXT DEFAULT '' NOT NULL,
  pin_hash TEXT DEFAULT '' NOT NULL,
  keys TEXT DEFAULT '[]' NOT NULL,
  settings TEXT DEFAULT '{}' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT operator_pkey PRIMARY KEY (id),
  CONSTRAINT operator_login_key UNIQUE (login)
)
-- ;
CREATE TABLE operator_role (
  id BIGSERIAL NOT NULL,
  operator_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  desk_id BIGINT,
  from_at TIMESTAMP WITH TIME ZONE,
  to_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT operator_role_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX operator_role_once ON operator_role (operator_id, role, coalesce(desk_id, 0))
-- ;
CREATE TABLE outbox (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  command_id TEXT DEFAULT '' NOT NULL,
  once TEXT DEFAULT '' NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  state TEXT DEFAULT 'waiting' NOT NULL,
  payload TEXT DEFAULT '{}' NOT NULL,
  last_error TEXT DEFAULT '' NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting'
-- ;
CREATE UNIQUE INDEX outbox_once ON outbox (once) WHERE once <> ''
-- ;
CREATE INDEX outbox_thing ON outbox (thing_kind, thing_id)
-- ;
CREATE TABLE part (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT DEFAULT '' NOT NULL,
  unit TEXT DEFAULT '' NOT NULL,
  original BOOLEAN DEFAULT true NOT NULL,
  shelf TEXT DEFAULT '' NOT NULL,
  stock INTEGER DEFAULT '0' NOT NULL,
  reorder_at INTEGER DEFAULT '0' NOT NULL,
  reorder_qty INTEGER DEFAULT '0' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT part_pkey PRIMARY KEY (id),
  CONSTRAINT part_desk_id_code_key UNIQUE (desk_id, code),
  CONSTRAINT part_stock_not_negative CHECK (stock >= 0)
)
-- ;
CREATE TABLE plan (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contract_id BIGINT,
  asset_id BIGINT,
  kind TEXT DEFAULT 'maintain' NOT NULL,
  title TEXT NOT NULL,
  every TEXT NOT NULL,
  next_on DATE NOT NULL,
  last_done_on DATE,
  lead_days INTEGER DEFAULT '14' NOT NULL,
  minutes BIGINT,
  retired_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT plan_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX plan_customer ON plan (customer_id)
-- ;
CREATE INDEX plan_due ON plan (desk_id, next_on) WHERE retired_at IS NULL
-- ;
CREATE TABLE policy_version (
  id BIGSERIAL NOT NULL,
  policy TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  CONSTRAINT policy_version_pkey PRIMARY KEY (id),
  CONSTRAINT policy_version_policy_number_key UNIQUE (policy, number),
  CONSTRAINT policy_version_policy_sha256_key UNIQUE (policy, sha256)
)
-- ;
CREATE TABLE post (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT DEFAULT 'operator' NOT NULL,
  is_mobile BOOLEAN DEFAULT false NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  holder_id BIGINT,
  held_since TIMESTAMP WITH TIME ZONE,
  sort INTEGER DEFAULT '0' NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT post_pkey PRIMARY KEY (id),
  CONSTRAINT post_desk_id_code_key UNIQUE (desk_id, code)
)
-- ;
CREATE TABLE rma (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  ticket_id BIGINT,
  asset_id BIGINT,
  part_id BIGINT,
  maker TEXT NOT NULL,
  case_number TEXT DEFAULT '' NOT NULL,
  serial TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'opened' NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  due_at TIMESTAMP WITH TIME ZONE,
  chased_at TIMESTAMP WITH TIME ZONE,
  returned_at TIMESTAMP WITH TIME ZONE,
  closed_at TIMESTAMP WITH TIME ZONE,
  note TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT rma_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX rma_due ON rma (desk_id, due_at) WHERE closed_at IS NULL
-- ;
CREATE INDEX rma_ticket ON rma (ticket_id)
-- ;
CREATE TABLE roster_entry (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  shift_id BIGINT,
  post_id BIGINT,
  operator_id BIGINT,
  engineer_id BIGINT,
  kind TEXT DEFAULT 'duty' NOT NULL,
  rank INTEGER DEFAULT '1' NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  replaces_id BIGINT,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT roster_entry_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX roster_engineer ON roster_entry (engineer_id, ends_at)
-- ;
CREATE INDEX roster_entry_shift_id_idx ON roster_entry (shift_id)
-- ;
CREATE INDEX roster_operator ON roster_entry (operator_id, ends_at)
-- ;
CREATE INDEX roster_when ON roster_entry (desk_id, starts_at, ends_at)
-- ;
CREATE TABLE schema_meta (
  id BIGSERIAL NOT NULL,
  revision TEXT NOT NULL,
  version INTEGER NOT NULL,
  oldest_console INTEGER NOT NULL,
  made_by TEXT DEFAULT '' NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  upgraded_at TIMESTAMP WITH TIME ZONE,
  settings TEXT DEFAULT '{}' NOT NULL,
  CONSTRAINT schema_meta_pkey PRIMARY KEY (id)
)
-- ;
CREATE TABLE seal (
  id BIGSERIAL NOT NULL,
  number INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  event_id BIGINT NOT NULL,
  things INTEGER NOT NULL,
  heads_hash TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT seal_pkey PRIMARY KEY (id),
  CONSTRAINT seal_number_key UNIQUE (number)
)
-- ;
CREATE TABLE service_order (
  id BIGSERIAL NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contact_id BIGINT,
  contract_id BIGINT,
  asset_id BIGINT,
  ticket_id BIGINT,
  plan_id BIGINT,
  summary TEXT NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('signed', 'cancelled')) STORED,
  planned_at TIMESTAMP WITH TIME ZONE,
  confirmed_at TIMESTAMP WITH TIME ZONE,
  done_at TIMESTAMP WITH TIME ZONE,
  signed_at TIMESTAMP WITH TIME ZONE,
  signed_by TEXT DEFAULT '' NOT NULL,
  open_points TEXT DEFAULT '' NOT NULL,
  owner_operator_id BIGINT,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT service_order_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX service_order_customer ON service_order (customer_id)
-- ;
CREATE UNIQUE INDEX service_order_number ON service_order (number)
-- ;
CREATE INDEX service_order_open ON service_order (desk_id, planned_at, id) WHERE open
-- ;
CREATE INDEX service_order_plan ON service_order (plan_id)
-- ;
CREATE TABLE session (
  id BIGSERIAL NOT NULL,
  token TEXT NOT NULL,
  operator_id BIGINT NOT NULL,
  desk_id BIGINT NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  heartbeat_ms BIGINT DEFAULT '0' NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  host TEXT DEFAULT '' NOT NULL,
  console_version TEXT DEFAULT '' NOT NULL,
  doing TEXT DEFAULT '' NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_token_key UNIQUE (token)
)
-- ;
CREATE INDEX session_live ON session (operator_id)
-- ;
CREATE TABLE shift (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  lead_id BIGINT,
  notes TEXT DEFAULT '' NOT NULL,
  CONSTRAINT shift_pkey PRIMARY KEY (id),
  CONSTRAINT shift_desk_id_starts_at_key UNIQUE (desk_id, starts_at)
)
-- ;
CREATE INDEX shift_desk_ends ON shift (desk_id, ends_at)
-- ;
CREATE TABLE skill (
  id BIGSERIAL NOT NULL,
  engineer_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  grade INTEGER DEFAULT '1' NOT NULL,
  valid_until DATE,
  CONSTRAINT skill_pkey PRIMARY KEY (id),
  CONSTRAINT skill_engineer_id_code_key UNIQUE (engineer_id, code)
)
-- ;
CREATE INDEX skill_code ON skill (code)
-- ;
CREATE TABLE step (
  id BIGSERIAL NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  list_code TEXT NOT NULL,
  sort INTEGER NOT NULL,
  title TEXT DEFAULT '{}' NOT NULL,
  state TEXT DEFAULT 'todo' NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  by_id BIGINT,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT step_pkey PRIMARY KEY (id)
)
-- ;
CREATE UNIQUE INDEX step_place ON step (thing_kind, thing_id, list_code, sort)
-- ;
CREATE TABLE stock_movement (
  id BIGSERIAL NOT NULL,
  part_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_id BIGINT,
  engineer_id BIGINT,
  ticket_id BIGINT,
  visit_id BIGINT,
  order_id BIGINT,
  serials TEXT DEFAULT '' NOT NULL,
  consent TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT stock_movement_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX stock_movement_part ON stock_movement (part_id, id)
-- ;
CREATE INDEX stock_movement_ticket ON stock_movement (ticket_id)
-- ;
CREATE TABLE survey (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contact_id BIGINT,
  ticket_id BIGINT,
  kind TEXT DEFAULT 'callback' NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE,
  held_at TIMESTAMP WITH TIME ZONE,
  by_id BIGINT,
  score BIGINT,
  satisfied BOOLEAN,
  remark TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT survey_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX survey_customer ON survey (customer_id)
-- ;
CREATE INDEX survey_due ON survey (desk_id, due_at) WHERE state = 'planned'
-- ;
CREATE INDEX survey_ticket ON survey (ticket_id)
-- ;
CREATE TABLE ticket (
  id BIGSERIAL NOT NULL,
  number TEXT NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  contact_id BIGINT,
  contract_id BIGINT,
  asset_id BIGINT,
  call_id BIGINT,
  channel TEXT DEFAULT 'phone' NOT NULL,
  level TEXT NOT NULL,
  level_by_rule TEXT DEFAULT '' NOT NULL,
  override_reason TEXT DEFAULT '' NOT NULL,
  fault_kind TEXT DEFAULT '' NOT NULL,
  works TEXT DEFAULT '' NOT NULL,
  affects TEXT DEFAULT '' NOT NULL,
  key_point BOOLEAN,
  known_solution BOOLEAN,
  answers TEXT DEFAULT '{}' NOT NULL,
  summary TEXT NOT NULL,
  description TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'open' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('closed', 'merged', 'cancelled')) STORED,
  cycle INTEGER DEFAULT '1' NOT NULL,
  hold_reason TEXT DEFAULT '' NOT NULL,
  hold_since TIMESTAMP WITH TIME ZONE,
  hold_review_at TIMESTAMP WITH TIME ZONE,
  owner_post_id BIGINT,
  owner_operator_id BIGINT,
  tier TEXT DEFAULT 'field' NOT NULL,
  department TEXT DEFAULT '' NOT NULL,
  with_whom TEXT DEFAULT '' NOT NULL,
  vendor_case TEXT DEFAULT '' NOT NULL,
  parent_id BIGINT,
  is_major BOOLEAN DEFAULT false NOT NULL,
  merged_into_id BIGINT,
  disaster BOOLEAN DEFAULT false NOT NULL,
  disaster_reason TEXT DEFAULT '' NOT NULL,
  upset BOOLEAN DEFAULT false NOT NULL,
  in_warranty BOOLEAN,
  region TEXT DEFAULT '' NOT NULL,
  in_city BOOLEAN,
  charge TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  method TEXT DEFAULT '' NOT NULL,
  result TEXT DEFAULT '' NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  opened_by_id BIGINT,
  responded_at TIMESTAMP WITH TIME ZONE,
  phone_failed_at TIMESTAMP WITH TIME ZONE,
  visit_decided_at TIMESTAMP WITH TIME ZONE,
  arrived_at TIMESTAMP WITH TIME ZONE,
  restore_impossible_at TIMESTAMP WITH TIME ZONE,
  restored_at TIMESTAMP WITH TIME ZONE,
  watch_until TIMESTAMP WITH TIME ZONE,
  resolved_at TIMESTAMP WITH TIME ZONE,
  closed_at TIMESTAMP WITH TIME ZONE,
  reopened_at TIMESTAMP WITH TIME ZONE,
  last_event_at TIMESTAMP WITH TIME ZONE,
  unanswered_since TIMESTAMP WITH TIME ZONE,
  policy_version_id BIGINT,
  calendar_version_id BIGINT,
  playbook TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT ticket_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX ticket_asset ON ticket (asset_id, received_at)
-- ;
CREATE INDEX ticket_contract ON ticket (contract_id)
-- ;
CREATE INDEX ticket_customer ON ticket (customer_id, received_at)
-- ;
CREATE INDEX ticket_customer_open ON ticket (customer_id, id) WHERE open
-- ;
CREATE INDEX ticket_hold_review ON ticket (hold_review_at) WHERE hold_review_at IS NOT NULL
-- ;
CREATE UNIQUE INDEX ticket_number ON ticket (number)
-- ;
CREATE INDEX ticket_open ON ticket (desk_id, level, id) WHERE open
-- ;
CREATE INDEX ticket_owner ON ticket (owner_operator_id) WHERE open
-- ;
CREATE INDEX ticket_parent ON ticket (parent_id) WHERE parent_id IS NOT NULL
-- ;
CREATE INDEX ticket_post ON ticket (owner_post_id) WHERE open
-- ;
CREATE INDEX ticket_received ON ticket (desk_id, received_at)
-- ;
CREATE TABLE training (
  id BIGSERIAL NOT NULL,
  desk_id BIGINT NOT NULL,
  customer_id BIGINT,
  title TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE,
  place TEXT DEFAULT '' NOT NULL,
  trainer TEXT DEFAULT '' NOT NULL,
  participants TEXT DEFAULT '[]' NOT NULL,
  record TEXT DEFAULT '' NOT NULL,
  score BIGINT,
  state TEXT DEFAULT 'planned' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT training_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX training_customer_id_idx ON training (customer_id)
-- ;
CREATE INDEX training_when ON training (starts_at)
-- ;
CREATE TABLE visit (
  id BIGSERIAL NOT NULL,
  ticket_id BIGINT,
  order_id BIGINT,
  desk_id BIGINT NOT NULL,
  engineer_id BIGINT,
  number INTEGER DEFAULT '1' NOT NULL,
  state TEXT DEFAULT 'proposed' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('done', 'declined', 'blocked', 'no_show', 'called_off')) STORED,
  remote BOOLEAN DEFAULT false NOT NULL,
  purpose TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  planned_at TIMESTAMP WITH TIME ZONE,
  eta TIMESTAMP WITH TIME ZONE,
  proposed_at TIMESTAMP WITH TIME ZONE,
  reserved_at TIMESTAMP WITH TIME ZONE,
  assigned_at TIMESTAMP WITH TIME ZONE,
  accepted_at TIMESTAMP WITH TIME ZONE,
  departed_at TIMESTAMP WITH TIME ZONE,
  arrived_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  since TIMESTAMP WITH TIME ZONE,
  reason TEXT DEFAULT '' NOT NULL,
  result TEXT DEFAULT '' NOT NULL,
  solved BOOLEAN,
  assigned_by_id BIGINT,
  with_visit_id BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (id)
)
-- ;
CREATE INDEX visit_engineer ON visit (engineer_id, id) WHERE open
-- ;
CREATE UNIQUE INDEX visit_one_moving ON visit (engineer_id) WHERE state IN ('en_route', 'on_site')
-- ;
CREATE INDEX visit_open ON visit (desk_id, engineer_id, id) WHERE open
-- ;
CREATE INDEX visit_order ON visit (order_id)
-- ;
CREATE INDEX visit_ticket ON visit (ticket_id)
-- ;
ALTER TABLE absence ADD CONSTRAINT absence_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE absence ADD CONSTRAINT absence_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE adoption ADD CONSTRAINT adoption_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE article ADD CONSTRAINT article_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE article ADD CONSTRAINT article_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE asset ADD CONSTRAINT asset_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE asset ADD CONSTRAINT asset_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE bulletin ADD CONSTRAINT bulletin_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE bulletin_receipt ADD CONSTRAINT bulletin_receipt_bulletin_id_fkey FOREIGN KEY(bulletin_id) REFERENCES bulletin (id)
-- ;
ALTER TABLE bulletin_receipt ADD CONSTRAINT bulletin_receipt_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE bulletin_receipt ADD CONSTRAINT bulletin_receipt_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_answered_by_id_fkey FOREIGN KEY(answered_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_callback_of_id_fkey FOREIGN KEY(callback_of_id) REFERENCES call (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_claimed_by_id_fkey FOREIGN KEY(claimed_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE call ADD CONSTRAINT call_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE callback_attempt ADD CONSTRAINT callback_attempt_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE callback_attempt ADD CONSTRAINT callback_attempt_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id)
-- ;
ALTER TABLE clock ADD CONSTRAINT clock_calendar_version_id_fkey FOREIGN KEY(calendar_version_id) REFERENCES calendar_version (id)
-- ;
ALTER TABLE clock ADD CONSTRAINT clock_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE clock ADD CONSTRAINT clock_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id)
-- ;
ALTER TABLE clock ADD CONSTRAINT clock_promised_by_id_fkey FOREIGN KEY(promised_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE command ADD CONSTRAINT command_actor_id_fkey FOREIGN KEY(actor_id) REFERENCES operator (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_about_engineer_id_fkey FOREIGN KEY(about_engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_about_operator_id_fkey FOREIGN KEY(about_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE complaint ADD CONSTRAINT complaint_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE contact ADD CONSTRAINT contact_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE contact_phone ADD CONSTRAINT contact_phone_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE contract ADD CONSTRAINT contract_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE contract ADD CONSTRAINT contract_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id)
-- ;
ALTER TABLE contract_contact ADD CONSTRAINT contract_contact_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE contract_contact ADD CONSTRAINT contract_contact_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE customer ADD CONSTRAINT customer_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE customer ADD CONSTRAINT customer_merged_into_id_fkey FOREIGN KEY(merged_into_id) REFERENCES customer (id)
-- ;
ALTER TABLE draft ADD CONSTRAINT draft_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE draft ADD CONSTRAINT draft_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE duty_mobile ADD CONSTRAINT duty_mobile_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE duty_mobile ADD CONSTRAINT duty_mobile_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE duty_mobile ADD CONSTRAINT duty_mobile_handed_by_id_fkey FOREIGN KEY(handed_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE duty_mobile ADD CONSTRAINT duty_mobile_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE engineer ADD CONSTRAINT engineer_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE engineer ADD CONSTRAINT engineer_remote_ticket_id_fkey FOREIGN KEY(remote_ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE escalation ADD CONSTRAINT escalation_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE escalation ADD CONSTRAINT escalation_clock_id_fkey FOREIGN KEY(clock_id) REFERENCES clock (id)
-- ;
ALTER TABLE escalation ADD CONSTRAINT escalation_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE escalation ADD CONSTRAINT escalation_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE event ADD CONSTRAINT event_command_id_fkey FOREIGN KEY(command_id) REFERENCES command (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_from_operator_id_fkey FOREIGN KEY(from_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_from_shift_id_fkey FOREIGN KEY(from_shift_id) REFERENCES shift (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_seal_id_fkey FOREIGN KEY(seal_id) REFERENCES seal (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_to_operator_id_fkey FOREIGN KEY(to_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE handover ADD CONSTRAINT handover_to_shift_id_fkey FOREIGN KEY(to_shift_id) REFERENCES shift (id)
-- ;
ALTER TABLE handover_line ADD CONSTRAINT handover_line_handover_id_fkey FOREIGN KEY(handover_id) REFERENCES handover (id)
-- ;
ALTER TABLE hold ADD CONSTRAINT hold_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE hold ADD CONSTRAINT hold_ended_by_id_fkey FOREIGN KEY(ended_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE hold ADD CONSTRAINT hold_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE lease ADD CONSTRAINT lease_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE lease ADD CONSTRAINT lease_session_id_fkey FOREIGN KEY(session_id) REFERENCES session (id)
-- ;
ALTER TABLE link ADD CONSTRAINT link_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE loan ADD CONSTRAINT loan_back_by_id_fkey FOREIGN KEY(back_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE loan ADD CONSTRAINT loan_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE loan ADD CONSTRAINT loan_loaner_id_fkey FOREIGN KEY(loaner_id) REFERENCES loaner (id)
-- ;
ALTER TABLE loan ADD CONSTRAINT loan_out_by_id_fkey FOREIGN KEY(out_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE loan ADD CONSTRAINT loan_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE loaner ADD CONSTRAINT loaner_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE loaner ADD CONSTRAINT loaner_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE loaner ADD CONSTRAINT loaner_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE log_entry ADD CONSTRAINT log_entry_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE log_entry ADD CONSTRAINT log_entry_corrects_id_fkey FOREIGN KEY(corrects_id) REFERENCES log_entry (id)
-- ;
ALTER TABLE log_entry ADD CONSTRAINT log_entry_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE log_entry ADD CONSTRAINT log_entry_shift_id_fkey FOREIGN KEY(shift_id) REFERENCES shift (id)
-- ;
ALTER TABLE note ADD CONSTRAINT note_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE operator ADD CONSTRAINT operator_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE operator ADD CONSTRAINT operator_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE operator_role ADD CONSTRAINT operator_role_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE operator_role ADD CONSTRAINT operator_role_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE part ADD CONSTRAINT part_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE plan ADD CONSTRAINT plan_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id)
-- ;
ALTER TABLE plan ADD CONSTRAINT plan_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE plan ADD CONSTRAINT plan_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE plan ADD CONSTRAINT plan_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE policy_version ADD CONSTRAINT policy_version_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE post ADD CONSTRAINT post_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE post ADD CONSTRAINT post_holder_id_fkey FOREIGN KEY(holder_id) REFERENCES operator (id)
-- ;
ALTER TABLE rma ADD CONSTRAINT rma_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id)
-- ;
ALTER TABLE rma ADD CONSTRAINT rma_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE rma ADD CONSTRAINT rma_part_id_fkey FOREIGN KEY(part_id) REFERENCES part (id)
-- ;
ALTER TABLE rma ADD CONSTRAINT rma_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_post_id_fkey FOREIGN KEY(post_id) REFERENCES post (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_replaces_id_fkey FOREIGN KEY(replaces_id) REFERENCES roster_entry (id)
-- ;
ALTER TABLE roster_entry ADD CONSTRAINT roster_entry_shift_id_fkey FOREIGN KEY(shift_id) REFERENCES shift (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_plan_id_fkey FOREIGN KEY(plan_id) REFERENCES plan (id)
-- ;
ALTER TABLE service_order ADD CONSTRAINT service_order_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE session ADD CONSTRAINT session_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE session ADD CONSTRAINT session_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE shift ADD CONSTRAINT shift_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE shift ADD CONSTRAINT shift_lead_id_fkey FOREIGN KEY(lead_id) REFERENCES operator (id)
-- ;
ALTER TABLE skill ADD CONSTRAINT skill_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE step ADD CONSTRAINT step_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_order_id_fkey FOREIGN KEY(order_id) REFERENCES service_order (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_part_id_fkey FOREIGN KEY(part_id) REFERENCES part (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_visit_id_fkey FOREIGN KEY(visit_id) REFERENCES visit (id)
-- ;
ALTER TABLE survey ADD CONSTRAINT survey_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
-- ;
ALTER TABLE survey ADD CONSTRAINT survey_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE survey ADD CONSTRAINT survey_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE survey ADD CONSTRAINT survey_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE survey ADD CONSTRAINT survey_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_calendar_version_id_fkey FOREIGN KEY(calendar_version_id) REFERENCES calendar_version (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_merged_into_id_fkey FOREIGN KEY(merged_into_id) REFERENCES ticket (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_opened_by_id_fkey FOREIGN KEY(opened_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_owner_post_id_fkey FOREIGN KEY(owner_post_id) REFERENCES post (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES ticket (id)
-- ;
ALTER TABLE ticket ADD CONSTRAINT ticket_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id)
-- ;
ALTER TABLE training ADD CONSTRAINT training_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
-- ;
ALTER TABLE training ADD CONSTRAINT training_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_assigned_by_id_fkey FOREIGN KEY(assigned_by_id) REFERENCES operator (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_order_id_fkey FOREIGN KEY(order_id) REFERENCES service_order (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
-- ;
ALTER TABLE visit ADD CONSTRAINT visit_with_visit_id_fkey FOREIGN KEY(with_visit_id) REFERENCES visit (id)
-- ;
CREATE FUNCTION hotline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'hotline: ' || TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$
-- ;
CREATE TRIGGER event_no_update BEFORE UPDATE ON "event" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('frozen event')
-- ;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON "seal" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('frozen seal')
-- ;
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON "stock_movement" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('frozen stock_movement')
-- ;
CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON "policy_version" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('frozen policy_version')
-- ;
CREATE TRIGGER calendar_version_no_update BEFORE UPDATE ON "calendar_version" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('frozen calendar_version')
-- ;
CREATE TRIGGER event_no_delete BEFORE DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept event')
-- ;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON "seal" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept seal')
-- ;
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON "stock_movement" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept stock_movement')
-- ;
CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON "policy_version" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept policy_version')
-- ;
CREATE TRIGGER calendar_version_no_delete BEFORE DELETE ON "calendar_version" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept calendar_version')
-- ;
CREATE TRIGGER desk_no_delete BEFORE DELETE ON "desk" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept desk')
-- ;
CREATE TRIGGER post_no_delete BEFORE DELETE ON "post" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept post')
-- ;
CREATE TRIGGER operator_no_delete BEFORE DELETE ON "operator" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept operator')
-- ;
CREATE TRIGGER shift_no_delete BEFORE DELETE ON "shift" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept shift')
-- ;
CREATE TRIGGER roster_entry_no_delete BEFORE DELETE ON "roster_entry" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept roster_entry')
-- ;
CREATE TRIGGER absence_no_delete BEFORE DELETE ON "absence" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept absence')
-- ;
CREATE TRIGGER customer_no_delete BEFORE DELETE ON "customer" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept customer')
-- ;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON "contact" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept contact')
-- ;
CREATE TRIGGER contract_no_delete BEFORE DELETE ON "contract" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept contract')
-- ;
CREATE TRIGGER contract_contact_no_delete BEFORE DELETE ON "contract_contact" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept contract_contact')
-- ;
CREATE TRIGGER asset_no_delete BEFORE DELETE ON "asset" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept asset')
-- ;
CREATE TRIGGER adoption_no_delete BEFORE DELETE ON "adoption" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept adoption')
-- ;
CREATE TRIGGER call_no_delete BEFORE DELETE ON "call" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept call')
-- ;
CREATE TRIGGER callback_attempt_no_delete BEFORE DELETE ON "callback_attempt" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept callback_attempt')
-- ;
CREATE TRIGGER clock_no_delete BEFORE DELETE ON "clock" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept clock')
-- ;
CREATE TRIGGER ticket_no_delete BEFORE DELETE ON "ticket" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept ticket')
-- ;
CREATE TRIGGER hold_no_delete BEFORE DELETE ON "hold" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept hold')
-- ;
CREATE TRIGGER step_no_delete BEFORE DELETE ON "step" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept step')
-- ;
CREATE TRIGGER note_no_delete BEFORE DELETE ON "note" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept note')
-- ;
CREATE TRIGGER link_no_delete BEFORE DELETE ON "link" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept link')
-- ;
CREATE TRIGGER engineer_no_delete BEFORE DELETE ON "engineer" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept engineer')
-- ;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON "visit" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept visit')
-- ;
CREATE TRIGGER service_order_no_delete BEFORE DELETE ON "service_order" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept service_order')
-- ;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON "plan" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept plan')
-- ;
CREATE TRIGGER part_no_delete BEFORE DELETE ON "part" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept part')
-- ;
CREATE TRIGGER loaner_no_delete BEFORE DELETE ON "loaner" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept loaner')
-- ;
CREATE TRIGGER loan_no_delete BEFORE DELETE ON "loan" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept loan')
-- ;
CREATE TRIGGER rma_no_delete BEFORE DELETE ON "rma" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept rma')
-- ;
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON "complaint" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept complaint')
-- ;
CREATE TRIGGER survey_no_delete BEFORE DELETE ON "survey" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept survey')
-- ;
CREATE TRIGGER article_no_delete BEFORE DELETE ON "article" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept article')
-- ;
CREATE TRIGGER bulletin_no_delete BEFORE DELETE ON "bulletin" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept bulletin')
-- ;
CREATE TRIGGER bulletin_receipt_no_delete BEFORE DELETE ON "bulletin_receipt" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept bulletin_receipt')
-- ;
CREATE TRIGGER training_no_delete BEFORE DELETE ON "training" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept training')
-- ;
CREATE TRIGGER escalation_no_delete BEFORE DELETE ON "escalation" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept escalation')
-- ;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON "handover" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept handover')
-- ;
CREATE TRIGGER handover_line_no_delete BEFORE DELETE ON "handover_line" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept handover_line')
-- ;
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON "log_entry" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept log_entry')
-- ;
CREATE TRIGGER duty_mobile_no_delete BEFORE DELETE ON "duty_mobile" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept duty_mobile')
-- ;
CREATE TRIGGER command_no_delete BEFORE DELETE ON "command" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept command')
-- ;
CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON "chain_head" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept chain_head')
-- ;
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON "outbox" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept outbox')
-- ;
CREATE TRIGGER counter_no_delete BEFORE DELETE ON "counter" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept counter')
-- ;
CREATE TRIGGER feed_no_delete BEFORE DELETE ON "feed" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept feed')
-- ;
CREATE TRIGGER schema_meta_no_delete BEFORE DELETE ON "schema_meta" FOR EACH ROW EXECUTE FUNCTION hotline_refuse('kept schema_meta')
-- ;
CREATE TRIGGER command_once BEFORE UPDATE ON "command" FOR EACH ROW WHEN (OLD.result IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.request_hash <> OLD.request_hash OR NEW.at <> OLD.at) EXECUTE FUNCTION hotline_refuse('frozen command')
-- ;
CREATE TRIGGER chain_head_forward BEFORE UPDATE ON "chain_head" FOR EACH ROW WHEN (NEW.seq <= OLD.seq) EXECUTE FUNCTION hotline_refuse('chain goes forward')
-- ;
CREATE TRIGGER handover_frozen BEFORE UPDATE ON "handover" FOR EACH ROW WHEN (OLD.state IN ('signed', 'signed_reserved', 'refused')) EXECUTE FUNCTION hotline_refuse('signed handover')
-- ;
CREATE FUNCTION hotline_handover_line_frozen_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT h.state FROM handover h WHERE h.id = NEW.handover_id) IN ('signed', 'signed_reserved', 'refused') THEN RAISE EXCEPTION 'hotline: signed handover' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;
CREATE TRIGGER handover_line_frozen_insert BEFORE INSERT ON "handover_line" FOR EACH ROW EXECUTE FUNCTION hotline_handover_line_frozen_insert()
-- ;
CREATE FUNCTION hotline_handover_line_frozen_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT h.state FROM handover h WHERE h.id = OLD.handover_id) IN ('signed', 'signed_reserved', 'refused') THEN RAISE EXCEPTION 'hotline: signed handover' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;
CREATE TRIGGER handover_line_frozen_update BEFORE UPDATE ON "handover_line" FOR EACH ROW EXECUTE FUNCTION hotline_handover_line_frozen_update()
-- ;
CREATE TRIGGER part_begins_empty BEFORE INSERT ON "part" FOR EACH ROW WHEN (NEW.stock <> 0) EXECUTE FUNCTION hotline_refuse('part begins with nothing in stock')
-- ;
CREATE FUNCTION hotline_part_balances() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.stock <> OLD.stock AND NEW.stock <> coalesce((SELECT sum(m.quantity) FROM stock_movement m WHERE m.part_id = NEW.id), 0) THEN RAISE EXCEPTION 'hotline: stock is moved by the ledger' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;
CREATE TRIGGER part_balances BEFORE UPDATE ON "part" FOR EACH ROW EXECUTE FUNCTION hotline_part_balances()
-- ;
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON "event" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept event')
-- ;
CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON "seal" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept seal')
-- ;
CREATE TRIGGER stock_movement_no_truncate BEFORE TRUNCATE ON "stock_movement" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept stock_movement')
-- ;
CREATE TRIGGER policy_version_no_truncate BEFORE TRUNCATE ON "policy_version" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept policy_version')
-- ;
CREATE TRIGGER calendar_version_no_truncate BEFORE TRUNCATE ON "calendar_version" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept calendar_version')
-- ;
CREATE TRIGGER desk_no_truncate BEFORE TRUNCATE ON "desk" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept desk')
-- ;
CREATE TRIGGER post_no_truncate BEFORE TRUNCATE ON "post" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept post')
-- ;
CREATE TRIGGER operator_no_truncate BEFORE TRUNCATE ON "operator" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept operator')
-- ;
CREATE TRIGGER shift_no_truncate BEFORE TRUNCATE ON "shift" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept shift')
-- ;
CREATE TRIGGER roster_entry_no_truncate BEFORE TRUNCATE ON "roster_entry" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept roster_entry')
-- ;
CREATE TRIGGER absence_no_truncate BEFORE TRUNCATE ON "absence" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept absence')
-- ;
CREATE TRIGGER customer_no_truncate BEFORE TRUNCATE ON "customer" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept customer')
-- ;
CREATE TRIGGER contact_no_truncate BEFORE TRUNCATE ON "contact" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept contact')
-- ;
CREATE TRIGGER contract_no_truncate BEFORE TRUNCATE ON "contract" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept contract')
-- ;
CREATE TRIGGER contract_contact_no_truncate BEFORE TRUNCATE ON "contract_contact" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept contract_contact')
-- ;
CREATE TRIGGER asset_no_truncate BEFORE TRUNCATE ON "asset" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept asset')
-- ;
CREATE TRIGGER adoption_no_truncate BEFORE TRUNCATE ON "adoption" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept adoption')
-- ;
CREATE TRIGGER call_no_truncate BEFORE TRUNCATE ON "call" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept call')
-- ;
CREATE TRIGGER callback_attempt_no_truncate BEFORE TRUNCATE ON "callback_attempt" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept callback_attempt')
-- ;
CREATE TRIGGER clock_no_truncate BEFORE TRUNCATE ON "clock" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept clock')
-- ;
CREATE TRIGGER ticket_no_truncate BEFORE TRUNCATE ON "ticket" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept ticket')
-- ;
CREATE TRIGGER hold_no_truncate BEFORE TRUNCATE ON "hold" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept hold')
-- ;
CREATE TRIGGER step_no_truncate BEFORE TRUNCATE ON "step" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept step')
-- ;
CREATE TRIGGER note_no_truncate BEFORE TRUNCATE ON "note" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept note')
-- ;
CREATE TRIGGER link_no_truncate BEFORE TRUNCATE ON "link" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept link')
-- ;
CREATE TRIGGER engineer_no_truncate BEFORE TRUNCATE ON "engineer" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept engineer')
-- ;
CREATE TRIGGER visit_no_truncate BEFORE TRUNCATE ON "visit" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept visit')
-- ;
CREATE TRIGGER service_order_no_truncate BEFORE TRUNCATE ON "service_order" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept service_order')
-- ;
CREATE TRIGGER plan_no_truncate BEFORE TRUNCATE ON "plan" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept plan')
-- ;
CREATE TRIGGER part_no_truncate BEFORE TRUNCATE ON "part" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept part')
-- ;
CREATE TRIGGER loaner_no_truncate BEFORE TRUNCATE ON "loaner" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept loaner')
-- ;
CREATE TRIGGER loan_no_truncate BEFORE TRUNCATE ON "loan" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept loan')
-- ;
CREATE TRIGGER rma_no_truncate BEFORE TRUNCATE ON "rma" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept rma')
-- ;
CREATE TRIGGER complaint_no_truncate BEFORE TRUNCATE ON "complaint" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept complaint')
-- ;
CREATE TRIGGER survey_no_truncate BEFORE TRUNCATE ON "survey" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept survey')
-- ;
CREATE TRIGGER article_no_truncate BEFORE TRUNCATE ON "article" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept article')
-- ;
CREATE TRIGGER bulletin_no_truncate BEFORE TRUNCATE ON "bulletin" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept bulletin')
-- ;
CREATE TRIGGER bulletin_receipt_no_truncate BEFORE TRUNCATE ON "bulletin_receipt" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept bulletin_receipt')
-- ;
CREATE TRIGGER training_no_truncate BEFORE TRUNCATE ON "training" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept training')
-- ;
CREATE TRIGGER escalation_no_truncate BEFORE TRUNCATE ON "escalation" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept escalation')
-- ;
CREATE TRIGGER handover_no_truncate BEFORE TRUNCATE ON "handover" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept handover')
-- ;
CREATE TRIGGER handover_line_no_truncate BEFORE TRUNCATE ON "handover_line" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept handover_line')
-- ;
CREATE TRIGGER log_entry_no_truncate BEFORE TRUNCATE ON "log_entry" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept log_entry')
-- ;
CREATE TRIGGER duty_mobile_no_truncate BEFORE TRUNCATE ON "duty_mobile" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept duty_mobile')
-- ;
CREATE TRIGGER command_no_truncate BEFORE TRUNCATE ON "command" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept command')
-- ;
CREATE TRIGGER chain_head_no_truncate BEFORE TRUNCATE ON "chain_head" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept chain_head')
-- ;
CREATE TRIGGER outbox_no_truncate BEFORE TRUNCATE ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept outbox')
-- ;
CREATE TRIGGER counter_no_truncate BEFORE TRUNCATE ON "counter" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept counter')
-- ;
CREATE TRIGGER feed_no_truncate BEFORE TRUNCATE ON "feed" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept feed')
-- ;
CREATE TRIGGER schema_meta_no_truncate BEFORE TRUNCATE ON "schema_meta" FOR EACH STATEMENT EXECUTE FUNCTION hotline_refuse('kept schema_meta')
-- ;
CREATE FUNCTION hotline_move_stock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE part SET stock = stock + NEW.quantity WHERE id = NEW.part_id; RETURN NULL; END $$
-- ;
CREATE TRIGGER stock_moves AFTER INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION hotline_move_stock()
-- ;
CREATE FUNCTION hotline_keep_level() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE clock SET level = NEW.level WHERE thing_kind = 'ticket' AND thing_id = NEW.id AND level <> NEW.level AND open; RETURN NULL; END $$
-- ;
CREATE TRIGGER ticket_level_on_clock AFTER UPDATE OF level ON ticket FOR EACH ROW WHEN (NEW.level <> OLD.level) EXECUTE FUNCTION hotline_keep_level()
-- ;
CREATE INDEX customer_tokens ON customer USING gin (array_to_tsvector(string_to_array(search, ' ')))
-- ;
CREATE INDEX article_tokens ON article USING gin (array_to_tsvector(string_to_array(search, ' ')))
-- ;
CREATE INDEX engineer_tokens ON engineer USING gin (array_to_tsvector(string_to_array(search, ' ')))
-- ;
CREATE INDEX ticket_open_tokens ON ticket USING gin (array_to_tsvector(string_to_array(search, ' '))) WHERE open
-- ;
CREATE INDEX ticket_done_tokens ON ticket USING gin (array_to_tsvector(string_to_array(search, ' '))) WHERE NOT open
-- ;
INSERT INTO feed (id, counter) VALUES (1, 0)
