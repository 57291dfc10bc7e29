import ArgumentParser
import SQLDatabase

/// The option by which a command that changes the shard map only shows what it would do.
struct RehearsalOptions: ParsableArguments {
    /// Carries what a rehearsed transaction has returned out of it, so that it is rolled back.
    private struct Rehearsed<Value: Sendable>: Error {
        let value: Value
    }

    /// Whether to show only.
    @Flag(name: .customLong("dry-run"), help: "Change nothing, and show what would happen.")
    var isDryRun = false

    /// Runs a body in a write transaction, which is rolled back when it is a rehearsal.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    func write<Value: Sendable>(
        to database: any SQLDatabase,
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        guard isDryRun else { return try await database.write(body) }
        do {
            return try await database.write { txn in throw Rehearsed(value: try body(txn)) }
        } catch let rehearsed as Rehearsed<Value> {
            return rehearsed.value
        }
    }

    /// Prints what has happened, or would happen.
    func print(_ change: ShardMapChange) {
        if isDryRun { Swift.print("Nothing is changed; this is what would happen:") }
        for line in change.lines { Swift.print(line) }
    }
}
