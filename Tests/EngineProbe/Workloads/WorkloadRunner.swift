import BlobModel
import BlobStore

/// Carries out the steps of a script on a shard and notes in the trace when each began and was acknowledged.
struct WorkloadRunner {
    /// How a step ended.
    enum Outcome: Sendable {
        /// The engine said that it is done.
        case acknowledged
        /// The engine refused or failed.
        case failed(any Error)

        /// The error of a failed step.
        var error: (any Error)? {
            guard case .failed(let error) = self else { return nil }
            return error
        }
    }

    private let script: Script
    private let place: ShardPlace
    private(set) var shard: Shard?
    private var position = 0
    private var group = 0

    /// The outcome of each step so far, in their order.
    private(set) var outcomes: [Outcome] = []

    /// Makes a runner that has done nothing.
    init(_ script: Script, at place: ShardPlace) {
        self.script = script
        self.place = place
    }

    /// Opens the shard if it is not open.
    mutating func open() async throws {
        if shard == nil { shard = try await place.open() }
    }

    /// Opens the shard, carries out all steps, and closes it.
    ///
    /// - Throws: The error of the first step that fails.
    mutating func runAll() async throws {
        try await open()
        while let outcomes = await next() {
            if let error = outcomes.compactMap(\.error).first { throw error }
        }
        await close()
    }

    /// Carries out the next group of steps.
    ///
    /// - Returns: The outcome of each, or nil when there is none left.
    mutating func next() async -> [Outcome]? {
        guard group < script.groups.count else { return nil }
        let steps = script.groups[group]
        let outcomes = steps.count == 1 ? [await outcome(of: steps[0])] : await outcomes(of: steps)
        position += steps.count
        group += 1
        self.outcomes += outcomes
        return outcomes
    }

    /// Closes the shard.
    mutating func close() async {
        await shard?.close()
        shard = nil
    }

    private mutating func outcome(of step: Step) async -> Outcome {
        Probe.note(StepNote(kind: .begun, step: position))
        do {
            try await perform(step)
        } catch {
            return .failed(error)
        }
        Probe.note(StepNote(kind: .acknowledged, step: position))
        return .acknowledged
    }

    private mutating func perform(_ step: Step) async throws {
        switch step {
        case .reopen: await close()
        case .loseIndex:
            await close()
            try place.removeIndex()
        case .put, .release, .maintain, .upload: break
        }
        try await open()
        try await shard?.perform(step)
    }

    private mutating func outcomes(of steps: [Step]) async -> [Outcome] {
        do { try await open() } catch { return steps.map { _ in .failed(error) } }
        guard let shard else { return [] }
        let position = position
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, step) in steps.enumerated() {
                group.addTask { (index, await Self.outcome(of: step, position + index, in: shard)) }
            }
            var outcomes = [Outcome](repeating: .acknowledged, count: steps.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
    }

    private static func outcome(of step: Step, _ position: Int, in shard: Shard) async -> Outcome {
        Probe.note(StepNote(kind: .begun, step: position))
        do {
            try await shard.perform(step)
        } catch {
            return .failed(error)
        }
        Probe.note(StepNote(kind: .acknowledged, step: position))
        return .acknowledged
    }
}
