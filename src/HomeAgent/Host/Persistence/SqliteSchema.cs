namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// The tables of Akka.Persistence.Sql's default mapping, by our own hand: it would create four indexes where recovery needs one, and every
/// index is paid for with every Binding Update.
/// </summary>
public static class SqliteSchema
{
    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE IF NOT EXISTS journal (
            ordering INTEGER PRIMARY KEY AUTOINCREMENT,
            created INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            message BLOB NOT NULL,
            manifest TEXT,
            identifier INTEGER,
            tags TEXT,
            writer_uuid TEXT);
        CREATE UNIQUE INDEX IF NOT EXISTS journal_persistence_id_sequence_number ON journal (persistence_id, sequence_number);
        CREATE TABLE IF NOT EXISTS journal_metadata (
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            PRIMARY KEY (persistence_id, sequence_number))
        """,
        // Removed mobile nodes stay as rows without keys, so that their removal has a revision too.
        """
        CREATE TABLE mobile_nodes (
            home_address TEXT PRIMARY KEY,
            ipv4_home_address INTEGER UNIQUE,
            spi INTEGER UNIQUE,
            sealed BLOB,
            revision INTEGER NOT NULL);
        CREATE INDEX mobile_nodes_revisions ON mobile_nodes (revision);
        CREATE TABLE mobile_nodes_revision (revision INTEGER NOT NULL, witness BLOB);
        INSERT INTO mobile_nodes_revision VALUES (0, NULL)
        """,
        """
        CREATE TABLE admin_audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            source TEXT NOT NULL,
            action TEXT NOT NULL,
            target TEXT NOT NULL,
            status INTEGER,
            detail TEXT)
        """,
        "CREATE TABLE edge_drains (name TEXT PRIMARY KEY, since INTEGER NOT NULL, actor TEXT NOT NULL)",
        """
        CREATE INDEX admin_audit_targets ON admin_audit (target, number);
        CREATE INDEX admin_audit_actors ON admin_audit (actor, number);
        CREATE INDEX admin_audit_times ON admin_audit (at)
        """,
        "CREATE TABLE switch_of_all (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL, run TEXT NOT NULL)",
    ];
}
