import BlobModel

@testable import BlobStore

/// An upload that a test takes step by step: each window of chunks, and then the commit.
struct ScriptedUpload {
    /// How an upload brings its chunks.
    enum Windows: Sendable {
        /// In windows of some chunks each, and nothing with the commit; `count` steps in all.
        case appended(by: Int, count: Int, answered: WriteOperation.Answer = .whenAppended)
        /// All with the commit.
        case committed

        /// The number of steps.
        var count: Int {
            switch self {
            case .appended(_, let count, _): count
            case .committed: 1
            }
        }
    }

    /// The blob.
    let blob: CutBlob

    /// The reference that the upload adds.
    let reference = ReferenceID.random()

    private let domain: DedupDomain
    private let windows: [[NamedChunk]]
    private let answer: WriteOperation.Answer
    private var step = 0

    /// What the upload was told: nil until it was committed or something failed.
    private(set) var outcome: Result<WriteOutcome, BlobStoreError>?

    /// Makes an upload that has not begun.
    init(of blob: CutBlob, in domain: DedupDomain, _ windows: Windows) {
        self.blob = blob
        self.domain = domain
        switch windows {
        case .appended(let length, _, let answer):
            self.windows = blob.chunks.pages(of: length).map(Array.init) + [[]]
            self.answer = answer
        case .committed:
            self.windows = [blob.chunks]
            answer = .whenDurable
        }
    }

    /// Takes the next step, unless the upload has ended.
    mutating func advance(in shard: Shard) async throws {
        defer { step += 1 }
        guard outcome == nil else { return }
        let window = windows[step]
        let isLast = step == windows.count - 1
        do {
            let change: WriteOperation.Change =
                isLast ? .commit(window, manifest: blob.manifest, reference: reference) : .append(window)
            let outcome = try await shard.submit(change, in: domain, answer: isLast ? .whenDurable : answer)
            if isLast { self.outcome = .success(outcome) }
        } catch let error as BlobStoreError {
            outcome = .failure(error)
        }
    }

    /// Tells whether the upload was answered for.
    var isAcknowledged: Bool {
        if case .success = outcome { true } else { false }
    }
}
