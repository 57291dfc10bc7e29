/// What of a leaf's values LMDB follows: those on pages of their own, the records of tables, and the lists of free pages.
extension StructureCheck {
    /// The bytes of a list of free pages that are looked at together.
    private static let listByteCount = 64 << 10
    private static let numberByteCount = 8

    /// Checks a value as far as LMDB or its callers trust it.
    ///
    /// - Parameters:
    ///   - index: The index of its node.
    ///   - page: The leaf.
    ///   - tree: The leaf's tree.
    /// - Throws: ``LMDBError/unsound(page:_:)``, or what the system answers.
    mutating func checkValue(_ index: Int, of page: NodePage, in tree: Int) throws(LMDBError) {
        let node = page.node(index)
        let value = page.value(of: node)
        let isLong = node.flags == NodePage.isLong
        let kind = trees[tree].kind
        if kind == .tables {
            guard node.flags == NodePage.isTable, value.count == TreeRecord.byteCount else {
                throw .unsound(page: page.number, .value(index))
            }
            return try walk(.table, page.record(at: value.lowerBound), from: page.number)
        }
        guard isLong || node.flags == 0 else { throw .unsound(page: page.number, .value(index)) }
        let first = isLong ? page.integer(at: value.lowerBound) : page.number
        if isLong { try claimOverflow(first, byteCount: node.valueByteCount, of: page.number, in: tree) }
        guard kind == .free else { return }
        let key = page.integer(at: node.key.lowerBound)
        guard node.valueByteCount >= Self.numberByteCount, key >= 1, key <= meta.transaction else {
            throw .unsound(page: page.number, .freeList)
        }
        let offset = isLong ? NodePage.headerByteCount : value.lowerBound
        try checkList(at: Int(first) * meta.pageByteCount + offset, byteCount: node.valueByteCount, from: page.number)
    }

    /// Claims the pages of a value that is too long for a leaf, after a look at the header of the first, the only one that has one.
    private mutating func claimOverflow(
        _ first: UInt64,
        byteCount: Int,
        of origin: UInt64,
        in tree: Int
    ) throws(LMDBError) {
        try census.claim(first, from: origin)
        let buffer = PageBuffer(byteCount: NodePage.headerByteCount)
        guard try file.read(NodePage.headerByteCount, at: Int(first) * meta.pageByteCount, into: buffer) else {
            throw .unsound(page: first, .beyondFile)
        }
        let header = buffer.bytes(count: NodePage.headerByteCount)
        let number = header.integer(UInt64.self, at: 0)
        guard number == first else { throw .unsound(page: first, .number(number)) }
        let flags = header.integer(UInt16.self, at: 10)
        guard flags == Self.overflowFlag else { throw .unsound(page: first, .kind(flags)) }
        let pages = UInt64(header.integer(UInt32.self, at: 12))
        let needed = UInt64((NodePage.headerByteCount - 1 + byteCount) / meta.pageByteCount + 1)
        guard pages >= needed else { throw .unsound(page: first, .layout) }
        if pages > 1 { try census.claim(first + 1, count: pages - 1, from: origin) }
        trees[tree].overflows += pages
    }

    /// `P_OVERFLOW`.
    private static var overflowFlag: UInt16 { 0x04 }

    /// Checks a list of free pages: their number, and theirs, each smaller than the one before.
    private mutating func checkList(at start: Int, byteCount: Int, from origin: UInt64) throws(LMDBError) {
        let buffer = PageBuffer(byteCount: Self.listByteCount)
        var count = try number(at: start, in: buffer, origin)
        guard count <= UInt64(byteCount / Self.numberByteCount - 1) else { throw .unsound(page: origin, .freeList) }
        var position = start + Self.numberByteCount
        var former = UInt64.max
        while count > 0 {
            let together = Int(min(count, UInt64(Self.listByteCount / Self.numberByteCount)))
            let length = together * Self.numberByteCount
            guard try file.read(length, at: position, into: buffer) else { throw .unsound(page: origin, .beyondFile) }
            let bytes = buffer.bytes(count: length)
            for index in 0..<together {
                let page = bytes.integer(UInt64.self, at: index * Self.numberByteCount)
                guard page < former else { throw .unsound(page: origin, .freeList) }
                try census.claimFree(page, from: origin)
                former = page
            }
            position += length
            count -= UInt64(together)
        }
    }

    private func number(
        at offset: Int,
        in buffer: PageBuffer,
        _ origin: UInt64
    ) throws(LMDBError) -> UInt64 {
        guard try file.read(Self.numberByteCount, at: offset, into: buffer) else {
            throw .unsound(page: origin, .beyondFile)
        }
        return buffer.bytes(count: Self.numberByteCount).integer(UInt64.self, at: 0)
    }
}
