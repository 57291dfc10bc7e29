import GRDB
import GRDBSQLite

extension Database {
    /// Checks that no foreign key waits to be resolved until COMMIT.
    ///
    /// In a transaction that several writes share, COMMIT would tell it of all of them; and a later write could resolve
    /// what an earlier one left open.
    ///
    /// - Throws: The error that COMMIT would throw.
    func requireForeignKeys() throws {
        var unresolved: Int32 = 0
        var highest: Int32 = 0
        unsafe sqlite3_db_status(sqliteConnection, SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &highest, 0)
        guard unresolved == 0 else {
            throw DatabaseError(
                resultCode: .SQLITE_CONSTRAINT_FOREIGNKEY,
                message: "FOREIGN KEY constraint failed"
            )
        }
    }
}
