/// One step of a component's schema.
///
/// The steps of a component are numbered from 1 without gaps and never change once they were released.
package struct SQLMigration: Hashable, Sendable {
    /// The part of the schema that the step belongs to, such as `calendar`.
    package let component: String

    /// The position of the step among those of its component, from 1.
    package let number: Int64

    /// The statements of the step, in order, one statement each.
    package let statements: [String]

    /// Creates a step.
    package init(component: String, number: Int64, statements: [String]) {
        self.component = component
        self.number = number
        self.statements = statements
    }
}

/// A component of the schema of a database that is there already, and that is brought further.
package struct SQLSchemaUpgrade: Hashable, Sendable {
    /// The part of the schema, such as `calendar`.
    package let component: String

    /// The number of its last step that was applied; from 1.
    package let found: Int64

    /// The number of its last step that is known, which is greater.
    package let known: Int64
}

extension SQLDatabase {
    /// Brings the schema up to date: applies the steps that were not applied yet, all in one transaction.
    ///
    /// Several processes may call it at once; one does the work, and the others find it done. Components whose steps are not given are left alone.
    ///
    /// - Parameters:
    ///   - migrations: The steps.
    ///   - announcing: Is told of each component that is brought further, before that is done: it may take long. New
    ///     components are not told of.
    /// - Throws: `SQLError.schemaTooNew` when the database knows later steps of a given component than are given here.
    package func migrate(
        _ migrations: [SQLMigration],
        announcing: @escaping @Sendable (SQLSchemaUpgrade) -> Void = { _ in }
    ) async throws {
        try await write { txn in
            try txn.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    component TEXT PRIMARY KEY,
                    number BIGINT NOT NULL
                )
                """
            )
            for component in Set(migrations.map(\.component)).sorted() {
                try apply(migrations.filter { $0.component == component }, of: component, in: txn, announcing)
            }
        }
    }

    private func apply(
        _ steps: [SQLMigration],
        of component: String,
        in txn: any SQLTransaction,
        _ announcing: (SQLSchemaUpgrade) -> Void
    ) throws(SQLError) {
        let known = steps.map(\.number).max() ?? 0
        let row = try txn.first("SELECT number FROM schema_migration WHERE component = ?", [.text(component)])
        let found = try row?.integer("number") ?? 0
        guard found <= known else { throw .schemaTooNew(component: component, found: found, known: known) }
        if 1..<known ~= found { announcing(SQLSchemaUpgrade(component: component, found: found, known: known)) }
        for step in steps.sorted(by: { $0.number < $1.number }) where step.number > found {
            for statement in step.statements { try txn.execute(statement) }
        }
        try txn.execute(
            """
            INSERT INTO schema_migration (component, number) VALUES (?, ?)
            ON CONFLICT (component) DO UPDATE SET number = excluded.number
            """,
            [.text(component), .integer(known)]
        )
    }
}
