CREATE TABLE absence (
  id INTEGER NOT NULL,
  operator_id INTEGER,
  engineer_id INTEGER,
  kind TEXT DEFAULT 'leave' NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  cancelled_at TEXT,
  CONSTRAINT absence_pkey PRIMARY KEY (id),
  CONSTRAINT absence_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT absence_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
)
-- ;
CREATE INDEX absence_engineer_id_idx ON absence (engineer_id)
-- ;
CREATE INDEX absence_operator_id_idx ON absence (operator_id)
-- ;
CREATE INDEX absence_when ON absence (starts_at, ends_at)
-- ;
CREATE TABLE adoption (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version_id BIGINT NOT NULL,
  from_at TEXT NOT NULL,
  by_id INTEGER,
  reason TEXT DEFAULT '' NOT NULL,
  withdrawn_at TEXT,
  CONSTRAINT adoption_pkey PRIMARY KEY (id),
  CONSTRAINT adoption_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX adoption_when ON adoption (kind, name, from_at, id)
-- ;
CREATE TABLE article (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  fault_kind TEXT DEFAULT '' NOT NULL,
  product TEXT DEFAULT '' NOT NULL,
  symptom TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  solution TEXT DEFAULT '' NOT NULL,
  language TEXT DEFAULT 'zh' NOT NULL,
  state TEXT DEFAULT 'candidate' NOT NULL,
  ticket_id INTEGER,
  used INTEGER DEFAULT '0' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  created_at TEXT NOT NULL,
  by_id INTEGER,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT article_pkey PRIMARY KEY (id),
  CONSTRAINT article_code_key UNIQUE (code),
  CONSTRAINT article_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT article_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX article_fault ON article (fault_kind)
-- ;
CREATE INDEX article_ticket ON article (ticket_id)
-- ;
CREATE TABLE asset (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contract_id INTEGER,
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
  in_city BOOLEAN DEFAULT 1 NOT NULL,
  key_point BOOLEAN DEFAULT 0 NOT NULL,
  installed_on DATE,
  accepted_on DATE,
  warranty_until DATE,
  price_cents BIGINT,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT asset_pkey PRIMARY KEY (id),
  CONSTRAINT asset_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT asset_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id)
)
-- ;
CREATE INDEX asset_contract ON asset (contract_id)
-- ;
CREATE INDEX asset_customer ON asset (customer_id)
-- ;
CREATE INDEX asset_serial ON asset (serial) WHERE serial <> ''
-- ;
CREATE TABLE bulletin (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  kind TEXT DEFAULT 'problem' NOT NULL,
  product TEXT DEFAULT '' NOT NULL,
  models TEXT DEFAULT '[]' NOT NULL,
  state TEXT DEFAULT 'draft' NOT NULL,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  by_id INTEGER,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT bulletin_pkey PRIMARY KEY (id),
  CONSTRAINT bulletin_code_key UNIQUE (code),
  CONSTRAINT bulletin_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE TABLE bulletin_receipt (
  id INTEGER NOT NULL,
  bulletin_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contact_id INTEGER,
  how TEXT DEFAULT '' NOT NULL,
  told_at TEXT,
  acknowledged_at TEXT,
  state TEXT DEFAULT 'due' NOT NULL,
  CONSTRAINT bulletin_receipt_pkey PRIMARY KEY (id),
  CONSTRAINT bulletin_receipt_bulletin_id_customer_id_key UNIQUE (bulletin_id, customer_id),
  CONSTRAINT bulletin_receipt_bulletin_id_fkey FOREIGN KEY(bulletin_id) REFERENCES bulletin (id),
  CONSTRAINT bulletin_receipt_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT bulletin_receipt_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
)
-- ;
CREATE INDEX bulletin_receipt_customer ON bulletin_receipt (customer_id)
-- ;
CREATE TABLE calendar_version (
  id INTEGER NOT NULL,
  calendar TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  timezone TEXT NOT NULL,
  intervals TEXT DEFAULT '[]' NOT NULL,
  first_day DATE,
  last_day DATE,
  predicted BOOLEAN DEFAULT 0 NOT NULL,
  predicted_from DATE,
  made_at TEXT NOT NULL,
  by_id INTEGER,
  CONSTRAINT calendar_version_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_version_calendar_number_key UNIQUE (calendar, number),
  CONSTRAINT calendar_version_calendar_sha256_key UNIQUE (calendar, sha256),
  CONSTRAINT calendar_version_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE TABLE call (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  channel TEXT NOT NULL,
  live BOOLEAN DEFAULT 0 NOT NULL,
  line TEXT DEFAULT '' NOT NULL,
  number TEXT DEFAULT '' NOT NULL,
  number_raw TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  name_given TEXT DEFAULT '' NOT NULL,
  org_given TEXT DEFAULT '' NOT NULL,
  contact_id INTEGER,
  customer_id INTEGER,
  contract_id INTEGER,
  is_contract BOOLEAN DEFAULT 1 NOT NULL,
  subject TEXT DEFAULT '' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  entered_at TEXT NOT NULL,
  answered_at TEXT,
  ended_at TEXT,
  left_at TEXT,
  done_at TEXT,
  state TEXT DEFAULT 'waiting' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('handled', 'advised', 'dismissed', 'abandoned')) STORED,
  talk TEXT DEFAULT '' NOT NULL,
  talk_since TEXT,
  held_s INTEGER DEFAULT '0' NOT NULL,
  claimed_by_id INTEGER,
  claimed_at TEXT,
  answered_by_id INTEGER,
  outcome TEXT DEFAULT '' NOT NULL,
  outcome_note TEXT DEFAULT '' NOT NULL,
  ticket_id INTEGER,
  callback_of_id INTEGER,
  callback_attempts INTEGER DEFAULT '0' NOT NULL,
  callback_due TEXT,
  callback_state TEXT DEFAULT '' NOT NULL,
  source TEXT DEFAULT '' NOT NULL,
  source_id TEXT DEFAULT '' NOT NULL,
  details TEXT DEFAULT '{}' NOT NULL,
  logged_wait_s BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT call_pkey PRIMARY KEY (id),
  CONSTRAINT call_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT call_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id),
  CONSTRAINT call_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT call_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id),
  CONSTRAINT call_claimed_by_id_fkey FOREIGN KEY(claimed_by_id) REFERENCES operator (id),
  CONSTRAINT call_answered_by_id_fkey FOREIGN KEY(answered_by_id) REFERENCES operator (id),
  CONSTRAINT call_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT call_callback_of_id_fkey FOREIGN KEY(callback_of_id) REFERENCES call (id)
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
CREATE INDEX call_queue ON call (desk_id, live DESC, is_contract DESC, entered_at, id) WHERE open = 1
-- ;
CREATE UNIQUE INDEX call_source ON call (channel, source, source_id) WHERE source_id <> ''
-- ;
CREATE INDEX call_ticket ON call (ticket_id)
-- ;
CREATE TABLE callback_attempt (
  id INTEGER NOT NULL,
  call_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  by_id INTEGER,
  result TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT callback_attempt_pkey PRIMARY KEY (id),
  CONSTRAINT callback_attempt_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id),
  CONSTRAINT callback_attempt_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE UNIQUE INDEX callback_attempt_once ON callback_attempt (call_id, number)
-- ;
CREATE TABLE chain_head (
  thing_kind TEXT NOT NULL,
  thing_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT chain_head_pkey PRIMARY KEY (thing_kind, thing_id)
)
 WITHOUT ROWID
-- ;
CREATE TABLE clock (
  id INTEGER NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  desk_id INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  milestone TEXT NOT NULL,
  cycle INTEGER DEFAULT '1' NOT NULL,
  target TEXT DEFAULT '' NOT NULL,
  clause TEXT DEFAULT '{}' NOT NULL,
  requirement TEXT DEFAULT '' NOT NULL,
  level TEXT DEFAULT '' NOT NULL,
  "trigger" TEXT DEFAULT '' NOT NULL,
  start TEXT,
  within_s BIGINT,
  within_word TEXT DEFAULT '' NOT NULL,
  due TEXT,
  t50 TEXT,
  t75 TEXT,
  t90 TEXT,
  next_at TEXT,
  left_s BIGINT,
  state TEXT DEFAULT 'running' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('met', 'missed', 'void')) STORED,
  lead BOOLEAN DEFAULT 0 NOT NULL,
  met_at TEXT,
  breached_at TEXT,
  by_raise BOOLEAN DEFAULT 0 NOT NULL,
  predicted BOOLEAN DEFAULT 0 NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  params TEXT DEFAULT '{}' NOT NULL,
  policy_version_id INTEGER,
  calendar_version_id INTEGER,
  promised_to TEXT DEFAULT '' NOT NULL,
  promised_by_id INTEGER,
  acked_at TEXT,
  CONSTRAINT clock_pkey PRIMARY KEY (id),
  CONSTRAINT clock_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT clock_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id),
  CONSTRAINT clock_calendar_version_id_fkey FOREIGN KEY(calendar_version_id) REFERENCES calendar_version (id),
  CONSTRAINT clock_promised_by_id_fkey FOREIGN KEY(promised_by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX clock_board ON clock (desk_id, due, id) WHERE open = 1 AND lead = 1
-- ;
CREATE INDEX clock_board_level ON clock (desk_id, level, due, id) WHERE open = 1 AND lead = 1
-- ;
CREATE INDEX clock_breached ON clock (desk_id, breached_at)
-- ;
CREATE UNIQUE INDEX clock_key ON clock (thing_kind, thing_id, "key")
-- ;
CREATE UNIQUE INDEX clock_lead ON clock (thing_kind, thing_id) WHERE lead = 1
-- ;
CREATE INDEX clock_next ON clock (next_at, id) WHERE open = 1 AND next_at IS NOT NULL
-- ;
CREATE TABLE command (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  result VARCHAR,
  at TEXT NOT NULL,
  actor_id INTEGER,
  session_id BIGINT,
  CONSTRAINT command_pkey PRIMARY KEY (id),
  CONSTRAINT command_actor_id_fkey FOREIGN KEY(actor_id) REFERENCES operator (id)
)
-- ;
CREATE TABLE complaint (
  id INTEGER NOT NULL,
  number TEXT NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contact_id INTEGER,
  ticket_id INTEGER,
  call_id INTEGER,
  about_engineer_id INTEGER,
  about_operator_id INTEGER,
  text TEXT NOT NULL,
  state TEXT DEFAULT 'open' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('closed', 'withdrawn')) STORED,
  role TEXT DEFAULT '' NOT NULL,
  owner_operator_id INTEGER,
  received_at TEXT NOT NULL,
  answered_at TEXT,
  closed_at TEXT,
  answer TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT complaint_pkey PRIMARY KEY (id),
  CONSTRAINT complaint_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT complaint_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT complaint_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id),
  CONSTRAINT complaint_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT complaint_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id),
  CONSTRAINT complaint_about_engineer_id_fkey FOREIGN KEY(about_engineer_id) REFERENCES engineer (id),
  CONSTRAINT complaint_about_operator_id_fkey FOREIGN KEY(about_operator_id) REFERENCES operator (id),
  CONSTRAINT complaint_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX complaint_customer ON complaint (customer_id)
-- ;
CREATE UNIQUE INDEX complaint_number ON complaint (number)
-- ;
CREATE INDEX complaint_open ON complaint (desk_id, id) WHERE open = 1
-- ;
CREATE INDEX complaint_ticket ON complaint (ticket_id)
-- ;
CREATE TABLE contact (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  department TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  im TEXT DEFAULT '' NOT NULL,
  may_call BOOLEAN DEFAULT 1 NOT NULL,
  language TEXT DEFAULT '' NOT NULL,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT contact_pkey PRIMARY KEY (id),
  CONSTRAINT contact_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
)
-- ;
CREATE INDEX contact_customer_id_idx ON contact (customer_id)
-- ;
CREATE TABLE contact_phone (
  id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  e164 TEXT NOT NULL,
  written TEXT NOT NULL,
  kind TEXT DEFAULT '' NOT NULL,
  sort INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT contact_phone_pkey PRIMARY KEY (id),
  CONSTRAINT contact_phone_contact_id_e164_key UNIQUE (contact_id, e164),
  CONSTRAINT contact_phone_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
)
-- ;
CREATE INDEX contact_phone_number ON contact_phone (e164)
-- ;
CREATE TABLE contract (
  id INTEGER NOT NULL,
  number TEXT NOT NULL,
  customer_id INTEGER NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  kind TEXT DEFAULT 'warranty' NOT NULL,
  policy TEXT NOT NULL,
  policy_version_id INTEGER,
  overrides TEXT DEFAULT '[]' NOT NULL,
  calendar TEXT DEFAULT '' NOT NULL,
  service_level TEXT DEFAULT '' NOT NULL,
  signed_on DATE,
  accepted_on DATE,
  warranty_until DATE,
  ends_on DATE,
  notes TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT contract_pkey PRIMARY KEY (id),
  CONSTRAINT contract_number_key UNIQUE (number),
  CONSTRAINT contract_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT contract_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id)
)
-- ;
CREATE INDEX contract_customer ON contract (customer_id)
-- ;
CREATE TABLE contract_contact (
  id INTEGER NOT NULL,
  contract_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  role TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  CONSTRAINT contract_contact_pkey PRIMARY KEY (id),
  CONSTRAINT contract_contact_contract_id_contact_id_key UNIQUE (contract_id, contact_id),
  CONSTRAINT contract_contact_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id),
  CONSTRAINT contract_contact_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id)
)
-- ;
CREATE INDEX contract_contact_contact ON contract_contact (contact_id)
-- ;
CREATE TABLE counter (
  name TEXT NOT NULL,
  value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (name)
)
 WITHOUT ROWID
-- ;
CREATE TABLE customer (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT DEFAULT '' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  notes TEXT DEFAULT '' NOT NULL,
  warning TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  desk_id INTEGER,
  created_at TEXT,
  merged_into_id INTEGER,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT customer_pkey PRIMARY KEY (id),
  CONSTRAINT customer_code_key UNIQUE (code),
  CONSTRAINT customer_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT customer_merged_into_id_fkey FOREIGN KEY(merged_into_id) REFERENCES customer (id)
)
-- ;
CREATE INDEX customer_region ON customer (region)
-- ;
CREATE TABLE desk (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  language TEXT DEFAULT 'zh' NOT NULL,
  prefix TEXT DEFAULT 'T' NOT NULL,
  is_default BOOLEAN DEFAULT 0 NOT NULL,
  countersign BOOLEAN DEFAULT 0 NOT NULL,
  settings TEXT DEFAULT '{}' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT desk_pkey PRIMARY KEY (id),
  CONSTRAINT desk_code_key UNIQUE (code),
  CONSTRAINT desk_prefix_key UNIQUE (prefix)
)
-- ;
CREATE TABLE draft (
  id INTEGER NOT NULL,
  operator_id INTEGER NOT NULL,
  form TEXT NOT NULL,
  thing TEXT DEFAULT '' NOT NULL,
  body TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  desk_id INTEGER,
  CONSTRAINT draft_pkey PRIMARY KEY (id),
  CONSTRAINT draft_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT draft_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
)
-- ;
CREATE UNIQUE INDEX draft_place ON draft (operator_id, form, thing)
-- ;
CREATE TABLE duty_mobile (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  operator_id INTEGER,
  engineer_id INTEGER,
  since TEXT NOT NULL,
  tested_at TEXT,
  handed_by_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT duty_mobile_pkey PRIMARY KEY (id),
  CONSTRAINT duty_mobile_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT duty_mobile_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT duty_mobile_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id),
  CONSTRAINT duty_mobile_handed_by_id_fkey FOREIGN KEY(handed_by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX duty_mobile_desk ON duty_mobile (desk_id, since)
-- ;
CREATE TABLE engineer (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT DEFAULT '' NOT NULL,
  desk_id INTEGER NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  phone_e164 TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  tier TEXT DEFAULT 'field' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  regions TEXT DEFAULT '[]' NOT NULL,
  senior BOOLEAN DEFAULT 0 NOT NULL,
  state TEXT DEFAULT 'off_duty' NOT NULL,
  since TEXT,
  by_hand TEXT DEFAULT '' NOT NULL,
  by_hand_until TEXT,
  by_hand_note TEXT DEFAULT '' NOT NULL,
  remote_ticket_id INTEGER,
  last_place TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT engineer_pkey PRIMARY KEY (id),
  CONSTRAINT engineer_code_key UNIQUE (code),
  CONSTRAINT engineer_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT engineer_remote_ticket_id_fkey FOREIGN KEY(remote_ticket_id) REFERENCES ticket (id)
)
-- ;
CREATE INDEX engineer_desk_id_idx ON engineer (desk_id)
-- ;
CREATE TABLE escalation (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  clock_id INTEGER,
  step TEXT NOT NULL,
  role TEXT DEFAULT '' NOT NULL,
  operator_id INTEGER,
  how TEXT DEFAULT '' NOT NULL,
  at TEXT NOT NULL,
  by_id INTEGER,
  reason TEXT DEFAULT '' NOT NULL,
  answered_at TEXT,
  answer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT escalation_pkey PRIMARY KEY (id),
  CONSTRAINT escalation_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT escalation_clock_id_fkey FOREIGN KEY(clock_id) REFERENCES clock (id),
  CONSTRAINT escalation_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT escalation_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE UNIQUE INDEX escalation_once ON escalation (clock_id, step) WHERE clock_id IS NOT NULL
-- ;
CREATE INDEX escalation_thing ON escalation (thing_kind, thing_id)
-- ;
CREATE INDEX escalation_unanswered ON escalation (desk_id, at) WHERE answered_at IS NULL
-- ;
CREATE TABLE event (
  id INTEGER NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  actor_id BIGINT,
  command_id VARCHAR NOT NULL,
  schema_no INTEGER DEFAULT '1' NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (id),
  CONSTRAINT event_command_id_fkey FOREIGN KEY(command_id) REFERENCES command (id)
)
-- ;
CREATE UNIQUE INDEX event_chain ON event (thing_kind, thing_id, seq)
-- ;
CREATE INDEX event_command ON event (command_id)
-- ;
CREATE TABLE feed (
  id INTEGER NOT NULL,
  counter BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT feed_pkey PRIMARY KEY (id)
)
-- ;
CREATE TABLE handover (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  partial BOOLEAN DEFAULT 0 NOT NULL,
  from_shift_id INTEGER,
  to_shift_id INTEGER,
  from_operator_id INTEGER NOT NULL,
  to_operator_id INTEGER,
  state TEXT DEFAULT 'drafted' NOT NULL,
  drafted_at TEXT NOT NULL,
  as_of TEXT,
  out_signed_at TEXT,
  in_signed_at TEXT,
  countersign BOOLEAN DEFAULT 0 NOT NULL,
  refused_at TEXT,
  reservation TEXT DEFAULT '' NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  situation TEXT DEFAULT '{}' NOT NULL,
  figures TEXT DEFAULT '{}' NOT NULL,
  seal_id INTEGER,
  seal_hash TEXT DEFAULT '' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT handover_pkey PRIMARY KEY (id),
  CONSTRAINT handover_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT handover_from_shift_id_fkey FOREIGN KEY(from_shift_id) REFERENCES shift (id),
  CONSTRAINT handover_to_shift_id_fkey FOREIGN KEY(to_shift_id) REFERENCES shift (id),
  CONSTRAINT handover_from_operator_id_fkey FOREIGN KEY(from_operator_id) REFERENCES operator (id),
  CONSTRAINT handover_to_operator_id_fkey FOREIGN KEY(to_operator_id) REFERENCES operator (id),
  CONSTRAINT handover_seal_id_fkey FOREIGN KEY(seal_id) REFERENCES seal (id)
)
-- ;
CREATE INDEX handover_desk ON handover (desk_id, drafted_at)
-- ;
CREATE UNIQUE INDEX handover_open ON handover (desk_id, from_operator_id) WHERE state IN ('drafted', 'reviewing')
-- ;
CREATE TABLE handover_line (
  id INTEGER NOT NULL,
  handover_id INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  part TEXT NOT NULL,
  sort INTEGER NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  code TEXT DEFAULT '' NOT NULL,
  params TEXT DEFAULT '{}' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  dangerous BOOLEAN DEFAULT 0 NOT NULL,
  drafted TEXT DEFAULT '' NOT NULL,
  seen TEXT DEFAULT '' NOT NULL,
  understood_at TEXT,
  stays BOOLEAN DEFAULT 0 NOT NULL,
  question TEXT DEFAULT '' NOT NULL,
  answer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT handover_line_pkey PRIMARY KEY (id),
  CONSTRAINT handover_line_handover_id_fkey FOREIGN KEY(handover_id) REFERENCES handover (id)
)
-- ;
CREATE UNIQUE INDEX handover_line_key ON handover_line (handover_id, "key")
-- ;
CREATE INDEX handover_line_place ON handover_line (handover_id, sort)
-- ;
CREATE TABLE hold (
  id INTEGER NOT NULL,
  ticket_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  from_at TEXT NOT NULL,
  to_at TEXT,
  review_at TEXT,
  by_id INTEGER,
  ended_by_id INTEGER,
  CONSTRAINT hold_pkey PRIMARY KEY (id),
  CONSTRAINT hold_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT hold_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id),
  CONSTRAINT hold_ended_by_id_fkey FOREIGN KEY(ended_by_id) REFERENCES operator (id)
)
-- ;
CREATE UNIQUE INDEX hold_one_open ON hold (ticket_id) WHERE to_at IS NULL
-- ;
CREATE INDEX hold_ticket ON hold (ticket_id, from_at)
-- ;
CREATE TABLE lease (
  id INTEGER NOT NULL,
  resource TEXT NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  token TEXT NOT NULL,
  session_id INTEGER NOT NULL,
  operator_id INTEGER NOT NULL,
  since TEXT NOT NULL,
  CONSTRAINT lease_pkey PRIMARY KEY (id),
  CONSTRAINT lease_session_id_fkey FOREIGN KEY(session_id) REFERENCES session (id),
  CONSTRAINT lease_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX lease_session ON lease (session_id)
-- ;
CREATE UNIQUE INDEX lease_thing ON lease (resource)
-- ;
CREATE TABLE link (
  id INTEGER NOT NULL,
  from_kind TEXT NOT NULL,
  from_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  to_kind TEXT NOT NULL,
  to_id BIGINT NOT NULL,
  at TEXT NOT NULL,
  by_id INTEGER,
  removed_at TEXT,
  CONSTRAINT link_pkey PRIMARY KEY (id),
  CONSTRAINT link_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX link_back ON link (to_kind, to_id)
-- ;
CREATE UNIQUE INDEX link_once ON link (from_kind, from_id, kind, to_kind, to_id)
-- ;
CREATE TABLE loan (
  id INTEGER NOT NULL,
  loaner_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  ticket_id INTEGER,
  out_at TEXT NOT NULL,
  due_at TEXT,
  back_at TEXT,
  out_by_id INTEGER,
  back_by_id INTEGER,
  condition TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT loan_pkey PRIMARY KEY (id),
  CONSTRAINT loan_loaner_id_fkey FOREIGN KEY(loaner_id) REFERENCES loaner (id),
  CONSTRAINT loan_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT loan_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT loan_out_by_id_fkey FOREIGN KEY(out_by_id) REFERENCES operator (id),
  CONSTRAINT loan_back_by_id_fkey FOREIGN KEY(back_by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX loan_customer ON loan (customer_id)
-- ;
CREATE UNIQUE INDEX loan_one_open ON loan (loaner_id) WHERE back_at IS NULL
-- ;
CREATE TABLE loaner (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT DEFAULT '' NOT NULL,
  serial TEXT DEFAULT '' NOT NULL,
  grade INTEGER DEFAULT '1' NOT NULL,
  state TEXT DEFAULT 'in' NOT NULL,
  customer_id INTEGER,
  ticket_id INTEGER,
  out_at TEXT,
  due_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT loaner_pkey PRIMARY KEY (id),
  CONSTRAINT loaner_desk_id_code_key UNIQUE (desk_id, code),
  CONSTRAINT loaner_out_to_one CHECK ((state = 'out' AND customer_id IS NOT NULL AND out_at IS NOT NULL) OR (state <> 'out' AND customer_id IS NULL)),
  CONSTRAINT loaner_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT loaner_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT loaner_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
-- ;
CREATE INDEX loaner_due ON loaner (due_at) WHERE state = 'out'
-- ;
CREATE TABLE log_entry (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  shift_id INTEGER,
  at TEXT NOT NULL,
  by_id INTEGER,
  kind TEXT DEFAULT 'note' NOT NULL,
  text TEXT NOT NULL,
  from_whom TEXT DEFAULT '' NOT NULL,
  starts_at TEXT,
  ends_at TEXT,
  due_at TEXT,
  done_at TEXT,
  hand_over BOOLEAN DEFAULT 0 NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  corrects_id INTEGER,
  CONSTRAINT log_entry_pkey PRIMARY KEY (id),
  CONSTRAINT log_entry_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT log_entry_shift_id_fkey FOREIGN KEY(shift_id) REFERENCES shift (id),
  CONSTRAINT log_entry_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id),
  CONSTRAINT log_entry_corrects_id_fkey FOREIGN KEY(corrects_id) REFERENCES log_entry (id)
)
-- ;
CREATE INDEX log_entry_desk ON log_entry (desk_id, at)
-- ;
CREATE INDEX log_entry_thing ON log_entry (thing_kind, thing_id)
-- ;
CREATE TABLE note (
  id INTEGER NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  at TEXT NOT NULL,
  by_id INTEGER,
  kind TEXT DEFAULT 'note' NOT NULL,
  text TEXT NOT NULL,
  CONSTRAINT note_pkey PRIMARY KEY (id),
  CONSTRAINT note_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX note_thing ON note (thing_kind, thing_id, at)
-- ;
CREATE TABLE operator (
  id INTEGER NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT DEFAULT '' NOT NULL,
  desk_id INTEGER NOT NULL,
  engineer_id INTEGER,
  phone TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  language TEXT DEFAULT '' NOT NULL,
  pin_hash TEXT DEFAULT '' NOT NULL,
  keys TEXT DEFAULT '[]' NOT NULL,
  settings TEXT DEFAULT '{}' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT operator_pkey PRIMARY KEY (id),
  CONSTRAINT operator_login_key UNIQUE (login),
  CONSTRAINT operator_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT operator_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
)
-- ;
CREATE TABLE operator_role (
  id INTEGER NOT NULL,
  operator_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  desk_id INTEGER,
  from_at TEXT,
  to_at TEXT,
  CONSTRAINT operator_role_pkey PRIMARY KEY (id),
  CONSTRAINT operator_role_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT operator_role_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
)
-- ;
CREATE UNIQUE INDEX operator_role_once ON operator_role (operator_id, role, coalesce(desk_id, 0))
-- ;
CREATE TABLE outbox (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  thing_kind TEXT DEFAULT '' NOT NULL,
  thing_id BIGINT,
  command_id TEXT DEFAULT '' NOT NULL,
  once TEXT DEFAULT '' NOT NULL,
  due_at TEXT NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  state TEXT DEFAULT 'waiting' NOT NULL,
  payload TEXT DEFAULT '{}' NOT NULL,
  last_error TEXT DEFAULT '' NOT NULL,
  made_at TEXT NOT NULL,
  done_at TEXT,
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
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT DEFAULT '' NOT NULL,
  unit TEXT DEFAULT '' NOT NULL,
  original BOOLEAN DEFAULT 1 NOT NULL,
  shelf TEXT DEFAULT '' NOT NULL,
  stock INTEGER DEFAULT '0' NOT NULL,
  reorder_at INTEGER DEFAULT '0' NOT NULL,
  reorder_qty INTEGER DEFAULT '0' NOT NULL,
  search TEXT DEFAULT '' NOT NULL,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT part_pkey PRIMARY KEY (id),
  CONSTRAINT part_desk_id_code_key UNIQUE (desk_id, code),
  CONSTRAINT part_stock_not_negative CHECK (stock >= 0),
  CONSTRAINT part_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
)
-- ;
CREATE TABLE "plan" (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contract_id INTEGER,
  asset_id INTEGER,
  kind TEXT DEFAULT 'maintain' NOT NULL,
  title TEXT NOT NULL,
  every TEXT NOT NULL,
  next_on DATE NOT NULL,
  last_done_on DATE,
  lead_days INTEGER DEFAULT '14' NOT NULL,
  minutes BIGINT,
  retired_at TEXT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT plan_pkey PRIMARY KEY (id),
  CONSTRAINT plan_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT plan_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT plan_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id),
  CONSTRAINT plan_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id)
)
-- ;
CREATE INDEX plan_customer ON "plan" (customer_id)
-- ;
CREATE INDEX plan_due ON "plan" (desk_id, next_on) WHERE retired_at IS NULL
-- ;
CREATE TABLE policy_version (
  id INTEGER NOT NULL,
  policy TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  made_at TEXT NOT NULL,
  by_id INTEGER,
  CONSTRAINT policy_version_pkey PRIMARY KEY (id),
  CONSTRAINT policy_version_policy_number_key UNIQUE (policy, number),
  CONSTRAINT policy_version_policy_sha256_key UNIQUE (policy, sha256),
  CONSTRAINT policy_version_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE TABLE post (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT DEFAULT 'operator' NOT NULL,
  is_mobile BOOLEAN DEFAULT 0 NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  holder_id INTEGER,
  held_since TEXT,
  sort INTEGER DEFAULT '0' NOT NULL,
  retired_at TEXT,
  CONSTRAINT post_pkey PRIMARY KEY (id),
  CONSTRAINT post_desk_id_code_key UNIQUE (desk_id, code),
  CONSTRAINT post_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT post_holder_id_fkey FOREIGN KEY(holder_id) REFERENCES operator (id)
)
-- ;
CREATE TABLE rma (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  ticket_id INTEGER,
  asset_id INTEGER,
  part_id INTEGER,
  maker TEXT NOT NULL,
  case_number TEXT DEFAULT '' NOT NULL,
  serial TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'opened' NOT NULL,
  opened_at TEXT NOT NULL,
  sent_at TEXT,
  due_at TEXT,
  chased_at TEXT,
  returned_at TEXT,
  closed_at TEXT,
  note TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT rma_pkey PRIMARY KEY (id),
  CONSTRAINT rma_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT rma_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT rma_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id),
  CONSTRAINT rma_part_id_fkey FOREIGN KEY(part_id) REFERENCES part (id)
)
-- ;
CREATE INDEX rma_due ON rma (desk_id, due_at) WHERE closed_at IS NULL
-- ;
CREATE INDEX rma_ticket ON rma (ticket_id)
-- ;
CREATE TABLE roster_entry (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  shift_id INTEGER,
  post_id INTEGER,
  operator_id INTEGER,
  engineer_id INTEGER,
  kind TEXT DEFAULT 'duty' NOT NULL,
  rank INTEGER DEFAULT '1' NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  replaces_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT roster_entry_pkey PRIMARY KEY (id),
  CONSTRAINT roster_entry_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT roster_entry_shift_id_fkey FOREIGN KEY(shift_id) REFERENCES shift (id),
  CONSTRAINT roster_entry_post_id_fkey FOREIGN KEY(post_id) REFERENCES post (id),
  CONSTRAINT roster_entry_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT roster_entry_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id),
  CONSTRAINT roster_entry_replaces_id_fkey FOREIGN KEY(replaces_id) REFERENCES roster_entry (id)
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
  id INTEGER NOT NULL,
  revision TEXT NOT NULL,
  version INTEGER NOT NULL,
  oldest_console INTEGER NOT NULL,
  made_by TEXT DEFAULT '' NOT NULL,
  made_at TEXT NOT NULL,
  upgraded_at TEXT,
  settings TEXT DEFAULT '{}' NOT NULL,
  CONSTRAINT schema_meta_pkey PRIMARY KEY (id)
)
-- ;
CREATE TABLE seal (
  id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
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
  id INTEGER NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contact_id INTEGER,
  contract_id INTEGER,
  asset_id INTEGER,
  ticket_id INTEGER,
  plan_id INTEGER,
  summary TEXT NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('signed', 'cancelled')) STORED,
  planned_at TEXT,
  confirmed_at TEXT,
  done_at TEXT,
  signed_at TEXT,
  signed_by TEXT DEFAULT '' NOT NULL,
  open_points TEXT DEFAULT '' NOT NULL,
  owner_operator_id INTEGER,
  created_at TEXT NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT service_order_pkey PRIMARY KEY (id),
  CONSTRAINT service_order_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT service_order_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT service_order_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id),
  CONSTRAINT service_order_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id),
  CONSTRAINT service_order_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id),
  CONSTRAINT service_order_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT service_order_plan_id_fkey FOREIGN KEY(plan_id) REFERENCES "plan" (id),
  CONSTRAINT service_order_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX service_order_customer ON service_order (customer_id)
-- ;
CREATE UNIQUE INDEX service_order_number ON service_order (number)
-- ;
CREATE INDEX service_order_open ON service_order (desk_id, planned_at, id) WHERE open = 1
-- ;
CREATE INDEX service_order_plan ON service_order (plan_id)
-- ;
CREATE TABLE session (
  id INTEGER NOT NULL,
  token TEXT NOT NULL,
  operator_id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  heartbeat_ms BIGINT DEFAULT '0' NOT NULL,
  ended_at TEXT,
  host TEXT DEFAULT '' NOT NULL,
  console_version TEXT DEFAULT '' NOT NULL,
  doing TEXT DEFAULT '' NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_token_key UNIQUE (token),
  CONSTRAINT session_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id),
  CONSTRAINT session_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id)
)
-- ;
CREATE INDEX session_live ON session (operator_id) WHERE ended_at IS NULL
-- ;
CREATE TABLE shift (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  lead_id INTEGER,
  notes TEXT DEFAULT '' NOT NULL,
  CONSTRAINT shift_pkey PRIMARY KEY (id),
  CONSTRAINT shift_desk_id_starts_at_key UNIQUE (desk_id, starts_at),
  CONSTRAINT shift_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT shift_lead_id_fkey FOREIGN KEY(lead_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX shift_desk_ends ON shift (desk_id, ends_at)
-- ;
CREATE TABLE skill (
  id INTEGER NOT NULL,
  engineer_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  grade INTEGER DEFAULT '1' NOT NULL,
  valid_until DATE,
  CONSTRAINT skill_pkey PRIMARY KEY (id),
  CONSTRAINT skill_engineer_id_code_key UNIQUE (engineer_id, code),
  CONSTRAINT skill_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id)
)
-- ;
CREATE INDEX skill_code ON skill (code)
-- ;
CREATE TABLE step (
  id INTEGER NOT NULL,
  thing_kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  list_code TEXT NOT NULL,
  sort INTEGER NOT NULL,
  title TEXT DEFAULT '{}' NOT NULL,
  state TEXT DEFAULT 'todo' NOT NULL,
  done_at TEXT,
  by_id INTEGER,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT step_pkey PRIMARY KEY (id),
  CONSTRAINT step_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE UNIQUE INDEX step_place ON step (thing_kind, thing_id, list_code, sort)
-- ;
CREATE TABLE stock_movement (
  id INTEGER NOT NULL,
  part_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  at TEXT NOT NULL,
  by_id INTEGER,
  engineer_id INTEGER,
  ticket_id INTEGER,
  visit_id INTEGER,
  order_id INTEGER,
  serials TEXT DEFAULT '' NOT NULL,
  consent TEXT DEFAULT '' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT stock_movement_pkey PRIMARY KEY (id),
  CONSTRAINT stock_movement_part_id_fkey FOREIGN KEY(part_id) REFERENCES part (id),
  CONSTRAINT stock_movement_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id),
  CONSTRAINT stock_movement_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id),
  CONSTRAINT stock_movement_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT stock_movement_visit_id_fkey FOREIGN KEY(visit_id) REFERENCES visit (id),
  CONSTRAINT stock_movement_order_id_fkey FOREIGN KEY(order_id) REFERENCES service_order (id)
)
-- ;
CREATE INDEX stock_movement_part ON stock_movement (part_id, id)
-- ;
CREATE INDEX stock_movement_ticket ON stock_movement (ticket_id)
-- ;
CREATE TABLE survey (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contact_id INTEGER,
  ticket_id INTEGER,
  kind TEXT DEFAULT 'callback' NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  due_at TEXT,
  held_at TEXT,
  by_id INTEGER,
  score BIGINT,
  satisfied BOOLEAN,
  remark TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT survey_pkey PRIMARY KEY (id),
  CONSTRAINT survey_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT survey_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT survey_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id),
  CONSTRAINT survey_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT survey_by_id_fkey FOREIGN KEY(by_id) REFERENCES operator (id)
)
-- ;
CREATE INDEX survey_customer ON survey (customer_id)
-- ;
CREATE INDEX survey_due ON survey (desk_id, due_at) WHERE state = 'planned'
-- ;
CREATE INDEX survey_ticket ON survey (ticket_id)
-- ;
CREATE TABLE ticket (
  id INTEGER NOT NULL,
  number TEXT NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  contact_id INTEGER,
  contract_id INTEGER,
  asset_id INTEGER,
  call_id INTEGER,
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
  hold_since TEXT,
  hold_review_at TEXT,
  owner_post_id INTEGER,
  owner_operator_id INTEGER,
  tier TEXT DEFAULT 'field' NOT NULL,
  department TEXT DEFAULT '' NOT NULL,
  with_whom TEXT DEFAULT '' NOT NULL,
  vendor_case TEXT DEFAULT '' NOT NULL,
  parent_id INTEGER,
  is_major BOOLEAN DEFAULT 0 NOT NULL,
  merged_into_id INTEGER,
  disaster BOOLEAN DEFAULT 0 NOT NULL,
  disaster_reason TEXT DEFAULT '' NOT NULL,
  upset BOOLEAN DEFAULT 0 NOT NULL,
  in_warranty BOOLEAN,
  region TEXT DEFAULT '' NOT NULL,
  in_city BOOLEAN,
  charge TEXT DEFAULT '' NOT NULL,
  cause TEXT DEFAULT '' NOT NULL,
  method TEXT DEFAULT '' NOT NULL,
  result TEXT DEFAULT '' NOT NULL,
  received_at TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  opened_by_id INTEGER,
  responded_at TEXT,
  phone_failed_at TEXT,
  visit_decided_at TEXT,
  arrived_at TEXT,
  restore_impossible_at TEXT,
  restored_at TEXT,
  watch_until TEXT,
  resolved_at TEXT,
  closed_at TEXT,
  reopened_at TEXT,
  last_event_at TEXT,
  unanswered_since TEXT,
  policy_version_id INTEGER,
  calendar_version_id INTEGER,
  playbook TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT ticket_pkey PRIMARY KEY (id),
  CONSTRAINT ticket_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT ticket_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT ticket_contact_id_fkey FOREIGN KEY(contact_id) REFERENCES contact (id),
  CONSTRAINT ticket_contract_id_fkey FOREIGN KEY(contract_id) REFERENCES contract (id),
  CONSTRAINT ticket_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES asset (id),
  CONSTRAINT ticket_call_id_fkey FOREIGN KEY(call_id) REFERENCES call (id),
  CONSTRAINT ticket_owner_post_id_fkey FOREIGN KEY(owner_post_id) REFERENCES post (id),
  CONSTRAINT ticket_owner_operator_id_fkey FOREIGN KEY(owner_operator_id) REFERENCES operator (id),
  CONSTRAINT ticket_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES ticket (id),
  CONSTRAINT ticket_merged_into_id_fkey FOREIGN KEY(merged_into_id) REFERENCES ticket (id),
  CONSTRAINT ticket_opened_by_id_fkey FOREIGN KEY(opened_by_id) REFERENCES operator (id),
  CONSTRAINT ticket_policy_version_id_fkey FOREIGN KEY(policy_version_id) REFERENCES policy_version (id),
  CONSTRAINT ticket_calendar_version_id_fkey FOREIGN KEY(calendar_version_id) REFERENCES calendar_version (id)
)
-- ;
CREATE INDEX ticket_asset ON ticket (asset_id, received_at)
-- ;
CREATE INDEX ticket_contract ON ticket (contract_id)
-- ;
CREATE INDEX ticket_customer ON ticket (customer_id, received_at)
-- ;
CREATE INDEX ticket_customer_open ON ticket (customer_id, id) WHERE open = 1
-- ;
CREATE INDEX ticket_hold_review ON ticket (hold_review_at) WHERE hold_review_at IS NOT NULL
-- ;
CREATE UNIQUE INDEX ticket_number ON ticket (number)
-- ;
CREATE INDEX ticket_open ON ticket (desk_id, level, id) WHERE open = 1
-- ;
CREATE INDEX ticket_owner ON ticket (owner_operator_id) WHERE open = 1
-- ;
CREATE INDEX ticket_parent ON ticket (parent_id) WHERE parent_id IS NOT NULL
-- ;
CREATE INDEX ticket_post ON ticket (owner_post_id) WHERE open = 1
-- ;
CREATE INDEX ticket_received ON ticket (desk_id, received_at)
-- ;
CREATE TABLE training (
  id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  customer_id INTEGER,
  title TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT,
  place TEXT DEFAULT '' NOT NULL,
  trainer TEXT DEFAULT '' NOT NULL,
  participants TEXT DEFAULT '[]' NOT NULL,
  record TEXT DEFAULT '' NOT NULL,
  score BIGINT,
  state TEXT DEFAULT 'planned' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT training_pkey PRIMARY KEY (id),
  CONSTRAINT training_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT training_customer_id_fkey FOREIGN KEY(customer_id) REFERENCES customer (id)
)
-- ;
CREATE INDEX training_customer_id_idx ON training (customer_id)
-- ;
CREATE INDEX training_when ON training (starts_at)
-- ;
CREATE TABLE visit (
  id INTEGER NOT NULL,
  ticket_id INTEGER,
  order_id INTEGER,
  desk_id INTEGER NOT NULL,
  engineer_id INTEGER,
  number INTEGER DEFAULT '1' NOT NULL,
  state TEXT DEFAULT 'proposed' NOT NULL,
  open BOOLEAN GENERATED ALWAYS AS (state NOT IN ('done', 'declined', 'blocked', 'no_show', 'called_off')) STORED,
  remote BOOLEAN DEFAULT 0 NOT NULL,
  purpose TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  region TEXT DEFAULT '' NOT NULL,
  planned_at TEXT,
  eta TEXT,
  proposed_at TEXT,
  reserved_at TEXT,
  assigned_at TEXT,
  accepted_at TEXT,
  departed_at TEXT,
  arrived_at TEXT,
  ended_at TEXT,
  since TEXT,
  reason TEXT DEFAULT '' NOT NULL,
  result TEXT DEFAULT '' NOT NULL,
  solved BOOLEAN,
  assigned_by_id INTEGER,
  with_visit_id INTEGER,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (id),
  CONSTRAINT visit_ticket_id_fkey FOREIGN KEY(ticket_id) REFERENCES ticket (id),
  CONSTRAINT visit_order_id_fkey FOREIGN KEY(order_id) REFERENCES service_order (id),
  CONSTRAINT visit_desk_id_fkey FOREIGN KEY(desk_id) REFERENCES desk (id),
  CONSTRAINT visit_engineer_id_fkey FOREIGN KEY(engineer_id) REFERENCES engineer (id),
  CONSTRAINT visit_assigned_by_id_fkey FOREIGN KEY(assigned_by_id) REFERENCES operator (id),
  CONSTRAINT visit_with_visit_id_fkey FOREIGN KEY(with_visit_id) REFERENCES visit (id)
)
-- ;
CREATE INDEX visit_engineer ON visit (engineer_id, id) WHERE open = 1
-- ;
CREATE UNIQUE INDEX visit_one_moving ON visit (engineer_id) WHERE state IN ('en_route', 'on_site')
-- ;
CREATE INDEX visit_open ON visit (desk_id, engineer_id, id) WHERE open = 1
-- ;
CREATE INDEX visit_order ON visit (order_id)
-- ;
CREATE INDEX visit_ticket ON visit (ticket_id)
-- ;
CREATE TRIGGER event_no_update BEFORE UPDATE ON "event" BEGIN SELECT RAISE(ABORT, 'hotline: frozen event'); END
-- ;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON "seal" BEGIN SELECT RAISE(ABORT, 'hotline: frozen seal'); END
-- ;
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON "stock_movement" BEGIN SELECT RAISE(ABORT, 'hotline: frozen stock_movement'); END
-- ;
CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON "policy_version" BEGIN SELECT RAISE(ABORT, 'hotline: frozen policy_version'); END
-- ;
CREATE TRIGGER calendar_version_no_update BEFORE UPDATE ON "calendar_version" BEGIN SELECT RAISE(ABORT, 'hotline: frozen calendar_version'); END
-- ;
CREATE TRIGGER event_no_delete BEFORE DELETE ON "event" BEGIN SELECT RAISE(ABORT, 'hotline: kept event'); END
-- ;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON "seal" BEGIN SELECT RAISE(ABORT, 'hotline: kept seal'); END
-- ;
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON "stock_movement" BEGIN SELECT RAISE(ABORT, 'hotline: kept stock_movement'); END
-- ;
CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON "policy_version" BEGIN SELECT RAISE(ABORT, 'hotline: kept policy_version'); END
-- ;
CREATE TRIGGER calendar_version_no_delete BEFORE DELETE ON "calendar_version" BEGIN SELECT RAISE(ABORT, 'hotline: kept calendar_version'); END
-- ;
CREATE TRIGGER desk_no_delete BEFORE DELETE ON "desk" BEGIN SELECT RAISE(ABORT, 'hotline: kept desk'); END
-- ;
CREATE TRIGGER post_no_delete BEFORE DELETE ON "post" BEGIN SELECT RAISE(ABORT, 'hotline: kept post'); END
-- ;
CREATE TRIGGER operator_no_delete BEFORE DELETE ON "operator" BEGIN SELECT RAISE(ABORT, 'hotline: kept operator'); END
-- ;
CREATE TRIGGER shift_no_delete BEFORE DELETE ON "shift" BEGIN SELECT RAISE(ABORT, 'hotline: kept shift'); END
-- ;
CREATE TRIGGER roster_entry_no_delete BEFORE DELETE ON "roster_entry" BEGIN SELECT RAISE(ABORT, 'hotline: kept roster_entry'); END
-- ;
CREATE TRIGGER absence_no_delete BEFORE DELETE ON "absence" BEGIN SELECT RAISE(ABORT, 'hotline: kept absence'); END
-- ;
CREATE TRIGGER customer_no_delete BEFORE DELETE ON "customer" BEGIN SELECT RAISE(ABORT, 'hotline: kept customer'); END
-- ;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON "contact" BEGIN SELECT RAISE(ABORT, 'hotline: kept contact'); END
-- ;
CREATE TRIGGER contract_no_delete BEFORE DELETE ON "contract" BEGIN SELECT RAISE(ABORT, 'hotline: kept contract'); END
-- ;
CREATE TRIGGER contract_contact_no_delete BEFORE DELETE ON "contract_contact" BEGIN SELECT RAISE(ABORT, 'hotline: kept contract_contact'); END
-- ;
CREATE TRIGGER asset_no_delete BEFORE DELETE ON "asset" BEGIN SELECT RAISE(ABORT, 'hotline: kept asset'); END
-- ;
CREATE TRIGGER adoption_no_delete BEFORE DELETE ON "adoption" BEGIN SELECT RAISE(ABORT, 'hotline: kept adoption'); END
-- ;
CREATE TRIGGER call_no_delete BEFORE DELETE ON "call" BEGIN SELECT RAISE(ABORT, 'hotline: kept call'); END
-- ;
CREATE TRIGGER callback_attempt_no_delete BEFORE DELETE ON "callback_attempt" BEGIN SELECT RAISE(ABORT, 'hotline: kept callback_attempt'); END
-- ;
CREATE TRIGGER clock_no_delete BEFORE DELETE ON "clock" BEGIN SELECT RAISE(ABORT, 'hotline: kept clock'); END
-- ;
CREATE TRIGGER ticket_no_delete BEFORE DELETE ON "ticket" BEGIN SELECT RAISE(ABORT, 'hotline: kept ticket'); END
-- ;
CREATE TRIGGER hold_no_delete BEFORE DELETE ON "hold" BEGIN SELECT RAISE(ABORT, 'hotline: kept hold'); END
-- ;
CREATE TRIGGER step_no_delete BEFORE DELETE ON "step" BEGIN SELECT RAISE(ABORT, 'hotline: kept step'); END
-- ;
CREATE TRIGGER note_no_delete BEFORE DELETE ON "note" BEGIN SELECT RAISE(ABORT, 'hotline: kept note'); END
-- ;
CREATE TRIGGER link_no_delete BEFORE DELETE ON "link" BEGIN SELECT RAISE(ABORT, 'hotline: kept link'); END
-- ;
CREATE TRIGGER engineer_no_delete BEFORE DELETE ON "engineer" BEGIN SELECT RAISE(ABORT, 'hotline: kept engineer'); END
-- ;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON "visit" BEGIN SELECT RAISE(ABORT, 'hotline: kept visit'); END
-- ;
CREATE TRIGGER service_order_no_delete BEFORE DELETE ON "service_order" BEGIN SELECT RAISE(ABORT, 'hotline: kept service_order'); END
-- ;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON "plan" BEGIN SELECT RAISE(ABORT, 'hotline: kept plan'); END
-- ;
CREATE TRIGGER part_no_delete BEFORE DELETE ON "part" BEGIN SELECT RAISE(ABORT, 'hotline: kept part'); END
-- ;
CREATE TRIGGER loaner_no_delete BEFORE DELETE ON "loaner" BEGIN SELECT RAISE(ABORT, 'hotline: kept loaner'); END
-- ;
CREATE TRIGGER loan_no_delete BEFORE DELETE ON "loan" BEGIN SELECT RAISE(ABORT, 'hotline: kept loan'); END
-- ;
CREATE TRIGGER rma_no_delete BEFORE DELETE ON "rma" BEGIN SELECT RAISE(ABORT, 'hotline: kept rma'); END
-- ;
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON "complaint" BEGIN SELECT RAISE(ABORT, 'hotline: kept complaint'); END
-- ;
CREATE TRIGGER survey_no_delete BEFORE DELETE ON "survey" BEGIN SELECT RAISE(ABORT, 'hotline: kept survey'); END
-- ;
CREATE TRIGGER article_no_delete BEFORE DELETE ON "article" BEGIN SELECT RAISE(ABORT, 'hotline: kept article'); END
-- ;
CREATE TRIGGER bulletin_no_delete BEFORE DELETE ON "bulletin" BEGIN SELECT RAISE(ABORT, 'hotline: kept bulletin'); END
-- ;
CREATE TRIGGER bulletin_receipt_no_delete BEFORE DELETE ON "bulletin_receipt" BEGIN SELECT RAISE(ABORT, 'hotline: kept bulletin_receipt'); END
-- ;
CREATE TRIGGER training_no_delete BEFORE DELETE ON "training" BEGIN SELECT RAISE(ABORT, 'hotline: kept training'); END
-- ;
CREATE TRIGGER escalation_no_delete BEFORE DELETE ON "escalation" BEGIN SELECT RAISE(ABORT, 'hotline: kept escalation'); END
-- ;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON "handover" BEGIN SELECT RAISE(ABORT, 'hotline: kept handover'); END
-- ;
CREATE TRIGGER handover_line_no_delete BEFORE DELETE ON "handover_line" BEGIN SELECT RAISE(ABORT, 'hotline: kept handover_line'); END
-- ;
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON "log_entry" BEGIN SELECT RAISE(ABORT, 'hotline: kept log_entry'); END
-- ;
CREATE TRIGGER duty_mobile_no_delete BEFORE DELETE ON "duty_mobile" BEGIN SELECT RAISE(ABORT, 'hotline: kept duty_mobile'); END
-- ;
CREATE TRIGGER command_no_delete BEFORE DELETE ON "command" BEGIN SELECT RAISE(ABORT, 'hotline: kept command'); END
-- ;
CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON "chain_head" BEGIN SELECT RAISE(ABORT, 'hotline: kept chain_head'); END
-- ;
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON "outbox" BEGIN SELECT RAISE(ABORT, 'hotline: kept outbox'); END
-- ;
CREATE TRIGGER counter_no_delete BEFORE DELETE ON "counter" BEGIN SELECT RAISE(ABORT, 'hotline: kept counter'); END
-- ;
CREATE TRIGGER feed_no_delete BEFORE DELETE ON "feed" BEGIN SELECT RAISE(ABORT, 'hotline: kept feed'); END
-- ;
CREATE TRIGGER schema_meta_no_delete BEFORE DELETE ON "schema_meta" BEGIN SELECT RAISE(ABORT, 'hotline: kept schema_meta'); END
-- ;
CREATE TRIGGER command_once BEFORE UPDATE ON "command" WHEN OLD.result IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.request_hash <> OLD.request_hash OR NEW.at <> OLD.at BEGIN SELECT RAISE(ABORT, 'hotline: frozen command'); END
-- ;
CREATE TRIGGER chain_head_forward BEFORE UPDATE ON "chain_head" WHEN NEW.seq <= OLD.seq BEGIN SELECT RAISE(ABORT, 'hotline: chain goes forward'); END
-- ;
CREATE TRIGGER handover_frozen BEFORE UPDATE ON "handover" WHEN OLD.state IN ('signed', 'signed_reserved', 'refused') BEGIN SELECT RAISE(ABORT, 'hotline: signed handover'); END
-- ;
CREATE TRIGGER handover_line_frozen_insert BEFORE INSERT ON "handover_line" WHEN (SELECT h.state FROM handover h WHERE h.id = NEW.handover_id) IN ('signed', 'signed_reserved', 'refused') BEGIN SELECT RAISE(ABORT, 'hotline: signed handover'); END
-- ;
CREATE TRIGGER handover_line_frozen_update BEFORE UPDATE ON "handover_line" WHEN (SELECT h.state FROM handover h WHERE h.id = OLD.handover_id) IN ('signed', 'signed_reserved', 'refused') BEGIN SELECT RAISE(ABORT, 'hotline: signed handover'); END
-- ;
CREATE TRIGGER part_begins_empty BEFORE INSERT ON "part" WHEN NEW.stock <> 0 BEGIN SELECT RAISE(ABORT, 'hotline: part begins with nothing in stock'); END
-- ;
CREATE TRIGGER part_balances BEFORE UPDATE ON "part" WHEN NEW.stock <> OLD.stock AND NEW.stock <> coalesce((SELECT sum(m.quantity) FROM stock_movement m WHERE m.part_id = NEW.id), 0) BEGIN SELECT RAISE(ABORT, 'hotline: stock is moved by the ledger'); END
-- ;
CREATE TRIGGER stock_moves AFTER INSERT ON stock_movement BEGIN UPDATE part SET stock = stock + NEW.quantity WHERE id = NEW.part_id; END
-- ;
CREATE TRIGGER ticket_level_on_clock AFTER UPDATE OF level ON ticket WHEN NEW.level <> OLD.level BEGIN UPDATE clock SET level = NEW.level WHERE thing_kind = 'ticket' AND thing_id = NEW.id AND level <> NEW.level AND open = 1; END
-- ;
CREATE VIRTUAL TABLE customer_fts USING fts5(search, content='', detail=none, columnsize=0, tokenize='ascii')
-- ;
CREATE TRIGGER customer_fts_new AFTER INSERT ON customer WHEN NEW.search <> '' BEGIN INSERT INTO customer_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE TRIGGER customer_fts_moved AFTER UPDATE OF search ON customer WHEN OLD.search <> NEW.search BEGIN INSERT INTO customer_fts (customer_fts, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE OLD.search <> ''; INSERT INTO customer_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE VIRTUAL TABLE article_fts USING fts5(search, content='', detail=none, columnsize=0, tokenize='ascii')
-- ;
CREATE TRIGGER article_fts_new AFTER INSERT ON article WHEN NEW.search <> '' BEGIN INSERT INTO article_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE TRIGGER article_fts_moved AFTER UPDATE OF search ON article WHEN OLD.search <> NEW.search BEGIN INSERT INTO article_fts (article_fts, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE OLD.search <> ''; INSERT INTO article_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE VIRTUAL TABLE engineer_fts USING fts5(search, content='', detail=none, columnsize=0, tokenize='ascii')
-- ;
CREATE TRIGGER engineer_fts_new AFTER INSERT ON engineer WHEN NEW.search <> '' BEGIN INSERT INTO engineer_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE TRIGGER engineer_fts_moved AFTER UPDATE OF search ON engineer WHEN OLD.search <> NEW.search BEGIN INSERT INTO engineer_fts (engineer_fts, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE OLD.search <> ''; INSERT INTO engineer_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> ''; END
-- ;
CREATE VIRTUAL TABLE ticket_open_fts USING fts5(search, content='', detail=none, columnsize=0, tokenize='ascii')
-- ;
CREATE TRIGGER ticket_open_fts_new AFTER INSERT ON ticket WHEN NEW.search <> '' AND NEW.open = 1 BEGIN INSERT INTO ticket_open_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> '' AND NEW.open = 1; END
-- ;
CREATE TRIGGER ticket_open_fts_moved AFTER UPDATE OF search, state ON ticket WHEN OLD.search <> NEW.search OR OLD.open <> NEW.open BEGIN INSERT INTO ticket_open_fts (ticket_open_fts, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE OLD.search <> '' AND OLD.open = 1; INSERT INTO ticket_open_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> '' AND NEW.open = 1; END
-- ;
CREATE VIRTUAL TABLE ticket_done_fts USING fts5(search, content='', detail=none, columnsize=0, tokenize='ascii', prefix='3 4 5 6 7 8 9')
-- ;
CREATE TRIGGER ticket_done_fts_new AFTER INSERT ON ticket WHEN NEW.search <> '' AND NEW.open = 0 BEGIN INSERT INTO ticket_done_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> '' AND NEW.open = 0; END
-- ;
CREATE TRIGGER ticket_done_fts_moved AFTER UPDATE OF search, state ON ticket WHEN OLD.search <> NEW.search OR OLD.open <> NEW.open BEGIN INSERT INTO ticket_done_fts (ticket_done_fts, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE OLD.search <> '' AND OLD.open = 0; INSERT INTO ticket_done_fts (rowid, search) SELECT NEW.id, NEW.search WHERE NEW.search <> '' AND NEW.open = 0; END
-- ;
INSERT INTO feed (id, counter) VALUES (1, 0)
