/// What is wrong with a page of LMDB's file, as a check of its structure finds it.
package enum PageFault: Hashable, Sendable {
    /// The size of a page is none that LMDB makes.
    case pageSize(Int)
    /// The last page's number is smaller than the first one's, or the file would be larger than the map may be.
    case lastPage(UInt64)
    /// The number of the commit is none that this page names.
    case transaction(UInt64)
    /// The file ends before the page does.
    case beyondFile
    /// The page says that it is another one.
    case number(UInt64)
    /// The page is of another kind than the one that refers to it says; the flags of its header.
    case kind(UInt16)
    /// The lists of the page leave it, or leave out bytes of it.
    case layout
    /// A key is not behind the one before it, or is not between those of the page above; the index of its node.
    case keyOrder(Int)
    /// A key has a size that the table cannot have; the index of its node.
    case keySize(Int)
    /// A value is of a kind that the table cannot have; the index of its node.
    case value(Int)
    /// The page refers to one that is not there, or that something else has too.
    case reference(UInt64)
    /// The list of free pages is not in order, or leaves its value.
    case freeList
    /// A tree has properties that this package gives to none: its flags, or its depth.
    case tree(flags: UInt16, depth: Int)
    /// A tree has not as many pages or entries as its record says.
    case tally(recorded: Int, found: Int)
    /// There are more tables than a file can have.
    case tables(Int)
}

extension PageFault: CustomStringConvertible {
    /// The end of a sentence that begins with the page.
    package var description: String {
        switch self {
        case .pageSize(let size): "the size of a page, \(size) bytes, is none that LMDB makes"
        case .lastPage(let page): "the number of the last page, \(page), cannot be"
        case .transaction(let number): "it cannot name the commit \(number)"
        case .beyondFile: "the file ends before it"
        case .number(let number): "it says that it is page \(number)"
        case .kind(let flags): "it is not of the expected kind, with the flags \(flags)"
        case .layout: "its lists do not fill it as they must"
        case .keyOrder(let index): "its key \(index) is out of order"
        case .keySize(let index): "its key \(index) has a wrong size"
        case .value(let index): "its value \(index) is not of the expected kind"
        case .reference(let page): "it refers to page \(page), which is not there or is used already"
        case .freeList: "its list of free pages is out of order"
        case .tree(let flags, let depth): "it has a tree with the flags \(flags) and the depth \(depth)"
        case .tally(let recorded, let found): "a tree has \(found) pages or entries where \(recorded) are recorded"
        case .tables(let count): "it has \(count) tables"
        }
    }
}
