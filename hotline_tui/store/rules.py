"""What the database itself refuses, whatever program asks (data.md 10): written once, for both engines.

Each rule is a short code that stands in the error message as `hotline: <code>`.
"""

from __future__ import annotations

from dataclasses import dataclass

FROZEN = ("event", "seal", "stock_movement", "policy_version", "calendar_version")
"""Rows that are written once: neither changed nor deleted."""

KEPT = (
    *("desk", "post", "operator", "shift", "roster_entry", "absence"),
    *("customer", "contact", "contract", "contract_contact", "asset"),
    *("adoption", "call", "callback_attempt", "clock", "ticket", "hold", "step", "note", "link"),
    *("engineer", "visit", "service_order", "plan"),
    *("part", "loaner", "loan", "rma", "complaint", "survey"),
    *("article", "bulletin", "bulletin_receipt", "training", "escalation"),
    *("handover", "handover_line", "log_entry", "duty_mobile"),
    *("command", "chain_head", "outbox", "counter", "feed", "schema_meta"),
)
"""Rows that may change but are never deleted: things are closed, retired or merged."""

SEARCHED = ("customer", "article", "engineer")
"""Tables with a `search` column of tokens and one index; tickets have two, open ones and the rest."""

SIGNED = "('signed', 'signed_reserved', 'refused')"


@dataclass(frozen=True, slots=True)
class Rule:
    """One guard: refuses `on` (INSERT, UPDATE, DELETE) of `table` where `when`, speaking of OLD and NEW, is true."""

    name: str
    table: str
    on: str
    code: str
    when: str = ""


def guards() -> list[Rule]:
    """All refusals, in the order in which they are made."""
    rules = [Rule(f"{table}_no_update", table, "UPDATE", f"frozen {table}") for table in FROZEN]
    rules += [Rule(f"{table}_no_delete", table, "DELETE", f"kept {table}") for table in (*FROZEN, *KEPT)]
    rules += [
        Rule(
            "command_once",
            "command",
            "UPDATE",
            "frozen command",
            "OLD.result IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind"
            " OR NEW.request_hash <> OLD.request_hash OR NEW.at <> OLD.at",
        ),
        Rule("chain_head_forward", "chain_head", "UPDATE", "chain goes forward", "NEW.seq <= OLD.seq"),
        Rule("handover_frozen", "handover", "UPDATE", "signed handover", f"OLD.state IN {SIGNED}"),
        *(
            Rule(
                f"handover_line_frozen_{act.lower()}",
                "handover_line",
                act,
                "signed handover",
                f"(SELECT h.state FROM handover h WHERE h.id = {row}.handover_id) IN {SIGNED}",  # noqa: S608
            )
            for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"))
        ),
        Rule("part_begins_empty", "part", "INSERT", "part begins with nothing in stock", "NEW.stock <> 0"),
        Rule(
            "part_balances",
            "part",
            "UPDATE",
            "stock is moved by the ledger",
            "NEW.stock <> OLD.stock AND NEW.stock <> coalesce("
            "(SELECT sum(m.quantity) FROM stock_movement m WHERE m.part_id = NEW.id), 0)",
        ),
    ]
    return rules


_MOVE_STOCK = "UPDATE part SET stock = stock + NEW.quantity WHERE id = NEW.part_id;"
_KEEP_LEVEL = (
    "UPDATE clock SET level = NEW.level"
    " WHERE thing_kind = 'ticket' AND thing_id = NEW.id AND level <> NEW.level AND open{is_true};"
)


_BEGINNINGS = ", prefix='3 4 5 6 7 8 9'"
"""Beginnings of words that are indexed themselves: `bei` in a million tickets takes 0.1 ms with it, 60 ms without."""


def sqlite() -> list[str]:
    """Triggers and search indexes for SQLite."""
    made = []
    for rule in guards():
        when = f" WHEN {rule.when}" if rule.when else ""
        made.append(
            f"CREATE TRIGGER {rule.name} BEFORE {rule.on} ON {_quote(rule.table)}{when}"
            f" BEGIN SELECT RAISE(ABORT, 'hotline: {rule.code}'); END"
        )
    made.append(f"CREATE TRIGGER stock_moves AFTER INSERT ON stock_movement BEGIN {_MOVE_STOCK} END")
    keep = _KEEP_LEVEL.format(is_true=" = 1")
    made.append(
        "CREATE TRIGGER ticket_level_on_clock AFTER UPDATE OF level ON ticket"
        f" WHEN NEW.level <> OLD.level BEGIN {keep} END"
    )
    for table in SEARCHED:
        made += _fts(table, f"{table}_fts")
    made += _fts("ticket", "ticket_open_fts", " AND {row}.open = 1")
    made += _fts("ticket", "ticket_done_fts", " AND {row}.open = 0", _BEGINNINGS)
    made += [
        "INSERT INTO feed (id, counter) VALUES (1, 0)",
    ]
    return made


def _fts(table: str, index: str, also: str = "", options: str = "") -> list[str]:
    """A token index outside its table, kept by triggers. No positions, no sizes: only which rows have a token.

    Out and in are one trigger, because SQLite runs two of them in any order.
    """
    had, has = "OLD.search <> ''" + also.format(row="OLD"), "NEW.search <> ''" + also.format(row="NEW")
    out = f"INSERT INTO {index} ({index}, rowid, search) SELECT 'delete', OLD.id, OLD.search WHERE {had};"
    into = f"INSERT INTO {index} (rowid, search) SELECT NEW.id, NEW.search WHERE {has};"
    moved = "OLD.search <> NEW.search" + (" OR OLD.open <> NEW.open" if also else "")
    watched = "search, state" if also else "search"
    return [
        f"CREATE VIRTUAL TABLE {index} USING"
        f" fts5(search, content='', detail=none, columnsize=0, tokenize='ascii'{options})",
        f"CREATE TRIGGER {index}_new AFTER INSERT ON {table} WHEN {has} BEGIN {into} END",
        f"CREATE TRIGGER {index}_moved AFTER UPDATE OF {watched} ON {table} WHEN {moved} BEGIN {out} {into} END",
    ]


def postgresql() -> list[str]:
    """The same refusals and indexes for PostgreSQL."""
    made = [
        "CREATE FUNCTION hotline_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'hotline: ' || TG_ARGV[0],"
        " ERRCODE = 'integrity_constraint_violation'; END $$"
    ]
    for rule in guards():
        if "SELECT" in rule.when:
            made += _pg_query_rule(rule)
        else:
            when = f" WHEN ({rule.when})" if rule.when else ""
            made.append(
                f"CREATE TRIGGER {rule.name} BEFORE {rule.on} ON {_quote(rule.table)} FOR EACH ROW{when}"
                f" EXECUTE FUNCTION hotline_refuse('{rule.code}')"
            )
    made += [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {_quote(table)} FOR EACH STATEMENT"
        f" EXECUTE FUNCTION hotline_refuse('kept {table}')"
        for table in (*FROZEN, *KEPT)
    ]
    made += [
        _pg_function("hotline_move_stock", _MOVE_STOCK),
        "CREATE TRIGGER stock_moves AFTER INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION hotline_move_stock()",
        _pg_function("hotline_keep_level", _KEEP_LEVEL.format(is_true="")),
        "CREATE TRIGGER ticket_level_on_clock AFTER UPDATE OF level ON ticket FOR EACH ROW"
        " WHEN (NEW.level <> OLD.level) EXECUTE FUNCTION hotline_keep_level()",
    ]
    tokens = "array_to_tsvector(string_to_array(search, ' '))"
    made += [f"CREATE INDEX {table}_tokens ON {table} USING gin ({tokens})" for table in SEARCHED]
    made += [
        f"CREATE INDEX ticket_open_tokens ON ticket USING gin ({tokens}) WHERE open",
        f"CREATE INDEX ticket_done_tokens ON ticket USING gin ({tokens}) WHERE NOT open",
        "INSERT INTO feed (id, counter) VALUES (1, 0)",
    ]
    return made


def _pg_query_rule(rule: Rule) -> list[str]:
    """PostgreSQL allows no query in WHEN: the condition goes into a function of its own."""
    back = "OLD" if rule.on == "DELETE" else "NEW"
    body = f"IF {rule.when} THEN RAISE EXCEPTION 'hotline: {rule.code}'"
    body += f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back};"
    return [
        f"CREATE FUNCTION hotline_{rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.on} ON {_quote(rule.table)} FOR EACH ROW"
        f" EXECUTE FUNCTION hotline_{rule.name}()",
    ]


def _pg_function(name: str, statement: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement} RETURN NULL; END $$"


def _quote(table: str) -> str:
    return f'"{table}"'
