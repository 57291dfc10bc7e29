import CLMDB
package import SystemPackage

/// What can go wrong with an LMDB environment.
package enum LMDBError: Error, Hashable {
    /// This process has the environment open already; a second opening would break LMDB's locks.
    case alreadyOpen(path: FilePath)
    /// The environment could not be opened again after an input/output error; it is tried before each transaction.
    case notOpen(path: FilePath)
    /// After an input/output error the files have fewer commits than have returned; only whoever opens them anew may go on.
    case commitsLost(path: FilePath, expected: Int, found: Int)
    /// The map is full; ``Environment`` answers it by growing the map, so that callers see it inside a body only.
    case mapFull
    /// The map is full and as large as its options allow.
    case mapLimitReached(path: FilePath, maximumMapSize: Int)
    /// All slots for readers are taken.
    case readersFull
    /// More tables were opened than the options allow.
    case tablesFull
    /// A key is empty or longer than 511 bytes, or a value is too long.
    case invalidSize(call: LMDBCall)
    /// The files are not an LMDB environment of this version, or are damaged.
    case damaged(call: LMDBCall, code: Int32)
    /// A page of the file is not as LMDB left it; found by a look at it before LMDB was let to it.
    case unsound(page: UInt64, PageFault)
    /// The operating system refused something.
    case system(call: LMDBCall, errno: Errno)
    /// LMDB answered with a code that the call does not document.
    case unexpected(call: LMDBCall, code: Int32)

    /// Whether something that was asked for does not exist.
    package var isAbsence: Bool {
        guard case .system(_, .noSuchFileOrDirectory) = self else { return false }
        return true
    }

    /// Whether the file system is full.
    package var isNoSpace: Bool {
        guard case .system(_, let errno) = self else { return false }
        return errno == .noSpace || errno == .diskQuotaExceeded
    }

    /// Whether the same call may succeed later without anybody mending anything but load or space.
    package var isWorthRetrying: Bool {
        switch self {
        case .readersFull, .notOpen: true
        case .system: isNoSpace
        case .alreadyOpen, .commitsLost, .mapFull, .mapLimitReached, .tablesFull, .invalidSize, .damaged, .unsound,
            .unexpected:
            false
        }
    }

    /// Whether the files are damaged, so that nothing more should be asked of them until they were made again.
    ///
    /// `MDB_PANIC` is not of these: it is what others are told after a write that failed, until the environment was opened again.
    package var isDamage: Bool {
        switch self {
        case .unsound: true
        case .damaged(_, let code): code != MDB_PANIC
        case .alreadyOpen, .notOpen, .commitsLost, .mapFull, .mapLimitReached, .readersFull, .tablesFull, .invalidSize,
            .system, .unexpected:
            false
        }
    }
}

extension LMDBError {
    /// Makes the error that a result code stands for.
    ///
    /// - Parameters:
    ///   - call: The call that failed.
    ///   - code: Its result, which is not zero.
    init(_ call: LMDBCall, code: Int32) {
        self =
            switch code {
            case MDB_MAP_FULL: .mapFull
            case MDB_READERS_FULL: .readersFull
            case MDB_DBS_FULL: .tablesFull
            case MDB_BAD_VALSIZE: .invalidSize(call: call)
            // MDB_BAD_TXN: a cursor that is opened keeps to itself why it could not go to the root of its table.
            case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_VERSION_MISMATCH, MDB_PANIC, MDB_INCOMPATIBLE,
                MDB_CURSOR_FULL, MDB_PAGE_FULL, MDB_BAD_TXN:
                .damaged(call: call, code: code)
            case 1...: .system(call: call, errno: Errno(rawValue: code))
            default: .unexpected(call: call, code: code)
            }
    }

    /// Throws the error that a result code stands for, and returns when the code is success.
    static func check(_ call: LMDBCall, _ code: Int32) throws(LMDBError) {
        guard code != MDB_SUCCESS else { return }
        throw LMDBError(call, code: code)
    }

    /// Returns whether a code is success rather than "not found", and throws for every other code.
    static func found(_ call: LMDBCall, _ code: Int32) throws(LMDBError) -> Bool {
        guard code != MDB_NOTFOUND else { return false }
        try check(call, code)
        return true
    }
}

extension LMDBError: CustomStringConvertible {
    /// A sentence that names what failed and why.
    package var description: String {
        switch self {
        case .alreadyOpen(let path): "The index at \(path) is already open in this process."
        case .notOpen(let path): "The index at \(path) could not be opened again after an error of the disk."
        case .commitsLost(let path, let expected, let found):
            "The index at \(path) has lost commits to an error of the disk: its last one is \(found), not \(expected)."
        case .mapFull: "The index's memory map is full."
        case .mapLimitReached(let path, let maximum): "The index at \(path) has reached its limit of \(maximum) bytes."
        case .readersFull: "All reader slots of the index are taken."
        case .tablesFull: "The index has no room for another table."
        case .invalidSize(let call): "\(call.rawValue): a key or value has a size that LMDB does not allow."
        case .damaged(let call, let code): "\(call.rawValue): \(Self.message(code))."
        case .unsound(let page, let fault): "The index is damaged at its page \(page): \(fault)."
        case .system(.readPages, let errno): "The index cannot be read: \(errno)."
        case .system(.secure, let errno):
            "The pages of the index that name its last commits cannot be written again: \(errno)."
        case .system(let call, let errno): "\(call.rawValue): \(errno)."
        case .unexpected(let call, let code): "\(call.rawValue): \(Self.message(code))."
        }
    }

    private static func message(_ code: Int32) -> String {
        guard let text = unsafe mdb_strerror(code) else { return "code \(code)" }
        return unsafe String(cString: text)
    }
}
