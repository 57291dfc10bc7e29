/// What LMDB records of one tree (`MDB_db`): in its meta pages of the two of its own, as a value of theirs of each table.
struct TreeRecord {
    /// The size of the record in bytes.
    static let byteCount = 48
    /// The root of a tree without entries.
    static let noPage = UInt64.max
    /// The most levels that LMDB can walk down (`CURSOR_STACK`).
    static let greatestDepth = 32

    /// How the tree's keys and values are, as `mdb_dbi_open` takes it.
    let flags: UInt16
    /// The number of levels; 0 without entries.
    let depth: Int
    /// The number of pages that refer to others.
    let branches: UInt64
    /// The number of pages with entries.
    let leaves: UInt64
    /// The number of pages with values that are too long for a leaf.
    let overflows: UInt64
    /// The number of entries.
    let entries: UInt64
    /// The first page.
    let root: UInt64

    /// Reads a record at an offset, at which there are as many bytes.
    init(reading bytes: PageBytes, at offset: Int) {
        flags = bytes.integer(UInt16.self, at: offset + 4)
        depth = Int(bytes.integer(UInt16.self, at: offset + 6))
        branches = bytes.integer(UInt64.self, at: offset + 8)
        leaves = bytes.integer(UInt64.self, at: offset + 16)
        overflows = bytes.integer(UInt64.self, at: offset + 24)
        entries = bytes.integer(UInt64.self, at: offset + 32)
        root = bytes.integer(UInt64.self, at: offset + 40)
    }
}

/// The kinds of trees in a file.
enum TreeKind {
    /// LMDB's list of free pages, by the number of the commit that freed them (`FREE_DBI`, flags `MDB_INTEGERKEY`).
    case free
    /// LMDB's list of the tables, by their names (`MAIN_DBI`).
    case tables
    /// A table of ours.
    case table

    /// The flags that such a tree has.
    var flags: UInt16 { self == .free ? 0x08 : 0 }
}

/// A tree, and what was found of it so far.
struct TreeTally {
    /// Which kind of tree it is.
    let kind: TreeKind
    /// What LMDB records of it.
    let record: TreeRecord
    /// The page that has the record.
    let origin: UInt64
    /// The branch pages found.
    var branches: UInt64 = 0
    /// The leaf pages found.
    var leaves: UInt64 = 0
    /// The overflow pages found.
    var overflows: UInt64 = 0
    /// The entries found.
    var entries: UInt64 = 0

    /// Begins with a tree, if its record is one that this package's use of LMDB leaves.
    ///
    /// - Throws: ``LMDBError/unsound(page:_:)``.
    init(_ kind: TreeKind, _ record: TreeRecord, in origin: UInt64) throws(LMDBError) {
        self.kind = kind
        self.record = record
        self.origin = origin
        let isEmpty = record.root == TreeRecord.noPage
        guard record.flags == kind.flags, isEmpty == (record.depth == 0), record.depth <= TreeRecord.greatestDepth
        else {
            throw .unsound(page: origin, .tree(flags: record.flags, depth: record.depth))
        }
    }

    /// Checks that everything was found that the record says.
    ///
    /// - Throws: ``LMDBError/unsound(page:_:)``.
    func verify() throws(LMDBError) {
        let pairs = [
            (record.branches, branches), (record.leaves, leaves), (record.overflows, overflows),
            (record.entries, entries),
        ]
        for (recorded, found) in pairs where recorded != found {
            throw .unsound(page: origin, .tally(recorded: Int(clamping: recorded), found: Int(clamping: found)))
        }
    }
}
