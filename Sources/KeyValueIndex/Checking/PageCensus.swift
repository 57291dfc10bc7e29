/// What each page of a file was found to be, so that none is two things: one byte for each.
struct PageCensus {
    /// The most trees that can be told apart.
    static let maximumTrees = 200

    private static let unknown: UInt8 = 0
    private static let used: UInt8 = 1
    private static let free: UInt8 = 2
    private static let firstLeaf: UInt8 = 3

    private var pages: [UInt8]
    private let lastPage: UInt64
    // LMDB: "Actually the file may be shorter if the freeDB lists the final pages."
    private var freeBeyondFile: Set<UInt64> = []

    /// Begins with a file of which nothing but its first two pages is known.
    ///
    /// - Parameters:
    ///   - lastPage: The last page that was ever used.
    ///   - filePages: The number of whole pages that the file has.
    init(lastPage: UInt64, filePages: Int) {
        self.lastPage = lastPage
        pages = Array(repeating: Self.unknown, count: Int(min(lastPage + 1, UInt64(filePages))))
        for page in pages.indices.prefix(2) { pages[page] = Self.used }
    }

    /// Notes pages that a tree uses and that need no further look.
    ///
    /// - Parameters:
    ///   - first: The first of them.
    ///   - count: Their number, not 0.
    ///   - origin: The page that refers to them.
    /// - Throws: ``LMDBError/unsound(page:_:)`` unless all are in the file, and nothing else.
    mutating func claim(_ first: UInt64, count: UInt64 = 1, from origin: UInt64) throws(LMDBError) {
        try claim(first, count: count, as: Self.used, from: origin)
    }

    /// Notes a leaf of a tree, to be looked at later.
    mutating func claimLeaf(_ page: UInt64, of tree: Int, from origin: UInt64) throws(LMDBError) {
        try claim(page, count: 1, as: Self.firstLeaf + UInt8(tree), from: origin)
    }

    /// Notes a page that is free.
    mutating func claimFree(_ page: UInt64, from origin: UInt64) throws(LMDBError) {
        guard page >= UInt64(pages.count), page <= lastPage else {
            return try claim(page, count: 1, as: Self.free, from: origin)
        }
        guard freeBeyondFile.insert(page).inserted else { throw .unsound(page: origin, .reference(page)) }
    }

    /// Returns the tree of which a page is a leaf to be looked at.
    func tree(ofLeaf page: Int) -> Int? {
        let state = pages[page]
        return state >= Self.firstLeaf ? Int(state - Self.firstLeaf) : nil
    }

    /// Returns the next run of pages that is worth one read: it begins and ends with a leaf, and few others are between.
    ///
    /// - Parameters:
    ///   - start: The page at which to begin to look.
    ///   - limit: The most pages of a run.
    ///   - gap: The most pages between two leaves of a run.
    /// - Returns: The run, or nil when no leaf is left.
    func leaves(from start: Int, limit: Int, bridging gap: Int) -> Range<Int>? {
        // A file may end in its second page: LMDB reads no more of that than the commit.
        guard start < pages.count, let first = pages[start...].firstIndex(where: { $0 >= Self.firstLeaf }) else {
            return nil
        }
        var end = first + 1
        var page = end
        while page < min(pages.count, first + limit), page - end <= gap {
            if pages[page] >= Self.firstLeaf { end = page + 1 }
            page += 1
        }
        return first..<end
    }

    private mutating func claim(
        _ first: UInt64,
        count: UInt64,
        as state: UInt8,
        from origin: UInt64
    ) throws(LMDBError) {
        guard first >= 2, first <= lastPage, count >= 1, count - 1 <= lastPage - first else {
            throw .unsound(page: origin, .reference(first))
        }
        guard first + count <= UInt64(pages.count) else { throw .unsound(page: first, .beyondFile) }
        for page in Int(first)..<Int(first + count) {
            guard pages[page] == Self.unknown else { throw .unsound(page: origin, .reference(UInt64(page))) }
            pages[page] = state
        }
    }
}
