/// The size of one table, as of one transaction.
package struct TableStatistics: Hashable, Sendable {
    /// The number of entries.
    package let entries: Int
    /// The depth of the table's tree.
    package let depth: Int
    /// The number of pages that the table takes.
    package let pages: Int
}

/// The state of an environment, for metrics.
package struct EnvironmentStatistics: Hashable, Sendable {
    /// The size of the memory map in bytes; it grows by itself.
    package let mapSize: Int
    /// The bytes of the file that were ever used; free pages within are used again, and the file never shrinks.
    package let usedBytes: Int
    /// The number of the last committed write transaction.
    package let lastTransaction: Int
    /// The number of transactions open in this process now.
    package let openTransactions: Int
    /// The number of reader slots.
    package let maximumReaders: Int
}

/// What an environment holds: as long as its version is the same, so is every table.
package struct EnvironmentVersion: Hashable, Sendable {
    /// How often the environment was opened again; a transaction whose commit failed may have left its number to another.
    let openings: Int
    /// The number of the last committed write transaction.
    let transaction: Int
}
