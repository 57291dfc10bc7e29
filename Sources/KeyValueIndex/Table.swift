import CLMDB

/// A named table of an ``Environment``: byte keys in order, each with one byte value.
///
/// It is valid for as long as its environment is open, in transactions of that environment only.
package struct Table: Hashable, Sendable {
    /// The name under which the environment keeps the table.
    package let name: String
    /// LMDB's handle.
    let handle: MDB_dbi
    /// The environment that opened the table.
    let environment: ObjectIdentifier

    /// Makes a table of an opened handle.
    init(name: String, handle: MDB_dbi, environment: ObjectIdentifier) {
        self.name = name
        self.handle = handle
        self.environment = environment
    }
}
