/// A branch or leaf page of a tree whose lists were checked: every node lies in the page, and no two share a byte.
struct NodePage {
    /// The two kinds of pages with nodes; the raw values are the flags of their headers, `P_BRANCH` and `P_LEAF`.
    enum Kind: UInt16 {
        /// Its nodes refer to pages below.
        case branch = 0x01
        /// Its nodes are entries.
        case leaf = 0x02
    }

    /// A node: where its key is in the page, and what it has beside the key.
    struct Node {
        /// The flags of a leaf's value; in a branch they belong to the page's number.
        let flags: UInt16
        /// The length of a leaf's value in bytes.
        let valueByteCount: Int
        /// Where the key is.
        let key: Range<Int>
        /// The page to which the node of a branch refers.
        let child: UInt64
    }

    /// The header of a page, in bytes (`PAGEHDRSZ`).
    static let headerByteCount = 16
    /// The value is on pages of its own (`F_BIGDATA`).
    static let isLong: UInt16 = 0x01
    /// The value is the record of a table (`F_SUBDATA`).
    static let isTable: UInt16 = 0x02
    /// The longest key that LMDB takes, in bytes.
    static let longestKey = 511
    private static let nodeHeaderByteCount = 8

    /// The page's number.
    let number: UInt64
    /// The number of nodes, at least one.
    let count: Int
    /// All flags that any node of a leaf has.
    private(set) var allFlags: UInt16 = 0
    private let kind: Kind
    private let bytes: PageBytes

    /// Checks a page and takes it.
    ///
    /// - Parameters:
    ///   - bytes: The whole page.
    ///   - number: The number that it must have.
    ///   - kind: What it must be.
    ///   - tree: The kind of its tree.
    ///   - starts: Memory to work with.
    /// - Throws: ``LMDBError/unsound(page:_:)``.
    init(
        checking bytes: PageBytes,
        number: UInt64,
        as kind: Kind,
        in tree: TreeKind,
        with starts: inout NodeStarts
    ) throws(LMDBError) {
        let found = bytes.integer(UInt64.self, at: 0)
        guard found == number else { throw .unsound(page: number, .number(found)) }
        let flags = bytes.integer(UInt16.self, at: 10)
        guard flags == kind.rawValue else { throw .unsound(page: number, .kind(flags)) }
        let lower = Int(bytes.integer(UInt16.self, at: 12))
        let upper = Int(bytes.integer(UInt16.self, at: 14))
        count = (lower - Self.headerByteCount) / 2
        // LMDB trusts that a branch has two nodes, but for its list of free pages, where one may be for a while.
        guard lower % 2 == 0, upper % 2 == 0, lower <= upper, upper <= bytes.count,
            count >= (kind == .branch && tree != .free ? 2 : 1)
        else { throw .unsound(page: number, .layout) }
        self.number = number
        self.kind = kind
        self.bytes = bytes
        try findNodes(from: upper, into: &starts)
        try checkOrder(in: tree, with: &starts)
    }

    /// Returns a node.
    @inline(__always)
    func node(_ index: Int) -> Node {
        node(at: Int(bytes.integer(UInt16.self, at: Self.headerByteCount + 2 * index)))
    }

    /// Returns a copy of a key, in whose order the bytes of numbers are turned round.
    func key(_ index: Int, in tree: TreeKind) -> [UInt8] {
        let key = bytes.copy(node(index).key)
        return tree == .free ? key.reversed() : key
    }

    /// Returns the bytes of a value that is in the page; one that is longer begins with the number of its first page.
    func value(of node: Node) -> Range<Int> {
        let start = node.key.upperBound
        return start..<start + (node.flags & Self.isLong == 0 ? node.valueByteCount : 8)
    }

    /// Returns an integer of a value.
    func integer(at offset: Int) -> UInt64 { bytes.integer(UInt64.self, at: offset) }

    /// Returns the record of a table.
    func record(at offset: Int) -> TreeRecord { TreeRecord(reading: bytes, at: offset) }

    @inline(__always)
    private func node(at start: Int) -> Node {
        // Four numbers of 16 bits: the lower and the upper half of a size, flags, and the length of the key.
        let header = bytes.integer(UInt64.self, at: start).littleEndian
        let keyStart = start + Self.nodeHeaderByteCount
        return Node(
            flags: UInt16(truncatingIfNeeded: header >> 32),
            valueByteCount: Int(header & 0xFFFF_FFFF),
            key: keyStart..<keyStart + Int(header >> 48),
            child: header & 0xFFFF_FFFF_FFFF
        )
    }

    /// Goes from node to node as they lie: they fill the page from its first one to the end, as all changes leave it.
    private mutating func findNodes(from first: Int, into starts: inout NodeStarts) throws(LMDBError) {
        var position = first
        var found = 0
        while position < bytes.count {
            guard position <= bytes.count - Self.nodeHeaderByteCount else { throw .unsound(page: number, .layout) }
            let node = node(at: position)
            var end = node.key.upperBound
            if kind == .leaf {
                end += node.flags & Self.isLong == 0 ? node.valueByteCount : 8
                allFlags |= node.flags
            }
            end += end % 2
            guard end <= bytes.count else { throw .unsound(page: number, .layout) }
            starts.insert(position)
            found += 1
            position = end
        }
        guard found == count else { throw .unsound(page: number, .layout) }
    }

    /// Goes from node to node in the order of their keys.
    private func checkOrder(in tree: TreeKind, with starts: inout NodeStarts) throws(LMDBError) {
        var former = 0..<0
        for index in 0..<count {
            let start = Int(bytes.integer(UInt16.self, at: Self.headerByteCount + 2 * index))
            guard starts.remove(start) else { throw .unsound(page: number, .layout) }
            let key = node(at: start).key
            // Nothing is compared with the first key of a branch: it stands for all before the second one.
            let isCompared = kind == .leaf || index > 0
            guard Self.canBeKey(key.count, in: tree) || !isCompared else {
                throw .unsound(page: number, .keySize(index))
            }
            if index > (kind == .leaf ? 0 : 1) {
                guard isBefore(former, key, in: tree) else { throw .unsound(page: number, .keyOrder(index)) }
            }
            former = key
        }
    }

    @inline(__always)
    private func isBefore(_ former: Range<Int>, _ key: Range<Int>, in tree: TreeKind) -> Bool {
        guard tree == .free else { return bytes.precedes(former, key) }
        return integer(at: former.lowerBound) < integer(at: key.lowerBound)
    }

    private static func canBeKey(_ length: Int, in tree: TreeKind) -> Bool {
        tree == .free ? length == 8 : length >= 1 && length <= longestKey
    }
}

/// The places in a page at which nodes begin, one bit for every other byte.
struct NodeStarts {
    private var words: [UInt64]

    /// Begins with no place.
    ///
    /// - Parameter pageByteCount: The size of a page in bytes.
    init(pageByteCount: Int) {
        words = Array(repeating: 0, count: (pageByteCount / 2 + 63) / 64)
    }

    /// Adds a place that is even and in the page.
    @inline(__always)
    mutating func insert(_ place: Int) {
        words[place >> 7] |= 1 << UInt64(place >> 1 & 63)
    }

    /// Removes a place and tells whether it was there.
    @inline(__always)
    mutating func remove(_ place: Int) -> Bool {
        let (word, bit) = (place >> 7, UInt64(1) << UInt64(place >> 1 & 63))
        guard place % 2 == 0, word < words.count, words[word] & bit != 0 else { return false }
        words[word] &= ~bit
        return true
    }
}
