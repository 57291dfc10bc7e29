import Synchronization

/// The list of events of a ``RecordingFileSystem``.
final class FileLog: Sendable {
    private let list = Mutex<[FileEvent]>([])

    /// The events so far.
    var events: [FileEvent] { list.withLock { $0 } }

    /// Adds an event at the end.
    func append(_ event: FileEvent) {
        list.withLock { $0.append(event) }
    }

    /// Forgets all events.
    func clear() {
        list.withLock { $0 = [] }
    }
}
