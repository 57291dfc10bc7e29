import SystemPackage

/// Plays a trace on a simulated disk and knows which steps began and were acknowledged so far.
struct TracePlayer {
    /// The disk as it is now.
    private(set) var disk: SimulatedDisk

    private let recording: Recording
    private var reader: TraceReader
    private var position = 0
    private var progress = StepProgress()

    /// Makes a player that stands before the first entry.
    ///
    /// - Parameters:
    ///   - recording: What to play.
    ///   - disk: The disk as it was before the recording.
    /// - Throws: What the real disk refuses.
    init(_ recording: Recording, on disk: SimulatedDisk) throws {
        self.recording = recording
        self.disk = disk
        reader = try TraceReader(at: recording.trace)
    }

    /// What must be in the shard now.
    var expectations: Expectations {
        var expectations = recording.before
        expectations.apply(recording.script.steps, progress)
        return expectations
    }

    /// Plays the entries before a position.
    mutating func play(upTo end: Int) throws {
        while position < end, let event = try reader.next() {
            position += 1
            try disk.apply(event)
            if case .note(let note) = event { progress.note(note) }
        }
    }
}
