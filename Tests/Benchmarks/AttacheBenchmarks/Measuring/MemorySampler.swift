/// Watches the anonymous memory of a process while something is done.
struct MemorySampler: Sendable {
    /// What was seen while something was done.
    struct Sighting<Value: Sendable>: Sendable {
        /// The result of what was done.
        let value: Value
        /// The memory before it, in bytes.
        let before: UInt64
        /// The most that was seen, in bytes.
        let most: UInt64
    }

    private enum Event<Value: Sendable>: Sendable {
        case done(Value)
        case watched(most: UInt64)
    }

    /// The time between two looks.
    private static let interval = Duration.milliseconds(5)

    private let file: ProcessFile

    /// Names the process.
    init(_ process: Int32) {
        file = ProcessFile(process)
    }

    /// Does something, and tells the memory before it and the most that was seen during it.
    ///
    /// - Throws: ``BenchmarkError``, and what `body` throws.
    func watch<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Sighting<Value> {
        let (file, before) = (file, try file.anonymousBytes())
        return try await withThrowingTaskGroup(of: Event<Value>.self) { group in
            group.addTask { .done(try await body()) }
            group.addTask { .watched(most: try await Self.most(of: file)) }
            var (value, most): (Value?, UInt64) = (nil, before)
            // The watch has no end of its own: it ends by being cancelled, and tells what it saw.
            for try await event in group {
                switch event {
                case .done(let result):
                    value = result
                    group.cancelAll()
                case .watched(let seen): most = max(most, seen)
                }
            }
            guard let value else { preconditionFailure("The group waits for the body.") }
            return Sighting(value: value, before: before, most: most)
        }
    }

    private static func most(of file: ProcessFile) async throws -> UInt64 {
        var most: UInt64 = 0
        while !Task.isCancelled {
            most = max(most, try file.anonymousBytes())
            try? await Task.sleep(for: interval)
        }
        return max(most, try file.anonymousBytes())
    }
}
