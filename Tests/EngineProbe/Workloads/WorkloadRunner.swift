import BlobModel
import BlobStore

/// Carries out the steps of a script on a shard and notes in the trace when each began and was acknowledged.
struct WorkloadRunner {
    /// How a step ended.
    enum Outcome: Sendable {
        /// The engine said that it is done, and how far the upload session of the step is.
        case acknowledged(SessionMark?)
        /// The engine refused or failed.
        case failed(any Error)

        /// The error of a failed step.
        var error: (any Error)? {
            guard case .failed(let error) = self else { return nil }
            return error
        }

        /// The mark of an acknowledged step.
        var session: SessionMark? {
            guard case .acknowledged(let session) = self else { return nil }
            return session
        }
    }

    private let script: Script
    private var place: ShardPlace
    private(set) var shard: Shard?
    private var position = 0
    private var group = 0
    private var sessions: [ReferenceID: UploadSessionID] = [:]

    /// What is known of the steps so far.
    private(set) var progress = StepProgress()

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
        for (step, outcome) in zip(steps, outcomes) { learn(from: outcome, of: step) }
        group += 1
        return outcomes
    }

    /// Closes the shard.
    mutating func close() async {
        await shard?.close()
        shard = nil
    }

    /// Remembers what a later step needs to know.
    private mutating func learn(from outcome: Outcome, of step: Step) {
        progress.note(StepNote(kind: .begun, step: position))
        if outcome.error == nil {
            progress.note(StepNote(kind: .acknowledged, step: position, session: outcome.session))
            if case .maintain(.rotate) = step { place.keys.finish() }
        }
        if let blob = step.uploading, let mark = outcome.session { sessions[blob.reference] = mark.session }
        position += 1
    }

    private mutating func outcome(of step: Step) async -> Outcome {
        Probe.note(StepNote(kind: .begun, step: position))
        let session: SessionMark?
        do {
            session = try await perform(step)
        } catch {
            return .failed(error)
        }
        Probe.note(StepNote(kind: .acknowledged, step: position, session: session))
        return .acknowledged(session)
    }

    private mutating func perform(_ step: Step) async throws -> SessionMark? {
        try await prepare(for: step)
        try await open()
        return try await shard?.perform(step, in: context(of: step))
    }

    /// Does what is done with the files of a shard, and with its settings.
    private mutating func prepare(for step: Step) async throws {
        switch step {
        case .reopen: await close()
        case .loseIndex:
            await close()
            try place.removeIndex()
        case .changeMasterKey:
            await close()
            place.keys.begin()
        case .damage(let damage): try damage.apply(in: place.directory, isUndone: false)
        case .repair(let damage): try damage.apply(in: place.directory, isUndone: true)
        case .put, .release, .maintain, .append, .upload, .abandon: break
        }
    }

    private func context(of step: Step) -> StepContext {
        StepContext(session: step.uploading.flatMap { sessions[$0.reference] }, damages: damages(before: step))
    }

    /// What of the damage so far is not known to be healed, by uploads that were acknowledged.
    private func damages(before step: Step) -> [Damage] {
        guard case .maintain(.scrub) = step else { return [] }
        var expectations = Expectations()
        expectations.apply(script.steps, progress)
        return expectations.damages.findable
    }

    private mutating func outcomes(of steps: [Step]) async -> [Outcome] {
        do { try await open() } catch { return steps.map { _ in .failed(error) } }
        guard let shard else { return [] }
        let position = position
        let contexts = steps.map(context(of:))
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, step) in steps.enumerated() {
                group.addTask { (index, await Self.outcome(of: step, in: contexts[index], position + index, shard)) }
            }
            var outcomes = [Outcome](repeating: .acknowledged(nil), count: steps.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
    }

    private static func outcome(
        of step: Step,
        in context: StepContext,
        _ position: Int,
        _ shard: Shard
    ) async -> Outcome {
        Probe.note(StepNote(kind: .begun, step: position))
        let mark: SessionMark?
        do {
            mark = try await shard.perform(step, in: context)
        } catch {
            return .failed(error)
        }
        Probe.note(StepNote(kind: .acknowledged, step: position, session: mark))
        return .acknowledged(mark)
    }
}
