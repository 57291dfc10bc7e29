import SystemPackage

/// A check of the structure of LMDB's file, by reading it, before LMDB maps it.
///
/// LMDB trusts its file: a reference that leaves it ends the process by a signal, in the best case. Whatever LMDB follows from
/// the last commit on is therefore looked at first: each page that a tree uses is there, is what refers to it says, has its
/// nodes inside, in the order of their keys, and is used once; each free page is used by nothing. What rows mean is not looked
/// at, nor is a change of bytes found that leaves the structure sound.
struct StructureCheck: ~Copyable {
    /// The bytes of one read of neighbouring leaves.
    private static let stretchByteCount = 1 << 20
    /// The pages that are read in vain rather than that a read is ended.
    private static let bridgedPages = 8

    /// The file.
    let file: PageFile
    /// The last commit.
    let meta: MetaPage
    /// What the pages are.
    var census: PageCensus
    /// The trees found: that of the free pages, that of the tables, and the tables.
    var trees: [TreeTally] = []
    private var starts: NodeStarts

    /// Checks the file in a directory, if there is one.
    ///
    /// - Parameters:
    ///   - directory: The environment's directory.
    ///   - maximumByteCount: The size to which the map may grow, in bytes.
    /// - Throws: ``LMDBError/unsound(page:_:)``, or what the system answers. Of a file that LMDB tells by its first pages
    ///   to be none of its own nothing is said.
    static func run(in directory: FilePath, maximumByteCount: Int) throws(LMDBError) {
        guard let file = try PageFile(in: directory),
            let meta = try MetaPage.newest(of: file, maximumByteCount: maximumByteCount)
        else { return }
        var check = StructureCheck(file: file, meta: meta)
        try check.run()
    }

    private init(file: consuming PageFile, meta: MetaPage) {
        census = PageCensus(lastPage: meta.lastPage, filePages: file.byteCount / meta.pageByteCount)
        starts = NodeStarts(pageByteCount: meta.pageByteCount)
        self.file = file
        self.meta = meta
    }

    private mutating func run() throws(LMDBError) {
        try walk(.free, meta.free, from: meta.slot)
        try walk(.tables, meta.tables, from: meta.slot)
        try checkLeaves()
        for tree in trees { try tree.verify() }
    }

    /// Goes through the branches of a tree; the leaves of tables are noted, to be read in the order of the file.
    mutating func walk(_ kind: TreeKind, _ record: TreeRecord, from origin: UInt64) throws(LMDBError) {
        guard trees.count < PageCensus.maximumTrees else { throw .unsound(page: origin, .tables(trees.count)) }
        trees.append(try TreeTally(kind, record, in: origin))
        guard record.depth > 0 else { return }
        try visit(Reference(page: record.root, origin: origin, bounds: .all), level: 1, of: trees.count - 1)
    }

    private mutating func visit(_ reference: Reference, level: Int, of tree: Int) throws(LMDBError) {
        let isLeaf = level == trees[tree].record.depth
        if isLeaf, trees[tree].kind == .table {
            trees[tree].leaves += 1
            return try census.claimLeaf(reference.page, of: tree, from: reference.origin)
        }
        try census.claim(reference.page, from: reference.origin)
        let buffer = PageBuffer(byteCount: meta.pageByteCount)
        let bytes = try page(reference.page, in: buffer)
        if isLeaf {
            trees[tree].leaves += 1
            return try checkLeaf(bytes, reference.page, of: tree, within: reference.bounds)
        }
        trees[tree].branches += 1
        let children = try children(bytes, reference, of: trees[tree].kind)
        for child in children { try visit(child, level: level + 1, of: tree) }
    }

    /// Checks a branch and returns to what it refers, in the order of the keys.
    private mutating func children(
        _ bytes: PageBytes,
        _ reference: Reference,
        of kind: TreeKind
    ) throws(LMDBError) -> [Reference] {
        let page = try NodePage(checking: bytes, number: reference.page, as: .branch, in: kind, with: &starts)
        var children: [Reference] = []
        children.reserveCapacity(page.count)
        var lower = reference.bounds.lower
        for index in 0..<page.count {
            let isLast = index == page.count - 1
            let upper = isLast ? reference.bounds.upper : page.key(index + 1, in: kind)
            if !isLast, let upper, !reference.bounds.contains(upper) {
                throw .unsound(page: page.number, .keyOrder(index + 1))
            }
            let bounds = KeyRange(from: lower, until: upper)
            children.append(Reference(page: page.node(index).child, origin: page.number, bounds: bounds))
            lower = upper ?? lower
        }
        return children
    }

    /// Checks the leaves that were noted, in the order in which they lie in the file.
    private mutating func checkLeaves() throws(LMDBError) {
        let size = meta.pageByteCount
        let buffer = PageBuffer(byteCount: Self.stretchByteCount)
        var next = 2
        let limit = Self.stretchByteCount / size
        while let run = census.leaves(from: next, limit: limit, bridging: Self.bridgedPages) {
            let isTogether = try read(run, into: buffer)
            for page in run {
                guard let tree = census.tree(ofLeaf: page) else { continue }
                if !isTogether { _ = try self.page(UInt64(page), in: buffer) }
                let bytes = buffer.bytes(at: isTogether ? (page - run.lowerBound) * size : 0, count: size)
                try checkLeaf(bytes, UInt64(page), of: tree, within: .all)
            }
            next = run.upperBound
        }
    }

    /// Reads neighbouring pages with one call.
    ///
    /// - Returns: False when the disk does not give one of them back, which may be one that nothing uses.
    private func read(_ run: Range<Int>, into buffer: PageBuffer) throws(LMDBError) -> Bool {
        let size = meta.pageByteCount
        do throws(LMDBError) {
            guard try file.read(run.count * size, at: run.lowerBound * size, into: buffer) else {
                throw .unsound(page: UInt64(run.lowerBound), .beyondFile)
            }
            return true
        } catch {
            guard error == .system(call: .readPages, errno: .ioError) else { throw error }
            return false
        }
    }

    private mutating func checkLeaf(
        _ bytes: PageBytes,
        _ number: UInt64,
        of tree: Int,
        within bounds: KeyRange
    ) throws(LMDBError) {
        let kind = trees[tree].kind
        let page = try NodePage(checking: bytes, number: number, as: .leaf, in: kind, with: &starts)
        trees[tree].entries += UInt64(page.count)
        if kind != .table {
            for index in [0, page.count - 1] where !bounds.contains(page.key(index, in: kind)) {
                throw .unsound(page: number, .keyOrder(index))
            }
        }
        // Values within the page were looked at with its layout.
        guard kind != .table || page.allFlags != 0 else { return }
        for index in 0..<page.count { try checkValue(index, of: page, in: tree) }
    }

    /// Reads a page of a tree that has been claimed.
    func page(_ number: UInt64, in buffer: PageBuffer) throws(LMDBError) -> PageBytes {
        let size = meta.pageByteCount
        guard try file.read(size, at: Int(number) * size, into: buffer) else {
            throw .unsound(page: number, .beyondFile)
        }
        return buffer.bytes(count: size)
    }

    /// A page to which another one refers.
    private struct Reference {
        /// The page.
        let page: UInt64
        /// The page that refers to it.
        let origin: UInt64
        /// The keys that it may have.
        let bounds: KeyRange
    }
}

extension KeyRange {
    /// Tells whether the range has a key.
    fileprivate func contains(_ key: [UInt8]) -> Bool {
        guard !key.lexicographicallyPrecedes(lower) else { return false }
        return upper.map { key.lexicographicallyPrecedes($0) } ?? true
    }
}
