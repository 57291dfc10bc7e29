/// One of the two pages with which LMDB's file begins (`MDB_meta`): the commit that it names.
struct MetaPage {
    /// The header of a page, and what is behind it, in bytes.
    private static let byteCount = 152
    /// `P_META`.
    private static let flag: UInt16 = 0x08
    /// `MDB_MAGIC`.
    private static let magic: UInt32 = 0xBEEF_C0DE
    /// `MDB_DATA_VERSION`.
    private static let version: UInt32 = 1
    /// The sizes of a page that LMDB uses: that of the system's, up to 32 KiB.
    static let pageSizes = 4_096...32_768

    /// Which of the two it is.
    let slot: UInt64
    /// The size of the file's pages in bytes.
    let pageByteCount: Int
    /// The list of free pages.
    let free: TreeRecord
    /// The list of tables.
    let tables: TreeRecord
    /// The last page that was ever used.
    let lastPage: UInt64
    /// The number of the commit.
    let transaction: UInt64

    /// Returns the page that names the last commit, as LMDB finds it (`mdb_env_read_header`, `mdb_env_pick_meta`).
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - maximumByteCount: The size to which the map may grow, in bytes.
    /// - Returns: Nil when LMDB itself tells by these pages that the file is none of its own, or was never finished.
    /// - Throws: ``LMDBError/unsound(page:_:)``, and what the system answers.
    static func newest(of file: borrowing PageFile, maximumByteCount: Int) throws(LMDBError) -> MetaPage? {
        guard let first = try MetaPage(slot: 0, at: 0, of: file) else { return nil }
        try first.requirePageSize(first.pageByteCount)
        guard let second = try MetaPage(slot: 1, at: first.pageByteCount, of: file) else { return nil }
        let newest = second.transaction > first.transaction ? second : first
        try newest.requirePageSize(first.pageByteCount)
        try newest.requireNumbers(maximumByteCount: maximumByteCount)
        return newest
    }

    private init?(slot: UInt64, at offset: Int, of file: borrowing PageFile) throws(LMDBError) {
        let buffer = PageBuffer(byteCount: Self.byteCount)
        guard try file.read(Self.byteCount, at: offset, into: buffer) else { return nil }
        let bytes = buffer.bytes(count: Self.byteCount)
        guard bytes.integer(UInt16.self, at: 10) & Self.flag != 0,
            bytes.integer(UInt32.self, at: 16) == Self.magic,
            bytes.integer(UInt32.self, at: 20) == Self.version
        else { return nil }
        self.slot = slot
        pageByteCount = Int(bytes.integer(UInt32.self, at: 40))
        free = TreeRecord(reading: bytes, at: 40)
        tables = TreeRecord(reading: bytes, at: 40 + TreeRecord.byteCount)
        lastPage = bytes.integer(UInt64.self, at: 136)
        transaction = bytes.integer(UInt64.self, at: 144)
    }

    private func requirePageSize(_ expected: Int) throws(LMDBError) {
        let size = pageByteCount
        guard size == expected, Self.pageSizes.contains(size), size.nonzeroBitCount == 1 else {
            throw .unsound(page: slot, .pageSize(size))
        }
    }

    private func requireNumbers(maximumByteCount: Int) throws(LMDBError) {
        guard lastPage >= 1, lastPage < UInt64(maximumByteCount / pageByteCount) else {
            throw .unsound(page: slot, .lastPage(lastPage))
        }
        // LMDB looks for the commit in the page that its number says: "Transaction N writes meta page #(N % 2)".
        guard transaction % 2 == slot, transaction < UInt64.max / 4 else {
            throw .unsound(page: slot, .transaction(transaction))
        }
    }
}
