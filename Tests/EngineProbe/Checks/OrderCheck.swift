/// Holds a trace against the order in which a compaction must make things durable.
///
/// "Compaction destroys data more often than anything else in stores of this kind." Of two calls in the wrong order only a
/// loss of power between them tells, which few points meet; here each call is looked at. That is possible while a compaction
/// runs alone: what others write beside it is not for it to make durable.
struct OrderCheck {
    private static let index = "shard/index/data.mdb"
    private static let segmentSuffix = ".segment"

    private let recording: Recording
    private var disk: SimulatedDisk
    private var running: Set<Int> = []

    /// Makes a check that has looked at nothing.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - disk: The disk as it was before the recording.
    init(_ recording: Recording, on disk: SimulatedDisk) {
        self.recording = recording
        self.disk = disk
    }

    /// Plays the whole trace.
    ///
    /// - Returns: A sentence for each call that comes before something is durable that must be.
    /// - Throws: ``ProbeError``, and what the real disk refuses.
    mutating func run() throws -> [String] {
        var reader = try TraceReader(at: recording.trace)
        var findings: [String] = []
        while let event = try reader.next() {
            follow(event)
            if isCompactingAlone { findings += try Self.requirements(of: event).compactMap(finding) }
            try disk.apply(event)
        }
        return findings
    }

    /// A file that must be durable before a call, and the reason.
    private struct Requirement {
        let path: String
        let reason: String
    }

    private var isCompactingAlone: Bool {
        guard running.count == 1, let position = running.first else { return false }
        guard case .maintain(.compact) = recording.script.steps[position] else { return false }
        return true
    }

    private mutating func follow(_ event: TraceEvent) {
        guard case .note(let note) = event else { return }
        switch note.kind {
        case .begun: running.insert(note.step)
        case .acknowledged: running.remove(note.step)
        }
    }

    private static func requirements(of event: TraceEvent) -> [Requirement] {
        switch event {
        case .rename(let draft, let name) where name.hasSuffix(segmentSuffix):
            [
                Requirement(path: draft, reason: "\(name) gets its name before its bytes are durable"),
                Requirement(path: index, reason: "\(name) replaces others before it is durable what it leaves out"),
            ]
        case .unlink(let name) where name.hasSuffix(segmentSuffix):
            [Requirement(path: index, reason: "\(name) is removed before it is durable that no row points to it")]
        default: []
        }
    }

    private func finding(_ requirement: Requirement) throws -> String? {
        try disk.isUnsynchronised(requirement.path) ? "order: \(requirement.reason)" : nil
    }
}
