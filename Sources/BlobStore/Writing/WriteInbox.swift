import Synchronization

/// The operations that wait for the writer, in the order in which they came.
final class WriteInbox: Sendable {
    /// An operation and who waits for it.
    struct Entry: Sendable {
        /// The operation.
        let operation: WriteOperation

        /// Who waits; resumed exactly once.
        let continuation: CheckedContinuation<Result<WriteOutcome, BlobStoreError>, Never>
    }

    private let entries = Mutex<[Entry]>([])

    /// Makes an inbox without operations.
    init() {}

    /// The number of operations that wait.
    var count: Int { entries.withLock { $0.count } }

    /// Adds an operation at the end.
    func add(_ entry: Entry) {
        entries.withLock { $0.append(entry) }
    }

    /// Takes the operations of the next batch, empty when none waits.
    ///
    /// - Parameters:
    ///   - limit: The most operations.
    ///   - byteLimit: The bytes after which to take no further one; the first is taken whatever its size.
    /// - Returns: The operations, in order.
    func take(limit: Int, byteLimit: Int) -> [Entry] {
        entries.withLock { entries in
            var count = 0
            var bytes = 0
            while count < min(limit, entries.count), bytes < byteLimit {
                bytes += entries[count].operation.byteCount
                count += 1
            }
            let taken = Array(entries.prefix(count))
            entries.removeFirst(count)
            return taken
        }
    }
}
